"""PDFs become text; locked, broken and hostile ones end quickly, with ExtractError or with what could be read."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from extract.pdfs import form, from_streams, locked, pdf
from hypothesis import given, settings
from hypothesis import strategies as st

from digestbot.errors import ExtractError
from digestbot.extract.pdf import MAX_PAGES, MAX_STREAM, read_pdf

URL = "https://fund.example/brief.pdf"
LINES = [
    "Commons Ground Fund opens to housing co-operatives",
    "The Northern Land Alliance has opened a fund of six and a half million pounds for",
    "co-operatives that want to buy the land under their homes. Loans run for up to thirty",
    "years at a fixed rate.",
    "Applications close at noon on 26 February 2027. A briefing takes place in Decem-",
    "ber for the boards of societies that intend to apply in this first round of lending.",
]


def test_lines_become_paragraphs_and_broken_words_are_joined() -> None:
    text = read_pdf(pdf([LINES]), URL).text
    assert "for co-operatives that want to buy the land" in text
    assert "takes place in December for the boards" in text
    assert text.split("\n")[0] == LINES[0]


def test_title_author_and_date_come_from_the_information_dictionary() -> None:
    found = read_pdf(pdf([LINES], title="Fund opens", author="Samir Chowdhury", made="D:20261117090000Z"), URL)
    assert (found.title, found.author, found.published) == (
        "Fund opens",
        "Samir Chowdhury",
        datetime(2026, 11, 17, 9, tzinfo=UTC),
    )


@pytest.mark.parametrize("claimed", ["Microsoft Word - brief_final.docx", "brief_v2.indd", "Untitled", ""])
def test_a_file_name_is_no_title(claimed: str) -> None:
    assert read_pdf(pdf([LINES], title=claimed), URL).title == LINES[0]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        [
            "Northern Land Alliance | Annual review",
            f"{word} chapter",
            *LINES[1:4],
            f"{word} ends here",
            f"Page {number} of 4",
        ]
        for number, word in enumerate(("First", "Second", "Third", "Fourth"), 1)
    ]
    text = read_pdf(pdf(pages), URL).text
    assert "Annual review" not in text
    assert "Page 2" not in text
    assert text.count("six and a half million") == 4


def test_a_password_is_told() -> None:
    with pytest.raises(ExtractError, match="password"):
        read_pdf(locked(pdf([LINES]), "secret"), URL)


def test_a_file_locked_with_an_empty_password_is_read() -> None:
    assert "six and a half million" in read_pdf(locked(pdf([LINES]), ""), URL).text


def test_a_scan_without_text_is_an_error() -> None:
    with pytest.raises(ExtractError, match="without text"):
        read_pdf(pdf([[]]), URL)


def test_pages_beyond_the_bound_are_not_read() -> None:
    text = read_pdf(
        pdf([[f"Clause {number} says what clause {number} says"] for number in range(MAX_PAGES + 5)]), URL
    ).text
    assert f"Clause {MAX_PAGES - 1} " in text
    assert f"Clause {MAX_PAGES} " not in text


def test_forms_that_draw_each_other_without_end_are_cut_off() -> None:
    again = b" ".join(b"/X%d Do" % number for number in range(4, 12) for _ in range(8))
    names = " ".join(f"/X{number} {number} 0 R" for number in range(4, 12))
    body = from_streams([again], extra=[form(b"BT /F1 9 Tf (word) Tj ET " + again, names) for _ in range(4, 12)])
    start = time.process_time()
    assert isinstance(_outcome(body), (str, ExtractError))
    assert time.process_time() - start < 60  # it ends; without the cut it would not


def test_a_stream_that_unpacks_a_thousandfold_is_not_read() -> None:
    bomb = b"BT /F1 9 Tf (boom) Tj ET " + b" " * (20 * MAX_STREAM)
    body = from_streams([bomb, b"BT /F1 9 Tf 50 700 Td (The second page says something) Tj ET"], packed=True)
    assert read_pdf(body, URL).text == "The second page says something"


def test_page_trees_in_a_circle_are_an_error() -> None:
    body = pdf([LINES]).replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]")
    with pytest.raises(ExtractError):
        read_pdf(body, URL)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_files_give_text_or_extract_error(data: st.DataObject) -> None:
    body = bytearray(pdf([LINES, LINES]))
    for _ in range(data.draw(st.integers(1, 12))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    assert _outcome(bytes(body[: data.draw(st.integers(20, len(body)))]))


def _outcome(body: bytes) -> str | ExtractError:
    try:
        return read_pdf(body, URL).text
    except ExtractError as error:
        return error


def test_a_page_that_cannot_be_read_is_told_and_the_others_are_read(caplog: pytest.LogCaptureFixture) -> None:
    words = "BT /F1 11 Tf 50 780 Td (The society has met on its {} day and chosen a board.) Tj ET"
    body = from_streams([words.format(day).encode() for day in ("first", "second", "third")], packed=True)
    before, rest = body.split(b"/FlateDecode", 1)
    damaged = before + b"/FlateDecode" + rest.replace(b"/FlateDecode", b"/BogusDecode", 1)
    found = read_pdf(damaged, "https://user:pw@paper.example/a.pdf")
    assert "first day" in found.text
    assert "third day" in found.text
    assert "second day" not in found.text
    (line,) = [record.getMessage() for record in caplog.records if "pdf.page_left_out" in record.getMessage()]
    assert "page=2" in line
    assert "https://paper.example/a.pdf" in line
    assert "pw" not in line


def test_a_page_drawn_too_richly_is_told(caplog: pytest.LogCaptureFixture) -> None:
    rich = b"BT (The society has met.) Tj ET " + b"0 0 m " * 400_000
    words = b"BT /F1 11 Tf 50 780 Td (The society has chosen a board for the year.) Tj ET"
    assert "chosen a board" in read_pdf(from_streams([rich, words], packed=True), "").text
    assert "page=1 reason=it draws more than 2 MB" in caplog.text
