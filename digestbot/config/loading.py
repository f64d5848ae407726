"""Reads the configuration folder and the environment into one frozen ``Config``; never stops at the first mistake.

What is missing has its default, down to the folder itself; the topics then are those in ``default_topics.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from digestbot.config import checks
from digestbot.config.documents import Document, read
from digestbot.config.models import (
    ChannelEntry,
    ChannelsFile,
    SourceEntry,
    SourcesFile,
    TopicEntry,
    TopicsFile,
)
from digestbot.config.problems import LocatedConfigError, Problem, listing
from digestbot.config.records import Config, Secrets
from digestbot.config.settings import Settings
from digestbot.config.validation import validate
from digestbot.types import Topic
from digestbot.urls import canonical_url

FILES = ("sources.yaml", "topics.yaml", "channels.yaml", "settings.yaml")

E = TypeVar("E", bound=BaseModel)


@dataclass(slots=True)
class Reading:
    """A folder as far as it could be read, with everything that is wrong with it."""

    config: Config
    problems: list[Problem] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)


def load(folder: Path, environ: Mapping[str, str]) -> Config:
    """The configuration in ``folder`` with the secrets of ``environ``.

    Raises ConfigError with one line for every mistake in any of the files.
    """
    reading = examine(folder, environ)
    if reading.problems:
        raise LocatedConfigError(reading.problems)
    return reading.config


def examine(folder: Path, environ: Mapping[str, str], replace: Mapping[str, str] | None = None) -> Reading:
    """As ``load``, but hands the problems back; ``replace`` holds texts to read instead of the files of that name."""
    replace = replace or {}
    problems: list[Problem] = []
    warnings: list[Problem] = []
    names: list[str] = []
    if folder.is_dir():
        names = [entry.name for entry in folder.iterdir()]
        errors, warnings = checks.unread_files(names, FILES, str(folder))
        problems += errors
    elif folder.exists():
        problems.append(Problem(str(folder), 0, "", "this is a file", "a folder with " + listing(FILES)))
    else:
        warnings.append(Problem(str(folder), 0, "", "there is no such folder, so defaults are used"))
    usable = folder.is_dir() or not folder.exists()
    documents = {name: read(folder / name, replace.get(name)) if usable else Document(folder / name) for name in FILES}
    sources_doc, topics_doc, channels_doc, settings_doc = documents.values()

    settings = _settings(settings_doc)
    topic_entries = _entries(topics_doc, "topics", TopicEntry, TopicsFile)
    source_entries = _entries(sources_doc, "sources", SourceEntry, SourcesFile)
    channel_entries = _entries(channels_doc, "channels", ChannelEntry, ChannelsFile)

    topics = tuple(entry.record() for entry in topic_entries.values())
    if not _holds(topics_doc, "topics"):
        topics = default_topics()
    elif not topics_doc.problems and not any(topic.kind == "core" for topic in topics):
        topics_doc.problems.append(
            topics_doc.problem(("topics",), "no core topic is left", "at least one topic of kind core")
        )
    known = _topic_ids(topics_doc, topics)
    for document, section, key, within, fold in (
        (sources_doc, "sources", "id", "", str),
        (sources_doc, "sources", "url", "", canonical_url),
        (topics_doc, "topics", "id", "", str),
        (channels_doc, "channels", "channel", "workspace", lambda name: name.removeprefix("#")),
    ):
        document.problems += checks.repeated(document, section, key, fold, within)
        if known and key != "url":
            document.problems += checks.unknown_topics(document, section, known)
    warnings += checks.credentials_in(source_entries, sources_doc)

    for document in documents.values():
        problems += _with_secrets(document)
    secrets, wrong = _secrets(environ)
    problems += wrong
    ids = checks.source_ids(source_entries)
    config = Config(
        folder=folder,
        sources=tuple(entry.record(ids[number]) for number, entry in source_entries.items()),
        topics=topics,
        channels=tuple(entry.record(settings.service.timezone) for entry in channel_entries.values()),
        settings=settings,
        secrets=secrets,
        warnings=tuple(map(str, warnings)),
    )
    return Reading(config, problems, documents)


@cache
def default_topics() -> tuple[Topic, ...]:
    """The topics shipped in the package."""
    path = files("digestbot.config") / "default_topics.yaml"
    document = read(Path("default_topics.yaml"), path.read_text(encoding="utf-8"))
    return tuple(entry.record() for entry in _entries(document, "topics", TopicEntry, TopicsFile).values())


def _settings(document: Document) -> Settings:
    if document.data is None:
        return Settings()
    return validate(Settings, document.data, (), document) or Settings()


def _holds(document: Document, section: str) -> bool:
    return isinstance(document.data, dict) and document.data.get(section) is not None


def _entries(document: Document, section: str, model: type[E], whole: type[BaseModel]) -> dict[int, E]:
    """The entries of a list file that are right, by position; what is wrong is noted in the document."""
    data = document.data
    if data is None:
        return {}
    rows = data.get(section) if isinstance(data, dict) else None
    shell = {**data, section: []} if isinstance(rows, list) and isinstance(data, dict) else data
    validate(whole, shell, (), document)
    if not isinstance(rows, list):
        return {}
    found: dict[int, E] = {}
    for number, row in enumerate(rows):
        entry = validate(model, {} if row is None else row, (section, number), document)
        if entry is not None:
            found[number] = entry
    return found


def _topic_ids(document: Document, topics: tuple[Topic, ...]) -> list[str]:
    """Every topic id that the file means to define, also by an entry with another mistake; none if it is broken."""
    if document.broken:
        return []
    ids = [topic.id for topic in topics] + [row.get("id") for _, row in checks.rows(document, "topics")]
    return sorted({name for name in ids if isinstance(name, str)})


def _with_secrets(document: Document) -> list[Problem]:
    """The document's problems by line; on a line with a secret that is the one thing to say."""
    secrets = checks.secrets_in(document)
    lines = {problem.line for problem in secrets}
    return sorted(secrets + [problem for problem in document.problems if problem.line not in lines])


def _secrets(environ: Mapping[str, str]) -> tuple[Secrets, list[Problem]]:
    values = {key: environ.get(name, "").strip() or None for key, name in checks.VARIABLES.items()}
    problems = []
    for field_name, prefix in (("bot_token", "xapp-"), ("app_token", "xoxb-")):
        if (values[field_name] or "").startswith(prefix):
            name = checks.VARIABLES[field_name]
            other = "xoxb-" if prefix == "xapp-" else "xapp-"
            what = f"holds a token that begins with {prefix}"
            problems.append(
                Problem("environment", 0, name, what, f"one that begins with {other}", "Are the two tokens swapped?")
            )
    if (values["client_id"] is None) != (values["client_secret"] is None):
        name = "SLACK_CLIENT_SECRET" if values["client_secret"] is None else "SLACK_CLIENT_ID"
        what = "is not set, though the other of the pair is"
        problems.append(
            Problem("environment", 0, name, what, "both SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, or neither")
        )
    return Secrets(**values), problems
