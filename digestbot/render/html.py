"""A ``Digest`` → one HTML page: readable at the width of a mail, in the dark and on paper, without a script and without
anything to load. All text from outside is escaped by the template engine; addresses are linked only when they are http.
"""

from __future__ import annotations

from datetime import date
from functools import cache, partial
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from digestbot.render import chart, key_facts, wording
from digestbot.render.escaping import link
from digestbot.types import Deadline, Digest, DigestStory, MostSaved


def page(digest: Digest) -> str:
    """The whole page."""
    templates = environment().overlay()
    templates.filters |= {
        "facts": partial(_facts, day=digest.date),
        "day": partial(_story_day, digest=digest),
        "when": partial(_when, day=digest.date),
    }
    start, end = (wording.local_day(moment, digest) for moment in (digest.window_start, digest.window_end))
    return templates.get_template("digest.html").render(
        css=Markup(style()),  # noqa: S704  # our own file
        digest=digest,
        name=wording.name(digest),
        day=wording.long_day(digest.date),
        overview=wording.overview(digest),
        omitted=wording.omitted(digest),
        lead=wording.lead_of(digest),
        unjudged=wording.unjudged(digest),
        trend_heading=wording.trend_heading(digest),
        lead_heading=wording.lead_heading(digest),
        sections=wording.sections_after_lead(digest),
        window=f"{wording.short_day(start, digest.date)} to {wording.short_day(end, digest.date)}",
        chart=Markup(chart.svg(digest.trend)) if wording.known_weeks(digest.trend) else "",  # noqa: S704  # chart escapes its labels
    )


@cache
def environment() -> Environment:
    """Templates of this room, every text escaped unless a template says otherwise."""
    templates = Environment(
        loader=PackageLoader("digestbot.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {
        "tidy": wording.tidy,
        "title": wording.title_of,
        "mark": wording.update_mark,
        "heading": wording.heading,
        "address": link,
        "people": _people,
        "trend": wording.trend,
        "foreign": wording.foreign,
        "closing": key_facts.closing,
        "quotation": key_facts.quotation,
        "view_title": key_facts.view_title,
        "view_says": key_facts.view_says,
    }
    return templates


@cache
def style() -> str:
    """The style sheet that pages share."""
    return resources.files("digestbot.render").joinpath("templates/digest.css").read_text(encoding="utf-8")


def _facts(story: DigestStory, day: date) -> list[str]:
    return key_facts.facts(story, day)


def _story_day(story: DigestStory, digest: Digest) -> str:
    return wording.short_day(wording.local_day(story.published, digest), digest.date)


def _when(deadline: Deadline, day: date) -> str:
    return key_facts.when(deadline, day)


def _people(saved: MostSaved) -> str:
    return wording.count(saved.people, "reader")
