"""What people and the service ask of the bot, each thing once: the command line and Slack only parse and show."""

from digestbot.newsroom.doctor import examine
from digestbot.newsroom.newsroom import Newsroom, open_newsroom
from digestbot.newsroom.records import Check, ImportReport

__all__ = ["Check", "ImportReport", "Newsroom", "examine", "open_newsroom"]
