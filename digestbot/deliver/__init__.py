"""The outbox → Slack, each message exactly once, through crashes, lost replies and refusals. Composes nothing."""

from digestbot.deliver.calls import web_client
from digestbot.deliver.deliverer import Deliverer

__all__ = ["Deliverer", "web_client"]
