"""Links that every page of a site has: menus, footers, sections, authors, "Read more". Patterns and nothing else."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_BOILERPLATE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|footer|breadcrumbs?|cookies?|(?<!with-)(?<!has-)(?<!no-)sidebar|share|"
    r"sharing|social|pagination|pager|"
    r"skip|tag-?cloud|related|site-?header|masthead|sign-?up|newsletter|login|language-?switch\w*|toolbar|utility)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DULL_PATH = re.compile(
    r"/(?:tags?|categor(?:y|ies)|authors?|people|staff|topics?|pages?|login|log-in|sign-?in|register|account|about(?:-us)?|contact(?:-us)?|"
    r"privacy(?:-\w+)?|terms(?:-\w+)*|cookies?(?:-policy)?|accessibility(?:-statement)?|search|basket|cart|donate|subscribe|join|"
    r"sitemap|help|faqs?|jobs|careers|legal|feed|rss|cy|en|fr|de)/?$",
    re.IGNORECASE,
)
_DULL_PART = re.compile(
    r"/(?:tags?|categor(?:y|ies)|authors?|page|wp-login|wp-admin|user|profile|search)/", re.IGNORECASE
)
# "Read more" in the languages of the sector's sites: a link that is no headline.
_MORE = re.compile(
    r"^(?:read|continue|learn|find out|see|view|click|go to)\s+"
    r"(?:more|reading|(?:the\s+)?(?:full\s+)?(?:story|article|details|post|report)|here|now)\b.{0,12}$"
    r"|^(?:more|details|read|view|here|more info(?:rmation)?|full (?:story|article))\W*$"
    r"|^(?:darllen(?:wch)?\s+(?:mwy|rhagor|fwy)|mwy|rhagor|lire\s+(?:la suite|plus|l.article)|en savoir plus|suite"
    r"|voir plus|mehr(?:\s+lesen)?|weiterlesen|leer\s+m[aá]s|leggi(?:\s+tutto)?|lees\s+(?:meer|verder)|l[aä]s\s+mer)\b"
    r".{0,12}$",
    re.IGNORECASE,
)


def is_boilerplate(anchor: HtmlElement) -> bool:
    """Whether a link stands in a menu, a footer or the like, by the elements around it and their names."""
    above = list(anchor.iterancestors())
    tags = {element.tag for element in above}
    if tags & {"nav", "footer", "aside"} or (  # not "form": ASP.NET puts one around every page
        "header" in tags and not tags & {"article", "main", "li", "section"}
    ):
        return True
    for element in above:
        if element.tag in ("body", "html", "main", "article"):
            continue
        marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
        if marks.strip() and _BOILERPLATE.search(marks) and next(element.iter("main"), None) is None:
            return True  # what holds the page's main part is a frame, whatever its name: ``content-sidebar-wrap``
    return False


def is_dull(path: str) -> bool:
    """Whether the path of an address is that of a section, an author, a form or a legal notice."""
    return bool(_DULL_PATH.search(path.rstrip("/")) or _DULL_PART.search(path.rstrip("/") + "/"))


def says_more(words: str) -> bool:
    """Whether the words of a link are no headline but "Read more"."""
    return _MORE.match(words) is not None
