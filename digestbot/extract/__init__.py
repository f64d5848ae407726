"""Pages and feed entries → articles. ``read_page``, ``from_entry`` and ``extract_document`` are the way in."""

from digestbot.extract.page import extract_document, from_entry, read_page

__all__ = ["extract_document", "from_entry", "read_page"]
