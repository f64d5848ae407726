"""Walls are named, and articles about the very things that walls speak of are not taken for walls."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digestbot.errors import ExtractError
from digestbot.extract import extract_document, read_page
from digestbot.types import Article, Entry, Response

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "https://news.example/2026/11/pool-saved"
FEED = "Swimmers in Southwell have saved their pool, the trust that runs it said on Monday."
PARAGRAPHS = (
    "Swimmers in Southwell have saved their pool by forming a co-operative with 1,400 members, the trust said Monday.",
    "The trust will hand over the lease in April. Each member has one vote, whatever he or she has invested in shares.",
    "Ruth Dankworth, who led the campaign, said that nobody had believed in it when the boiler failed two winters ago.",
)


def _page(body: str, *, title: str = "Pool saved | Trent News", head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def _read(markup: str, *, url: str = URL, status: int = 200) -> Article:
    entry = Entry("trent", "1", URL, "Pool saved by its swimmers", summary=f"<p>{FEED}</p>")
    headers = {"content-type": "text/html; charset=utf-8"}
    return read_page(Response(url, status, headers, markup.encode(), NOW), entry, NOW)


def _p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


WALLS = {
    "consent in German": (
        "consent",
        _page(
            _p("Wir und unsere Partner verwenden Cookies. Alle akzeptieren. Alle ablehnen."), title="Ihre Privatsphäre"
        ),
    ),
    "consent in Welsh": (
        "consent",
        _page(_p("Rydym yn defnyddio cwcis. Derbyn pob cwci. Gwrthod pob cwci."), title="Cwcis"),
    ),
    "a server's error": (
        "not-found",
        _page(_p("Something went wrong. Try again later."), title="500 Internal Server Error"),
    ),
    "maintenance": ("not-found", _page(_p("We'll be back soon. Sorry for the trouble."), title="Site maintenance")),
    "a lost domain": ("not-found", _page(_p("Buy this domain."), title="society.example is for sale")),
    "Wordfence": (
        "bot-check",
        _page(_p("Access is limited. (HTTP response code 503)"), title="Your access to this site has been limited"),
    ),
    "Anubis": ("bot-check", _page(_p("Loading…"), title="Making sure you're not a bot!")),
    "cloudflare": (
        "bot-check",
        _page(
            "<h1>news.example</h1><h2 id='challenge-running'>Checking if the site connection is secure</h2>"
            "<noscript>Enable JavaScript and cookies to continue</noscript><p>Ray ID: 84f0c1d2aa7b3e11</p>",
            title="Just a moment...",
        ),
    ),
    "access denied": (
        "bot-check",
        _page(
            '<h1>Access Denied</h1><p>You don\'t have permission to access "http://news.example/" on this server.</p>'
            "<p>Reference #18.2d351ab8.1557333295.a4e16ab</p>",
            title="Access Denied",
        ),
    ),
    "captcha": (
        "bot-check",
        _page(
            "<div id='px-captcha'></div><p>Press &amp; Hold to confirm you are a human (and not a bot).</p>",
            title="Access to this page has been denied",
        ),
    ),
    "consent dialogue": (
        "consent",
        _page(
            "<h1>We value your privacy</h1>"
            + _p(
                "We and our 842 partners store and/or access information on a device, such as cookies, and process "
                "personal data for personalised advertising and content.",
                "With your permission we and our partners may use precise geolocation data. You may change your "
                "preferences or withdraw your consent at any time in our privacy policy.",
            )
            + "<button>Accept all</button><button>Manage options</button>",
            title="Your privacy choices",
        ),
    ),
    "single-page application": (
        "javascript",
        _page("<noscript>You need to enable JavaScript to run this app.</noscript><div id='root'></div>"),
    ),
    "javascript asked for": (
        "javascript",
        _page(_p("JavaScript is disabled in your browser. Please turn on JavaScript and load the page again.")),
    ),
    "login form": (
        "login",
        _page(
            "<h1>Sign in</h1><form><label>Email</label><input name='email'><input type='password' name='p'>"
            "<a href='/forgot'>Forgotten your password?</a><button>Sign in</button></form>",
            title="Sign in - Trent News",
        ),
    ),
    "members only": (
        "login",
        _page(
            "<h1>Pool saved</h1><p>You must be logged in to view this page.</p><form><input type='password'></form>",
            title="Pool saved",
        ),
    ),
    "soft 404": (
        "not-found",
        _page(
            "<h1>Page not found</h1>"
            + _p("Sorry, the page you were looking for has moved or does not exist any more."),
            title="Page not found | Trent News",
        ),
    ),
    "withdrawn": (
        "not-found",
        _page(
            "<h1>This content has been withdrawn</h1>"
            + _p("The story you followed a link to is not on our site any more."),
            title="This content has been withdrawn | Trent News",
        ),
    ),
    "welsh 404": ("not-found", _page("<h1>404</h1><p>Mae'n ddrwg gennym.</p>", title="Tudalen heb ei chanfod")),
    "404 in the title": ("not-found", _page("<p>Nothing here. Try a search.</p>", title="404 - Trent News")),
    "empty": ("empty", _page("<div></div>", title="Trent News")),
}


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_named_and_the_feeds_text_is_kept(name: str) -> None:
    wall, markup = WALLS[name]
    article = _read(markup)
    assert (article.wall, article.text, article.from_page) == (wall, FEED, False)
    assert article.title == "Pool saved by its swimmers"


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_without_a_feed_is_an_error_that_names_it(name: str) -> None:
    wall, markup = WALLS[name]
    with pytest.raises(ExtractError, match=wall):
        extract_document(markup.encode(), URL, "text/html", NOW)


def test_a_deep_address_that_ends_at_the_home_page_is_not_found() -> None:
    home = _page("<main>" + _p(*PARAGRAPHS * 8) + "</main>", title="Trent News")
    assert _read(home, url="https://www.news.example/").wall == "not-found"


def test_a_consent_host_is_a_consent_wall_however_long_its_text() -> None:
    long = _page("<main>" + _p(*PARAGRAPHS * 8) + "</main>")
    assert _read(long, url="https://consent.news.example/collect?session=1").wall == "consent"


def test_an_error_status_is_not_found_even_with_a_long_page() -> None:
    assert _read(_page("<main>" + _p(*PARAGRAPHS * 8) + "</main>"), status=404).wall == "not-found"


def test_a_paywall_keeps_the_teaser_without_its_notice() -> None:
    article = _read(
        _page(
            "<article>" + _p(*PARAGRAPHS, "Subscribe to continue reading. Already a subscriber? Log in.") + "</article>"
        )
    )
    assert (article.wall, article.from_page) == ("paywall", True)
    assert article.text == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "offer",
    [
        ("This story is for paying readers", "Join 4,000 people who support us from £5 a month."),
        ("Membership required", "You must be a member to access this content.", "View membership levels"),
        ("Continue reading with a subscription", "Get all our news from £2 a week.", "See subscription options"),
    ],
)
def test_what_follows_a_paywalls_notice_is_the_offer(offer: tuple[str, ...]) -> None:
    article = _read(_page("<article>" + _p(*PARAGRAPHS) + f"<h3>{offer[0]}</h3>" + _p(*offer[1:]) + "</article>"))
    assert (article.wall, article.text) == ("paywall", "\n".join(PARAGRAPHS))


def test_a_paywall_said_in_the_frame_and_the_metadata_is_seen() -> None:
    data = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
    gate = "<div class='paywall'><p>Already a subscriber? Sign in</p></div>"
    assert _read(_page("<article>" + _p(*PARAGRAPHS) + "</article>" + gate, head=data)).wall == "paywall"


def test_a_shorter_teaser_gives_way_to_a_full_feed() -> None:
    entry = Entry("trent", "1", URL, "Pool saved", content=_p(*PARAGRAPHS))
    markup = _page("<article>" + _p(PARAGRAPHS[0], "Subscribe to continue reading.") + "</article>")
    article = read_page(Response(URL, 200, {"content-type": "text/html"}, markup.encode(), NOW), entry, NOW)
    assert (article.wall, article.text) == ("paywall", "\n".join(PARAGRAPHS))


ARTICLES = {
    "Page not found: how councils lose their records": PARAGRAPHS * 6,
    "404 homes to be built by Trent Housing Society": PARAGRAPHS,
    "Log in or lose out: credit unions go online": PARAGRAPHS,
    "Just a moment: why boards should slow down": PARAGRAPHS * 3,
    "Access denied: wheelchair users shut out of meetings": PARAGRAPHS * 3,
    "Oops, we did it again: a second share offer": PARAGRAPHS,
    "Consent and the co-op: what the cookie rules mean": (
        "New rules on cookies come into force in May, and societies with a website should read them now.",
        "A site must not set advertising cookies before the visitor has agreed, and a refusal must be as easy.",
        *PARAGRAPHS,
    ),
    "Join us": ("Members can subscribe for shares from £50 until 31 January, the society said.", *PARAGRAPHS),
}


@pytest.mark.parametrize("title", ARTICLES)
def test_an_article_about_walls_is_an_article(title: str) -> None:
    markup = _page(f"<main><article><h1>{title}</h1>" + _p(*ARTICLES[title]) + "</article></main>", title=title)
    article = _read(markup)
    assert (article.wall, article.from_page) == (None, True)
    assert article.text.startswith(ARTICLES[title][0])


def test_a_note_about_javascript_beside_an_article_is_no_wall() -> None:
    note = "<noscript>Please enable JavaScript to view the comments.</noscript><div id='root'></div>"
    assert _read(_page("<article>" + _p(*PARAGRAPHS) + "</article>" + note)).wall is None


def test_a_cookie_banner_beside_an_article_is_no_wall() -> None:
    words = "<p>We value your privacy. We and our partners use cookies.</p><button>Accept all</button>"
    banner = f"<div id='cookie-banner'>{words}</div>"
    article = _read(_page(banner + "<article>" + _p(*PARAGRAPHS) + "</article>"))
    assert (article.wall, "cookies" in article.text) == (None, False)


def test_a_login_form_in_the_header_is_no_wall() -> None:
    form = "<header><form><input name='u'><input type='password'><a>Forgotten your password?</a></form></header>"
    assert _read(_page(form + "<article>" + _p(*PARAGRAPHS) + "</article>")).wall is None


@pytest.mark.parametrize(
    "title",
    [
        "Service unavailable: how a co-op lost its ticket office",
        "We'll be back, says the co-operative that was flooded",
        "500 jobs go as mutual closes branches",
        "Site maintenance workers form a co-operative",
        "Village shop is for sale to its members",
        "Cwcis am ddim i aelodau'r gymdeithas",
    ],
)
def test_short_news_under_a_title_like_a_walls_is_news(title: str) -> None:
    article = _read(_page(f"<article><h1>{title}</h1>{_p(PARAGRAPHS[0])}</article>", title=title))
    assert article.wall is None
    assert PARAGRAPHS[0] in article.text
