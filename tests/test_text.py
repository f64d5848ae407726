"""Folding and cutting text."""

from hypothesis import given
from hypothesis import strategies as st

from digestbot.text import clean, fold, only_word, plain, sentences, shorten, words


def test_sentences_survive_titles_decimals_and_initials() -> None:
    text = "Dr. Ann Lee put in £2.5m. Mr. J. K. Rowe chairs it. It opens in Hull, Co. Durham."
    assert sentences(text) == [
        "Dr. Ann Lee put in £2.5m.",
        "Mr. J. K. Rowe chairs it.",
        "It opens in Hull, Co. Durham.",
    ]


def test_a_company_suffix_ends_a_sentence_when_a_new_one_starts() -> None:
    assert sentences("It was bought by Wool Ltd. The staff own it.") == [
        "It was bought by Wool Ltd.",
        "The staff own it.",
    ]


def test_a_closing_quotation_mark_stays_with_its_sentence() -> None:
    assert sentences("“We won.” She left.") == ["“We won.”", "She left."]


def test_plain_takes_the_text_and_leaves_scripts_and_tags() -> None:
    assert plain("<p>One &amp; two</p><script>alert(1)</script><p>Three</p>") == "One & two\nThree"


def test_plain_undoes_double_escaping() -> None:
    assert plain("&lt;p&gt;Caf&amp;eacute;&lt;/p&gt;") == "Café"


def test_plain_keeps_a_lone_less_than_sign() -> None:
    assert plain("3 < 5 and 6 > 4") == "3 < 5 and 6 > 4"


def test_fold_makes_typographic_and_plain_quotes_equal() -> None:
    assert fold("The  “People’s” Bank—Ltd") == fold('the "people\'s" bank-ltd')


def test_words_keep_inner_marks() -> None:
    assert words("Co-operatives UK's R&D, 2.5m") == ["Co-operatives", "UK's", "R&D", "2.5m"]


def test_a_piece_is_one_word_but_for_a_mark_behind_it() -> None:
    assert [only_word(piece) for piece in ("land", "Land,", "trust.")] == ["land", "Land", "trust"]
    assert not any(map(only_word, ("", ".", "co-op", "(land", "land.)", "café", "3.5", "don't", "land..")))


def test_shorten_cuts_at_a_word() -> None:
    assert shorten("a community land trust", 16) == "a community…"


@given(st.text(), st.integers(min_value=0, max_value=50))
def test_shorten_never_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit


@given(st.text())
def test_nothing_raises_and_sentences_lose_no_letter(text: str) -> None:
    plain(text)
    fold(text)
    assert "".join("".join(sentences(text)).split()) == "".join(clean(text.replace("\n", " ")).split())


def test_plain_stays_quick_on_markup_that_is_never_closed() -> None:
    assert plain("<!-- " * 50_000) == ""
    assert plain("<script " * 50_000 + "word").endswith("word")
    assert plain("<script>" * 50_000) == ""


# A character that is dropped keeps a text from the shortcut for plain ones, and must change nothing else.
DROPPED = "\u200b"
PLAIN = st.text(st.characters(max_codepoint=127), max_size=80)


@given(PLAIN)
def test_the_shortcuts_for_plain_text_change_nothing(text: str) -> None:
    assert fold(text) == fold(text + DROPPED)
    assert clean(text) == clean(text + DROPPED)
    assert words(text) == words(text + " é")[:-1]


@given(st.text(st.sampled_from("aé1²ªßЖ' ’&.-–£€_\u0300\u0557\u055a\u205f\u20bf"), max_size=40))
def test_words_of_well_known_characters_are_those_that_any_text_has(text: str) -> None:
    assert words(text) == words(text + " 中")[:-1]  # a character further off, which is left to the newest tables
