"""What every service of the newsroom works with: the folders, the configuration in force, the store and its thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import digestbot
from digestbot.config import Config, load
from digestbot.deliver import Workspaces
from digestbot.errors import DigestbotError
from digestbot.executors import Workers
from digestbot.fetch import Fetcher
from digestbot.reading import ModelSpec
from digestbot.store import Store
from digestbot.topics import MODEL_FILE
from digestbot.types import Channel, Source
from digestbot.writer import Writer


@dataclass(slots=True)
class Room:
    """One open newsroom. ``reload`` replaces ``config`` as a whole, and ``fetcher`` with it where it must."""

    config_folder: Path
    state_folder: Path
    environ: Mapping[str, str]
    config: Config
    store: Store
    write: Writer
    workers: Workers
    clock: Callable[[], datetime]
    fetcher: Fetcher = field(init=False)  # one for life: what hosts asked for is remembered between rounds
    workspaces: Workspaces = field(init=False)

    def __post_init__(self) -> None:
        self.workspaces = Workspaces(lambda: self.config, self.store, self.write)
        self.fetcher = Fetcher(self.config.settings.network, version=digestbot.__version__)

    async def reload(self) -> None:
        """Read the configuration anew. Raises ConfigError and keeps the old one when the new one is wrong."""
        # In a thread: a YAML file with a thousand sources takes seconds, and Slack wants its answer within three.
        new = await asyncio.to_thread(load, self.config_folder, self.environ)
        old, self.config = self.config, new
        if old.settings.network != self.config.settings.network:
            self.fetcher = Fetcher(self.config.settings.network, version=digestbot.__version__)

    def model(self) -> ModelSpec:
        """The topic model in force, as workers are to load it."""
        settings = self.config.settings.model
        return ModelSpec.of(self.state_folder / MODEL_FILE, self.config.topics, settings.relevance_threshold)

    def channel(self, name: str | None) -> Channel:
        """The channel of that name, with or without ``#``; None: the first.

        Raises DigestbotError naming those there are.
        """
        channels = self.config.channels
        if name is None and channels:
            return channels[0]
        found = self.config.channel(name) if name is not None else None
        if found is None:
            if not channels:
                raise DigestbotError(f"there is no channel yet: {self.config_folder / 'channels.yaml'} names them")
            known = ", ".join(one.channel for one in channels)
            raise DigestbotError(f"no channel {name!r} in {self.config_folder / 'channels.yaml'}; there is: {known}")
        return found

    def source(self, identifier: str) -> Source:
        """The source of that id. Raises DigestbotError with the nearest ids."""
        found = self.config.source(identifier)
        if found is None:
            from difflib import get_close_matches

            near = get_close_matches(identifier, [one.id for one in self.config.sources], n=3)
            lists = "/digest sources and `digestbot sources list` show them all"
            hint = f"did you mean {' or '.join(near)}?" if near else lists
            raise DigestbotError(f"no source {identifier!r}: {hint}")
        return found
