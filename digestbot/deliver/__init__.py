"""The outbox → Slack, each message exactly once, through crashes, lost replies and refusals. Composes nothing."""

from digestbot.deliver.calls import web_client
from digestbot.deliver.deliverer import Deliverer
from digestbot.deliver.uploading import upload
from digestbot.deliver.workspaces import Workspaces

__all__ = ["Deliverer", "Workspaces", "upload", "web_client"]
