"""Runs of capitalised words → people with their roles: by given name, title, role beside the name, or speech."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digestbot.extract.facts.bodies import NATIONS
from digestbot.extract.facts.names import CONNECTORS, STARTERS, Name, Run, bare, known, known_set, match_known, overlaps
from digestbot.extract.facts.passages import last_word
from digestbot.extract.facts.roles import body_after, is_role, role_after, role_before, trade_after

_TITLES = frozenset(
    "Mr Mrs Ms Mx Miss Dr Prof Professor Rev Cllr Councillor Sir Dame Lord Lady Baroness Father Sister Canon"
    " Senator Justice Mr. Mrs. Ms. Dr. Prof. Sen. Rep.".split()
)
_PEERS = frozenset("Lord Lady Baroness".split())
_TITLE_ROLES = {
    "Cllr": "councillor",
    "Councillor": "councillor",
    "Prof": "professor",
    "Professor": "professor",
    "Prof.": "professor",
    "Senator": "senator",
    "Sen.": "senator",
    "Canon": "canon",
    "Rep.": "representative",
    "Justice": "judge",
}
_RANKS = frozenset(
    "Chief Executive Officer Chair Chairman Chairwoman Chairperson Director Managing President Secretary"
    " General Minister Prime First Shadow CEO"
    " MP MSP MS TD AM Deputy Interim Former Vice Head Mayor Manager Economist Chancellor Governor Leader"
    " Founder Co-founder Labour"
    " Conservative Democrat Republican Finance Operating Financial Spokesperson Spokeswoman Spokesman Business"
    " Health Housing".split()
)
_AFTER_NAME = frozenset("MP MSP MS TD AM MEP OBE CBE MBE KC QC PhD FRSA Jr Sr".split())
_NO_NAME = STARTERS | frozenset(
    "Review Report Act Bill Award Awards Prize House Street Road Lane Avenue Square Hall Day Week Month Year Centre"
    " Center Park Bridge Hotel Theatre Church School College University Community Social Enterprise Society Building"
    " Credit Union Trust Council Fund Foundation Housing Bank Group Co-operative Cooperative Co-op Co-operatives"
    " Cooperatives Coop Mutual Mutuals Limited Ltd Company Ownership Employee Worker Workers Right Annual General"
    " Meeting Conference Congress Summit Festival Forum Committee Commission Board Department Ministry Office"
    " Government Parliament City Town County Village District North South East West Northern Southern Eastern"
    " Western Central Upper Lower Great Little New Old Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
    " January February March April June July August September October November December Spring Summer Autumn Winter"
    " Programme Project Scheme Strategy Plan Policy Charter Prospectus Guide Survey National International Royal"
    " British English Scottish Welsh Irish European American Australian Canadian Public Service Services Health Care"
    " Energy Land Farm Farms Shop Pub Brewery Bakery Inn Arms Football Club United Rovers Wanderers Mill Works"
    " Station Hospital Library Market Green Hill Wood Bay Valley River Island Isle Coast Private Equity Capital"
    " Finance Impact Investment Investing Value Economy Business Businesses Local Authority Register Bond Bonds"
    " Shares Share Offer Democrat Republican Conservative Labour Liberal Cross Point Dales Moors Halls Britain"
    " England Scotland Wales Ireland Canada Australia Europe Time Live First Action Together Future Futures Big Good"
    " Better Fair Common Commons".split()
)
# Words of places and bodies that are surnames as often: a given name and company decide.
_SURNAMES = frozenset(
    "Green Hill Wood Day Park West North Hall Bridge Church Street Lane Bay Marsh House Mill Young Price Bond"
    " Land Farm Wells Little May June Bank Great".split()
)
_WORD = re.compile(r"^(?:(?:[dl][’'])?[A-ZÀ-Þ][\w’'-]+|[A-Z]\.?)$")
_ACTS_AFTER = re.compile(
    r"^(?:(?:,| and) [A-Z][\w’'-]+ [A-Z][\w’'-]+){0,3}(?:,?\s+(?:said|says|told|added|adds|commented|explained"
    r"|argued|warned|wrote|insisted)\b|,? (?:aged )?\d\d,|, who\b"
    r"| (?:is (?:leaving|retiring|stepping|joining|standing)|will (?:speak|chair|join|succeed|replace|step"
    r"|leave|become|take)|steps? down|stepped down|resigned|retired|retires|joins|succeeds"
    r"|replaces|spoke|speaks|was born|became|chairs|takes over|took over)\b)"
)
_SPEAKS_BEFORE = re.compile(
    r"\b(?:said|says|added|according to|commented|explained|argued|warned|named|appointed|elected)\s+$", re.I
)
_SPEAKS_LAST = frozenset("said says added to commented explained argued warned named appointed elected".split())
_AT = re.compile(r"\b(?:at|in|on|near)\s$")
_NAMED_AFTER = re.compile(
    r" (?:[Pp]rize|[Aa]ward|[Mm]edal|[Ff]und|[Ll]ecture|[Bb]ursary|[Ss]cholarship|[Ff]ellowship|[Cc]up)\b"
)
_TRADE = re.compile(r"(?:[^g]ers|ors|ings|tions|ies|ants|[aeiou]ns)$")  # words of those who do or of what is done
_ENDS_LIKE_NAME = re.compile(r"[^o]ns$")  # "Bains", "Evans"; what is done ends in "-ions"
_JOINED = frozenset("de del von van der du la y ap ab di da dos bin of".split())


@dataclass(frozen=True, slots=True)
class Person:
    """A person where the text names them in full; ``role`` as written there, or empty."""

    start: int
    end: int
    name: str
    role: str = ""


def find_people(text: str, runs: list[Run], organisations: list[Name], places: list[Name]) -> list[Person]:
    """The people named in full, in the order of the text, as often as they are."""
    found: list[Person] = []
    names = set[str]()
    for run in runs:
        person = _person(text, run, organisations, places)
        if person and person.name.removeprefix("Justice ") not in names:  # "Sir Percival": named in full before
            found.append(person)
            names.update(person.name.split())
    return found


def _person(text: str, run: Run, organisations: list[Name], places: list[Name]) -> Person | None:
    if len(run.words) == 1 and run.words[0].text not in _TITLES:
        return None
    words = list(run.words)
    if overlaps(run.start, run.end, organisations):
        words = [word for word in words if not overlaps(word.start, word.end, organisations)]
    title, place = "", 0
    while place < len(words):
        word = words[place].text
        if word in _TITLES:
            title = word
        elif (word in known_set("given names") and place + 1 < len(words)) or not (
            word in _RANKS
            or word in NATIONS
            or is_role(word)
            or word in STARTERS
            or word in CONNECTORS
            or bare(word) != word
            or (place + 3 < len(words) and words[place + 1].text in _AFTER_NAME)  # "Sheffield MP Naomi Brandreth"
        ):
            break
        place += 1
    lead = ""
    if len(words) > place + 3:
        place = _behind_rank(words, place)
    if (
        place + 2 < len(words)
        and words[place].text not in known_set("given names")
        and words[place + 1].text in known_set("given names")
    ):
        lead, place = words[place].text, place + 1  # "Policyholder Ruth Bellamy"
    words = words[place:]
    titled = title in _PEERS or (title == "Justice" and len(words) == 1)  # "Lord Ashe", "Mrs Justice Penn"
    post = ""
    while words and words[-1].text in _AFTER_NAME:
        post, words = words[-1].text, words[:-1]
    if words and (cut := next((n for n, w in enumerate(words) if bare(w.text) != w.text), -1)) >= 0:
        words = words[: cut + 1]  # "Jane Smith's firm"
    if title not in _PEERS:
        cut = next((n for n, w in enumerate(words) if w.text in ("of", "for", "&", "the")), len(words))
        words = words[:cut]  # "Gail Woods of the University"
    if not words or len(words) > 4 or (len(words) < 2 and not title):
        return None
    if not title and not given_first(words) and words and _is_trade(text, words):
        return None  # "Severn Savers will take …"
    if not words or any(not (_WORD.match(w.text) or w.text in _JOINED) for w in words) or words[0].text in _JOINED:
        return None
    given = words[0].text in known_set("given names")
    surname = len(words) == 2 and given and bare(words[1].text) in _SURNAMES
    if (
        (not surname and any(bare(w.text) in _NO_NAME for w in words[1:]))
        or (words[0].text in _NO_NAME and not given)
        or words[-1].text in _RANKS
        or (any(w.text == "of" for w in words) and title not in _PEERS)
    ):
        return None
    start, end = words[0].start, words[-1].start + len(bare(words[-1].text))
    name = text[start:end]
    begin = run.start if title else start
    begin = begin if not title else _title_start(run, title)
    role = role_after(text, words[-1].end if not post else run.end)
    if not role or role == "leader" or text.startswith((", a ", ", an "), words[-1].end):
        role = role_before(text, begin) or role  # "chair Ann Lee, a tenant in Hull"
    sure = (given and not surname) or bool(title)
    if not role and _AT.search(text[max(0, start - 6) : start]):
        return None  # "at Ben Aketil"
    if not role and _NAMED_AFTER.match(text[end : end + 14]):
        return None  # "the Diogo Vasconcelos prize"
    role = role or lead
    if len(words) == 1 and not titled and not role:
        return None  # "Mr Smith": named in full elsewhere, or not at all
    if (
        not sure
        and not role
        and not _ACTS_AFTER.match(text[end : end + 70])
        and not (last_word(left := text[max(0, start - 16) : start]) in _SPEAKS_LAST and _SPEAKS_BEFORE.search(left))
    ):
        return None
    if (
        not title
        and overlaps(start, end, places)
        and (not sure or match_known(text, start, words[0].text, known("places")) >= end)
    ):
        return None
    if titled:
        start, name = _title_start(run, title), text[_title_start(run, title) : end]
    return Person(
        start,
        end,
        " ".join(name.split()),
        role
        or (post if post not in ("Jr", "Sr") else "")
        or _TITLE_ROLES.get(title, "")
        or _of_body(text, end, organisations)
        or _whose(text, start, organisations)
        or trade_after(text, end),
    )


def _of_body(text: str, end: int, organisations: list[Name]) -> str:
    """ "of the Phone Co-op", where what follows "of" is an organisation."""
    body = body_after(text, end)
    return body if body and overlaps(end, end + len(", ") + len(body), organisations) else ""


def _behind_rank(words: list[Name], place: int) -> int:
    """Where a full name begins behind a rank that has a word of its own before it: "State Senator Paul Mott"."""
    for number in range(place + 1, len(words) - 2):
        rank = words[number].text
        if (rank in _TITLES or is_role(rank)) and words[number + 1].text in known_set("given names"):
            return number + 1
    return place


def _whose(text: str, start: int, organisations: list[Name]) -> str:
    """Of which organisation the name is said to be: "Shore Capital's Magnus Mott"."""
    if not text.endswith(("’s ", "'s "), 0, start):
        return ""
    return next((f"of {one.text}" for one in organisations if one.end == start - len("'s ")), "")


def _is_trade(text: str, words: list[Name]) -> bool:
    """Whether the last word is that of those who do something; "Bains" with a role before the name is a surname."""
    last = bare(words[-1].text)
    return _TRADE.search(last) is not None and not (_ENDS_LIKE_NAME.search(last) and role_before(text, words[0].start))


def given_first(words: list[Name]) -> bool:
    """Whether the first word is a given name."""
    return bool(words) and words[0].text in known_set("given names")


def _title_start(run: Run, title: str) -> int:
    return next(word.start for word in run.words if word.text == title)
