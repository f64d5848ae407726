"""The configuration room: a YAML folder and the environment → one frozen ``Config``; comment-keeping edits back."""

from digestbot.config.loading import default_topics, load
from digestbot.config.records import Config, Secrets
from digestbot.config.schemas import write_schemas
from digestbot.config.settings import Settings

__all__ = ["Config", "Secrets", "Settings", "default_topics", "load", "write_schemas"]
