"""The shape, bounds and defaults of ``settings.yaml``; every key may be left out."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from digestbot.config.problems import refuse, show
from digestbot.config.quantities import Clock, Flag, Line, Probability, Size, Span, Url, Within, Zone
from digestbot.types import Weekday

# A source asked more often than this is a burden to its owner; feeds rarely allow less in their own ``ttl``.
SHORTEST_INTERVAL = "5m"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Section(BaseModel):
    """A part of a configuration file: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _printable(value: str) -> str:
    if not (value.isascii() and value.isprintable()):
        raise refuse(f"{show(value)} cannot stand in a User-Agent", "plain ASCII: an address or e-mail address")
    return value


def _user_id(value: str) -> str:
    if not (value.isascii() and value.isalnum() and value.isupper() and value[0] in "UW"):
        raise refuse(
            f"{show(value)} is not a Slack user id",
            "ids such as U012ABCDEF",
            "In Slack: profile, three dots, Copy member ID.",
        )
    return value


def _team_id(value: str) -> str:
    if not (value.isascii() and value.isalnum() and value.isupper() and value[0] == "T" and len(value) > 1):
        raise refuse(
            f"{show(value)} is not the id of a Slack workspace",
            "ids such as T012ABCDEF",
            "In a browser it is the part of app.slack.com/client/T… that begins with T.",
        )
    return value


TeamId = Annotated[Line, AfterValidator(_team_id)]


def _api_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise refuse(f"{show(value)} would send the tokens unencrypted", "https, or http to this machine")
    return value.rstrip("/") + "/"


def _scheduler(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("tcp", "tls", "ws", "wss", "ucx", "inproc") or not parts.netloc:
        raise refuse(f"{show(value)} is not the address of a Dask scheduler", "such as tcp://host:8786")
    return value


class Network(Section):
    """How the bot behaves towards other people's servers."""

    allow_private_addresses: Flag = Field(default=False, description="true only for tests and intranets.")
    contact: Annotated[Line, Field(max_length=200), AfterValidator(_printable)] = Field(
        default="", description="Goes into the User-Agent, so that a publisher can reach you."
    )
    max_response_bytes: Annotated[int, Size("1KB", "1GB")] = 10_000_000
    timeout: Annotated[timedelta, Span("100ms", "10m")] = timedelta(seconds=30)
    idle_timeout: Annotated[timedelta, Span("100ms", "10m")] = timedelta(seconds=10)
    max_redirects: Annotated[int, Within(0, 20)] = 8
    concurrency: Annotated[int, Within(1, 200)] = 20
    per_host_concurrency: Annotated[int, Within(1, 20)] = 2
    per_host_delay: Annotated[timedelta, Span("0s", "10m")] = timedelta(seconds=1)
    pages_per_host: Annotated[int, Within(1, 10_000)] = Field(
        default=20, description="Article pages fetched from one host in one round; the rest wait for the next."
    )
    fetch_pages: Flag = True
    obey_robots: Flag = True


class Polling(Section):
    """How often a source without ``every`` is asked; the interval adapts between the two bounds."""

    min_interval: Annotated[timedelta, Span(SHORTEST_INTERVAL, "30d")] = timedelta(minutes=15)
    default_interval: Annotated[timedelta, Span(SHORTEST_INTERVAL, "30d")] = timedelta(hours=1)
    max_interval: Annotated[timedelta, Span(SHORTEST_INTERVAL, "30d")] = timedelta(days=1)
    new_source_days: Annotated[int, Within(0, 365)] = Field(
        default=3,
        description="Entries older than this are archive, not news, when a source is polled for the first time.",
    )
    full_fetch_every: Annotated[int, Within(1, 1000)] = Field(
        default=20, description="After so many 'unchanged' in a row, fetch in full: some servers answer 304 for ever."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.min_interval <= self.default_interval <= self.max_interval:
            raise refuse("the intervals are out of order", "min_interval ≤ default_interval ≤ max_interval")
        return self


class Retention(Section):
    """How long things are kept."""

    text: Annotated[timedelta, Span("30d", "100y")] = timedelta(days=5 * 365)
    digests: Annotated[timedelta, Span("30d", "100y")] = timedelta(days=2 * 365)


class Model(Section):
    """The topic model."""

    relevance_threshold: Annotated[float, Probability] | None = Field(
        default=None, description="Probability from which an item counts as relevant; left out: fitted with the model."
    )
    retrain_at: Clock | None = Field(default=time(3, 30), description="When the nightly training runs; null: never.")
    ask_on: Weekday | None = Field(
        default="tue",
        description="Day on which the admins are asked about a few articles the model is unsure of; null: never.",
    )
    ask_at: Clock = Field(default=time(10, 0), description="The hour of that day.")


class Slack(Section):
    """The Slack app. Tokens are not set here but in the environment."""

    api_url: Annotated[Url, AfterValidator(_api_url)] = "https://slack.com/api/"
    mode: Literal["socket", "http"] = "socket"
    admins: tuple[Annotated[Line, AfterValidator(_user_id)], ...] = ()
    admin_channel: Line | None = None
    workspaces: tuple[TeamId, ...] = Field(
        default=(),
        description="Ids of other workspaces that may install the app; needs SLACK_CLIENT_ID and SLACK_CLIENT_SECRET. "
        "Without SLACK_BOT_TOKEN the first is home.",
    )
    http_host: Line = "127.0.0.1"
    http_port: Annotated[int, Within(0, 65535)] = 3000


class Executor(Section):
    """Where the heavy work runs."""

    kind: Literal["processes", "dask"] = "processes"
    workers: Annotated[int, Within(1, 1024)] | None = Field(default=None, description="null: one per core.")
    scheduler: Annotated[Line, AfterValidator(_scheduler)] | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == "dask" and self.scheduler is None:
            raise refuse("kind is dask, but no scheduler is named", "scheduler: tcp://host:8786, or kind: processes")
        if self.kind != "dask" and self.scheduler is not None:
            raise refuse("a scheduler is named, but kind is processes", "kind: dask with it, or no scheduler")
        return self


class Service(Section):
    """The running service."""

    metrics_port: Annotated[int, Within(0, 65535)] | None = Field(
        default=None, description="Prometheus metrics on this port of this machine; null: none."
    )
    timezone: Zone = Field(default="Europe/London", description="For channels that name none, and for retrain_at.")
    log_format: Literal["text", "json"] = "text"
    public_url: Url | None = Field(
        default=None,
        description="Where the web reaches this service, for sources that tell of news as it comes (WebSub); "
        "null: all are polled.",
    )
    listen_host: Line = Field(default="127.0.0.1", description="Where those calls arrive, from your reverse proxy.")
    listen_port: Annotated[int, Within(0, 65535)] = 3001


class Settings(Section):
    """``settings.yaml``, complete: what the file leaves out has its default."""

    network: Network = Network()
    polling: Polling = Polling()
    retention: Retention = Retention()
    model: Model = Model()
    slack: Slack = Slack()
    executor: Executor = Executor()
    service: Service = Service()
