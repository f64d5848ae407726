"""Text → the sums of money in it, as ISO currency and amount. Never reads a number without a currency beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from digestbot.extract.facts.country import dollar as dollar_of
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
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen".split()
    )
} | {
    word: 10 * number for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}

_NUMBER = (
    r"\d{1,3}(?:[,\u202f\u00a0 ]\d{3})+(?:\.\d{1,2})?(?!\d)|\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d{1,13}(?:[.,]\d{1,3})?(?!\d)"
)
_SCALE = r"(?:[\s\u00a0-]?(?:thousand|millions?|billion|trillion|lakhs?|crores?|mn|mln|bn|bln|trn|tn)\b|[\s\u00a0]?[kKmMbB](?![\w’'&/]))"
_MARK = (
    r"(?:(?:US|USD|AU?|AUD|CA?|CAN|CAD|CDN|NZ|HK|SG?|R|MX)?\$|GH₵|[£€¥₹₦₩₱₺₪]|Rs\.?|KSh|USh|R(?=\d)"
    rf"|(?:{_CODES.replace(' ', '|')})\b)"
)
_BEFORE = re.compile(
    rf"(?<![\w$£€])(?P<mark>{_MARK})\s?(?P<one>{_NUMBER})(?P<onescale>{_SCALE})?"
    rf"(?:(?P<dash>\s?[-–—]\s?|\s(?:to|and|or)\s)(?P<mark2>{_MARK})?\s?(?P<two>{_NUMBER})(?P<twoscale>{_SCALE})?(?![\d%]))?"
)
_UNIT_WORDS = "|".join(sorted((re.escape(word) for word in _WORDS), key=len, reverse=True))
_SPELT = "|".join(sorted(_UNITS, key=len, reverse=True))
_UNIT = re.compile(rf"(?:(?<=[\s\d-])|(?<=\u00a0))(?:(?i:{_UNIT_WORDS})|{_CODES.replace(' ', '|')}|€|£)(?!\w)")
LEFT_CHARS = 64  # before a unit: room for "seven hundred and twenty-five thousand "
_AFTER = re.compile(
    rf"(?<![\w.,£$€-])(?:(?P<one>{_NUMBER})(?P<scale>{_SCALE})?"
    rf"|(?P<spelt>(?:{_SPELT}|an?|half|a quarter of|three quarters of)(?:[\s-](?:a|an|half|{_SPELT}|hundred|and))*"
    rf"(?:[\s-](?:thousand|million|billion))?))"
    r"[\s-]?$",
    re.I,
)
_MASS = re.compile(r"\bpounds of (?!(?:funding|investment|debt|capital|income|sales|business|savings|deposits|shares|assets|public|taxpayers|donations|grants|support|money)\b)|\b(?:weigh\w*|heavier|lighter|lb|flour|apples|potatoes|food waste|in weight|of (?:pressure|force|food|plastic|waste|produce))\b", re.I)
_PENCE = re.compile(r"(?<![\w.,£$€])(?P<one>\d{1,3}(?:\.\d{1,2})?)(?:p(?![\w.]\w|\w)|\s?(?P<unit>pence|cents)\b)")


def find_money(text: str, language: str | None = None) -> list[Fact]:
    """Every sum in the text once, in its order; of a range both ends. ``value`` is like ``GBP 2000000``."""
    found: dict[str, Fact] = {}
    comma = (language or "en")[:2] in ("de", "fr", "es", "it", "nl", "pt", "da", "sv", "no", "fi", "pl")
    for _, value, written in sorted(_sums(text, comma), key=lambda one: one[0]):
        found.setdefault(value, Fact("money", written, value))
    return list(found.values())


def _sums(text: str, comma: bool) -> Iterator[tuple[int, str, str]]:
    bare = dollar_of(text) if "$" in text or "dollar" in text or "cents" in text else "USD"
    taken: list[tuple[int, int]] = []
    for match in _BEFORE.finditer(text):
        code = _code(match["mark"], bare)
        if code is None:
            continue
        one, two = _amount(match["one"], match["onescale"], comma), None
        if match["two"] and (match["mark2"] or match["twoscale"] or "-" in match["dash"] or "–" in match["dash"]):
            two = _amount(match["two"], match["twoscale"], comma)
            if one is not None and two is not None and match["twoscale"] and not match["onescale"] and one < two:
                scaled = _amount(match["one"], match["twoscale"], comma)  # "£2-3m"
                one = scaled if scaled is not None and scaled <= two and one < 1000 else one
        if one is not None:
            yield match.start(), f"{code} {_plain(one)}", match.group().strip()
        if two is not None:
            code = _code(match["mark2"] or match["mark"], bare)
            yield match.start() + 1, f"{code} {_plain(two)}", match.group().strip()
        taken.append(match.span())
    for named in _UNIT.finditer(text):  # from the unit backwards: units are rare, numbers are not
        left = max(0, named.start() - LEFT_CHARS)
        match = _AFTER.search(text[left : named.start()])
        if match is None or any(start < named.end() and left + match.start() < end for start, end in taken):
            continue
        unit = named.group().lower()
        code = _WORDS.get(unit) or _SYMBOLS.get(unit) or unit.upper()
        amount = _spelt(match["spelt"]) if match["spelt"] else _amount(match["one"], match["scale"], comma)
        code = bare if code == "$" else code
        if code is None or amount is None:
            continue
        if "pound" in unit and _MASS.search(text[max(0, named.start() - 60) : named.end() + 40]):
            continue
        yield left + match.start(), f"{code} {_plain(amount)}", text[left + match.start() : named.end()].strip()
    for match in _PENCE.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            code = "GBP" if match["unit"] != "cents" else bare
            if code is None:
                continue
            yield match.start(), f"{code} {_plain(Decimal(match['one']) / 100)}", match.group().strip()


def _spelt(written: str) -> Decimal | None:
    """The number that English words spell: "half a million", "two hundred and fifty thousand"; None where they do not."""
    total, current, some = Decimal(0), Decimal(0), False
    parts = re.split(r"[\s-]+", written.lower())
    if parts[:2] == ["a", "few"] or parts == ["a"] or parts == ["an"]:
        return None
    fraction = Decimal(1)
    for start, share in (("three quarters of", Decimal("0.75")), ("a quarter of", Decimal("0.25")), ("half", Decimal("0.5"))):
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
            current = (current or 1) * 100
        elif part in ("thousand", "million", "billion"):
            total, current = total + (current or 1) * 10 ** _SCALES[part], Decimal(0)
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
    return amount * 10 ** _SCALES[scale.strip(" -\u00a0").lower()] if scale else amount


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}" if amount else "0"
