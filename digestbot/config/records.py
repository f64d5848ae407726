"""What the configuration is once read: the whole ``Config``, and the ``Secrets`` that came from the environment."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path

from digestbot.config.settings import Settings
from digestbot.types import Channel, Source, Topic


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """What opens Slack. ``repr`` says only what is set, so that none of it can reach a log."""

    bot_token: str | None = None
    app_token: str | None = None
    signing_secret: str | None = None
    client_id: str | None = None
    client_secret: str | None = None

    @property
    def several(self) -> bool:
        """Whether other workspaces may install the app."""
        return self.client_id is not None and self.client_secret is not None

    @property
    def connects(self) -> bool:
        """Whether there is a Slack to post to."""
        return self.bot_token is not None or self.several

    def __repr__(self) -> str:
        said = (f"{f.name}={'set' if getattr(self, f.name) else 'not set'}" for f in fields(self))
        return f"Secrets({', '.join(said)})"


@dataclass(frozen=True, slots=True)
class Config:
    """The configuration, read once. ``warnings``: located lines for an admin that stop nothing."""

    folder: Path
    sources: tuple[Source, ...] = ()
    topics: tuple[Topic, ...] = ()
    channels: tuple[Channel, ...] = ()
    settings: Settings = field(default_factory=Settings)
    secrets: Secrets = field(default_factory=Secrets)
    warnings: tuple[str, ...] = ()

    def source(self, source_id: str) -> Source | None:
        """The source with this id."""
        return next((source for source in self.sources if source.id == source_id), None)

    def topic(self, topic_id: str) -> Topic | None:
        """The topic with this id."""
        return next((topic for topic in self.topics if topic.id == topic_id), None)

    def channel(self, name: str) -> Channel | None:
        """The channel of this address, with or without ``#``."""
        wanted = name.replace("#", "")
        return next((c for c in self.channels if c.channel.replace("#", "") == wanted), None)
