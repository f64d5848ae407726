"""A sentence → whether it can be quoted alone: finished, no page furniture, leaning on nothing before it. Pure."""

from __future__ import annotations

import re

from digestbot.anycase import AnyCase
from digestbot.text import holds, lowered, sentences

# Lengths in characters.
SHORTEST = 35  # shorter ones are captions, labels and asides
LONGEST = 300  # a longer one is a list, or lost its full stops; digests would cut it

_FURNITURE = AnyCase(
    r"^\W*(?:photo(?:graph)?s?\b|image|picture[ds]?\b|caption|credit:|read more|read (?:the )?full|more on|see"
    r" also|related|notes? (?:to|for) editors?|ends\b|-ends-|for (?:more|further)"
    r" (?:information|details)|for media|media (?:contact|enquir)|press (?:contact|office|enquir)|contact:"
    r"|about (?:us|the author)|by [A-Z][\w’'-]+ [A-Z][\w’'-]+\W*$"
    r"|(?:present|apologies|in attendance|funding|funded by|keywords?|doi|acknowledge?ments?|contact|source):"
    r"|(?:first )?published|updated|posted|last (?:updated|modified)|share (?:this|on)|follow us|sign up"
    r"|subscribe|log ?in|click|download|advertisement"
    r"|sponsored|we use cookies|this (?:site|website) uses|cookies?\b|accept all|copyright|©|all rights"
    r" reserved|this article|this story|the post |comments?\b"
    r"|tags?:|categor(?:y|ies):|filed under|skip to|newsletter|join our (?:mailing|newsletter)|listen to|watch:"
    r"|video:|want to (?:read|know) more|if you (?:enjoyed|liked|have a story)"
    r"|editor[’']s note|correction|disclaimer|the views expressed|a version of this|reporting by|additional"
    r" reporting|table of contents|min(?:ute)?s? read)"
)
_FURNITURE_WITHIN = AnyCase(
    r"\b(?:read more|click here|sign up (?:to|for) (?:our|the)|our (?:privacy|cookie) policy|subscribe (?:to"
    r"|now)|newsletter|your inbox|cookies? (?:to|on)|all rights reserved"
    r"|press release|photo(?:graph)?:|image:|getty|shutterstock|registered charity (?:no|number)|continue"
    r" reading|e-?mail\s+\S+@)"
)
# One of these is in whatever the second pattern matches.
_WITHIN_MARKS = (
    "read more", "click here", "sign up ", "our privacy", "our cookie", "subscribe ", "newsletter", "your inbox",
    "cookie", "all rights reserved", "press release", "photo", "image:", "getty", "shutterstock", "registered charity",
    "continue reading", "@",
)  # fmt: skip
# A start that leans on a sentence which may not stand beside it.
_DANGLING = AnyCase(
    r"^[\"“‘'(]?(?:he|she|they|it|its|his|her|their"
    r"|this(?! (?:year|week|month|morning|spring|summer|autumn|winter)\b)|that|these|those|such"
    r"|the (?:latter|former|same)|both"
    r"|each (?:was|has|had|is|will|took|left|made|gave|got|came|brought|of (?:them|these|those))"
    r"|neither|either|another"
    r"|other|others|however|but|and|or|so|yet|also|meanwhile|instead|moreover|furthermore|in addition|additionally"
    r"|nevertheless|nonetheless"
    r"|therefore|thus|hence|then|as a result|similarly|likewise|by contrast"
    r"|in contrast|on the other hand|for example|for instance|in turn|indeed|again|still|even so|that said"
    r"|afterwards?|later|previously|earlier|elsewhere|at the same time"
    r"|among them|one of them|of these|here|there|in response|as such|because of this|since then|until then"
    r"|until now|to do so|asked|adding|speaking|commenting|who|which"
    r"|we|i|you|our|my|your|us|what|why|how|some of (?:them|these)|all of (?:them|these)|(?:mr|mrs|ms|dr"
    r"|cllr)\.? [A-Z]\w+ (?:added|said|went on))\b"
)
_LEANING_SPEECH = AnyCase(
    r"^[\"“‘].*[\"”’],? (?:he|she|they|it) (?:said|added|told|says)\b|^[\"“‘].*(?:,|\.)[\"”’] (?:he|she|they)\b"
    r"|\b(?:he|she) (?:said|added)\.$"
)
_MARKS = (("“", "”"), ("(", ")"), ("[", "]"))
_BULLET = re.compile(r"^\s*(?:[-–•*·]|\d{1,2}[.)](?=\s+[A-Za-z“\"])|\([a-z\d]{1,3}\))\s+", re.M)  # or its number


def sentences_of(text: str) -> list[str]:
    """The sentences of an article in order, the bullets and numbers of its lists taken off."""
    listed = "\n" in text or _BULLET.match(text)
    return sentences(_BULLET.sub("", text) if listed else text)


def is_finished(one: str) -> bool:
    """Whether a sentence ends as one does."""
    return one.rstrip("\"”’')]").endswith((".", "!", "?", "…"))


def is_furniture(one: str) -> bool:
    """Whether a sentence belongs to the page and not to the article: a caption, a credit, an offer to subscribe."""
    if _FURNITURE.match(one):
        return True
    return holds(lowered(one), _WITHIN_MARKS) and _FURNITURE_WITHIN.search(one) is not None


def stands_alone(one: str) -> bool:
    """Whether a reader who sees only this sentence knows what it speaks of."""
    return (
        SHORTEST <= len(one) <= LONGEST
        and is_finished(one)
        and not one.endswith(("...", "…", "[…]"))
        and not one[:1].islower()
        and not is_furniture(one)
        and not _DANGLING.match(one)
        and not _is_leaning_speech(one)
        and all(one.count(opened) == one.count(closed) for opened, closed in _MARKS)
        and one.count('"') % 2 == 0
        and not one.isupper()
    )


def _is_leaning_speech(one: str) -> bool:
    told = one.startswith(('"', "“", "‘")) or one.endswith(("d.", "D."))  # else the pattern cannot match
    return told and _LEANING_SPEECH.search(one) is not None
