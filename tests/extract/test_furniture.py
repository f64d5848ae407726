"""What stands around an article: by-line and date under the headline, boxes, parts of a live page, lines that plead."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digestbot.extract import extract_document
from digestbot.extract.decoding import parse_html
from digestbot.extract.lines import article_lines
from digestbot.extract.metadata import Metadata, read_metadata

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "https://www.trent.example/news/pool-saved"
STORY = (
    "Swimmers in Southwell have saved their pool by forming a co-operative with 1,400 members, the trust said Monday.",
    "The trust will hand over the lease in April. Each member has one vote, whatever he or she has invested in shares.",
    "Ruth Dankworth, who led the campaign, said that nobody had believed in it when the boiler failed two winters ago.",
)


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def read(under: str, language: str = "en") -> Metadata:
    tree = parse_html(
        f"<html lang='{language}'><head><title>Pool saved - Trent</title></head><body><nav><p>By Ann Train</p></nav>"
        f"<h1>Pool saved</h1>{under}{p(*STORY)}<footer>Updated 1 May 2019</footer></body></html>"
    )
    assert tree is not None
    return read_metadata(tree, URL, NOW)


def text(body: str, title: str = "Pool saved") -> list[str]:
    page = f"<html lang='en'><head><title>{title}</title></head><body>{body}</body></html>"
    return extract_document(page.encode(), URL, "text/html", NOW).text.split("\n")


@pytest.mark.parametrize(
    ("under", "author"),
    [
        ("<div><span>21 Nov 2026</span> <span>by <a href='/p/3'>Anjali Menon</a></span></div>", "Anjali Menon"),
        ("<div><span>Door Femke Dijkstra</span><span>28 oktober 2026</span></div>", "Femke Dijkstra"),
        ("<div>Von Jürgen von der Heide</div>", "Jürgen von der Heide"),
        ("<div>By Ann Lee and Bo O’Shea | 3 min read</div>", "Ann Lee and Bo O’Shea"),
        ("<div class='post-writer'>Ikram Haddad</div>", "Ikram Haddad"),
        (f"<p>{STORY[0]}</p><div>Words by Ann Lee</div>", "Ann Lee"),
        ("<div>Opened by King Charles</div>", None),
        ("<div class='m'><a href='/author/lee'>Ann Lee</a><div>5 min read</div></div>", "Ann Lee"),
        ("<div class='caption'>By Ann Lee</div>", None),
        ("<div>Photograph by Ann Lee</div>", None),
        ("<div>Run by volunteers</div><div>Stand by Me</div>", None),
        (p(*STORY[:2]) + "<div class='testimonial-author'>Kemi Abara</div>", None),
    ],
)
def test_a_by_line_is_known_by_its_place(under: str, author: str | None) -> None:
    assert read(under).author == author


@pytest.mark.parametrize(
    ("under", "language", "day"),
    [
        ("<p class='d'>17 Tachwedd 2026</p>", "cy", datetime(2026, 11, 17, tzinfo=UTC)),
        ("<div>Door Femke Dijkstra <span>28 oktober 2026</span></div>", "nl", datetime(2026, 10, 28, tzinfo=UTC)),
        ("<p>Published: 15 September 2026 | PDF | 4.2MB</p>", "en", datetime(2026, 9, 15, tzinfo=UTC)),
        ("<p>Last updated 20 November 2026</p><p>3 November 2026</p>", "en", datetime(2026, 11, 3, tzinfo=UTC)),
        ("<p>Closing date: 1 November 2026</p><p>Posted 2 October 2026</p>", "en", datetime(2026, 10, 2, tzinfo=UTC)),
        ("<p>Thursday 10 December 2026</p><p>Posted 2 October 2026</p>", "en", datetime(2026, 10, 2, tzinfo=UTC)),
    ],
)
def test_a_date_line_is_known_by_its_place(under: str, language: str, day: datetime) -> None:
    assert read(under, language).published == day


def test_a_job_gives_its_name_and_its_day() -> None:
    tree = parse_html(
        "<html><head><script type='application/ld+json'>"
        '{"@type":"JobPosting","title":"Development Worker","datePosted":"2026-11-20"}</script></head></html>'
    )
    assert tree is not None
    found = read_metadata(tree, URL, NOW)
    assert (found.titles[:1], found.published) == (("Development Worker",), datetime(2026, 11, 20, tzinfo=UTC))


MENU = "<ul>" + "<li><a href='/x'>Somewhere else to go</a></li>" * 20 + "</ul>"


def test_a_box_that_asks_for_an_address_goes_with_its_words() -> None:
    box = "<div><h2>The Ladder</h2><p>Slow writing about quick money</p><form><input type='email'></form></div>"
    found = text(f"<h1>Pool saved</h1><div class='k0'>{p(STORY[0])}{box}{p(*STORY[1:])}</div>{MENU}")
    assert found == list(STORY)


def test_a_form_around_the_whole_page_leaves_it_be() -> None:
    found = text(f"<form><input type='email'><h1>Pool saved</h1><div class='k0'>{p(*STORY)}</div></form>{MENU}")
    assert found == list(STORY)


def test_two_forms_in_one_box_and_what_amp_puts_in_the_place_of_maps() -> None:
    box = "<div><p>Ask us</p><form><input type='email'></form><form><input type='text'></form></div>"
    frame = "<amp-iframe src='x'><p>The map of the pool is loading, please wait</p></amp-iframe>"
    found = text(f"<main><article><h1>Pool saved</h1>{p(STORY[0])}{box}{frame}{p(*STORY[1:])}</article></main>{MENU}")
    assert found == list(STORY)


def test_a_live_page_is_told_whole_with_its_headings() -> None:
    parts = "".join(
        f"<article><h2>Part {word}</h2><p>{one}</p></article>" for word, one in zip("abc", STORY, strict=True)
    )
    found = text(f"<main><h1>Pool saved</h1><div class='k0'>{parts}</div></main>")
    assert found == [line for word, one in zip("abc", STORY, strict=True) for line in (f"Part {word}", one)]


def test_teasers_beside_an_article_are_not_its_parts() -> None:
    teasers = "".join(f"<article><h2>Other {n}</h2><p>{STORY[0][:60]} and more of it</p></article>" for n in range(3))
    found = text(f"<div><h1>Pool saved</h1><div class='article-body'>{p(*STORY)}</div></div><div>{teasers}</div>")
    assert found == list(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "Sign up to our daily Trent Herald Today newsletter",
        "Join our WhatsApp community to get top stories sent straight to your phone",
        "For the latest news direct to your inbox, go here to sign up to our free daily newsletter",
        "Get involved with the news in your community",
        "Was this forwarded to you? Sign up here",
        "Please turn on JavaScript to use this feature",
        "Header photo: a sewing room in Kilmarnock (credit: Bright Threads)",
        "612 followers",
        "- Advertisement -",
        "Log in or register to post comments",
    ],
)
def test_a_line_that_pleads_goes_wherever_it_stands(line: str) -> None:
    assert article_lines([STORY[0], line, *STORY[1:]], ()) == list(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "Sign up to our share offer before 31 January to become a founder member",
        "Join our Facebook campaign, the society urged its 3,000 members on Monday",
        "For the latest figures the society looked to its branches.",
        "Thank you for the reading lamps, wrote the children of Southwell school",
    ],
)
def test_a_line_that_only_sounds_like_it_stays(line: str) -> None:
    assert article_lines([STORY[0], line, *STORY[1:]], ()) == [STORY[0], line, *STORY[1:]]


@pytest.mark.parametrize(
    "tail",
    [
        ["Was this helpful?", "Your feedback helps us to improve this website."],
        ["Last modified on 18 November 2026"],
        ["Responses (4)", "We did this in 2018 and the holidays nearly broke us too."],
        ["What did you think of today’s edition?", "- Loved it", "Login or Subscribe to participate in polls."],
        ["Previous", "Why we charge what we charge", "Next", "Winter rounds"],
        ["Thank you for reading our stories. " + "We rely on subscribers, so please think of joining them. " * 5],
    ],
)
def test_what_follows_an_article_goes(tail: list[str]) -> None:
    assert article_lines([*STORY, *tail], ()) == list(STORY)


def test_a_quotation_set_apart_is_told_once() -> None:
    said = "“Nobody had believed in it when the boiler failed”"
    told = f"Ruth Dankworth, who led the campaign, said: {said[:-1]}, and laughed.”"
    assert article_lines([STORY[0], said, STORY[1], told], ()) == [STORY[0], STORY[1], told]
    assert article_lines([STORY[0], said, STORY[1]], ()) == [STORY[0], said, STORY[1]]


def test_what_a_subscription_costs_is_no_part_of_a_teaser() -> None:
    gate = (
        "<div class='paywall'><h3>This article is for subscribers</h3><p>Subscribe from €1 a week to read on</p></div>"
    )
    page = (
        f"<html lang='en'><title>Pool saved</title><article><h1>Pool saved</h1>{p(*STORY[:2])}{gate}</article></html>"
    )
    found = extract_document(page.encode(), URL, "text/html", NOW)
    assert (found.wall, found.text.split("\n")) == ("paywall", list(STORY[:2]))


@pytest.mark.parametrize("tag", ["article", "main", "div"])
def test_a_brief_of_two_sentences_has_two_lines_and_no_headline(tag: str) -> None:
    brief = [
        "The Swan at Elmbridge is owned by its drinkers from today.",
        "Its roof leaks, and so will theirs be mended.",
    ]
    assert text(f"<nav>Home News</nav><{tag}><h1>Pool saved</h1>{p(*brief)}</{tag}><footer>© Trent</footer>") == brief


@pytest.mark.parametrize("tag", ["article", "main", "section", "div"])
def test_a_page_without_the_tags_that_html_leaves_to_choice_is_read(tag: str) -> None:
    start = "<!doctype html><html lang=en><title>Pool saved</title>"
    page = f"{start}<{tag}><h1>Pool saved</h1>{p(*STORY)}</{tag}><div>©</div>"
    assert extract_document(page.encode(), URL, "text/html", NOW).text.split("\n") == list(STORY)


def test_the_figures_of_a_table_are_no_dates() -> None:
    rows = ["| Year | Homes |", "| 2025 | 2,290 |", "| 2026 | 2,311 |"]
    assert article_lines([STORY[0], *rows, STORY[1]], ()) == [STORY[0], *rows, STORY[1]]


def test_a_headline_that_ends_the_pages_title_is_known_with_the_menu_before_it() -> None:
    headline = "Village hall to be run by its users"
    assert article_lines(["Home", "Map", headline, *STORY], [f"Old Vale Parish - {headline}"]) == list(STORY)


def test_small_articles_beside_a_story_told_outside_them_go() -> None:
    story = f"<h1>Pool saved</h1><div class='k0'><span>{p(STORY[0])}<h2>What now?</h2>{p(*STORY[1:])}</span></div>"
    other = (
        "<h3>Seen today</h3><article><h4>Lido shut</h4><p>A tour in plain words of all that leaks in it.</p></article>"
    )
    assert text(f"<main>{story}{other}</main>") == [STORY[0], "What now?", *STORY[1:]]


def test_a_small_article_that_is_the_story_stays() -> None:
    brief = "The Swan at Elmbridge is owned by its drinkers from today, and its roof leaks."
    assert (
        text(f"<h1>Pool saved</h1><article>{brief}<br>More on Friday.</article><p>Trent is a local paper.</p>")[0]
        == brief
    )


def test_what_is_folded_behind_a_button_is_read() -> None:
    folded = f"<div id='more' style='display:none'>{p(*STORY[1:])}</div><button>Read more</button>"
    assert text(f"<article><h1>Pool saved</h1>{p(STORY[0])}{folded}</article>") == list(STORY)


def test_what_is_hidden_elsewhere_stays_hidden() -> None:
    hidden = f"<div style='display:none'><h3>Before you leave</h3>{p(*STORY[1:])}</div>"
    told = (
        "Swimmers in Southwell may keep their pool after all, and it will be warm by Friday week, the trust has said."
    )
    assert text(f"<article><h1>Pool saved</h1>{p(STORY[0], told)}<h2>Next steps</h2>{hidden}</article>")[:2] == [
        STORY[0],
        told,
    ]


@pytest.mark.parametrize(
    "offer",
    [
        ["Weiterlesen mit Küstenblatt Plus", "Sie haben bereits ein Abo? Hier anmelden"],
        ["Abonnez-vous pour lire la suite", "Déjà abonné ? Connectez-vous"],
        ["Alleen voor abonnees", "Probeer een maand"],
    ],
)
def test_a_paywall_in_another_language_is_one(offer: list[str]) -> None:
    page = (
        f"<html><title>Pool saved</title><body><article><h1>Pool saved</h1>{p(*STORY, *offer)}</article></body></html>"
    )
    found = extract_document(page.encode(), URL, "text/html", NOW)
    assert (found.wall, found.text.split("\n")) == ("paywall", list(STORY))


def test_a_list_of_other_stories_goes_by_its_heading() -> None:
    card = "<div><h4>The bus that came back</h4><p>After nine years the 42 runs to the moor, and is full.</p></div>"
    rail = f"<div class='r8'><h3>Read next</h3>{card}{card}</div>"
    found = text(f"<div><div><h1>Pool saved</h1><div class='b7'>{p(*STORY)}</div></div>{rail}</div>")
    assert found == list(STORY)


def test_a_story_under_such_a_heading_stays() -> None:
    found = text(f"<div><div><h3>Latest news</h3><h2>Pool saved</h2>{p(*STORY)}</div></div>")
    assert found[-3:] == list(STORY)
