"""Tokens → is this English? By the small words that every sentence needs; the model reads English only. Pure."""

from __future__ import annotations

from typing import Final

ENGLISH: Final = "English"
OTHER_SCRIPT: Final = "another script"

# Function words by language. Those that two languages share are left out of both, unless English needs them.
_WORDS: Final = {
    ENGLISH: "the of and to in is was for that with are has have by from will it be which this their who been at its "
    "as on an not but they or we his her more than new would after you your our about said were had can all how why "
    "what when into over up out could i my",
    "French": "le la les des du une et est dans pour que qui sur avec sont aux par plus ont cette ces nous vous leur "
    "au ses était pas ne elle ils être fait d'une qu'il l'économie",
    "German": "der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es werden aus hat "
    "nach wird bei einer um sind noch wie einem über einen so zum haben nur oder aber vor zur bis durch ihre ihrer",
    "Spanish": "el los las del una y que en por con para su es al lo como más pero sus ha entre desde este esta son "
    "también fue han muy sobre ya años",
    "Italian": "il lo gli della di che per una con del dei delle sono è alla nel anche più come dalla nella tra ma "
    "hanno loro ha questo questa degli dal ai al si stato",
    "Dutch": "de het een en van ik te dat die op aan met voor er naar zijn niet zich bij ook wordt door maar hebben "
    "heeft als werd uit worden nog meer deze wat",
    "Portuguese": "o os um uma da do dos das e em para com não por mais se na no ao foi pela pelo são sua seu também",
    "Welsh": "y yr yn mae i ar gan ac o am wedi bod gyda hefyd sydd eu ein ei fod oedd dros wrth",
    "Swedish": "och att det som på är av för med till den har inte om ett han men var jag från vi så kan när nu",
    "Danish": "og at det som på er af for med til den har ikke om et han men var jeg fra vi så kan når nu",
    "Polish": "i w z na do się że jest nie to o jak po co tak za od przez dla są oraz przy może było",
    "Catalan": "el els les del una i que en per amb a és al com més però seva han entre aquest aquesta són també",
}
LANGUAGES: Final = tuple(_WORDS)


def _unambiguous() -> dict[str, int]:
    english = set(_WORDS[ENGLISH].split())
    found: dict[str, int] = {}
    for number, (language, text) in enumerate(_WORDS.items()):
        for word in text.split():
            if language == ENGLISH:
                found[word] = number
            elif word not in english:
                found.setdefault(word, number)
    return found


FUNCTION_WORDS: Final = _unambiguous()

FEWEST: Final = 3  # function words of another language below which nothing is said: a name can hold two
LEAD: Final = 2.0  # and so many times as many as English ones


def foreign(counts: list[int], tokens: int, strange: int) -> str | None:
    """The language a text is in, when it is not English; None for English, and when there is too little to tell.

    ``counts``: function words by language, in the order of ``LANGUAGES``; ``strange``: tokens in another script.
    """
    if tokens and strange * 2 > tokens:
        return OTHER_SCRIPT
    others = sum(counts) - counts[0]
    if others < FEWEST or others < LEAD * counts[0]:
        return None
    return LANGUAGES[max(range(1, len(counts)), key=lambda number: counts[number])]
