"""The tree of a page → a mark on the element that holds its article, where trafilatura would not know it.

trafilatura finds an article by the names that templates give its element. In a page of other names it gathers
paragraphs only, and the article's lists and headings are lost.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement
from trafilatura.xpaths import BODY_XPATH

from digestbot.extract import signs
from digestbot.text import fold

# A paragraph of the article has so many words; captions, labels and by-lines have fewer.
PARAGRAPH_WORDS = 10
# The element that holds the article holds so much of the words in such paragraphs.
FRAME_SHARE = 0.8
# A teaser has at most so many words.
TEASER_WORDS = 60
# A list of other stories has at most this share of the page's words in paragraphs, and a short heading.
LIST_SHARE = 0.5
LIST_HEADING_CHARACTERS = 80
_BOXES = ("div", "section", "aside")
# Of a page told in parts, none has more of the words than this: what has is the article, and the others are teasers.
PART_SHARE = 0.6
_ELSEWHERE = ("nav", "footer", "aside", "header", "form", "li", "blockquote", "td")


def drop_teasers(tree: HtmlElement) -> None:
    """Take out the articles that are not the page's own: those before the only one with the headline, and small ones
    where none has it.
    """
    articles = list(tree.iter("article"))
    own = [article for article in articles if next(article.iter("h1"), None) is not None]
    if len(own) == 1:
        others = articles[: articles.index(own[0])]
    else:
        others = articles if articles and not own and _are_teasers(articles, tree) else []
    for article in others:
        article.drop_tree()


def drop_lists(tree: HtmlElement) -> None:
    """Take out the boxes whose heading says that they hold other stories ("Read next")."""
    total = 0
    for heading in list(tree.iter("h2", "h3", "h4")):
        box = heading.getparent()
        if box is None or box.tag not in _BOXES or box[0] is not heading or (box.text or "").strip():
            continue
        if not signs.LIST_HEADING.match(fold(heading.text_content()[:LIST_HEADING_CHARACTERS]).strip()):
            continue
        total = total or told_in(tree)
        if next(box.iter("h1"), None) is None and told_in(box) <= LIST_SHARE * total:
            box.drop_tree()


def _are_teasers(articles: Sequence[HtmlElement], tree: HtmlElement) -> bool:
    """Whether a page tells its story outside its articles, which are all small."""
    sizes = [len(article.text_content().split()) for article in articles]
    if max(sizes) > TEASER_WORDS or next(tree.iter("h1"), None) is None:
        return False
    return told_in(tree) - sum(map(told_in, articles)) >= sum(sizes)


def join_parts(tree: HtmlElement) -> None:
    """Make one article of a page told in several (the entries of a live page), none of which has its headline."""
    articles = list(tree.iter("article"))
    if len(articles) < 2 or any(next(article.iter("h1"), None) is not None for article in articles):
        return
    frame = articles[0].getparent()
    parts = [article for article in articles if article.getparent() is frame]
    sizes = [told_in(part) for part in parts]
    if frame is None or frame.tag == "body" or max(sizes) > PART_SHARE * sum(sizes):
        return  # the article and its teasers
    if sum(sizes) < FRAME_SHARE * told_in(tree):
        return  # teasers beside an article that is called otherwise
    for part in parts:
        part.tag = "div"
    frame.tag = "article"


def told_in(element: HtmlElement) -> int:
    """Words in the paragraphs of an element that are long enough to tell something."""
    sizes = (len(paragraph.text_content().split()) for paragraph in element.iter("p"))
    return sum(size for size in sizes if size >= PARAGRAPH_WORDS)


def mark_frame(tree: HtmlElement) -> None:
    """Name the smallest element around most of a page's paragraphs as its article, unless a known name stands there."""
    if next(tree.iter("article", "main"), None) is not None or any(found(tree) for found in BODY_XPATH):
        return  # the elements are asked for first: the names cost a tenth of an extraction
    weights: dict[HtmlElement, int] = {}
    total = 0
    for paragraph in tree.iter("p"):
        size = len(paragraph.text_content().split())
        above = list(paragraph.iterancestors())
        if size < PARAGRAPH_WORDS or any(element.tag in _ELSEWHERE for element in above):
            continue
        total += size
        for element in above:
            weights[element] = weights.get(element, 0) + size
    frame = min(
        (element for element, size in weights.items() if size >= FRAME_SHARE * total),
        key=lambda e: weights[e],
        default=None,
    )
    if frame is not None and frame.tag not in ("body", "html"):
        frame.tag = "article"
