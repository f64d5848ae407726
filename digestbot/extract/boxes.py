"""The tree of a page without its boxes (what asks for an e-mail address, what small programs stand in for), unfolded.

Known by what they hold, not by what they are called: every template has its own names for them.
"""

from __future__ import annotations

from lxml.html import HtmlElement

from digestbot.extract.frame import PARAGRAPH_WORDS, told_in

# A box with a form has at most so many characters, and at most this share of the page's.
BOX_CHARACTERS = 400
BOX_SHARE = 0.2
# A page with more forms is made to cost time: each is measured against what stands around it.
MOST_FORMS = 100
# What is folded away is the story's from so many words in paragraphs.
FOLDED_WORDS = 20
_HIDDEN = ".//p/following-sibling::*[1][self::div][contains(@style, 'display') and contains(@style, 'none')]"
_AROUND = frozenset("div section aside figure p li ul td span".split())
_STAND_INS = ("amp-ad", "amp-iframe", "amp-embed", "amp-list", "amp-consent", "amp-sidebar")


def drop_boxes(tree: HtmlElement) -> None:
    """Take out sign-up boxes, whole with their words, and the placeholders of AMP."""
    for element in list(tree.iter(*_STAND_INS)):
        element.drop_tree()
    forms = [form for form in tree.iter("form") if any(map(_asks_for_mail, form.iter("input")))]
    if not forms:
        return
    most = min(BOX_CHARACTERS, int(BOX_SHARE * len(tree.text_content())))
    for form in forms[:MOST_FORMS]:
        box = form
        above = form.getparent()
        while above is not None and above.tag in _AROUND and _is_box(above, most):
            box, above = above, above.getparent()
        if box.getparent() is not None and _is_box(box, most):  # two forms may share a box
            box.drop_tree()


def show_folded(tree: HtmlElement) -> None:
    """Unfold what a page hides behind a "read more": text that goes on where paragraphs stand beside it."""
    for element in tree.xpath(_HIDDEN):
        before = element.getprevious()
        if before is None or len(before.text_content().split()) < PARAGRAPH_WORDS:
            continue
        if told_in(element) >= FOLDED_WORDS and next(element.iter("form", "h1"), None) is None:
            element.set("style", "")


def _asks_for_mail(field: HtmlElement) -> bool:
    called = (field.get(key) or "" for key in ("type", "name", "placeholder"))
    return any("mail" in name.lower() for name in called)


def _is_box(element: HtmlElement, most: int) -> bool:
    return len(element.text_content()) <= most and next(element.iter("h1", "article"), None) is None
