"""The shape of one source, topic and channel as the files write them, and how each becomes its record.

Only the entry itself is judged here; what concerns several entries or files is judged in ``checks``.
"""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from digestbot.config.patterns import objection
from digestbot.config.problems import refuse, show
from digestbot.config.quantities import Clock, Flag, Line, Probability, Span, Url, Within, Zone
from digestbot.config.settings import SHORTEST_INTERVAL, Section, TeamId
from digestbot.types import WEEKDAYS, Channel, Example, Source, SourceKind, Topic, TopicKind, Weekday
from digestbot.workspace import Workspace

_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_SLACK_ID = re.compile(r"[CGDUW][A-Z0-9]{2,}")
# Slack: lower case, at most 80 characters, no spaces or punctuation but hyphen and underscore; letters of any script.
_SLACK_NAME = re.compile(r"#?[\w-]{1,80}")


def _identifier(value: str) -> str:
    if not _ID.fullmatch(value) or len(value) > 64:
        raise refuse(f"{show(value)} is not an id", "lower-case letters, digits and hyphens, at most 64 characters")
    return value


def _pattern(value: str) -> str:
    wrong = objection(value)
    if wrong:
        raise refuse(f"the pattern {show(value)} {wrong}", r"a Python regular expression such as /news/\d{4}/")
    return value


def _channel_name(value: str) -> str:
    if _SLACK_ID.fullmatch(value) or (_SLACK_NAME.fullmatch(value) and value == value.lower()):
        return value
    raise refuse(
        f"{show(value)} is not a channel", 'a lower-case name such as "#mutuals-news", or an id such as C012ABCDEF'
    )


def _no_repeats(values: tuple[str, ...]) -> tuple[str, ...]:
    for place, value in enumerate(values):
        if value in values[:place]:
            raise refuse(f"{show(value)} is listed twice", "each only once")
    return values


MAX_TITLE = 200  # characters of a source's title: a line of Slack's

Id = Annotated[Line, AfterValidator(_identifier), Field(json_schema_extra={"pattern": f"^{_ID.pattern}$"})]
Ids = Annotated[tuple[Id, ...], AfterValidator(_no_repeats)]
Phrase = Annotated[Line, Field(min_length=2, max_length=200)]


class SourceEntry(Section):
    """One entry of ``sources.yaml``; only ``url`` is required."""

    url: Url = Field(description="Address of the feed, site or sitemap.")
    id: Id | None = Field(default=None, description="Default: a slug of the title or host.")
    kind: SourceKind | None = Field(default=None, description="Default: found out on the first poll.")
    title: Annotated[Line, Field(max_length=MAX_TITLE)] = ""
    weight: Annotated[float, Within(0, 10, whole=False)] = Field(
        default=1.0, description="How much the ranking trusts it."
    )
    every: Annotated[timedelta, Span(SHORTEST_INTERVAL, "30d")] | None = Field(
        default=None, description="Default: adapts to how often it publishes."
    )
    topics: Ids = Field(default=(), description="What it mostly writes about; a prior for the classifier.")
    paused: Flag = False
    link_pattern: Annotated[Line, AfterValidator(_pattern)] | None = Field(
        default=None, description="For kind: site, which links are articles; a regular expression."
    )

    @model_validator(mode="after")
    def _pattern_is_used(self) -> Self:
        if self.link_pattern is not None and self.kind == "feed":
            raise refuse("link_pattern does nothing for kind: feed", "kind: site with it, or no link_pattern")
        return self

    def record(self, source_id: str) -> Source:
        """The source under the id it ends up with."""
        return Source(
            id=source_id,
            url=self.url,
            kind=self.kind,
            title=self.title,
            weight=self.weight,
            every=self.every,
            topics=self.topics,
            paused=self.paused,
            link_pattern=self.link_pattern,
        )


class ExampleEntry(Section):
    """One example of a topic: a text that has it, or with ``relevant: false`` one that only sounds like it."""

    title: Annotated[Line, Field(max_length=500)] = ""
    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    relevant: Flag = True
    topics: Ids | None = Field(default=None, description="Default: the topic it stands under; none if not relevant.")


def _text_is_an_example(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


class TopicEntry(Section):
    """One entry of ``topics.yaml``."""

    id: Id
    label: Annotated[Line, Field(min_length=1, max_length=60)]
    definition: Annotated[str, Field(min_length=1, max_length=2000)]
    emoji: Annotated[Line, Field(max_length=40)] = "📰"
    kind: TopicKind = Field(default="core", description="core: makes an item relevant; facet: only describes one.")
    threshold: Annotated[float, Probability] | None = Field(default=None, description="Default: fitted.")
    terms: Annotated[tuple[Phrase, ...], AfterValidator(_no_repeats)] = ()
    examples: tuple[Annotated[ExampleEntry, BeforeValidator(_text_is_an_example)], ...] = ()

    def record(self) -> Topic:
        """The topic, its examples numbered."""
        return Topic(
            id=self.id,
            label=self.label,
            emoji=self.emoji,
            definition=" ".join(self.definition.split()),
            kind=self.kind,
            threshold=self.threshold,
            terms=self.terms,
            examples=tuple(
                Example(
                    id=f"{self.id}-{number}",
                    title=example.title,
                    text=example.text.strip(),
                    relevant=example.relevant,
                    topics=((self.id,) if example.relevant else ()) if example.topics is None else example.topics,
                )
                for number, example in enumerate(self.examples, start=1)
            ),
        )


class ChannelEntry(Section):
    """One entry of ``channels.yaml``; only ``channel`` is required."""

    channel: Annotated[Line, AfterValidator(_channel_name)]
    workspace: TeamId | None = Field(
        default=None, description="Id of the workspace it is in, where the app is installed in several; left out: home."
    )
    topics: Ids = Field(default=(), description="Default: every relevant item.")
    at: Clock = time(8, 30)
    days: Annotated[tuple[Weekday, ...], AfterValidator(_no_repeats)] = WEEKDAYS[:5]
    timezone: Zone | None = Field(
        default=None, description="Default: timezone of the service section of settings.yaml."
    )
    max_stories: Annotated[int, Within(1, 50)] = 12
    min_stories: Annotated[int, Within(0, 50)] = Field(
        default=1, description="Fewer than this is a quiet day, see quiet_day."
    )
    quiet_day: Literal["note", "skip"] = "note"
    weekly: Weekday | None = Field(default=None, description="Day of the weekly round-up; left out: none.")
    alerts: Annotated[tuple[Phrase, ...], AfterValidator(_no_repeats)] = ()
    editor_channel: Annotated[Line, AfterValidator(_channel_name)] | None = Field(
        default=None, description="Where an editor sees the day's draft and may change it; needs draft_at."
    )
    draft_at: Clock | None = Field(default=None, description="When the draft is shown there; before at.")

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.min_stories > self.max_stories:
            raise refuse(
                f"min_stories is {self.min_stories}, more than max_stories ({self.max_stories})",
                "min_stories ≤ max_stories",
            )
        if (self.editor_channel is None) != (self.draft_at is None):
            raise refuse("editor_channel and draft_at belong together: one of them is missing", "both, or neither")
        if self.draft_at is not None and self.draft_at >= self.at:
            raise refuse(
                f"draft_at is {self.draft_at:%H:%M}, not before at ({self.at:%H:%M})", "an earlier time of the same day"
            )
        if not self.days and self.weekly is None and not self.alerts:
            raise refuse("no days, no weekly and no alerts: nothing would ever be posted", "at least one of them")
        return self

    def record(self, timezone: str) -> Channel:
        """The channel; ``timezone`` is the service's, for an entry that names none."""
        there = Workspace(self.workspace or "")
        return Channel(
            channel=there.address(self.channel),
            topics=self.topics,
            at=self.at,
            days=self.days,
            timezone=self.timezone or timezone,
            max_stories=self.max_stories,
            min_stories=self.min_stories,
            quiet_day=self.quiet_day,
            weekly=self.weekly,
            alerts=self.alerts,
            editor_channel=None if self.editor_channel is None else there.address(self.editor_channel),
            draft_at=self.draft_at,
        )


class SourcesFile(Section):
    """``sources.yaml``."""

    sources: tuple[SourceEntry, ...] = ()


class TopicsFile(Section):
    """``topics.yaml``."""

    topics: tuple[TopicEntry, ...] = ()


class ChannelsFile(Section):
    """``channels.yaml``."""

    channels: tuple[ChannelEntry, ...] = ()
