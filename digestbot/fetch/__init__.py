"""Turns a Request into a Response, conditional, polite, bounded and address-guarded, and says who is due.

The only room that reads from the web; it never looks into what it has read.
"""

from digestbot.fetch.fetcher import Fetcher

__all__ = ["Fetcher"]
