"""Edits the files of the configuration folder: comments and order kept, validated as a whole, one at a time.

Each edit gives the text before and after, for the log and for undo. Nothing is written when anything would be wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Generic, TypeVar

from digestbot.config import patching
from digestbot.config.checks import free_id
from digestbot.config.loading import FILES, Reading, examine
from digestbot.config.models import ChannelEntry
from digestbot.config.problems import LocatedConfigError, Problem, did_you_mean, show
from digestbot.config.records import Config
from digestbot.config.rendering import plain
from digestbot.config.writing import locked, replace_file
from digestbot.types import Channel, Source, Topic
from digestbot.workspace import local, workspace_of

V = TypeVar("V")

HEADER = "# yaml-language-server: $schema=schema/{}.json\n"


@dataclass(frozen=True, slots=True)
class Edit(Generic[V]):
    """One edit done: the file's name, its text before ("" when there was none) and after, and what it now says."""

    file: str
    before: str
    after: str
    value: V


def add_source(folder: Path, entry: Mapping[str, object]) -> Edit[Source]:
    """Adds a source; its id is written down, so that it stays when others come and go. Raises ConfigError."""
    done = add_sources(folder, [entry])
    return Edit(done.file, done.before, done.after, done.value[0])


def add_sources(folder: Path, entries: Sequence[Mapping[str, object]]) -> Edit[tuple[Source, ...]]:
    """Adds several sources in one step: all of them, or none when one is wrong. Raises ConfigError."""
    entries = [{key: value for key, value in entry.items() if value not in (None, "")} for entry in entries]

    def change(text: str, config: Config) -> str:
        taken = {source.id for source in config.sources}
        rows: list[dict[str, object]] = []
        for entry in entries:
            wanted = entry.get("id")
            if wanted in taken:
                raise _refused(folder, "sources.yaml", f"the id {show(wanted)} is taken", "Choose another.")
            source_id = wanted or free_id(str(entry.get("title", "")), str(entry.get("url", "")), taken)
            taken.add(str(source_id))
            rows.append({"url": entry.get("url"), **entry, "id": source_id})
        return patching.add_entries(text, "sources", rows)

    return _edit(folder, "sources.yaml", change, lambda config: config.sources[len(config.sources) - len(entries) :])


def remove_source(folder: Path, source_id: str) -> Edit[Source]:
    """Takes a source out; every other keeps its id. ``value`` is the source that is gone. Raises ConfigError."""
    removed: list[Source] = []

    def change(text: str, config: Config) -> str:
        number = _find(folder, "sources.yaml", [source.id for source in config.sources], source_id)
        removed.append(config.sources[number])
        text = patching.remove_entry(text, "sources", number)
        left = [source.id for source in config.sources if source.id != source_id]
        after = examine(folder, {}, {"sources.yaml": text}).config.sources
        for place, (was, now) in enumerate(zip(left, after, strict=True)):
            if was != now.id:  # its id was made from its title, with a number because of the one removed
                text = patching.change_entry(text, "sources", place, {"id": was})
        return text

    return _edit(folder, "sources.yaml", change, lambda _: removed[0])


def update_source(folder: Path, source_id: str, changes: Mapping[str, object]) -> Edit[Source]:
    """Sets keys of a source, None takes one out. Raises ConfigError."""

    def change(text: str, config: Config) -> str:
        number = _find(folder, "sources.yaml", [source.id for source in config.sources], source_id)
        return patching.change_entry(text, "sources", number, changes)

    return _edit(folder, "sources.yaml", change, lambda config: _one(config.source(source_id)))


def set_paused(folder: Path, source_id: str, paused: bool) -> Edit[Source]:
    """Pauses a source or takes it up again; where it is so already the file stays as it is. Raises ConfigError."""

    def change(text: str, config: Config) -> str:
        number = _find(folder, "sources.yaml", [source.id for source in config.sources], source_id)
        if config.sources[number].paused == paused:
            return text
        return patching.change_entry(text, "sources", number, {"paused": paused})

    return _edit(folder, "sources.yaml", change, lambda config: _one(config.source(source_id)))


def set_channel(folder: Path, entry: Mapping[str, object]) -> Edit[Channel]:
    """Adds a channel, or changes those keys of it that ``entry`` names, ``channel`` being its address (see
    ``workspace``). Raises ConfigError.

    None, and a default that the file does not spell out, leave the key out of the file.
    """
    name = str(entry.get("channel", ""))

    def change(text: str, config: Config) -> str:
        known = config.channel(name)
        if known is None:
            place = {"channel": local(name), "workspace": workspace_of(name).team or None}
            row = {key: value for key, value in (place | {**entry, **place}).items() if not _is_default(key, value)}
            return patching.add_entries(text, "channels", [row])
        number = config.channels.index(known)
        present = patching.keys(text, "channels", number)
        changes = {
            key: value
            for key, value in entry.items()
            if key != "channel" and (key in present or not _is_default(key, value))
        }
        return patching.change_entry(text, "channels", number, changes)

    return _edit(folder, "channels.yaml", change, lambda config: _one(config.channel(name)))


def remove_channel(folder: Path, name: str) -> Edit[Channel]:
    """Takes a channel out by its address; ``value`` is the channel that is gone. Raises ConfigError."""
    removed: list[Channel] = []

    def change(text: str, config: Config) -> str:
        number = _find(folder, "channels.yaml", [channel.channel for channel in config.channels], name)
        removed.append(config.channels[number])
        return patching.remove_entry(text, "channels", number)

    return _edit(folder, "channels.yaml", change, lambda _: removed[0])


def add_topic(folder: Path, entry: Mapping[str, object]) -> Edit[Topic]:
    """Adds a topic; a folder without ``topics.yaml`` gets the shipped topics with it. Raises ConfigError."""
    return _edit(
        folder,
        "topics.yaml",
        lambda text, _: patching.add_entries(text, "topics", [entry]),
        lambda config: config.topics[-1],
    )


def restore(folder: Path, file: str, text: str, *, expected: str | None = None) -> Edit[None]:
    """Puts back an earlier text of ``file``, if it still fits the other files. Raises ConfigError.

    With ``expected``, only when the file still says that: an undo must not take away somebody's later edit.
    """
    if file not in FILES:
        raise _refused(folder, file, "this is not a configuration file", did_you_mean(file, FILES))

    def change(now: str, _: Config) -> str:
        if expected is not None and now != expected:
            raise _refused(folder, file, "it has been changed since", "Undo the later edit first.")
        return text

    return _edit(folder, file, change, lambda _: None, repairs=True)


def _edit(
    folder: Path,
    file: str,
    change: Callable[[str, Config], str],
    value: Callable[[Config], V],
    *,
    repairs: bool = False,
) -> Edit[V]:
    """Reads, changes, validates the whole folder as it would be, and only then replaces the file, under the lock."""
    with locked(folder):
        reading = examine(folder, {})
        if not repairs:
            _refuse_if_wrong(reading)
        before = reading.documents[file].text
        try:
            after = change(before or _first_text(file), reading.config)
        except patching.UneditableError as exc:
            what = "it is laid out in a way that cannot be edited from here"
            raise _refused(folder, file, what, "Change it in an editor.") from exc
        outcome = examine(folder, {}, {file: after})
        _refuse_if_wrong(outcome)
        if after != before:
            replace_file(folder / file, after)
        return Edit(file, before, after, value(outcome.config))


def _refuse_if_wrong(reading: Reading) -> None:
    if reading.problems:
        raise LocatedConfigError(reading.problems)


def _first_text(file: str) -> str:
    header = HEADER.format(file.removesuffix(".yaml"))
    if file == "topics.yaml":
        return header + (files("digestbot.config") / "default_topics.yaml").read_text(encoding="utf-8")
    return header


def _find(folder: Path, file: str, known: Sequence[str], wanted: str) -> int:
    if wanted in known:
        return known.index(wanted)
    raise _refused(folder, file, f"it holds no {show(wanted)}", did_you_mean(wanted, known))


def _refused(folder: Path, file: str, what: str, hint: str) -> LocatedConfigError:
    return LocatedConfigError([Problem(str(folder / file), 0, "", what, "", hint)])


def _is_default(key: str, value: object) -> bool:
    if value is None:
        return True
    field = ChannelEntry.model_fields.get(key)
    return field is not None and not field.is_required() and plain(value) == plain(field.default)


def _one(value: V | None) -> V:
    assert value is not None  # it was validated a moment ago
    return value
