"""Titles, authors, dates, addresses, pictures and languages of pages: what is believed, and what is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestbot.extract.decoding import parse_html
from digestbot.extract.language import language_of
from digestbot.extract.metadata import Metadata, author_name, moment, read_metadata
from digestbot.extract.titles import calm, choose, without_site
from digestbot.text import fold

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "https://www.trent.example/news/2026/pool-saved-by-swimmers"


def _read(head: str, body: str = "", url: str = URL) -> Metadata:
    tree = parse_html(f"<html lang='en-GB'><head>{head}</head><body><p>Text</p>{body}</body></html>")
    assert tree is not None
    return read_metadata(tree, url, NOW)


# --- titles


@pytest.mark.parametrize(
    ("title", "calmed"),
    [
        ("BREAKING: Members back merger", "Members back merger"),
        ("Press release: Fund opens for bids", "Fund opens for bids"),
        ("UPDATED – Pub saved", "Pub saved"),
        ("Watch the pennies", "Watch the pennies"),
        ("Exclusive club for members", "Exclusive club for members"),
        ("VILLAGERS OF PORTHGAIN BUY THE LIFEBOAT INN", "Villagers of Porthgain buy the Lifeboat Inn"),
        ("FCA FINES LEEDS MUTUAL", "FCA fines leeds mutual"),
        ("UNITE THE UNION", "Unite the union"),
        ("B CORP", "B CORP"),
        ("BREAKING:", "BREAKING:"),
    ],
)
def test_a_headline_does_not_shout(title: str, calmed: str) -> None:
    text = "The villagers of Porthgain own the Lifeboat Inn. They buy the beer from the mutual union that fines them."
    assert calm(title, text) == calmed


@given(st.text(max_size=80), st.text(max_size=200))
def test_calming_changes_no_word_of_a_headline(title: str, text: str) -> None:
    assert fold(title).endswith(fold(calm(title, text)))


@pytest.mark.parametrize(
    ("title", "site", "expected"),
    [
        ("Pool saved | Trent News", "Trent News", "Pool saved"),
        ("Pool saved - The Trent News", "Trent News", "Pool saved"),
        ("Trent News: Pool saved", "Trent News", "Pool saved"),
        ("Pool saved » Sport » Trent News", "Trent News", "Pool saved » Sport"),
        ("Pool saved – trentnews.example", "trentnews.example", "Pool saved"),
        ("Trent News", "Trent News", "Trent News"),
        ("Co-operation: a history", "Trent News", "Co-operation: a history"),
        ("Who owns the pool - and why it matters", "Trent News", "Who owns the pool - and why it matters"),
    ],
)
def test_the_sites_name_is_stripped_and_nothing_else(title: str, site: str, expected: str) -> None:
    assert without_site(title, [site]) == expected


@pytest.mark.parametrize("given", ["", "Read more", "Untitled", "https://trent.example/x", "Trent News", "  …  "])
def test_a_feed_title_that_says_nothing_gives_way(given: str) -> None:
    assert choose(given, ["Pool saved by swimmers"], ["Trent News"]) == "Pool saved by swimmers"


def test_a_feed_title_cut_short_is_completed_from_the_page() -> None:
    assert choose("Pool saved by …", ["Other", "Pool saved by its swimmers"], []) == "Pool saved by its swimmers"


def test_a_good_feed_title_wins_over_the_pages() -> None:
    assert choose("Swimmers save pool", ["Pool saved: what you need to know"], []) == "Swimmers save pool"


def test_the_sites_name_is_learnt_from_a_title_beside_its_heading() -> None:
    found = _read("<title>Pool saved by swimmers | Vale Voice</title>", "<h1>Pool saved by swimmers</h1>")
    assert choose("Pool saved by swimmers | Vale Voice", found.titles, found.site_names) == "Pool saved by swimmers"


# --- canonical address


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://trent.example/news/2026/pool-saved", "https://trent.example/news/2026/pool-saved"),
        ("/news/2026/pool-saved", "https://www.trent.example/news/2026/pool-saved"),
        ("https://m.trent.example/news/2026/pool-saved", "https://m.trent.example/news/2026/pool-saved"),
        ("https://origin.example/2026/pool-saved-by-swimmers", "https://origin.example/2026/pool-saved-by-swimmers"),
        ("https://www.trent.example/", None),
        ("https://www.trent.example/news/", None),
        ("https://evil.example/other-story", None),
        ("javascript:void(0)", None),
        ("", None),
    ],
)
def test_a_canonical_address_is_believed_only_where_it_is_sensible(href: str, expected: str | None) -> None:
    assert _read(f'<link rel="canonical" href="{href}">').canonical == expected


def test_og_url_stands_in_for_a_bad_canonical_link() -> None:
    head = '<link rel="canonical" href="/"><meta property="og:url" content="https://www.trent.example/n/4711">'
    assert _read(head).canonical == "https://www.trent.example/n/4711"


# --- author


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By Jane Smith", "Jane Smith"),
        ("by: Jane Smith and Bob Jones | 3 May 2026", "Jane Smith and Bob Jones"),
        ("Gan Gwenno Prys, 14 Tachwedd 2026", "Gwenno Prys"),
        ("Jane Smith\nReporter", "Jane Smith"),
        ("Mary O’Neil-Łuczak", "Mary O’Neil-Łuczak"),
        ("Jeff Foust Monday, November 18, 2026", "Jeff Foust"),
        ("Poppy Reid Feb 21, 2026", "Poppy Reid"),
        ("Von Anna Kloth", "Anna Kloth"),
        ("von der Heyden", "von der Heyden"),
        ("admin", None),
        ("press@trent.example", None),
        ("https://trent.example/author/jane", None),
        ("humans.txt", None),
        ("12345", None),
        ("", None),
        (None, None),
    ],
)
def test_names_come_out_of_by_lines(text: str | None, expected: str | None) -> None:
    assert author_name(text) == expected


def test_several_authors_of_json_ld_are_joined() -> None:
    data = '{"@type":["Article"],"author":[{"name":"Ann Lee"},{"@type":"Person","name":"Bo Kay"}]}'
    assert _read(f'<script type="application/ld+json">{data}</script>').author == "Ann Lee, Bo Kay"


def test_a_persons_name_comes_before_the_sites_own() -> None:
    head = '<meta property="og:site_name" content="Vale Voice"><meta name="author" content="Vale Voice">'
    assert _read(head).author == "Vale Voice"
    assert _read(head, '<p>By <span class="author vcard">Ann Lee</span></p>').author == "Ann Lee"


def test_a_heading_that_leads_home_is_the_sites_name() -> None:
    found = _read("<title>Pool saved – Vale Voice</title>", "<h1><a href='/'>Vale Voice</a></h1><h2>Pool saved</h2>")
    assert choose("", found.titles, found.site_names) == "Pool saved"


def test_broken_json_ld_is_passed_over() -> None:
    head = '<script type="application/ld+json">{"@type":"Article",</script><meta name="author" content="Ann Lee">'
    assert _read(head).author == "Ann Lee"


# --- date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20T10:00:00Z", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("2026-11-20T10:00:00+02:00", datetime(2026, 11, 20, 8, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        ("2026-11-25T09:00:00Z", NOW),  # a clock of another zone: never after now
        ("2031-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("last Tuesday", None),
    ],
)
def test_moments_are_utc_never_to_come_and_never_before_the_web(text: str, expected: datetime | None) -> None:
    assert moment(text, NOW) == expected


def test_declared_dates_come_before_dates_in_the_text() -> None:
    head = '<meta property="article:published_time" content="2026-11-19T08:00:00Z">'
    assert _read(head, "<p>Published 3 May 2020</p>").published == datetime(2026, 11, 19, 8, tzinfo=UTC)


def test_microdata_in_the_body_gives_the_day_and_the_name() -> None:
    """A by-line of several elements and a day beside it, neither in the head; a comment has a day of its own."""
    read = _read(
        "",
        """<div itemprop="comment"><time itemprop="datePublished" datetime="2026-11-20T08:00Z"></time></div>
        <p class="byline"> By <a><span itemprop="name" content="Marged Huws">M. Huws</span></a></p>
        <time itemprop="datePublished" datetime="2026-03-30T16:45+0100">30 March 2026</time>""",
    )
    assert read.author == "Marged Huws"
    assert read.published == datetime(2026, 3, 30, 15, 45, tzinfo=UTC)


def test_a_date_shown_on_the_page_is_found() -> None:
    found = _read("", '<article><time datetime="2026-10-02">2 October 2026</time><p>News</p></article>')
    assert found.published == datetime(2026, 10, 2, tzinfo=UTC)


# --- picture and language


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("/img/pool.jpg", "https://www.trent.example/img/pool.jpg"),
        ("https://cdn.example/pool.jpg?w=800", "https://cdn.example/pool.jpg?w=800"),
        ("https://cdn.example/site-logo.png", None),
        ("data:image/png;base64,AAAA", None),
        ("https://cdn.example/mark.svg", None),
    ],
)
def test_the_lead_picture_is_absolute_and_no_logo(content: str, expected: str | None) -> None:
    assert _read(f'<meta property="og:image" content="{content}">').image == expected


LANGUAGES = {
    "en": "The society said that its members had voted to buy the building, which has stood empty for four years. "
    "The trust will pay for the work from its reserves and a grant from the council, and hopes to open the doors in "
    "the spring. More than three hundred people have bought shares since the offer was opened in September, and the "
    "board is now looking for a tenant who will run the bar and the shop for them.",
    "cy": "Mae menter gymunedol yn Nyffryn Nantlle wedi prynu'r hen siop gydweithredol ar ôl i drigolion lleol godi "
    "dros £200,000 mewn tri mis. Bydd y siop yn agor eto ym mis Mawrth gyda becws, caffi a lle i bobl ifanc gyfarfod. "
    "Mae'r fenter yn gobeithio cyflogi wyth o bobl yn y flwyddyn gyntaf, ac mae'r ymateb wedi bod yn anhygoel. Mae "
    "pob cyfranddaliwr yn cael un bleidlais, meddai cadeirydd y fenter.",
    "fr": "Les habitants du village ont racheté la dernière épicerie, fermée depuis quatre ans, grâce à une société "
    "coopérative qui compte désormais plus de trois cents membres. La mairie a accordé une subvention et les travaux "
    "doivent commencer au printemps. Chaque membre dispose d'une voix, quel que soit le nombre de parts qu'il "
    "détient, a rappelé la présidente lors de l'assemblée générale.",
    "de": "Die Genossenschaft hat das alte Kaufhaus gekauft, das seit vier Jahren leer steht. Mehr als dreihundert "
    "Mitglieder haben Anteile gezeichnet, und die Stadt gibt einen Zuschuss für den Umbau. Jedes Mitglied hat eine "
    "Stimme, ganz gleich, wie viele Anteile es besitzt, sagte die Vorsitzende auf der Versammlung. Im Frühjahr soll "
    "das Haus wieder öffnen, mit einem Café und einem Laden.",
    "es": "Los vecinos del pueblo han comprado la antigua tienda, cerrada desde hace cuatro años, por medio de una "
    "cooperativa que ya cuenta con más de trescientos socios. El ayuntamiento ha concedido una subvención y las obras "
    "empezarán en primavera. Cada socio tiene un voto, sea cual sea el número de participaciones que posea, recordó "
    "la presidenta en la asamblea.",
    "nl": "De bewoners van het dorp hebben de oude winkel gekocht, die al vier jaar leeg stond. Meer dan driehonderd "
    "mensen zijn lid geworden van de coöperatie en de gemeente geeft subsidie voor de verbouwing. Ieder lid heeft één "
    "stem, hoeveel aandelen hij ook bezit, zei de voorzitter tijdens de vergadering. In het voorjaar gaat de zaak "
    "weer open met een café en een bakkerij.",
    "ga": "Tá muintir an bhaile tar éis an sean siopa a cheannach, a bhí dúnta le ceithre bliana anuas, trí "
    "chomharchumann a bhfuil breis agus trí chéad ball ann anois. Thug an chomhairle deontas dóibh agus tosóidh an "
    "obair san earrach. Tá vóta amháin ag gach ball, is cuma cé mhéad scair atá aige, a dúirt an cathaoirleach ag an "
    "gcruinniú. Beidh caife agus bácús ann.",
}


@pytest.mark.parametrize("claimed", [None, "en-US"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_language_is_told_from_sixty_words_whatever_the_template_claims(code: str, claimed: str | None) -> None:
    assert language_of(LANGUAGES[code], claimed) == code


@pytest.mark.parametrize(("claimed", "code"), [("cy", "cy"), ("en_GB", "en"), ("", None), (None, None), ("x", None)])
def test_short_texts_are_believed_to_be_what_they_claim(claimed: str | None, code: str | None) -> None:
    assert language_of("Pwll nofio", claimed) == code


def test_english_under_a_foreign_claim_is_english() -> None:
    assert language_of(LANGUAGES["en"], "fr-FR") == "en"
