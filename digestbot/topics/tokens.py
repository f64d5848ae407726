"""Text → folded tokens: the one form in which examples, articles, lexicon and admins' terms are compared.

Never judges; knows no topic. Spelling variants of the sector's own words become one token, so that "co-operative",
"cooperative" and "co op" are the same word to everything behind it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

# The look-alikes that matter to a word: quotes and dashes. Same length in and out, so case stays beside the token.
_ALIKE: Final = str.maketrans({**dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("‐‑‒–—―−", "-"), "\xad": None})
_TOKEN: Final = re.compile(r"[£€$]?\d[\d,.]*(?:m|bn|k|million|billion)?\b|[^\W\d_]+(?:'[^\W\d_]+)?|%")
_CO: Final = re.compile(r"\bco[-  ](?=(?:op|own|hous|prod|operat|determin)[a-z]*)", re.I)
_DOTTED: Final = re.compile(r"\b(?:[A-Z]\.){2,}")

# Different spellings, one token. Keys are already lower case and without hyphens.
_SPELLING: Final = {
    "coop": "coop",
    "coops": "coop",
    "cooperative": "coop",
    "cooperatives": "coop",
    "cooperators": "cooperator",
    "organization": "organisation",
    "organizations": "organisation",
    "labor": "labour",
    "center": "centre",
    "program": "programme",
    "programs": "programme",
    "programmes": "programme",
    "esops": "esop",
    "eots": "eot",
    "cics": "cic",
    "sibs": "sib",
    "cdfis": "cdfi",
    "almos": "almo",
    "women": "woman",
    "men": "man",
    "children": "child",
    "societies": "society",
    "bcorp": "bcorp",
    "bcorps": "bcorp",
}
_KEEP_S: Final = frozenset(
    "news this its his was has does is us as business always perhaps plus across less pass process access success "
    "address progress press loss class mass cross bus gas yes thus bias focus status bonus chorus virus campus census "
    "consensus analysis basis crisis wales james thomas charles series species social ethos pros mutuals "
    "commons".split()
)


def _stem(word: str) -> str:
    """Plural and possessive off, British spelling; nothing more, so that a reason stays readable."""
    if "'" in word:
        word = word.removesuffix("'s").replace("'", "")
    known = _SPELLING.get(word)
    if known is not None:
        return known
    if "iz" in word and ("mutualiz" in word or word.endswith(("ization", "izations", "ized", "izing", "ize"))):
        word = word.replace("iz", "is")
    if len(word) < 4 or word[-1] != "s" or word in _KEEP_S or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1]


def _number(token: str) -> str:
    if token[0] in "£€$":
        return "#money"
    if token == "%":  # noqa: S105 - a sign, not a secret
        return "#percent"
    digits = token.rstrip(".,")
    if len(digits) == 4 and digits[:2] in ("19", "20"):
        return "#year"
    return "#number"


def fold_token(token: str) -> str:
    """One raw token in the form in which it is compared."""
    if not token[0].isalpha():
        return _number(token)
    lower = token.lower()
    if not lower.isascii():
        lower = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    return _stem(lower)


class _Memo(dict[str, str]):
    """Raw token → folded token, remembered: a newsroom's words repeat. Emptied when full, so memory stays flat."""

    LIMIT = 50_000  # entries, about 8 MB; words that are judged do not come here: ``Pieces`` remembers them

    def __missing__(self, token: str) -> str:
        if len(self) >= self.LIMIT:
            self.clear()
        folded = self[token] = fold_token(token)
        return folded


_memo: Final = _Memo()


def raw_tokens(text: str) -> list[str]:
    """The tokens of a text as written: words without hyphens (but "co-op" whole), numbers, sums of money, per cent."""
    if not text.isascii():
        text = text.translate(_ALIKE)
    if "o-" in text or "co " in text or "Co " in text or "O-" in text:
        text = _CO.sub(_join_co, text)
    if "." in text:
        text = _DOTTED.sub(lambda match: match.group().replace(".", ""), text)
    return _TOKEN.findall(text)


def _join_co(match: re.Match[str]) -> str:
    return match.group()[:2]


def fold_tokens(raw: Sequence[str]) -> list[str]:
    """Raw tokens in the form in which they are compared, one for one."""
    memo = _memo
    return [memo[token] for token in raw]


def tokens(text: str) -> list[str]:
    """The folded tokens of a text, in order."""
    return fold_tokens(raw_tokens(text))
