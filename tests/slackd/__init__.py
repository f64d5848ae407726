"""A strict Slack on loopback: Web API, Socket Mode and signed HTTP, with Slack's limits, error names and bad days.

It is written from ``slack.md``'s table alone and shares no code with what it checks.
"""

from slackd.faults import Fault
from slackd.people import Outcome
from slackd.server import Slackd, slackd

__all__ = ["Fault", "Outcome", "Slackd", "slackd"]
