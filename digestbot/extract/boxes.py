"""The tree of a page without its boxes: what asks for an e-mail address, and what small programs stand in for.

Known by what they hold, not by what they are called: every template has its own names for them.
"""

from __future__ import annotations

from lxml.html import HtmlElement

# A box with a form has at most so many words, and at most this share of the page's.
BOX_WORDS = 60
BOX_SHARE = 0.2
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
    most = min(BOX_WORDS, int(BOX_SHARE * len(tree.text_content().split())))
    for form in forms:
        box = form
        above = form.getparent()
        while above is not None and above.tag in _AROUND and _is_box(above, most):
            box, above = above, above.getparent()
        if box.getparent() is not None and _is_box(box, most):  # two forms may share a box
            box.drop_tree()


def _is_box(element: HtmlElement, most: int) -> bool:
    return len(element.text_content().split()) <= most and next(element.iter("h1", "article"), None) is None
