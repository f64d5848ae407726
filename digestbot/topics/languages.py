"""Tokens → is this English? By the small words that every sentence needs; the model reads English only. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

ENGLISH: Final = "English"
OTHER_SCRIPT: Final = "another script"

# Function words by language. One that English has too speaks for English.
_WORDS: Final = {
    ENGLISH: "a any also back before between did does first get most now one only some such than then there these they "
    "those two under while you the of and to in is was for that with are has have by from will it be which "
    "this their who been at its as on an not but or we his her more new would after your our about said were "
    "had can all how why what when into over up out could i my",
    "French": "le la les des du une et est dans pour que qui sur avec sont aux par plus ont cette ces nous vous leur "
    "au ses était pas ne elle ils être fait d'une qu'il l'économie",
    "German": "der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es werden aus hat "
    "nach wird bei einer um sind noch wie einem über einen so zum haben nur oder aber vor zur bis durch ihre ihrer",
    "Spanish": "el los las del una y que en por con para su es al lo como más pero sus ha entre desde este esta son "
    "también fue han muy sobre ya años",
    "Italian": "e tutta il lo gli della di che per una con del dei delle sono è alla nel anche più come dalla nella "
    "tra ma hanno loro ha questo questa degli dal ai al si stato",
    "Dutch": "de het een en van ik te dat die op aan met voor er naar zijn niet zich bij ook wordt door maar hebben "
    "heeft als werd uit worden nog meer deze wat",
    "Portuguese": "o os um uma da do dos das e em para com não por mais se na no ao foi pela pelo são sua seu também",
    "Welsh": "y yr yn mae i ar gan ac o am wedi bod gyda hefyd sydd eu ein ei fod oedd dros wrth",
    "Swedish": "och att det som på är av för med till den har inte om ett han men var jag från vi så kan när nu",
    "Danish": "og at det som på er af for med til den har ikke om et han men var jeg fra vi så kan når nu",
    "Polish": "i w z na do się że jest nie to o jak po co tak za od przez dla są oraz przy może było",
    "Catalan": "el els les del una i que en per amb a és al com més però seva han entre aquest aquesta són també",
}
OTHERS: Final = {language: frozenset(text.split()) for language, text in _WORDS.items() if language != ENGLISH}
_ENGLISH_WORDS: Final = frozenset(_WORDS[ENGLISH].split())
_OTHER_WORDS: Final = frozenset().union(*OTHERS.values()) - _ENGLISH_WORDS

FEWEST: Final = 3  # function words of another language below which nothing is said: a name can hold two
LEAD: Final = 2.0  # and so many times as many as English ones


def is_english_word(token: str) -> bool:
    """Whether a token as written is a function word of English."""
    return token.lower() in _ENGLISH_WORDS


def is_foreign_word(token: str) -> bool:
    """Whether a token as written is a function word of another language alone. One with a capital may stand in a name
    (Los Angeles, El Paso, La Fageda) and says nothing.
    """
    return token in _OTHER_WORDS


def is_foreign(english: int, foreign: int, tokens: int, strange: int) -> bool:
    """Whether a text is not in English, by its counts of function words; ``strange``: tokens in another script.

    False where there is too little to tell.
    """
    if tokens and strange * 2 > tokens:
        return True
    return foreign >= FEWEST and foreign >= LEAD * english


def name(raw: Iterable[str], strange: bool) -> str:
    """The language of a text that is not in English: the one with most of its words."""
    if strange:
        return OTHER_SCRIPT
    words = [token.lower() for token in raw]
    return max(OTHERS, key=lambda language: sum(word in OTHERS[language] for word in words))
