"""Facts lifted out of an article. ``find`` is the way in."""

from digestbot.extract.facts.finding import find

__all__ = ["find"]
