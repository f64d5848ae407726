"""A Slack workspace, and the addresses of its channels and people: what Slack calls them is unique within it only.

The home workspace's keep Slack's own names (``#news``, ``U1``); another's stand behind its team id (``T2/#news``,
``T2/U1``). So everything that is kept under a channel's or a person's name belongs to one workspace by its key.
"""

from __future__ import annotations

from dataclasses import dataclass

BETWEEN = "/"  # in no id and no name of Slack's


@dataclass(frozen=True, slots=True)
class Workspace:
    """``team`` is Slack's id of it; "" the home workspace, that of ``SLACK_BOT_TOKEN`` or else the first listed."""

    team: str = ""

    def address(self, name: str) -> str:
        """The address of a channel or person that Slack calls ``name`` here."""
        return f"{self.team}{BETWEEN}{name}" if self.team else name

    def holds(self, address: str) -> bool:
        """Whether an address is of this workspace."""
        return workspace_of(address) == self


HOME = Workspace()


def workspace_of(address: str) -> Workspace:
    """The workspace that an address is of."""
    return Workspace(address.rpartition(BETWEEN)[0])


def local(address: str) -> str:
    """What Slack calls an address's channel or person in its own workspace."""
    return address.rpartition(BETWEEN)[2]
