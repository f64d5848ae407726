"""The words beside a sum → what it is or is for, in a few of them, to stand behind the sum: "£96m contract",
"£15m from Lockton Social Bank", "£30m to lend to workers". Reads no sums, and leaves unsaid what no words tell.
"""

from __future__ import annotations

import re

from digestbot.anycase import AnyCase

LEFT_CHARS = 90
RIGHT_CHARS = 80
WORDS_AT_MOST = 6  # more is a sentence

_THINGS = (
    r"(?:funds?|grants?|loans?|deals?|contracts?|budgets?|prizes?|share (?:offer|issue)|bonds?|programmes?|programs?"
    r"|schemes?"
    r"|targets?|rounds?|investments?|deposits?|packages?|pots?|profits?|surplus(?:es)?|loss(?:es)?|turnover|bids?"
    r"|takeovers?"
    r"|buy-?outs?|fines?|bills?|gifts?|awards?|stakes?|pledges?|bonus(?:es)?|salar(?:y|ies)|wages|pay|prices?|cost|fees?|overdraft"
    r"|rents?|dividends?"
    r"|assets|sales|revenues?|income|debts?|savings|reserves|minimum|maximum|capital|guarantee|facility|mortgage"
    r"|subsidy"
    r"|membership|tickets?|places?|relief|endowment|donations?|legacy|settlement|merger|purchase|sale|acquisition"
    r"|project|limits?|caps?|thresholds?|tax credits?|spending|balances?|provisions?|(?:estimated|contract) value)"
)
_NO_PART = (
    r"(?:and|but|after|before|including|takes?|took|the|an?|of|to|for|which|that|would|will|is|are|was|were|has|have"
    r"|had|as|at|by|from|in"
    r"|on|with|plus|free|or|their|its|his|her|each|when|over|under|into|a)\b"
)
_COMPOUND = re.compile(
    rf"^(?:[- ]?(?:a|per)[- ](?:year|month|week))? (?P<what>(?:(?!{_NO_PART})[a-z][\w’'-]* ){{0,2}}?{_THINGS}|share"
    r"|(?:[A-Z][\w’'-]+ ){1,3}(?:[Ff]und|[Ss]cheme|[Pp]rogramme|[Gg]rant|[Bb]ond|[Pp]rize))\b"
)
_APART = re.compile(r"^ (?P<what>an? \w+ (?:less|more|worse|better|cheaper|dearer|lower|higher)\b)")
_OF = re.compile(r"^ (?:worth )?(?P<what>of (?:[a-z][\w’'-]* ){0,2}[a-z][\w’'-]+)")
_FOR = re.compile(
    r"^(?:[- ]?(?:plus|a year|a month|a week|a day|an hour|each|altogether|in all))?"
    r" (?P<what>(?:for|to|into|from|towards|on)\s[^,.;:()“”\"\n]+)"
)
_STOP = re.compile(
    r"\s(?:and|but|which|who|that|while|after|when|because|before|as|was|were|is|are|has|have|had|will|would|could|over"
    r"|said|says|by|until|if|between|in|at|a year|a month|so)\s"
)
_NOUN = AnyCase(
    rf"\b(?P<what>(?:(?:annual|total|asking|purchase|share|minimum|maximum|joint|combined|new|first|main|top|loan"
    rf"|starting|average"
    rf"|operating|pre-tax|net|gross|full|whole|growth|pension|voting|mortgage"
    rf"|savings|agency) )?(?:{_THINGS}|book|value|valued|worth))"
    r"(?:,| of| is| was| at| to| for"
    r"| before tax| rose| fell| grew| reached| increased| dropped"
    r"| fallen| risen| have| has| are| starts?| (?:by )?[\d.]+(?:%| per cent)| for bad debts"
    r"| last year| this year| will range| ranges?| worth"
    r"| totalling| came to| comes to| stands at| stood at| between| from|:| –| -"
    r"| \()*\s(?:(?:about|around"
    r"|nearly|almost|up to|at least|more than|less than|over|just|some|only|under|roughly|as much as"
    r"|a record|an estimated"
    r"|a further|£)\s)*$"
)
# The last word before a sum where the pattern matches: to try it at every word of the left takes long.
_NOUN_LAST = AnyCase(
    rf"(?:{_THINGS}|book|value|valued|worth|offer|issue|outs?|year|of|is|was|at|to|for|totalling|between|from|about|around"
    r"|nearly|almost|least|than|over|just|some|only|under|roughly|as|record|estimated|further"
    r"|reached|rose|fell|grew|increased|dropped|are)"
)
_LAST_CHARS = 40  # before a sum, with the last word and more
_WORD = re.compile(r"\w+")
_GIVER = (
    r"(?P<who>(?:[Tt]he )?(?!(?:Each|It|They|He|She|We|You|This|That|Members|All|Both|Some|The|Half|None|January"
    r"|February|March|April|May|June|July|August|September|October|November"
    r"|December|[A-Z][a-z]+day)\b)"
    r"[A-ZÀ-Þ][\w’'&.-]*(?: (?:(?:of|for|and|&|the) ){0,2}[A-ZÀ-Þ][\w’'&.-]*)*)"
)
_GIVES = re.compile(
    rf"\b(?<!\bin )(?<!\bin the )(?<!\bof the ){_GIVER}"
    rf",? (?:which |who )?(?:is |are |has |have |will |to )?(?:each )?(?:puts?|putting|pays?|gives?"
    rf"|contribut\w+|lend(?:s|ing)?|lent|match(?:es|ed)?|invest\w*|provid\w+"
    rf"|adds?|added|pledg\w+|put|gave|paid|promised)(?: in)?(?: about| up to| another| a further)? $"
)
_WITH = re.compile(rf"\b{_GIVER}(?: with(?: about| up to)? | \()$")
_FROM = re.compile(
    rf"^,? (?:(?:of (?:it|this|that|which) )?(?:came|comes|will come|coming) |met by a (?:loan|grant|gift) )?from"
    rf" (?!the (?:sale|start|first|fourth)){_GIVER}"
)
# "have put in £4m, the Duchy of Cornwall £3m": what the first did, the others did too.
_GAPPED = re.compile(
    rf"[£$€][\d.,]+(?: ?(?:k|m|bn|million|billion))?(?:,| and|, and) (?:(?!and )[a-z]+ ){{0,3}}?{_GIVER} $"
)
_GIVING = re.compile(
    r"\b(?:puts?|gave|gives?|contribut\w+|invest\w*|lent|lends?|pledg\w+|provid\w+|committed)\b[^.;\n]*$"
)
SENTENCE_CHARS = 300  # before a sum in which a list says what all on it did
# Behind a sum, before what it is: "£318,000 paid in consultancy fees".
_DONE_WITH = re.compile(
    r"^ (?:was |were |(?:has|have|had) been )?(?:paid|spent|raised|lost|earned|saved|claimed|given|awarded)(?: out)?"
    r"(?= (?:in|on|for|to|into|towards)\b)"
)
_SHARE = re.compile(r"\b[Ss]hares? (?:(?P<of>of|from)|are|is|costs?|worth|are priced at)(?: just| only| about)? $")
_AT_LEAST = " as little as "
_WINS = re.compile(r"\bwinners? (?:takes?|gets?|wins?|receives?|will (?:take|get|win|receive)) $")
_SENTENCE_END = re.compile(r"(?<=[a-z])\. ")
_IN = re.compile(
    r"^ (?P<what>in (?:[a-z-]+ )?(?:savings|assets|loans|deposits|grants|funding|sales|shares|fees|interest|fines"
    r"|bonuses|capital|donations|investment|wages|rent|tax|debts?|profits?)(?: (?:rates|income|costs|payments))?)\b"
)
# The first sum of a range: what it is, the second is too.
_RANGE = re.compile(
    r"\b(?:between|from) (?:[A-Z]{3} )?\S{0,3}\d[\d.,]*(?:[ -]?(?:k|m|bn|million|billion|thousand))?,? (?:and|to) $"
)
_FINED = re.compile(r"\bfine[sd]\b [^.;]{2,60} $")
_VALUES = re.compile(r"\bvalu(?:es|ed|ing)\b (?:[^.;]{2,40} )?at $")
_DONE = AnyCase(
    r".*\b(?P<verb>raised?|raises|raising|saving|awarded|fined|costs?|costing|paid|pays?|paying|lent|lends?|lost|loses|saved?|saves"
    r"|spent|spends?|invest(?:ed|s)?|borrowed"
    r"|owe[sd]?|worth|earned|earns|bought|sold|gave|gives|given|set aside|received|won|needs?|wants|find|seeks?"
    r"|seeking|turn(?:s|ed)? over)"
    r" (?:[\w’'-]+ ){0,3}$"
)
_SOLD = re.compile(
    r"\b(?:changed hands|buy\w*|bought|sold|sells?|selling|purchase\w*|acquir\w+|go(?:es)?|went|gone|taken? over"
    r"|took over)\b[^.;]{0,60} for $"
)
_WORTH = re.compile(rf"\b(?P<what>{_THINGS}|calls?)\b[^.;]{{0,60}} worth (?:about |up to |some |around |nearly )?$")
_VERBS = {
    "raise": "to raise", "raises": "raised", "raising": "to raise", "seek": "sought", "seeks": "sought",
    "seeking": "sought",
    "need": "needed", "needs": "needed", "wants": "wanted", "costs": "cost", "costing": "cost", "pays": "paid",
    "paying": "paid",
    "pay": "paid", "saves": "saved", "saving": "saved", "save": "to save", "spends": "spent", "spend": "to spend",
    "owes": "owed", "owe": "owed",
    "earns": "earned", "loses": "lost", "gives": "given", "gave": "given", "lends": "lent",
    "lend": "to lend", "find": "needed", "turn over": "turnover", "turns over": "turnover", "turned over": "turnover",
    "invests": "invested",
    "invest": "to invest", "worth": "", "cost": "cost", "sold": "price", "bought": "price",
}  # fmt: skip
_PARTICLES = (" over ", " in ")
_MOVES = re.compile(r"to (?:[a-z]+ )*(?:put|take|bring|keep|get)\b")
_JOINING = frozenset("and or but of with from by in on at to for under than who which".split())
_EMPTY = re.compile(
    r"\b(?:it|them|they|he|she|we|us|you|I|that|this|these|those|each|average|every|other|others|everybody|everyone|which|their|years?"
    r"|months?|weeks?|time)\b|\b(?:the|of|an?|its|to)$|\d"
    r"|[£$€]"
)


def purpose(text: str, start: int, end: int) -> str:
    """What the sum written at ``text[start:end]`` is or is for; empty where the words beside it do not tell."""
    left = text[max(0, start - LEFT_CHARS) : start]
    left = _RANGE.sub("", left[left.rfind("\n") + 1 :])
    right = text[end : end + RIGHT_CHARS].split("\n", 1)[0]
    cut = len(right) == RIGHT_CHARS
    if found := _COMPOUND.match(right) or _APART.match(right):
        return found["what"]
    if done := _DONE_WITH.match(right):
        right = right[done.end() :]
    if found := _FROM.match(right):
        return _from(found)
    if found := _GIVES.search(left):
        return _from(found)
    if found := _WITH.search(left):
        return _from(found)
    if (found := _GAPPED.search(left)) and _GIVING.search(text, max(0, start - SENTENCE_CHARS), start):
        return _from(found)
    if "hare" in left and (found := _SHARE.search(left)):
        return "in shares" if found["of"] else "a share"
    if left.endswith(_AT_LEAST):
        return "minimum"
    if "winner" in left and _WINS.search(left):
        return "prize"
    if (found := _noun_before(left)) and found["what"] not in ("worth", "value", "valued"):
        return found["what"]
    if _SOLD.search(left):
        return "price"
    if _FINED.search(left):
        return "fine"
    if _VALUES.search(left):
        return "value"
    if found := _WORTH.search(left):
        return found["what"]
    if found := _IN.match(right):
        return found["what"]
    for pattern in (_OF, _FOR):
        if (found := pattern.match(right)) and (what := _phrase(found["what"], cut and found.end() >= len(right))):
            return what
    verb = _DONE.match(left)
    return _VERBS.get(verb["verb"], verb["verb"]) if verb else ""


def _from(found: re.Match[str]) -> str:
    who = _SENTENCE_END.split(found["who"])[0].rstrip(".")
    return "from " + ("the" + who.removeprefix("The") if who.startswith("The ") else who)


def _noun_before(left: str) -> re.Match[str] | None:
    last = _WORD.findall(left[-_LAST_CHARS:])
    if last[-1:] == ["pay"]:
        return None  # "ordered to pay £85,000"
    whole = len(last) > 1  # else it may be the end of a word
    return _NOUN.search(left) if not whole or _NOUN_LAST.fullmatch(last[-1]) else None


def _phrase(words: str, cut: bool) -> str:
    """The words up to where the phrase ends; empty where they say nothing by themselves, or too much."""
    if stop := _STOP.search(words):
        words = words[: stop.start()]
        if stop.group() in _PARTICLES and _MOVES.match(words):
            return ""  # "to help workers take" over, "to put payroll" in their hands
    elif cut:
        words = words.rpartition(" ")[0]
    parts = words.split()
    while parts and parts[-1] in _JOINING:
        parts.pop()
    if len(parts) > WORDS_AT_MOST:  # "for members of mutuals with a turnover …"
        parts = parts[: next((n for n in range(WORDS_AT_MOST, 1, -1) if parts[n] in _JOINING), len(parts))]
    words = " ".join(parts)
    return " ".join(parts) if 1 < len(parts) <= WORDS_AT_MOST and not _EMPTY.search(words) else ""
