"""A story's facts → the few words that all shapes show of them: sums with what they are, who, what closes, when and
where, and one quotation. Plain text; what tells nothing is left out.
"""

from __future__ import annotations

import math
import re
from datetime import date

from digestbot.render.wording import UNTITLED, local_day, short_day, tidy
from digestbot.text import capital, iso_day, shorten
from digestbot.types import Deadline, Digest, DigestStory, Fact, View

SYMBOLS = {"GBP": "£", "USD": "$", "EUR": "€", "AUD": "A$", "CAD": "C$", "NZD": "NZ$", "INR": "₹", "JPY": "¥"}
SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
FACTS_SHOWN = {"person": 1, "organisation": 1, "deadline": 1, "event": 1, "place": 1}
GATHERING = "events-awards"  # the topic of stories that one can go to
FACT_CHARS = 60  # a name with its role; longer ones are mis-readings more often than not
WHAT_CHARS = 40  # what a sum is for, what closes, or where: a few words
QUOTED_CHARS = (30, 200)  # of a quotation: from a clause that says something to two lines
_UNTIL = re.compile(r",? ?until (\d{4}-\d{2}-\d{2})")  # the last day of an event, in its detail


def dateline(story: DigestStory, digest: Digest, *, said: str = "") -> list[str]:
    """Source, day and facts of a story, in the order in which they are shown; ``said`` as in ``facts``."""
    day = short_day(local_day(story.published, digest), digest.date)
    kind = "💬 opinion" if story.opinion else ""
    return [part for part in (tidy(story.source), day, kind, *facts(story, digest.date, said=said)) if part]


def facts(story: DigestStory, today: date, *, said: str = "") -> list[str]:
    """The key facts of a story, each an emoji and words; empty where none were found. Days past are not shown, nor sums
    without a word of what they are, nor those that headline or ``said`` (the words beside them) have already.
    """
    sums = _sum(story, f"{story.title}\n{said}")
    found = [f"💷 {one}" for one in sums]
    spoken = _speaker(story)
    people = [one for one in story.facts if one.kind == "person" and tidy(one.value) and tidy(one.detail)]
    people = [one for one in people if spoken is None or tidy(one.value) != tidy(spoken.detail)]
    found += [f"👤 {_with_role(one)}" for one in people[: FACTS_SHOWN["person"]]]
    bodies = [one for one in story.facts if one.kind == "organisation" and tidy(one.value) and tidy(one.detail)]
    bodies = [one for one in bodies if not any(tidy(one.value) in told for told in sums)]  # "£5m from" it
    found += [f"🏛 {_with_role(one)}" for one in bodies[: FACTS_SHOWN["organisation"]]]
    for day, one in _ahead(story, "deadline", today)[: FACTS_SHOWN["deadline"]]:
        what = shorten(tidy(one.detail), WHAT_CHARS)
        found.append(f"🗓 closes {short_day(day, today)}" + (f": {what}" if what else ""))
    closing = _days(story, "deadline")  # a closing date that was read as an event too
    events = [(day, one) for day, one in _ahead(story, "event", today) if day not in closing and _says(one)]
    for day, one in events[: FACTS_SHOWN["event"]]:
        held = shorten(tidy(one.occasion), WHAT_CHARS)
        found.append(f"📅 {held} {', '.join(_when_and_where(day, one, today))}".replace("  ", " "))
    if GATHERING in story.topics and not any(one.detail for _, one in events[: FACTS_SHOWN["event"]]):
        places = [tidy(fact.value) for fact in story.facts if fact.kind == "place" and tidy(fact.value)]
        found += [f"📍 {shorten(place, FACT_CHARS)}" for place in places[: FACTS_SHOWN["place"]]]
    return found


def _sum(story: DigestStory, said: str) -> list[str]:
    """The story's main sum with what it is; none where ``said`` has it already."""
    told = [one for one in story.facts if one.kind == "money" and tidy(one.detail)]
    if not told:
        return []
    main = min(told, key=lambda one: _weight(one, story))
    words, what = tidy(main.text), shorten(tidy(main.detail), WHAT_CHARS)
    return [] if words and words in tidy(said) else [f"{money(main)} {what}"]


def _says(event: Fact) -> bool:
    """Whether it is known what takes place, or where: a day alone tells nothing."""
    return bool(tidy(event.occasion) or tidy(event.detail))


def _with_role(one: Fact) -> str:
    return shorten(f"{tidy(one.value)}, {tidy(one.detail)}", FACT_CHARS)


def _ahead(story: DigestStory, kind: str, today: date) -> list[tuple[date, Fact]]:
    """Facts with a day that has not passed, soonest first."""
    found = [(day, one) for one in story.facts if one.kind == kind and (day := iso_day(one.value)) and day >= today]
    return sorted(found, key=lambda pair: pair[0])


def _when_and_where(day: date, one: Fact, today: date) -> list[str]:
    """``18 to 20 Jan 2027`` and the place, where one is named."""
    place, last = where_and_until(one.detail)
    first = f"{day.day}" if last and (day.year, day.month) == (last.year, last.month) else f"{day.day} {day:%b}"
    span = f"{first} to {short_day(last, today)}" if last and last > day else short_day(day, today)
    where = shorten(place, WHAT_CHARS)
    return [span, *([where] if where else [])]


def where_and_until(detail: str) -> tuple[str, date | None]:
    """The place of an event and its last day, as the detail of its fact tells them: ``Cardiff, until 2027-01-20``."""
    until = _UNTIL.search(detail)
    return tidy(_UNTIL.sub("", detail)).strip(" ,"), iso_day(until.group(1)) if until else None


def quotation(story: DigestStory) -> str:
    """``“…” – Sheila Morrow, former trade-union leader``: the first that has a speaker and is no mere phrase; else
    empty.
    """
    one = _speaker(story)
    if one is None:
        return ""
    role = next((tidy(who.detail) for who in story.facts if who.kind == "person" and who.value == one.detail), "")
    who = shorten(tidy(one.detail) + (f", {role}" if role else ""), FACT_CHARS)
    return f"“{tidy(one.value).strip('“”‘’, ')}” – {who}"


def view_title(view: View) -> str:
    """The headline of another view, never empty."""
    return tidy(view.title) or UNTITLED


def view_says(view: View) -> str:
    """`` · Social Ledger: A sentence of it.``; what follows the headline of another view."""
    source, says = tidy(view.source), tidy(view.says)
    return (f" · {source}" if source else "") + (f": {says}" if says else "")


def _speaker(story: DigestStory) -> Fact | None:
    """The quotation that is shown."""
    least, most = QUOTED_CHARS
    said = [one for one in story.facts if one.kind == "quotation" and tidy(one.detail)]
    whole = [one for one in said if tidy(one.value).strip("“”‘’'\"")[:1].isupper()]  # else the middle of a sentence
    return next((one for one in whole if least <= len(tidy(one.value)) <= most), None)


def _days(story: DigestStory, kind: str) -> list[date]:
    return [day for fact in story.facts if fact.kind == kind and (day := iso_day(fact.value))]


def money(fact: Fact) -> str:
    """``£2m`` for ``GBP 2000000``; as written where the value is no amount."""
    code = fact.value.partition(" ")[0]
    number = _amount(fact)
    if number < 0:  # "millions of pounds": shown as the page wrote it
        return shorten(tidy(fact.text), FACT_CHARS)
    symbol = SYMBOLS.get(code, f"{tidy(code)[:3]} ")
    for scale, letter in SCALES:
        if number >= scale * 0.9995:
            return f"{symbol}{number / scale:.3g}{letter}"
    return f"{symbol}{number:,.0f}" if number >= 1000 or number == int(number) else f"{symbol}{number:,.2f}"


def when(deadline: Deadline, today: date) -> str:
    """``Closes tomorrow, Wed 25 Nov``; of an event ``AGM tomorrow, …``, or ``Takes place tomorrow, …``."""
    days = (deadline.day - today).days
    near = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
    held = shorten(tidy(deadline.occasion), WHAT_CHARS)
    verb = "Closes" if deadline.kind == "closes" else capital(held) or "Takes place"
    return f"{verb} {near}, {deadline.day:%a} {short_day(deadline.day, today)}"


def closing(deadline: Deadline) -> str:
    """What closes and the headline that says so, ``Share offer: Villagers buy the inn``; or headline and place."""
    title = tidy(deadline.title) or UNTITLED
    what = shorten(where_and_until(deadline.what)[0], WHAT_CHARS)
    if not what or what.casefold() in title.casefold():
        return title
    return f"{capital(what)}: {title}" if deadline.kind == "closes" else f"{title}, {what}"


def _weight(fact: Fact, story: DigestStory) -> tuple[int, int]:
    """For choosing a sum: what headline or summary names first is the news, then what the text names first."""
    words = tidy(fact.text)
    title, summary = (tidy(text).find(words) if words else -1 for text in (story.title, story.summary))
    return (0, title) if title >= 0 else (1, summary) if summary >= 0 else (2, 0)


def _amount(fact: Fact) -> float:
    """The number of a sum; -1 where its value names none."""
    try:
        amount = float(fact.value.partition(" ")[2].replace(",", ""))
    except ValueError:  # the page said "millions"
        return -1.0
    return amount if math.isfinite(amount) else -1.0
