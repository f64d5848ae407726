"""Response bytes → entries: feeds, JSON feeds, sitemaps, listing pages; discovery; which entries are new. No I/O."""

from digestbot.sources.identity import content_hash, entry_keys, newsworthy, sightings, title_key
from digestbot.sources.parsing import parse

__all__ = ["content_hash", "entry_keys", "newsworthy", "parse", "sightings", "title_key"]
