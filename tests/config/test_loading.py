"""What an admin reads when a file is wrong, and what there is when files are missing."""

from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path

import pytest

from digestbot.config import Settings, default_topics, load
from digestbot.errors import ConfigError

TOPICS = (
    "co-operatives, community-ownership, employee-ownership, events-awards, financial-mutuals, health-care, housing, "
    "leadership, policy, procurement, public-service-mutuals, research, social-enterprise or social-finance"
)


def problems(folder: Path, environ: dict[str, str] | None = None, **files: str | bytes) -> list[str]:
    """The problems of a folder that holds ``files``, without the folder's own name."""
    for name, content in files.items():
        (folder / f"{name}.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    try:
        load(folder, environ or {})
    except ConfigError as exc:
        return [line.replace(f"{folder}/", "") for line in exc.problems]
    return []


def source(line: str) -> str:
    return f"sources:\n  - url: https://a.example/feed\n    {line}\n"


def channel(line: str) -> str:
    return f'channels:\n  - channel: "#news"\n    {line}\n'


def test_no_folder_at_all_gives_complete_defaults(tmp_path: Path) -> None:
    config = load(tmp_path / "nowhere", {})
    assert (config.sources, config.channels, config.settings) == ((), (), Settings())
    assert len(config.topics) == 14
    assert config.warnings == (f"{tmp_path}/nowhere: there is no such folder, so defaults are used.",)


@pytest.mark.parametrize("content", ["", "\n\n", "# only a comment\n", "---\n", "null\n", "{}\n"])
def test_an_empty_file_is_a_file_of_defaults(tmp_path: Path, content: str) -> None:
    assert problems(tmp_path, sources=content, topics=content, channels=content, settings=content) == []
    assert load(tmp_path, {}).topics == default_topics()


def test_sections_without_content_have_their_defaults(tmp_path: Path) -> None:
    assert problems(tmp_path, sources="sources:\n", channels="channels:\n", settings="network:\nslack:\n") == []
    assert load(tmp_path, {}).settings == Settings()


def test_a_file_in_the_place_of_the_folder_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("")
    with pytest.raises(ConfigError, match="this is a file"):
        load(tmp_path / "config", {})


def test_everything_a_source_can_say_arrives(tmp_path: Path) -> None:
    lines = "id: x\n    kind: site\n    title: X\n    weight: 2\n    every: 30m\n    topics: [housing]\n    paused: yes"
    assert problems(tmp_path, sources=source(lines + "\n    link_pattern: /news/\\d{4}/")) == []
    (found,) = load(tmp_path, {}).sources
    assert (found.id, found.kind, found.title, found.weight, found.every) == (
        "x",
        "site",
        "X",
        2.0,
        timedelta(minutes=30),
    )
    assert (found.topics, found.paused, found.link_pattern) == (("housing",), True, r"/news/\d{4}/")


def test_ids_come_from_title_or_host_and_are_made_unique_in_order(tmp_path: Path) -> None:
    rows = ["url: https://www.a.example/1", "url: https://a.example/2", "{url: https://b.example/, title: A. Example!}"]
    rows += ["{url: https://c.example/, id: a-example-2}"]
    (tmp_path / "sources.yaml").write_text("sources:\n" + "".join(f"  - {row}\n" for row in rows))
    ids = [found.id for found in load(tmp_path, {}).sources]
    assert ids == ["a-example", "a-example-3", "a-example-4", "a-example-2"]


def test_every_mistake_of_every_file_is_reported_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        sources=source("weight: 11\n    titel: x") + "  - url: nowhere\n",
        topics="topics:\n  - id: Big\n",
        channels=channel("at: 25:00"),
        settings="network: {timeout: 1}\n",
        environ={"SLACK_BOT_TOKEN": "xapp-1-A", "SLACK_APP_TOKEN": "xoxb-1"},
    )
    assert [line.split(": ")[0] + " " + line.split(": ")[1] for line in found] == [
        "sources.yaml:3 sources[1].weight",
        "sources.yaml:4 sources[1].titel",
        "sources.yaml:5 sources[2].url",
        "topics.yaml:2 topics[1].definition",
        "topics.yaml:2 topics[1].id",
        "topics.yaml:2 topics[1].label",
        "channels.yaml:3 channels[1].at",
        "settings.yaml:1 network.timeout",
        "environment SLACK_BOT_TOKEN",
        "environment SLACK_APP_TOKEN",
    ]


SAID = [
    (
        "titel: Example",
        (
            'titel: unknown key, its value is "Example". Did you mean "title"? '
            "Allowed: every, id, kind, link_pattern, paused, title, topics, url or weight."
        ),
    ),
    ("kind: fed", 'kind: "fed" is not one of the choices. Did you mean "feed"? Allowed: feed, site or sitemap.'),
    ("weight: 11", "weight: 11 is out of range. Allowed: a number, 0 to 10."),
    ("weight: true", "weight: true is not a number. Allowed: a number, 0 to 10."),
    ("weight: .nan", 'weight: ".nan" is not a finite number. Allowed: a number.'),
    ("weight: -.inf", 'weight: "-.inf" is not a finite number. Allowed: a number.'),
    ("weight: " + "9" * 5000, f'weight: "{"9" * 57}…" is too large a number.'),
    (
        "every: 4m",
        'every: "4m" is too short. Allowed: a duration from 5m to 30d, such as 30m, 12h, 7d, 2w or 5y.',
    ),
    ("every: 30", "every: 30 is not a duration. Allowed: a duration from 5m to 30d, such as 30m, 12h, 7d, 2w or 5y."),
    ("title: 2026", 'title: 2026 is not text. Put it in quotes: "2026". Allowed: text.'),
    ("title: [a]", "title: a list is not text. Allowed: text."),
    ('title: "a\\nb"', 'title: "a\\nb" holds a line break or control character. Allowed: one line of text.'),
    ("paused: maybe", 'paused: "maybe" is neither true nor false. Allowed: true or false.'),
    ("topics: housing", 'topics: "housing" stands where a list is expected. Allowed: a list such as [a, b].'),
    (
        "topics: [policy, co-operativs]",
        f'topics[2]: "co-operativs" is not a topic. Did you mean "co-operatives"? Allowed: {TOPICS}.',
    ),
    ("topics: [policy, policy]", 'topics: "policy" is listed twice. Allowed: each only once.'),
    (
        "id: Big News",
        'id: "Big News" is not an id. Allowed: lower-case letters, digits and hyphens, at most 64 characters.',
    ),
    (
        "link_pattern: (a",
        (
            'link_pattern: the pattern "(a" is not a regular expression: '
            "missing ), unterminated subpattern at position 0. "
            r"Allowed: a Python regular expression such as /news/\d{4}/."
        ),
    ),
    ("title: !!python/name:os.system x", 'title: the tag "!!python/name:os.system" is not used here. Remove it.'),
]


@pytest.mark.parametrize(("line", "said"), SAID, ids=[line[:30] for line, _ in SAID])
def test_a_mistake_in_a_source_names_file_line_key_value_and_what_is_allowed(
    tmp_path: Path, line: str, said: str
) -> None:
    assert problems(tmp_path, sources=source(line)) == [f"sources.yaml:3: sources[1].{said}"]


URLS = [
    (
        "a.example/feed",
        (
            '"a.example/feed" is not a web address. Did you mean "https://a.example/feed"? '
            "Allowed: an address that begins with https:// or http://."
        ),
    ),
    (
        "ftp://a.example/",
        '"ftp://a.example/" is not a web address. Allowed: an address that begins with https:// or http://.',
    ),
    (
        "javascript:alert(1)",
        '"javascript:alert(1)" is not a web address. Allowed: an address that begins with https:// or http://.',
    ),
    ("", "the value is empty. Allowed: url: with a value."),
]


@pytest.mark.parametrize(("url", "said"), URLS, ids=[url or "empty" for url, _ in URLS])
def test_an_address_that_is_none_is_refused(tmp_path: Path, url: str, said: str) -> None:
    assert problems(tmp_path, sources=f"sources:\n  - url: {url}\n") == [f"sources.yaml:2: sources[1].url: {said}"]


def test_the_same_address_twice_is_refused_however_it_is_written(tmp_path: Path) -> None:
    two = "sources:\n  - url: https://a.example/feed\n\n  - url: http://WWW.a.example:80/feed/?utm_source=x\n"
    assert problems(tmp_path, sources=two) == [
        (
            'sources.yaml:4: sources[2].url: "http://WWW.a.example:80/feed/?utm_source=x" is the same url as '
            "in line 2. "
            "Allowed: each url once."
        )
    ]


def test_the_same_id_twice_is_refused(tmp_path: Path) -> None:
    two = "sources:\n  - {url: https://a.example/, id: a}\n  - {url: https://b.example/, id: a}\n"
    assert problems(tmp_path, sources=two) == [
        'sources.yaml:3: sources[2].id: "a" is the same id as in line 2. Allowed: each id once.'
    ]


def test_a_mapping_in_the_place_of_the_list_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, sources="sources:\n  url: https://a.example/\n") == [
        "sources.yaml:1: sources: a mapping of keys stands where a list is expected. Allowed: a list such as [a, b]."
    ]


def test_a_list_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (said,) = problems(tmp_path, sources="- url: https://a.example/\n")
    assert said == (
        "sources.yaml:1: a list stands where a mapping is expected. Allowed: keys with values, such as sources: …."
    )


def test_an_address_alone_is_no_entry(tmp_path: Path) -> None:
    assert problems(tmp_path, sources="sources:\n  - https://a.example/\n") == [
        (
            'sources.yaml:2: sources[1]: "https://a.example/" stands where a mapping is expected. '
            "Allowed: keys with values, such as url: …."
        )
    ]


CHANNELS = [
    ("at: 25:00", 'at: "25:00" is not a time of day. Allowed: 00:00 to 23:59, such as 08:30.'),
    ("at: 830", "at: 830 is not a time of day. Allowed: 00:00 to 23:59, such as 08:30."),
    ("days: [monday]", ('days[1]: "monday" is not one of the choices. Did you mean "mon"? Allowed: mon, tue, wed, thu, '
        "fri, sat or sun.")),
    (
        "timezone: Europe/Lundon",
        ('timezone: "Europe/Lundon" is not a time zone. Did you mean "Europe/London"? '
        "Allowed: a name of the IANA time zone database, such as Europe/London or UTC."),
    ),
    ("timezone: BST",
     ('timezone: "BST" is not a time zone. '
      "Allowed: a name of the IANA time zone database, such as Europe/London or UTC.")),
    ("max_stories: 51", "max_stories: 51 is out of range. Allowed: a whole number, 1 to 50."),
    ("max_stories: 1.5", "max_stories: 1.5 is not a whole number. Allowed: a whole number, 1 to 50."),
    ('alerts: [""]', 'alerts[1]: "" is too short. Allowed: at least 2 characters.'),
]  # fmt: skip


@pytest.mark.parametrize(("line", "said"), CHANNELS, ids=[line for line, _ in CHANNELS])
def test_a_mistake_in_a_channel_says_what_is_allowed(tmp_path: Path, line: str, said: str) -> None:
    assert problems(tmp_path, channels=channel(line)) == [f"channels.yaml:3: channels[1].{said}"]


def test_a_channel_that_would_get_nothing_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, channels=channel("days: []")) == [
        (
            "channels.yaml:2: channels[1]: no days, no weekly and no alerts: nothing would ever be posted. "
            "Allowed: at least one of them."
        )
    ]


def test_a_channel_name_lost_in_a_comment_is_explained(tmp_path: Path) -> None:
    assert problems(tmp_path, channels="channels:\n  - channel: #news\n") == [
        (
            "channels.yaml:2: channels[1].channel: the name is empty. A name that begins with # must stand in quotes. "
            'Allowed: such as "#mutuals-news".'
        )
    ]


def test_the_same_channel_twice_is_refused_with_and_without_hash(tmp_path: Path) -> None:
    assert problems(tmp_path, channels='channels:\n  - channel: "#news"\n  - channel: news\n') == [
        'channels.yaml:3: channels[2].channel: "news" is the same channel as in line 2. Allowed: each channel once.'
    ]


def test_a_channel_of_that_name_may_be_in_each_workspace_once(tmp_path: Path) -> None:
    rows = '  - channel: "#news"\n  - {channel: "#news", workspace: T2AB, editor_channel: desk, draft_at: "08:00"}\n'
    assert problems(tmp_path, channels=f"channels:\n{rows}") == []
    home, other = load(tmp_path, {}).channels
    assert (home.channel, other.channel, other.editor_channel) == ("#news", "T2AB/#news", "T2AB/desk")
    assert load(tmp_path, {}).channel("T2AB/news") == other
    again = "  - {channel: news, workspace: T2AB}\n"
    assert "same channel as in line 3" in problems(tmp_path, channels=f"channels:\n{rows}{again}")[0]


@pytest.mark.parametrize("workspace", ["t2", "C012", "T", "T2/3", "news"])
def test_what_is_no_workspace_is_refused(tmp_path: Path, workspace: str) -> None:
    (problem,) = problems(tmp_path, channels=f'channels:\n  - {{channel: "#news", workspace: "{workspace}"}}\n')
    assert "is not the id of a Slack workspace" in problem


def test_half_of_what_installing_needs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="SLACK_CLIENT_SECRET: is not set"):
        load(tmp_path, {"SLACK_CLIENT_ID": "1.2"})
    secrets = load(tmp_path, {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s"}).secrets
    assert (secrets.several, secrets.connects) == (True, True)


@pytest.mark.parametrize("written", ["8:30", "08:30", '"8:30"', "08:30:00"])
def test_a_time_of_day_needs_no_quotes(tmp_path: Path, written: str) -> None:
    assert problems(tmp_path, channels=channel(f"at: {written}")) == []
    assert load(tmp_path, {}).channels[0].at == time(8, 30)


def test_a_channel_without_a_time_zone_has_that_of_the_service(tmp_path: Path) -> None:
    assert problems(tmp_path, channels=channel("at: 8:30"), settings="service: {timezone: Asia/Kolkata}\n") == []
    assert load(tmp_path, {}).channels[0].timezone == "Asia/Kolkata"


SETTINGS = [
    ("model: {ask_on: never}",
     ('model.ask_on: "never" is not one of the choices. '
      "Allowed: mon, tue, wed, thu, fri, sat or sun; or null for never.")),
    ("model: {retrain_at: off}",
     'model.retrain_at: "off" is not a time of day. Allowed: 00:00 to 23:59, such as 08:30; or null for never.'),
    ("slack: {mode: sockets}",
     'slack.mode: "sockets" is not one of the choices. Did you mean "socket"? Allowed: socket or http.'),
    (
        "slack: {admins: [bob]}",
        ('slack.admins[1]: "bob" is not a Slack user id. In Slack: profile, three dots, Copy member ID. '
        "Allowed: ids such as U012ABCDEF."),
    ),
    (
        "slack: {api_url: http://slack.example/api}",
        ('slack.api_url: "http://slack.example/api" would send the tokens unencrypted. '
        "Allowed: https, or http to this machine."),
    ),
    (
        "network: {max_response_bytes: 10XB}",
        'network.max_response_bytes: "10XB" is not a size. Allowed: a size from 1KB to 1GB, such as 500KB or 10MB.',
    ),
    (
        'network: {contact: "a\\r\\nHost: b"}',
        'network.contact: "a\\r\\nHost: b" holds a line break or control character. Allowed: one line of text.',
    ),
    (
        "polling: {min_interval: 2h}",
        "polling: the intervals are out of order. Allowed: min_interval ≤ default_interval ≤ max_interval.",
    ),
    (
        "executor: {kind: dask}",
        "executor: kind is dask, but no scheduler is named. Allowed: scheduler: tcp://host:8786, or kind: processes.",
    ),
    (
        "model: {relevance_threshold: 1}",
        "model.relevance_threshold: 1 is out of range. Allowed: a number, more than 0 and less than 1.",
    ),
    (
        "netwrok: {}",
        ('netwrok: unknown key, its value is a mapping of keys. Did you mean "network"? '
        "Allowed: executor, model, network, polling, retention, service or slack."),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("line", "said"), SETTINGS, ids=[line for line, _ in SETTINGS])
def test_a_mistake_in_the_settings_says_what_is_allowed(tmp_path: Path, line: str, said: str) -> None:
    assert problems(tmp_path, settings=line + "\n") == [f"settings.yaml:1: {said}"]


def test_settings_are_read_in_their_notation(tmp_path: Path) -> None:
    text = (
        "network: {timeout: 1.5s, max_response_bytes: 2MiB}\nretention: {text: 2w}\n"
        "slack: {api_url: http://127.0.0.1:9/api}\n"
    )
    (said,) = problems(tmp_path, settings=text)
    assert said.startswith('settings.yaml:2: retention.text: "2w" is too short. Allowed: a duration from 30d to 100y')
    assert problems(tmp_path, settings=text.replace("2w", "5y")) == []
    settings = load(tmp_path, {}).settings
    assert settings.network.timeout == timedelta(seconds=1.5)
    assert settings.network.max_response_bytes == 2 * 1024 * 1024
    assert settings.retention.text == timedelta(days=5 * 365)
    assert settings.slack.api_url == "http://127.0.0.1:9/api/"


def test_null_switches_nightly_training_off(tmp_path: Path) -> None:
    assert problems(tmp_path, settings="model: {retrain_at: null}\n") == []
    assert load(tmp_path, {}).settings.model.retrain_at is None


def test_a_topic_carries_its_examples(tmp_path: Path) -> None:
    text = (
        "topics:\n  - id: repair\n    label: Repair\n    definition: |\n      About\n      repair.\n"
        "    terms: [repair café]\n"
        "    examples:\n      - A text.\n      - {title: T, text: Other, relevant: false}\n"
    )
    assert problems(tmp_path, topics=text) == []
    (topic,) = load(tmp_path, {}).topics
    assert topic.definition == "About repair."
    assert [(e.id, e.title, e.text, e.relevant, e.topics) for e in topic.examples] == [
        ("repair-1", "", "A text.", True, ("repair",)),
        ("repair-2", "T", "Other", False, ()),
    ]


def test_a_topic_taken_out_is_missed_where_it_is_used(tmp_path: Path) -> None:
    topics = "topics:\n  - {id: repair, label: Repair, definition: Repair.}\n"
    assert problems(tmp_path, topics=topics, sources=source("topics: [housing]")) == [
        'sources.yaml:3: sources[1].topics[1]: "housing" is not a topic. Allowed: repair.'
    ]


def test_a_broken_topics_file_does_not_make_every_topic_unknown(tmp_path: Path) -> None:
    found = problems(tmp_path, topics="topics: [", sources=source("topics: [my-own]"))
    assert [line.split(":")[0] for line in found] == ["topics.yaml"]


def test_facets_alone_are_not_enough(tmp_path: Path) -> None:
    topics = "topics:\n  - {id: policy, label: Policy, definition: Policy., kind: facet}\n"
    assert problems(tmp_path, topics=topics) == [
        "topics.yaml:1: topics: no core topic is left. Allowed: at least one topic of kind core."
    ]


# Secrets


@pytest.mark.parametrize(
    ("line", "variable"),
    [
        ("slack: {bot_token: abcdef}", "SLACK_BOT_TOKEN"),
        ("slack: {app_token: abcdef}", "SLACK_APP_TOKEN"),
        ("slack: {signing_secret: abcdef}", "SLACK_SIGNING_SECRET"),
        ("slack: {signing_secret: 12345678}", "SLACK_SIGNING_SECRET"),
        ("slack: {admin_channel: xoxb-123456789-abcdef}", "SLACK_BOT_TOKEN"),
        ("# xapp-1-A123456-abcdef", "SLACK_APP_TOKEN"),
    ],
)
def test_a_secret_in_a_file_is_an_error_that_names_the_variable_and_hides_the_secret(
    tmp_path: Path, line: str, variable: str
) -> None:
    (said,) = problems(tmp_path, settings=f"network: {{}}\n{line}\n")
    assert said.startswith("settings.yaml:2: ")
    assert said.endswith(
        "a secret does not belong in a file. Delete it here, put it into the environment variable "
        f"{variable}, and have Slack issue a new one."
    )
    assert "abcdef" not in said
    assert "12345678" not in said


def test_secrets_come_from_the_environment_and_repr_hides_them(tmp_path: Path) -> None:
    environ = {"SLACK_BOT_TOKEN": " xoxb-1-secret\n", "SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "secret"}
    config = load(tmp_path, environ)
    assert (config.secrets.bot_token, config.secrets.app_token) == ("xoxb-1-secret", None)
    assert repr(config.secrets) == (
        "Secrets(bot_token=set, app_token=not set, signing_secret=set, client_id=not set, client_secret=not set)"
    )
    assert "secret" not in re.sub("signing_secret|client_secret|secrets", "", repr(config))


def test_swapped_tokens_are_noticed(tmp_path: Path) -> None:
    assert problems(tmp_path, environ={"SLACK_BOT_TOKEN": "xapp-1-A"}) == [
        (
            "environment: SLACK_BOT_TOKEN: holds a token that begins with xapp-. Are the two tokens swapped? "
            "Allowed: one that begins with xoxb-."
        )
    ]


def test_credentials_in_an_address_are_warned_of_and_not_repeated(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("sources:\n  - url: https://ann:hunter2@a.example/feed?q=1&token=hush\n")
    config = load(tmp_path, {})
    assert config.sources[0].url == "https://ann:hunter2@a.example/feed?q=1&token=hush"
    assert config.warnings == (
        (
            f'{tmp_path}/sources.yaml:2: sources[1].url: "https://***@a.example/feed?q=1&token=***" holds a user '
            "name or password. Anybody who can read this file can use it; ask the publisher for an address without."
        ),
    )


# Files that nobody reads


def test_a_file_with_the_other_ending_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "sources.yml").write_text("sources: []")
    assert problems(tmp_path) == [
        (
            "sources.yml: this file is not read. Rename it to sources.yaml. "
            "Allowed: sources.yaml, topics.yaml, channels.yaml or settings.yaml."
        )
    ]


def test_a_stray_file_is_warned_of(tmp_path: Path) -> None:
    (tmp_path / "source.yaml").write_text("sources: []")
    (said,) = load(tmp_path, {}).warnings
    assert 'source.yaml: this file is not read. Did you mean "sources.yaml"?' in said


def test_config_finds_by_name(tmp_path: Path) -> None:
    (tmp_path / "channels.yaml").write_text(channel("at: 8:30"))
    config = load(tmp_path, {})
    assert config.channel("news") is config.channel("#news") is config.channels[0]
    assert config.channel("other") is None
    assert config.topic("housing") in config.topics
    assert config.source("nothing") is None
