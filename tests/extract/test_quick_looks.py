"""A quick look before a costly pattern never hides what the pattern would find."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from digestbot import prose, voices
from digestbot.extract import language, reports
from digestbot.extract.facts import leftover, money, organisations, parts, people, places, purposes, role_words, roles
from digestbot.extract.facts.passages import last_word
from digestbot.text import clean, holds

WORDS = (
    "Read more click here sign up to the our privacy cookie policy subscribe now newsletter your inbox cookies on all "
    "rights reserved press release photo: photograph: image: getty shutterstock registered charity number continue "
    "reading e-mail me@here.example mail report reports study Think-tank think tank analysis EVALUATION reviews "
    "recommends call for calls on urge urges proposals are proposed should be Should ſhould thınk THİNK he said. "
    "'Yes', risks warns cautioned threatens fears vulnerable cliff-edge jeopardise drawback asks for suggests that "
    "ﬁnds found shows concludes reveals estimate put the cost According to"
).split(" ")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)


@given(TEXTS)
def test_furniture_within_a_sentence(one: str) -> None:
    told = prose._FURNITURE.match(one) or prose._FURNITURE_WITHIN.search(one)
    assert prose.is_furniture(one) == bool(told)


@given(TEXTS)
def test_speech_that_leans(one: str) -> None:
    assert prose._is_leaning_speech(one) == bool(prose._LEANING_SPEECH.search(one))


@given(TEXTS)
def test_reports_and_what_they_ask(one: str) -> None:
    assert reports._names_report(one) == bool(reports._REPORT.search(one))
    assert reports.finds(one) == bool(reports._FINDS.search(one))
    assert reports.warns(one) == bool(reports._WARNS.search(one))
    assert reports.asks(one) == bool(reports._RECOMMENDS.search(one) or reports._SHOULD.search(one))


VOICE = "I I, I’ve I'm My my myself I? (I) \u0130I your me “I think” \n".split(" ")


@given(st.lists(st.sampled_from(VOICE), max_size=9).map(" ".join))
def test_who_speaks_as_i(one: str) -> None:
    as_told = re.findall(
        r"(?<![\w’'.])(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Mm]yself)(?![\w’'])", voices._QUOTED.sub(" ", one)
    )
    assert voices.speaks_as_i(one) == (len(as_told) >= voices.SPOKEN_AT_LEAST)


SUMS = (
    "the fund, loans offer buy-outs salaries value worth of is at to from: about up least £ £5 ( – co-fund the£ 40p 5 "
    "EUR a USD 7GBP million Pounds euro DOLLARS rand brand \u0661 \u212apound sterl\u0131ng"
).split(" ")


@given(st.lists(st.sampled_from(SUMS), max_size=8), st.sampled_from(["", " ", "\xa0", "\n"]))
def test_what_a_sum_is(words: list[str], end: str) -> None:
    left = " ".join(words) + end
    told, found = purposes._NOUN.search(left), purposes._noun_before(left)
    assert (told and told.span()) == (found and found.span())


@given(st.lists(st.sampled_from(SUMS), max_size=8).map(" ".join))
def test_signs_of_a_currency(text: str) -> None:
    for every, quick in zip((money._UNIT_SIGN, money._UNIT), money._unit_patterns(text), strict=True):
        assert [one.span() for one in every.finditer(text)] == [one.span() for one in quick.finditer(text)]


BESIDE = (
    "members staff of at with in for the chair residents near moved to outside Street, shop that , ( 8 April".split(" ")
)


@given(st.lists(st.sampled_from(BESIDE), max_size=5), st.sampled_from(["", " ", " \n", "\n"]))
def test_what_stands_before_a_name(words: list[str], end: str) -> None:
    left = " ".join(words) + end
    assert left.rstrip().endswith(organisations._BELONG_ENDS) or not organisations._BELONG.search(left)
    at = places._AT_PLACE.search(left) or places._ONE_AT.search(left)
    assert left.rstrip().endswith(places._AT_ENDS) or not at
    assert left.rstrip("\n").endswith(("(", ", ")) or not places._BRACKETED.search(left)


@given(st.text(st.sampled_from("aZé\u0130 \xa0\u2028\t\n1_’'-.½"), max_size=30))
def test_blanks_and_letters(text: str) -> None:
    assert clean(clean(text)) == clean(text) == " ".join(clean(text).split())

    def counted(words: list[str]) -> list[bool]:
        return [word in language._ENGLISH for word in words]

    sentence = f"the {text}of {text} and{text}".lower()
    assert counted(language._words(sentence)) == counted(language._WORD.findall(sentence))


LEADS = (
    "chief operating financial officer Executive of Staff secretary State director-general vice- co-founder chairs, "
    "the said told mutual co-op coop Co-operative think tank, report called by funded from a sponsor at with up "
    "\u017faid "
    "driver artist Press officer, (charity housing association named a-b pays and Ann Lee".split(" ")
)


@given(st.lists(st.sampled_from(LEADS), max_size=6), st.sampled_from(["", " ", ", ", "\n", "\xa0 ", "-", " “"]))
def test_the_last_word_before_a_name(words: list[str], end: str) -> None:
    left = " ".join(words) + end
    last = last_word(left)
    assert roles._may_end(last) or not roles._ENDS.search(left[-24:])
    assert left[:-1].endswith(role_words.TRADE_ENDS) or not roles._TRADE.search(left)
    assert last in leftover._LEADS_LAST or not leftover._LEADS.search(left)
    assert last in leftover._TITLED_LAST or not leftover._TITLED.search(left)
    assert last in leftover._AT_LAST or not leftover._AT.search(left)
    assert last in organisations._KIND_LAST or not organisations._KIND_BEFORE.search(left)
    assert last in people._SPEAKS_LAST or not people._SPEAKS_BEFORE.search(left)
    assert holds(left, parts._BEFORE_SIGNS) or not any(pattern.search(left) for _, pattern in parts._BEFORE)


@given(st.lists(st.sampled_from(LEADS), max_size=9).map(" ".join), st.sampled_from([" ", ", "]))
def test_a_role_is_at_most_three_words(words: str, end: str) -> None:
    everywhere = re.compile(roles._BEFORE.pattern.replace(roles._AT_MOST_THREE, ""))
    told, found = everywhere.search(words + end), roles._BEFORE.search(words + end, roles._clause(words + end))
    assert (told and told.span()) == (found and found.span())
