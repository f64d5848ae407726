"""The tree of a page without its boxes (what asks for an e-mail address, what small programs stand in for), unfolded.

Known by what they hold, not by what they are called: every template has its own names for them.
"""

from __future__ import annotations

from lxml.html import HtmlElement

from digestbot.extract.frame import PARAGRAPH_WORDS, told_in

# A box with a form has at most so many characters, and at most this share of the page's.
BOX_CHARACTERS = 400
BOX_SHARE = 0.2
# What is folded away is the story's from so many words in paragraphs.
FOLDED_WORDS = 20
_AROUND = frozenset("div section aside figure p li ul td span".split())
_FIELDS = ("email", "text", "", None)
_STAND_INS = ("amp-ad", "amp-iframe", "amp-embed", "amp-list", "amp-consent", "amp-sidebar")


def drop_boxes(tree: HtmlElement) -> None:
    """Take out sign-up boxes, whole with their words, and the placeholders of AMP."""
    for element in list(tree.iter(*_STAND_INS)):
        element.drop_tree()
    forms = [form for form in tree.iter("form") if any(field.get("type") in _FIELDS for field in form.iter("input"))]
    if not forms:
        return
    most = min(BOX_CHARACTERS, int(BOX_SHARE * len(tree.text_content())))
    for form in forms:
        box = form
        above = form.getparent()
        while above is not None and above.tag in _AROUND and _is_box(above, most):
            box, above = above, above.getparent()
        if box.getparent() is not None and _is_box(box, most):  # two forms may share a box
            box.drop_tree()


def show_folded(tree: HtmlElement) -> None:
    """Unfold what a page hides behind a "read more": text that goes on where paragraphs stand beside it."""
    for element in tree.iter("div"):
        if "display:" not in (style := element.get("style", "")) or "none" not in style:
            continue
        before = element.getprevious()
        if before is None or before.tag != "p" or len(before.text_content().split()) < PARAGRAPH_WORDS:
            continue
        if told_in(element) >= FOLDED_WORDS and next(element.iter("form", "h1"), None) is None:
            element.set("style", "")


def _is_box(element: HtmlElement, most: int) -> bool:
    return len(element.text_content()) <= most and next(element.iter("h1", "article"), None) is None
