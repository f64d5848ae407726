"""Terminal, HTML, Markdown, Atom, JSON and calendar of any digest: complete, well formed, and inert."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from itertools import pairwise
from typing import Literal
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from render.digests import HOSTILE, NOW, TODAY, any_digest, digest, story, usual, weekly, words

from digestbot.render import atom, chart, html, ics, jsonform, key_facts, markdown, slack, terminal, wording
from digestbot.types import AlsoIn, Deadline, Digest, Fact

ANY = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
ATOM = "{http://www.w3.org/2005/Atom}"


class Page(HTMLParser):
    """What a page is made of."""

    VOID = frozenset("meta link br img hr circle polyline".split())

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@ANY
@given(any_digest())
def test_any_page_is_well_formed_complete_and_without_script(any_one: Digest) -> None:
    page = Page(html.page(any_one))
    assert page.open == []
    names = [name for name, _ in page.tags]
    assert not {"script", "iframe", "object", "form", "img", "link"} & set(names)
    assert names.count("h1") == names.count("main") == 1
    assert names.count("article") == len(any_one.stories)
    for _, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on")]
        assert str(attributes.get("href", "#")).startswith(("#", "http://", "https://"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_page_tells_a_usual_day() -> None:
    page = Page(html.page(usual()))
    for told in (
        "Harbour and Vale members back merger",
        "Update to an earlier story · sum: £420,000",
        "£3.1bn",
        "closes 4 Dec",
        "The Ledger",
    ):
        assert told in page.text
    assert ("html", {"lang": "en"}) in page.tags


def test_headings_of_a_page_skip_no_level() -> None:
    levels = [int(name[1]) for name, _ in Page(html.page(usual())).tags if name in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_weekly_page_has_a_chart_with_words_for_it() -> None:
    page = Page(html.page(weekly()))
    svg = next(attributes for name, attributes in page.tags if name == "svg")
    assert "Housing: 11 articles, up from 3 a week" in str(svg["aria-label"])


def test_chart_is_a_picture_too() -> None:
    from PIL import Image

    with Image.open(io.BytesIO(chart.png(weekly().trend))) as image:
        assert (image.format, image.width) == ("PNG", 1200)
        assert len(image.getcolors(100_000) or ()) > 2


def test_chart_escapes_its_labels() -> None:
    from digestbot.types import TopicTrend

    ElementTree.fromstring(chart.svg([TopicTrend("t", '<script>"', "", (1, 2))]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_keep_the_contrast_of_wcag_aa(scheme: str) -> None:
    import re
    from importlib import resources

    css = resources.files("digestbot.render").joinpath("templates/digest.css").read_text()
    block = css.split("prefers-color-scheme: dark")[scheme == "dark"]
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for paper in ("paper", "tint"):
        for ink in ("ink", "soft", "link", "mark"):
            light, dark = sorted((luminance(colours[ink]), luminance(colours[paper])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, paper)


@ANY
@given(any_digest())
def test_any_terminal_text_has_every_story_and_no_control_characters(any_one: Digest) -> None:
    text = terminal.text(any_one)
    assert not [char for char in text if (ord(char) < 32 and char != "\n") or ord(char) in (0x7F, 0x9B, 0x202E)]
    assert sum(line.style == "story" for line in terminal.lines(any_one)) >= len(any_one.stories)


@pytest.mark.parametrize("width", [30, 60, 80, 200])
def test_terminal_lines_keep_the_width(width: int) -> None:
    for line in terminal.lines(usual(), width):
        assert line.style == "link" or len(line.text) <= width


def test_terminal_colours_are_not_markup() -> None:
    from rich.console import Console

    console = Console(width=80, record=True, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    console.print(terminal.renderable(digest(story(1, title="[red]not red[/red] [link=x]"))))
    assert "[red]not red[/red] [link=x]" in console.export_text()
    console.file.close()


@ANY
@given(any_digest())
def test_any_markdown_says_headlines_as_they_are(any_one: Digest) -> None:
    tokens = MarkdownIt().parse(markdown.text(any_one))
    links = [child for token in tokens for child in token.children or () if child.type == "link_open"]
    assert all(str(link.attrGet("href")).startswith("http") for link in links)
    assert not [child for token in tokens for child in token.children or () if child.type in ("html_inline", "image")]
    headings = [tokens[at + 1] for at, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h3"]
    assert len(headings) == len(any_one.stories)


def test_markdown_shows_a_hostile_headline_as_text() -> None:
    tokens = MarkdownIt().parse(markdown.text(digest(story(1, title=HOSTILE))))
    heading = tokens[[token.tag for token in tokens].index("h3") + 1]
    shown = "".join(child.content for child in heading.children or ())
    assert shown == wording.tidy(HOSTILE)


@ANY
@given(
    st.lists(st.sampled_from([*"ab 12.)#-+=*_`[]()<>!&;|~\\\"':/@", "&amp;", "http://a.b", "1."]), max_size=20).map(
        "".join
    )
)
def test_any_words_read_in_markdown_as_they_are(words: str) -> None:
    for before in ("", "## "):
        tokens = MarkdownIt().parse(before + markdown.escape(words))
        shown = "".join(child.content for token in tokens for child in token.children or ())
        assert shown == wording.tidy(words)
        assert {token.tag for token in tokens} <= {"", "h2" if before else "p"}


def test_plain_words_in_markdown_read_well_as_they_stand() -> None:
    plain = "Fair Trade & organic: a worker-run café (at £1.2m) opens. 8% more, #1 in Leeds!"
    assert markdown.escape(plain) == plain
    assert markdown.escape("www.evil.example https://evil.example a@b.example") == (
        "www\\.evil.example https\\://evil.example a\\@b.example"
    )


@ANY
@given(any_digest())
def test_any_atom_feed_is_xml_with_every_story(any_one: Digest) -> None:
    root = ElementTree.fromstring(atom.feed(any_one))
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == len(any_one.stories)
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all(entry.findtext(f"{ATOM}title") and entry.findtext(f"{ATOM}updated") for entry in entries)


def test_atom_is_read_by_a_feed_reader() -> None:
    import feedparser

    found = feedparser.parse(atom.feed(usual()).encode())
    assert not found.bozo
    assert found.entries[0].title == "Harbour and Vale members back merger"


@ANY
@given(any_digest())
def test_any_json_is_json_with_every_story_once(any_one: Digest) -> None:
    found = json.loads(json.dumps(jsonform.as_json(any_one)))
    assert sorted(one["story"] for one in found["stories"]) == sorted(one.id for one in any_one.stories)


@ANY
@given(any_digest())
def test_any_digest_is_read_back_from_its_json(any_one: Digest) -> None:
    kept = json.loads(json.dumps(jsonform.as_json(any_one)))
    assert jsonform.as_json(jsonform.from_json(kept)) == kept


def test_a_usual_digest_is_read_back_whole() -> None:
    assert jsonform.from_json(jsonform.as_json(usual())) == usual()


def test_json_has_the_promised_keys() -> None:
    found = jsonform.as_json(usual())
    assert {"channel", "date", "stories", "omitted"} <= set(found)
    assert (found["channel"], found["date"], found["omitted"]) == ("#mutuals-news", "2026-11-24", 5)
    promised = {"id", "title", "url", "source", "published", "topics", "summary", "score", "facts", "also"}
    assert all(promised <= set(one) for one in found["stories"])
    assert found["stories"][0]["also"][0] == {"url": "https://echo.example/2", "source": "Northern Echo Chamber"}


def test_json_stories_are_best_first() -> None:
    scores = [one["score"] for one in jsonform.as_json(usual())["stories"]]
    assert scores == sorted(scores, reverse=True)


def calendar(*deadlines: Deadline) -> list[str]:
    text = ics.calendar(deadlines, datetime(2026, 11, 24, 8, 30, tzinfo=UTC))
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")


def test_calendar_has_a_whole_day_entry_with_an_alarm() -> None:
    lines = calendar(
        Deadline(date(2026, 12, 4), "closes", "Call, for; evidence\\", "https://example.org/c", "Watch", 9)
    )
    assert "DTSTART;VALUE=DATE:20261204" in lines
    assert "SUMMARY:Closes: Call\\, for\\; evidence\\\\" in lines
    assert "TRIGGER:-P1D" in lines
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1


def test_calendar_says_what_an_event_is_where_and_how_long() -> None:
    what = "Cardiff City Hall, until 2027-01-20"
    lines = calendar(Deadline(date(2027, 1, 18), "event", "Owning tomorrow", "", "Watch", 9, what, "conference"))
    assert "SUMMARY:Conference: Owning tomorrow" in lines
    assert "LOCATION:Cardiff City Hall" in lines
    assert "DTEND;VALUE=DATE:20270121" in lines  # the day after the last
    forever = calendar(Deadline(date.max, "event", "The end", "", "Watch", 9, "until 9999-12-31"))
    assert not any(line.startswith(("DTEND", "LOCATION")) for line in forever)


def test_calendar_knows_an_entry_again() -> None:
    one = Deadline(date(2026, 12, 4), "closes", "Call", "", "Watch", 9)
    first, second = ([line for line in calendar(each) if line.startswith("UID")] for each in (one, one))
    assert first == second


@settings(max_examples=50, deadline=None)
@given(words, words)
def test_calendar_of_any_words_keeps_its_lines(title: str, url: str) -> None:
    lines = calendar(Deadline(date(9999, 12, 31), "event", title, url, title, 1, title, title))
    names = {line.partition(":")[0].partition(";")[0] for line in lines if line}
    assert names <= set(
        "BEGIN END VERSION PRODID CALSCALE UID DTSTAMP DTSTART SUMMARY DESCRIPTION LOCATION URL TRANSP ACTION"
        " TRIGGER".split()
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("GBP 2000000", "£2m"),
        ("GBP 2500000", "£2.5m"),
        ("GBP 420000", "£420,000"),
        ("EUR 3100000000", "€3.1bn"),
        ("USD 999999999", "$1bn"),
        ("GBP 12.5", "£12.50"),
        ("AUD 50", "A$50"),
        ("SEK 5000", "SEK 5,000"),
        ("GBP", "as written"),
        ("GBP nan", "as written"),
        ("GBP 1e999", "as written"),
    ],
)
def test_sums_are_short(value: str, expected: str) -> None:
    assert key_facts.money(Fact("money", "as written", value)) == expected


def test_facts_show_a_sum_with_what_it_is_who_has_a_role_and_days_ahead() -> None:
    found = key_facts.facts(
        story(
            1,
            facts=(
                Fact("money", "£5m", "GBP 5000000"),
                Fact("money", "£96m", "GBP 96000000", "contract"),
                Fact("person", "", "Al"),
                Fact("person", "", "Bo", "chair"),
                Fact("organisation", "", "Lockton Bank"),
                Fact("organisation", "", "Aldous Foundation", "sponsor"),
                Fact("deadline", "", "2026-11-20"),
                Fact("deadline", "", "2027-01-05", "nominations"),
                Fact("event", "", "2026-12-30", "City Hall, Cardiff, until 2027-01-02"),
                Fact("place", "", "Leeds"),
            ),
        ),
        TODAY,
    )
    assert found == [
        "💷 £96m contract",
        "👤 Bo, chair",
        "🏛 Aldous Foundation, sponsor",
        "🗓 closes 5 Jan 2027: nominations",
        "📅 30 Dec to 2 Jan 2027, City Hall, Cardiff",
    ]


def test_a_sum_says_what_it_is_and_is_not_repeated() -> None:
    sums = (Fact("money", "£600m", "GBP 600000000", "cost"), Fact("money", "£10m", "GBP 10000000"))
    told = story(1, summary="Relief ends at £10m. It had cost £600m.", facts=sums)
    assert key_facts.facts(told, TODAY) == ["💷 £600m cost"]
    assert key_facts.facts(told, TODAY, said=told.summary) == []
    assert key_facts.facts(story(1, title="Relief of £600m ends", summary="It ends.", facts=sums), TODAY) == []
    assert key_facts.facts(story(1, summary="Relief ends at £10m.", facts=sums[1:]), TODAY) == []


def test_the_quotation_has_a_speaker_and_says_something() -> None:
    told = (
        Fact("quotation", "", "a matter for others", "Ann Lee"),
        Fact("quotation", "", "Nobody asked the people who run the place", ""),
        Fact("quotation", "", "for longer than most engagements of our time", "Ann Lee"),
        Fact("quotation", "", "Ownership should not be a spectator sport,", "Ann Lee"),
        Fact("person", "", "Ann Lee", "minister"),
    )
    assert (
        key_facts.quotation(story(1, facts=told)) == "“Ownership should not be a spectator sport” – Ann Lee, minister"
    )
    assert key_facts.facts(story(1, facts=told), TODAY) == []  # who is quoted is named there
    assert key_facts.quotation(story(1, facts=told[:3])) == ""


def test_every_shape_quotes() -> None:
    told = story(1, facts=(Fact("quotation", "", "Ownership should not be a spectator sport", "Ann Lee"),))
    for shape in (html.page, terminal.text, markdown.text):
        assert "“Ownership should not be a spectator sport” – Ann Lee" in " ".join(shape(digest(told)).split())
    assert "spectator sport" in str(slack.messages(digest(told))[0].blocks)


@pytest.mark.parametrize(
    ("kind", "what", "expected"),
    [
        ("closes", "consultation", "Consultation: Small unions dread it"),
        ("closes", "small unions", "Small unions dread it"),
        ("closes", "", "Small unions dread it"),
        ("event", "Cardiff, until 2027-01-20", "Small unions dread it, Cardiff"),
    ],
)
def test_what_closes_is_said(kind: Literal["closes", "event"], what: str, expected: str) -> None:
    assert key_facts.closing(Deadline(TODAY, kind, "Small unions dread it", "", "S", 1, what)) == expected


def test_an_event_is_called_by_its_name() -> None:
    named = Deadline(date(2026, 12, 10), "event", "Banks call off merger", "", "S", 1, "", "AGM")
    assert key_facts.when(named, TODAY) == "AGM in 16 days, Thu 10 Dec"
    assert key_facts.when(replace(named, occasion="vote"), TODAY) == "Vote in 16 days, Thu 10 Dec"
    assert key_facts.when(replace(named, occasion=""), TODAY) == "Takes place in 16 days, Thu 10 Dec"
    assert key_facts.when(replace(named, kind="closes"), TODAY) == "Closes in 16 days, Thu 10 Dec"
    held = (Fact("event", "", "2026-12-10", "Echuca", "AGM"),)
    assert key_facts.facts(story(1, facts=held), TODAY) == ["📅 AGM 10 Dec, Echuca"]


def test_a_closing_date_read_as_an_event_too_is_shown_once() -> None:
    both = (Fact("deadline", "", "2026-12-04T17:00+00:00"), Fact("event", "", "2026-12-04"))
    assert key_facts.facts(story(1, facts=both), TODAY) == ["🗓 closes 4 Dec"]


def test_a_day_of_which_nothing_is_known_is_not_shown() -> None:
    days = (Fact("event", "", "2026-12-04"), Fact("event", "", "2026-12-09", "", "AGM"))
    assert key_facts.facts(story(1, facts=days), TODAY) == ["📅 AGM 9 Dec"]


def test_a_body_that_the_sum_names_is_not_told_again() -> None:
    bodies = (Fact("organisation", "", "Ely Trust", "funder"), Fact("organisation", "", "Ouse Bank", "lender"))
    told = (Fact("money", "£5m", "GBP 5000000", "from the Ely Trust"), *bodies)
    assert key_facts.facts(story(1, facts=told), TODAY) == ["💷 £5m from the Ely Trust", "🏛 Ouse Bank, lender"]


def test_a_place_is_shown_of_what_one_can_go_to() -> None:
    where = (Fact("place", "", "Leeds"),)
    assert key_facts.facts(story(1, facts=where), TODAY) == []
    assert key_facts.facts(story(1, topics=("events-awards",), facts=where), TODAY) == ["📍 Leeds"]


def test_a_days_date_is_that_of_the_readers() -> None:
    late = story(1, published=NOW.replace(hour=23))
    assert key_facts.dateline(late, digest(late, timezone="Asia/Kolkata"))[1] == "25 Nov"


def test_an_outlet_without_a_name_is_still_linked() -> None:
    shown = html.page(digest(story(1, also=(AlsoIn("https://example.org/x", ""),))))
    assert ">another outlet</a>" in shown


def test_an_editors_note_stands_in_every_shape_that_people_read() -> None:
    noted = replace(usual(), note="The <AGM> is on Friday")
    assert "The <AGM> is on Friday" in terminal.text(noted)
    assert "The &lt;AGM&gt; is on Friday" in html.page(noted)
    assert "The \\<AGM\\> is on Friday" in markdown.text(noted)
    assert jsonform.from_json(jsonform.as_json(noted)).note == noted.note
    assert "The <AGM> is on Friday" in str(slack.messages(noted)[0].blocks)
