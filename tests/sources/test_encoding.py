import gzip
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestbot.errors import ParseError
from digestbot.sources import encoding

XML = '<?xml version="1.0" encoding="{}"?><r>Café – £5</r>'


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("utf-8", "utf-8"),
        ("cp1252", "windows-1252"),
        ("cp1252", "iso-8859-1"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-8"),
        ("utf-32", "utf-32"),
        ("utf-8-sig", "utf-8"),
        ("cp1252", "utf-8"),
        ("utf-8", "iso-8859-1"),
        ("utf-8", "bogus"),
        ("cp1252", "bogus"),
    ],
)
def test_letters_survive_right_and_wrong_labels(codec, label):
    body = XML.format(label).encode(codec)
    assert "Café – £5" in encoding.decode(body).text


def test_no_label_at_all_is_no_matter():
    assert encoding.decode("<r>Café – £5</r>".encode("cp1252")).text == "<r>Café – £5</r>"


def test_wrong_label_is_named():
    assert "labelled UTF-8, holds Windows-1252 bytes" in encoding.decode(XML.format("utf-8").encode("cp1252")).repairs


def test_right_label_is_no_repair():
    assert encoding.decode(XML.format("windows-1252").encode("cp1252")).repairs == ()


def test_header_decides_where_the_document_is_silent():
    body = "<r>Привет</r>".encode("koi8-r")
    assert encoding.decode(body, 'text/xml; charset="koi8-r"').text == "<r>Привет</r>"


def test_latin_1_in_the_header_does_not_beat_the_document():
    body = '<?xml version="1.0" encoding="windows-1251"?><r>Привет</r>'.encode("cp1251")
    assert "Привет" in encoding.decode(body, "text/xml; charset=ISO-8859-1").text


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("big5", "臺灣合作社聯合會今天宣布一個新的計畫以支持社區住宅與能源發展並且邀請會員參加"),
        ("koi8-r", "Сегодня кооператив объявил о новом плане поддержки жилищного строительства в городе"),
        ("cp1251", "Сегодня кооператив объявил о новом плане поддержки жилищного строительства в городе"),
    ],
)
def test_unlabelled_text_of_the_east_is_guessed(codec, text):
    found = encoding.decode(f"<rss><title>{text}</title></rss>".encode(codec))
    assert text in found.text
    assert any("guessed" in repair for repair in found.repairs)


def test_single_wrong_bytes_in_utf_8_are_read_as_windows_1252():
    assert encoding.decode("naïve ".encode() + b"\x93quote\x94").text == "naïve “quote”"


def test_control_characters_and_references_to_them_are_dropped():
    found = encoding.decode(b"<r>a\x00b\x0bc&#0;d&#x1F;e&#10;f&#38;g</r>")
    assert found.text == "<r>abcde&#10;f&#38;g</r>"
    assert found.repairs == ("control characters were dropped",)


def test_gzip_is_unpacked_twice_if_need_be():
    assert encoding.decompress(gzip.compress(gzip.compress(b"<r/>")), "u") == b"<r/>"


def test_gzip_that_is_cut_off_gives_what_it_holds():
    noise = os.urandom(4000)
    assert noise.startswith(encoding.decompress(gzip.compress(noise)[:2000], "u")[:1000])


def test_gzip_bomb_is_refused():
    bomb = gzip.compress(b"\0" * (encoding.MAX_DECOMPRESSED + 1))
    assert len(bomb) < 100_000
    with pytest.raises(ParseError, match="unpacks to more than 50 MB"):
        encoding.decompress(bomb, "https://user:secret@example.org/s.xml.gz")


def test_damaged_gzip_is_refused_without_credentials_in_the_message():
    with pytest.raises(ParseError, match="damaged gzip") as caught:
        encoding.decompress(b"\x1f\x8b\x08" + b"garbage" * 9, "https://user:secret@example.org/s.xml.gz")
    assert "secret" not in str(caught.value)


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "text/xml; charset=utf-8", "text/html; charset=latin1", "x; charset=utf-7"]),
)
def test_any_bytes_become_text_without_forbidden_characters(body, content_type):
    text = encoding.decode(body, content_type).text
    assert not any(char < " " and char not in "\t\n\r" for char in text)
    text.encode("utf-8")


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufeff\ufffe\uffff&"))
)
def test_utf_8_comes_through_unchanged(text):
    assert encoding.decode(("<r>" + text).encode()).text == "<r>" + text
