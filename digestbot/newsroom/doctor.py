"""Whether this installation is fit to run: configuration, tokens, database, model, disk and sources, one check each."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from digestbot.config import Config, load
from digestbot.errors import ConfigError, ModelError, StoreError
from digestbot.newsroom.records import Check

UNWELL_SHOWN = 5  # sources in the one line of a check; `sources list` has them all, the unwell first
DISK_NEEDED = 500_000_000  # bytes: a year of a hundred sources, and room for one backup


def examine(config_folder: Path, state_folder: Path, environ: Mapping[str, str] = os.environ) -> list[Check]:
    """Every check, in the order in which an admin would mend things. Changes nothing but makes the database."""
    checks: list[Check] = []
    config: Config | None = None
    try:
        config = load(config_folder, environ)
    except ConfigError as error:
        checks.append(Check("configuration", False, "; ".join(error.problems)))
    else:
        told = f"{len(config.sources)} sources, {len(config.channels)} channels, {len(config.topics)} topics"
        checks.append(Check("configuration", True, told))
        checks.extend(Check("configuration", False, warning) for warning in config.warnings)
        checks.append(_sources(config))
        checks.extend(_tokens(config))
        checks.append(_model(config, state_folder))
    checks.append(_database(state_folder))
    if config is not None and config.sources:
        checks.append(_health(config, state_folder))
    checks.append(_disk(state_folder))
    return checks


def _sources(config: Config) -> Check:
    if not config.sources:
        return Check("sources", False, "none yet: `digestbot sources add URL` adds one")
    paused = sum(source.paused for source in config.sources)
    told = f"{len(config.sources) - paused} watched, {paused} paused; `digestbot sources check` asks each of them"
    return Check("sources", True, told)


def _tokens(config: Config) -> list[Check]:
    secrets, slack = config.secrets, config.settings.slack
    if not secrets.connects:
        return [Check("slack", True, "no SLACK_BOT_TOKEN: digests go to the terminal and to state/digests/")]
    checks = []
    if slack.mode == "socket" and secrets.app_token is None:
        checks.append(
            Check("slack", False, "mode is socket: set SLACK_APP_TOKEN (Basic Information, App-Level Tokens)")
        )
    if slack.mode == "http" and secrets.signing_secret is None:
        checks.append(Check("slack", False, "mode is http: set SLACK_SIGNING_SECRET (Basic Information)"))
    from digestbot.slack.setup import token_problem

    if secrets.bot_token is None:
        told = "several workspaces: each is checked by /digest setup in it"
        return [*checks, Check("slack", True, told)]
    problem = token_problem(secrets.bot_token, slack.api_url)
    checks.append(Check("slack", problem is None, problem or "the bot token works and has the scopes it needs"))
    return checks


def _model(config: Config, state_folder: Path) -> Check:
    from digestbot.topics import MODEL_FILE, load

    try:
        model = load(state_folder / MODEL_FILE, config.topics)
    except ModelError as error:
        return Check("model", False, str(error))
    return Check("model", not model.notice, model.notice or "the topic model loads")


def _database(state_folder: Path) -> Check:
    from digestbot.store import FILE_NAME, Store

    try:
        with Store.open(state_folder / FILE_NAME) as store:
            problems = store.check()
            stats = store.stats()
    except StoreError as error:
        return Check("database", False, str(error))
    if problems:
        return Check("database", False, f"{'; '.join(problems)}: restore a backup made with `digestbot backup`")
    told = f"{stats['items']:,} articles, {stats['relevant']:,} relevant news, {stats['stories']:,} stories"
    size = (stats["file_bytes"] + stats["wal_bytes"]) / 1e6
    failed = stats["deliveries_failed"]
    advice = f"; {failed} digests were given up, `state/digests/` has them" if failed else ""
    return Check("database", not failed, f"{told}, {size:.1f} MB, schema version {stats['schema_version']}{advice}")


def _health(config: Config, state_folder: Path) -> Check:
    from digestbot.newsroom.watching import stand
    from digestbot.store import FILE_NAME, Store

    now = datetime.now(UTC)
    try:
        with Store.open(state_folder / FILE_NAME) as store:
            states = store.sources.all()
            found = [stand(store, source, states, now=now) for source in config.sources]
    except StoreError as error:
        return Check("source health", False, str(error))
    unwell = [one for one in found if not one.well]
    if not unwell:
        read = sum(one.state.succeeded_at is not None for one in found)
        return Check("source health", True, f"{read} of {len(found)} sources have been read, none needs attention")
    told = [f"{one.name}: {one.advice}" for one in unwell[:UNWELL_SHOWN]]
    more = [f"and {len(unwell) - UNWELL_SHOWN} more"] if len(unwell) > UNWELL_SHOWN else []
    return Check("source health", False, f"{len(unwell)} of {len(found)} need attention: {' | '.join(told + more)}")


def _disk(state_folder: Path) -> Check:
    try:
        state_folder.mkdir(parents=True, exist_ok=True)
        probe = state_folder / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
        free = shutil.disk_usage(state_folder).free
    except OSError as error:
        return Check("disk", False, f"{state_folder} cannot be written: {error.strerror}")
    enough = free >= DISK_NEEDED
    advice = "" if enough else f"; at least {DISK_NEEDED / 1e6:.0f} MB are wanted"
    return Check("disk", enough, f"{free / 1e9:.1f} GB free in {state_folder}{advice}")
