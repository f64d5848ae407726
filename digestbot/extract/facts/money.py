"""Text → the sums of money in it, as ISO currency and amount. Never reads a number without a currency beside it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from digestbot.extract.facts.country import dollar as dollar_of
from digestbot.extract.facts.purposes import purpose
from digestbot.text import holds, lowered
from digestbot.types import Fact

_SYMBOLS = {
    "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₦": "NGN", "₩": "KRW", "₱": "PHP", "₺": "TRY", "₪": "ILS",
    "us$": "USD", "usd$": "USD", "a$": "AUD", "au$": "AUD", "aud$": "AUD", "c$": "CAD", "ca$": "CAD", "can$": "CAD",
    "cad$": "CAD", "cdn$": "CAD", "nz$": "NZD", "hk$": "HKD", "s$": "SGD", "sg$": "SGD", "r$": "BRL", "mx$": "MXN",
    "rs": "INR", "ksh": "KES", "ush": "UGX", "gh₵": "GHS", "r": "ZAR",
}  # fmt: skip
_CODES = (
    "GBP EUR USD AUD CAD NZD CHF JPY INR ZAR SEK NOK DKK PLN CZK HUF KES NGN GHS UGX TZS RWF BRL MXN HKD SGD CNY KRW"
)
_WORDS = {
    "pound": "GBP", "pounds": "GBP", "pound sterling": "GBP", "pounds sterling": "GBP", "sterling": "GBP",
    "quid": "GBP", "euro": "EUR", "euros": "EUR", "rupees": "INR", "rand": "ZAR", "yen": "JPY",
    "us dollars": "USD", "us dollar": "USD", "american dollars": "USD", "australian dollars": "AUD",
    "australian dollar": "AUD", "canadian dollars": "CAD", "canadian dollar": "CAD", "new zealand dollars": "NZD",
    "swiss francs": "CHF", "dollars": "$", "dollar": "$", "kenyan shillings": "KES",
}  # fmt: skip
_SCALES = {
    "k": 3, "thousand": 3, "m": 6, "mn": 6, "mln": 6, "mil": 6, "million": 6, "millions": 6, "b": 9, "bn": 9, "bln": 9,
    "billion": 9, "tn": 12, "trn": 12, "trillion": 12, "lakh": 5, "lakhs": 5, "crore": 7, "crores": 7,
}  # fmt: skip
_UNITS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen"
        " eighteen nineteen".split()
    )
} | {
    word: 10 * number for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}

_NUMBER = (
    r"\d{1,3}(?:[,\u202f\u00a0 ]\d{3})+(?:\.\d{1,2})?(?!\d)|\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d{1,13}(?:[.,]\d{1,3})?(?!\d)"
)
_SCALE = (
    r"(?:[\s\u00a0-]?(?:thousand|millions?|billion|trillion|lakhs?|crores?|mn|mln|bn|bln|trn|tn)\b"
    r"|[\s\u00a0]?[kKmMbB](?![\w’'&/]))"
)
_MARK = (
    r"(?:(?:US|USD|AU?|AUD|CA?|CAN|CAD|CDN|NZ|HK|SG?|R|MX)?\$|GH₵|[£€¥₹₦₩₱₺₪]|Rs\.?|KSh|USh|R(?=\d)"
    rf"|(?:{_CODES.replace(' ', '|')})\b)"
)
_BEFORE = re.compile(
    rf"(?<![\w$£€])(?P<mark>{_MARK})\s?(?P<one>{_NUMBER})(?P<onescale>{_SCALE})?"
    rf"(?:(?P<dash>\s?[-–—]\s?|\s(?:to|and"
    rf"|or)\s)(?P<mark2>{_MARK})?\s?(?P<two>{_NUMBER})(?P<twoscale>{_SCALE})?(?![\d%]))?"
)
_UNIT_WORDS = "|".join(sorted((re.escape(word) for word in _WORDS), key=len, reverse=True))
_SPELT = "|".join(sorted(_UNITS, key=len, reverse=True))
_UNIT = re.compile(rf"(?:(?<=[\s\d-])|(?<=\u00a0))(?:(?i:{_UNIT_WORDS})|{_CODES.replace(' ', '|')}|€|£)(?!\w)")
_BARE_UNIT = re.compile(rf"(?:(?<=[\s\d-])|(?<=\u00a0))(?:{_CODES.replace(' ', '|')}|€|£)(?!\w)")  # where no word is
SCALED_BELOW = 1000  # "£2-3m" is two to three million; "£1,500-£2m" is not
LEFT_CHARS = 64  # before a unit: room for "seven hundred and twenty-five thousand "
_AFTER = re.compile(
    rf"(?<![\w.,£$€-])(?:(?P<one>{_NUMBER})(?P<scale>{_SCALE})?"
    rf"|(?P<spelt>(?:{_SPELT}|an?|half|a quarter of|three quarters of)(?:[\s-](?:a|an|half|{_SPELT}|hundred|and))*"
    rf"(?:[\s-](?:thousand|million|billion))?))"
    r"[\s-]?$",
    re.I,
)
_MASS = re.compile(
    r"\bpounds of (?!(?:funding|investment|debt|capital|income|sales|business|savings|deposits|shares|assets"
    r"|public|taxpayers|donations|grants|support|money)\b)|\b(?:weigh\w*|heavier|lighter|lb|flour|apples"
    r"|potatoes|food waste|in weight|of (?:pressure|force|food|plastic|waste|produce))\b",
    re.I,
)
_PENCE = re.compile(r"(?<![\w.,£$€])(?P<one>\d{1,3}(?:\.\d{1,2})?)(?:p(?![\w.]\w|\w)|\s?(?P<unit>pence|cents)\b)")

# What is in each of them, and quick to look for: most texts name few sums.
# Each begins with a set of characters, which is what the engine searches for quickest.
_MARK_SIGN = re.compile(r"[£€$¥₹₦₩₱₺₪₵A-Z](?:(?<=[£€$¥₹₦₩₱₺₪₵])|[A-Za-z]{0,2}[.\s]{0,2}\d)")
MARK_CHARS = 4  # of a mark before its sign: "CAD" in "CAD$"
_UNIT_SIGN = re.compile(
    r"[pPeEdDsSqQrRyYfF€£\d](?:(?<=[pP])(?:ound|OUND)|(?<=[eE])(?:uro|URO)|(?<=[dD])(?:ollar|OLLAR)"
    r"|(?<=[sS])(?:terling|TERLING|hilling|HILLING)|(?<=[qQ])(?:uid|UID)|(?<=[rR])(?:upee|UPEE|and\b|AND\b)"
    r"|(?<=[yY])(?:en|EN)\b|(?<=[fF])(?:ranc|RANC)|(?<=[€£])|(?<=\d)\s?[A-Z]{3}\b)"
)
_UNIT_MARKS = (  # one of them is in a ``lowered`` text where the pattern matches anything but a sign or a code
    "pound", "euro", "dollar", "sterling", "shilling", "quid", "rupee", "rand", "yen", "franc",
)  # fmt: skip
_BARE_SIGN = re.compile(r"[€£\d](?:(?<=[€£])|(?<=\d)\s?[A-Z]{3}\b)")  # and for those this one is as good, and quick
_ASCII_SIGN = re.compile(r"[0-9]\s?[A-Z]{3}\b")  # and in a text of nothing but ASCII, this one, twice as quick
UNIT_CHARS = 24  # a currency's name is no longer
_PENCE_SIGN = re.compile(r"p(?<=\dp)")
_Sum = tuple[int, int, str, int]  # where it is written, from and to; value; where what follows begins
_Found = tuple[int, str | None, Decimal, int]  # start, currency or None where it may be two, amount, end


def find_money(text: str, language: str | None = None) -> list[Fact]:
    """Every sum in the text once, in its order; of a range both ends. ``value`` is like ``GBP 2000000``."""
    found: dict[str, Fact] = {}
    comma = (language or "en")[:2] in ("de", "fr", "es", "it", "nl", "pt", "da", "sv", "no", "fi", "pl")
    for start, end, value, after in sorted(_sums(text, comma), key=lambda one: (one[0], one[1])):
        known = found.get(value)
        if known is None:
            found[value] = Fact("money", text[start:end].strip(), value, purpose(text, start, after))
        elif not known.detail and (told := purpose(text, start, after)):
            found[value] = replace(known, detail=told)  # a headline seldom says what a sum is
    return list(found.values())


def _sums(text: str, comma: bool) -> Iterator[_Sum]:
    bare = dollar_of(text) if "$" in text or "dollar" in text or "cents" in text else "USD"
    taken: list[tuple[int, int]] = []
    for match in _marks(text):
        taken.append(match.span())
        yield from _marked(match, bare, comma)
    for start, code, amount, end in (*_named(text, bare, comma), *_pence(text, bare)):
        place = bisect_left(taken, (end, 0))
        if code is not None and not (place and taken[place - 1][1] > start):
            yield start, end, f"{code} {_plain(amount)}", end


def _marks(text: str) -> Iterator[re.Match[str]]:
    """Every place where a mark stands before a number, in order; looked for by its sign, which is quick."""
    done = 0
    for sign in _MARK_SIGN.finditer(text):
        for start in range(max(done, sign.start() - MARK_CHARS), sign.start() + 1):
            if match := _BEFORE.match(text, start):
                yield match
                done = match.end()
                break


def _units(text: str) -> Iterator[re.Match[str]]:
    """Every place where a currency's name stands, in order; looked for by a part of it."""
    done = 0
    signs, unit = _unit_patterns(text)
    for sign in signs.finditer(text):
        named = unit.search(text, max(done, sign.start() - UNIT_CHARS), sign.start() + UNIT_CHARS)
        if named:
            yield named
            done = named.end()


def _unit_patterns(text: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The quickest patterns that find all parts of currencies' names in a text, and all names."""
    if holds(lowered(text), _UNIT_MARKS):
        return _UNIT_SIGN, _UNIT
    return (_ASCII_SIGN if text.isascii() else _BARE_SIGN), _BARE_UNIT


def _marked(match: re.Match[str], bare: str | None, comma: bool) -> Iterator[_Sum]:
    """ "£2m", "EUR 500,000", "£2-3m", "between £10,000 and £50,000": the sums after a currency's mark."""
    code, one, two = _code(match["mark"], bare), _amount(match["one"], match["onescale"], comma), None
    if match["two"] and (match["mark2"] or match["twoscale"] or match["dash"].strip() in ("-", "–", "—")):
        two = _amount(match["two"], match["twoscale"], comma)
        if one is not None and two is not None and match["twoscale"] and not match["onescale"] and one < two:
            scaled = _amount(match["one"], match["twoscale"], comma)  # "£2-3m"
            one = scaled if scaled is not None and scaled <= two and one < SCALED_BELOW else one
    ranged = two is not None and match["dash"].strip() not in ("and", "or")
    if code is not None and one is not None:
        first_end = match.end("onescale") if match["onescale"] else match.end("one")
        yield (
            match.start(),
            match.end() if ranged else first_end,
            f"{code} {_plain(one)}",
            match.end() if ranged else first_end,
        )
    second = _code(match["mark2"], bare) if match["mark2"] else code
    if second is not None and two is not None:
        second_start = match.start("mark2") if match["mark2"] else match.start("two")
        yield match.start() if ranged else second_start, match.end(), f"{second} {_plain(two)}", match.end()


def _named(text: str, bare: str | None, comma: bool) -> Iterator[_Found]:
    """ "500,000 euros", "half a million pounds": the sums before a currency's name."""
    for named in _units(text):  # from the unit backwards: units are rare, numbers are not
        left = max(0, named.start() - LEFT_CHARS)
        match = _AFTER.search(text[left : named.start()])
        if match is None:
            continue
        unit = named.group().lower()
        code = _WORDS.get(unit) or _SYMBOLS.get(unit) or unit.upper()
        amount = _spelt(match["spelt"]) if match["spelt"] else _amount(match["one"], match["scale"], comma)
        if match["spelt"] and match["spelt"].lower() == "a" and unit in ("pound", "euro", "dollar"):
            bought = text[: left + match.start()].endswith("for ") and not text[named.end() :].startswith(
                (" a ", " per ")
            )
            amount = Decimal(1) if bought else None  # "bought for a pound"
        weighs = "pound" in unit and _MASS.search(text[max(0, named.start() - 60) : named.end() + 40])
        if amount is not None and not weighs:
            yield left + match.start(), bare if code == "$" else code, amount, named.end()


def _pence(text: str, bare: str | None) -> Iterator[_Found]:
    for match in _PENCE.finditer(text) if holds(text, ("pence", "cents")) or _PENCE_SIGN.search(text) else ():
        code = bare if match["unit"] == "cents" else "GBP"
        yield match.start(), code, Decimal(match["one"]) / 100, match.end()


def _spelt(written: str) -> Decimal | None:
    """The number that English words spell: "half a million", "two hundred thousand"; None where they do not."""
    total, current, some = Decimal(0), Decimal(0), False
    parts = re.split(r"[\s-]+", written.lower())
    if parts[:2] == ["a", "few"] or parts == ["a"] or parts == ["an"]:
        return None
    fraction = Decimal(1)
    for start, share in (
        ("three quarters of", Decimal("0.75")),
        ("a quarter of", Decimal("0.25")),
        ("half", Decimal("0.5")),
    ):
        if written.lower().startswith(start):
            fraction, parts = share, parts[len(start.split()) :]
            break
    for part in parts:
        if part in ("a", "an"):
            current, some = current or Decimal(1), True
        elif part == "half":  # "two and a half"
            current += Decimal("0.5")
        elif part in _UNITS:
            current, some = current + _UNITS[part], True
        elif part == "hundred":
            current = (current or Decimal(1)) * 100
        elif part in ("thousand", "million", "billion"):
            total, current = total + (current or Decimal(1)) * 10 ** _SCALES[part], Decimal(0)
        elif part != "and":
            return None
    amount = (total + current) * fraction
    return amount if (some or fraction != 1) and amount else None


def _code(mark: str, bare: str | None) -> str | None:
    mark = mark.strip(". ")
    if mark == "$":
        return bare
    return _SYMBOLS.get(mark.lower(), mark.upper())


def _amount(number: str, scale: str | None, comma: bool) -> Decimal | None:
    digits = re.sub(r"[\s\u00a0\u202f]", "", number)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", digits) or (comma and re.fullmatch(r"\d{1,3}(?:\.\d{3})+", digits)):
        digits = digits.replace(".", "")
    elif re.fullmatch(r"\d+,\d{1,2}", digits):
        digits = digits.replace(",", ".")
    digits = digits.replace(",", "")
    try:
        amount = Decimal(digits)
    except InvalidOperation:
        return None
    return amount * 10 ** _SCALES[scale.strip().strip("-").lower()] if scale else amount


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}" if amount else "0"
