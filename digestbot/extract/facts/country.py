"""Text → the country whose habits it follows, for what a number alone does not say: which dollar, which of 3/4 is the
month, which clock. Abstains where a text names several or none.
"""

from __future__ import annotations

import re
from typing import Literal

Country = Literal["us", "uk", "ie", "ca", "au", "nz"]

MOST = 0.7  # share of all cues that one country must have; below it the text is about more than one

_CUES: tuple[tuple[Country, str], ...] = (
    ("us", (r"U\.S\.|US|USA|United States|American?s?|Washington|New York|California|Texas|Ohio|Illinois|Chicago|Boston"
           r"|Massachusetts|Vermont|Wisconsin|Minnesota|Oregon|Colorado|Pennsylvania"
           r"|(?<!Co-op )(?<!Co-operative )(?<!Union )Congress|IRS|SBA|NCUA"
           r"|ESOPs?|Senate"
           r"|Philadelphia|Denver|Oakland|San Francisco|Los Angeles|Seattle|Iowa|Michigan|Maine|North Carolina|Florida"
           r"|Cleveland|Berkeley|Kentucky|Alabama|Georgia|Brooklyn|Bronx")),
    ("uk", (r"UK|U\.K\.|United Kingdom|Britain|British|England|English|Scotland|Scottish|Wales|Welsh|London|Manchester"
           r"|Northern Ireland|Westminster|Whitehall|NHS|FCA|HMRC|Leeds|Birmingham|Bristol|Glasgow|Edinburgh"
           r"|Cardiff|plc"
           r"|Belfast|Sheffield|Liverpool|Companies House")),
    ("ie", r"Ireland|Irish|Dublin|Cork|Galway|Limerick|Dáil|Taoiseach|Oireachtas"),
    ("ca", (r"Canada|Canadian|Ontario|Toronto|Quebec|Québec|Montreal|Montréal|Vancouver|Alberta|Calgary|Manitoba|Ottawa"
           r"|Saskatchewan|Nova Scotia|British Columbia|Winnipeg|Halifax|Edmonton")),
    ("au", (r"Australian?s?|Sydney|Melbourne|Brisbane|Adelaide|Perth|Canberra|Queensland|Victorian|New South Wales|NSW"
           r"|Tasmania|ACCC|ASIC|APRA|Hobart")),
    ("nz", r"New Zealand|Auckland|Wellington|Aotearoa|Christchurch|Dunedin"),
)  # fmt: skip
_DOLLARS = {"us": "USD", "ca": "CAD", "au": "AUD", "nz": "NZD"}
_NAMED = re.compile(r"\b(?:" + "|".join(f"(?P<{code}>{cues})" for code, cues in _CUES) + r")(?!\w)")


def dollar(text: str) -> str | None:
    """Whose dollar a bare "$" is: the American unless a text is about elsewhere; None where it may be two."""
    counts = _count(text)
    others = [code for code in ("ca", "au", "nz") if code in counts]
    if not others or counts.get("us", 0) >= max(counts[code] for code in others):
        return "USD"
    best = country(text)
    return _DOLLARS.get(best or "") or (_DOLLARS[others[0]] if len(others) == 1 and "us" not in counts else None)


def country(text: str) -> Country | None:
    """The one country that most of a text's names belong to; None where none has a clear majority."""
    counts = _count(text)
    total = sum(counts.values())
    for code, _ in _CUES:
        if total and counts.get(code, 0) >= MOST * total:
            return code
    return None


def _count(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for match in _NAMED.finditer(text):
        counts[match.lastgroup or ""] = counts.get(match.lastgroup or "", 0) + 1
    if "£" in text:
        counts["uk"] = counts.get("uk", 0) + 1
    return counts
