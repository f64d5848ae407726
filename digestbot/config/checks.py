"""Judges what no single entry can: repeats, unknown topics, secrets in files, files that nobody reads.

Takes documents and validated entries, returns located problems; it reads nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

from digestbot.config.documents import Document, Place, key_text
from digestbot.config.models import SourceEntry
from digestbot.config.problems import TOKEN, Problem, did_you_mean, listing, show
from digestbot.urls import host, slug

VARIABLES = {
    "bot_token": "SLACK_BOT_TOKEN",
    "app_token": "SLACK_APP_TOKEN",
    "signing_secret": "SLACK_SIGNING_SECRET",
    "client_id": "SLACK_CLIENT_ID",
    "client_secret": "SLACK_CLIENT_SECRET",
}
_SECRET_KEY = re.compile(r"(?:^|_)(?:token|secret|password|passwd|api_?key)$", re.IGNORECASE)
_CREDENTIALS = re.compile(r"^[a-z]+://[^/?#]*@", re.IGNORECASE)


def secrets_in(document: Document) -> list[Problem]:
    """Tokens anywhere in the text, comments too, and keys that ask for one. The value is never repeated."""
    found: dict[int, Problem] = {}
    lines = {line: place for place, line in document.lines.items()}
    for number, line in enumerate(document.text.split("\n"), start=1):
        if token := TOKEN.search(line):
            name = "SLACK_APP_TOKEN" if token.group().startswith("xapp") else "SLACK_BOT_TOKEN"
            found[number] = _secret(document, number, key_text(lines.get(number, ())), name)
    for place, value in _leaves(document.data, ()):
        key = str(place[-1]) if place else ""
        if _SECRET_KEY.search(key) and value is not None:
            name = next((v for k, v in VARIABLES.items() if k in key.lower()), _variable_for(key))
            number = document.line(place)
            found.setdefault(number, _secret(document, number, key_text(place), name))
    return [problem for _, problem in sorted(found.items())]


def _variable_for(key: str) -> str:
    near = {v.removeprefix("SLACK_").lower(): v for v in VARIABLES.values()}
    return next((v for k, v in near.items() if key.lower() in k), "SLACK_BOT_TOKEN")


def _secret(document: Document, line: int, key: str, variable: str) -> Problem:
    what = "a secret does not belong in a file"
    hint = f"Delete it here, put it into the environment variable {variable}, and have Slack issue a new one."
    return Problem(str(document.path), line, key, what, "", hint)


def _leaves(value: object, place: Place) -> Iterator[tuple[Place, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*place, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, (*place, number))
    else:
        yield place, value


def source_ids(entries: Mapping[int, SourceEntry]) -> dict[int, str]:
    """The id each source ends up with; given ids come first, then slugs made unique in file order with -2, -3."""
    ids = {number: entry.id for number, entry in entries.items() if entry.id is not None}
    taken = set(ids.values())
    for number, entry in entries.items():
        if entry.id is None:
            ids[number] = free_id(entry.title, entry.url, taken)
            taken.add(ids[number])
    return ids


def free_id(title: str, url: str, taken: Container[str]) -> str:
    """A slug of the title or else the host, with -2, -3 … when it is taken."""
    base = slug(title) or slug(host(url).removeprefix("www.")) or "source"
    candidate, count = base, 1
    while candidate in taken:
        count += 1
        candidate = f"{base}-{count}"
    return candidate


def repeated(document: Document, section: str, key: str, fold: Callable[[str], str], within: str = "") -> list[Problem]:
    """Entries whose ``key`` says the same as that of an earlier one once ``fold`` has evened out the spelling.

    ``within``: a key whose value keeps entries apart.
    """
    first: dict[tuple[str, object], int] = {}
    problems = []
    for number, row in rows(document, section):
        value = row.get(key)
        if not isinstance(value, str) or not value.strip():
            continue
        folded = (fold(value.strip()), str(row.get(within) or ""))
        if folded in first:
            line = document.line((section, first[folded], key))
            what = f"{show(value)} is the same {key} as in line {line}"
            problems.append(document.problem((section, number, key), what, f"each {key} once"))
        else:
            first[folded] = number
    return problems


def unknown_topics(document: Document, section: str, known: Sequence[str]) -> list[Problem]:
    """Topic ids, also those of examples, that ``topics.yaml`` does not define."""
    problems = []
    for number, row in rows(document, section):
        for place, value in _leaves(row, (section, number)):
            if len(place) < 4 or place[-2] != "topics" or not isinstance(value, str) or value in known:
                continue
            hint = did_you_mean(value, known)
            problems.append(document.problem(place, f"{show(value)} is not a topic", listing(known), hint))
    return problems


def rows(document: Document, section: str) -> list[tuple[int, dict[str, object]]]:
    """The entries of a list file that are mappings, with their position, right or wrong in what they hold."""
    data = document.data.get(section) if isinstance(document.data, dict) else None
    return [(n, row) for n, row in enumerate(data) if isinstance(row, dict)] if isinstance(data, list) else []


def credentials_in(entries: Mapping[int, SourceEntry], document: Document) -> list[Problem]:
    """Addresses with user and password: they work, but everybody who may read the file can use them."""
    return [
        document.problem(
            ("sources", number, "url"),
            f"{show(entry.url)} holds a user name or password",
            "",
            "Anybody who can read this file can use it; ask the publisher for an address without.",
        )
        for number, entry in entries.items()
        if _CREDENTIALS.match(entry.url)
    ]


def unread_files(names: Iterable[str], known: Sequence[str], folder: str) -> tuple[list[Problem], list[Problem]]:
    """YAML files that nobody reads: (errors for near misses such as ``sources.yml``, warnings for the rest)."""
    errors: list[Problem] = []
    warnings: list[Problem] = []
    for name in sorted(names):
        if name in known or not name.endswith((".yaml", ".yml")):
            continue
        stem = name.rpartition(".")[0]
        near = f"{stem}.yaml" if f"{stem}.yaml" in known else ""
        hint = f"Rename it to {near}." if near else did_you_mean(name, known)
        problem = Problem(f"{folder}/{name}", 0, "", "this file is not read", listing(known), hint)
        (errors if near else warnings).append(problem)
    return errors, warnings
