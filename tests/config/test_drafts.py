"""``editor_channel`` and ``draft_at`` belong together, and the draft comes before the digest."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from digestbot.config import load
from digestbot.errors import ConfigError


def channels(folder: Path, lines: str) -> Path:
    (folder / "channels.yaml").write_text(f'channels:\n  - channel: "#news"\n    at: "08:30"\n{lines}')
    return folder


def test_both_reach_the_channel(tmp_path: Path) -> None:
    channels(tmp_path, '    editor_channel: "#editors"\n    draft_at: "08:00"\n')
    (channel,) = load(tmp_path, {}).channels
    assert (channel.editor_channel, channel.draft_at) == ("#editors", time(8, 0))


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('    editor_channel: "#editors"\n', "belong together"),
        ('    draft_at: "08:00"\n', "belong together"),
        ('    editor_channel: "#editors"\n    draft_at: "08:30"\n', "not before at"),
        ('    editor_channel: "Editors here"\n    draft_at: "08:00"\n', "is not a channel"),
    ],
)
def test_what_cannot_work_is_refused(tmp_path: Path, lines: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(channels(tmp_path, lines), {})
    assert any(told in problem for problem in caught.value.problems)
