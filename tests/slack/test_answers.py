from __future__ import annotations

import pytest

from digestbot.slack import answers, inputs
from digestbot.types import Channel


@pytest.mark.parametrize(
    ("channel", "told"),
    [
        (Channel("#a"), "weekdays at 08:30 (Europe/London), at most 12 stories"),
        (Channel("#a", days=(), weekly="mon"), "weekly round-up on Mon at 08:30 (Europe/London), at most 12 stories"),
        (
            Channel("#a", days=("tue",), weekly="fri"),
            "Tue at 08:30 (Europe/London), at most 12 stories, weekly round-up on Fri",
        ),
        (
            Channel("#a", days=(), alerts=("right to provide", "mutual")),
            "no digest; told at once: “right to provide”, “mutual”",
        ),
    ],
)
def test_a_schedule_says_what_comes(channel: Channel, told: str) -> None:
    assert answers.schedule(channel, None) == told


def test_an_address_in_a_problem_keeps_its_letters() -> None:
    assert inputs.told("https://x.example: nothing answers", "p")["elements"][0]["text"].startswith("⚠ https")
    assert inputs.told("nothing answers", "p")["elements"][0]["text"].startswith("⚠ Nothing")
