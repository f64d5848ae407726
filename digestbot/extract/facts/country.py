"""Text → the country whose habits it follows, for what a number alone does not say: which dollar, which of 3/4 is the
month, which clock. Abstains where a text names several or none.
"""

from __future__ import annotations

import re
from typing import Literal

Country = Literal["us", "uk", "ie", "ca", "au", "nz"]

MOST = 0.7  # share of all cues that one country must have; below it the text is about more than one

_CUES: tuple[tuple[Country, str], ...] = (
    ("us", r"U\.S\.|US|USA|United States|American?s?|Washington|New York|California|Texas|Ohio|Illinois|Chicago|Boston"
           r"|Massachusetts|Vermont|Wisconsin|Minnesota|Oregon|Colorado|Pennsylvania|Congress|IRS|SBA|NCUA|ESOPs?|Senate"
           r"|Philadelphia|Denver|Oakland|San Francisco|Los Angeles|Seattle|Iowa|Michigan|Maine|North Carolina|Florida"
           r"|Cleveland|Berkeley|Kentucky|Alabama|Georgia|Brooklyn|Bronx"),
    ("uk", r"UK|U\.K\.|United Kingdom|Britain|British|England|English|Scotland|Scottish|Wales|Welsh|London|Manchester"
           r"|Northern Ireland|Westminster|Whitehall|NHS|FCA|HMRC|Leeds|Birmingham|Bristol|Glasgow|Edinburgh|Cardiff|plc"
           r"|Belfast|Sheffield|Liverpool|Companies House"),
    ("ie", r"Ireland|Irish|Dublin|Cork|Galway|Limerick|Dáil|Taoiseach|Oireachtas"),
    ("ca", r"Canada|Canadian|Ontario|Toronto|Quebec|Québec|Montreal|Montréal|Vancouver|Alberta|Calgary|Manitoba|Ottawa"
           r"|Saskatchewan|Nova Scotia|British Columbia|Winnipeg|Halifax|Edmonton"),
    ("au", r"Australian?s?|Sydney|Melbourne|Brisbane|Adelaide|Perth|Canberra|Queensland|Victorian|New South Wales|NSW"
           r"|Tasmania|ACCC|ASIC|APRA|Hobart"),
    ("nz", r"New Zealand|Auckland|Wellington|Aotearoa|Christchurch|Dunedin"),
)  # fmt: skip
_NAMED = re.compile(r"\b(?:" + "|".join(f"(?P<{code}>{cues})" for code, cues in _CUES) + r")(?!\w)")


def country(text: str) -> Country | None:
    """The one country that most of a text's names belong to; None where none has a clear majority."""
    counts: dict[str, int] = {}
    for match in _NAMED.finditer(text):
        counts[match.lastgroup or ""] = counts.get(match.lastgroup or "", 0) + 1
    total = sum(counts.values())
    for code, _ in _CUES:
        if total and counts.get(code, 0) >= MOST * total:
            return code
    return None
