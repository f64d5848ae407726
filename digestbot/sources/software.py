"""Pages of well-known software on anybody's site → the feeds it has by custom. Pure rules; a guess may not exist."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

_GENERATOR = re.compile(
    r"""<meta(?=[^>]{1,400}\bname\s*=\s*["']?generator\b)[^>]{1,200}?\bcontent\s*=\s*(["']?)([^>"']{1,200})""",
    re.IGNORECASE,
)


def feeds_of(url: str, root: str, path: list[str], html: str) -> list[str]:
    """Feeds of software that says in its pages what it is, and of Mastodon, whose profiles are known by their address.

    ``root`` is the site's own address without a slash at its end, ``path`` the parts of the page's.
    """
    path = path[1:] if path[:1] == ["web"] and len(path) > 1 and path[1].startswith("@") else path  # an old Mastodon
    if path and re.fullmatch(r"@[\w.]+(?:@[\w.-]+)?", path[0]):
        return [f"{root}/{path[0]}.rss"]
    if len(path) == 2 and path[0] in ("tags", "users") and "mastodon" in html[:200_000].lower():
        return [f"{root}/{path[0] if path[0] == 'tags' else ''}{'/' if path[0] == 'tags' else '@'}{path[1]}.rss"]
    generator = " ".join(found.group(2) for found in _GENERATOR.finditer(html[:200_000])).lower()
    section = "/".join(path)
    found: list[str] = []
    if "wordpress" in generator or any(mark in html for mark in ("/wp-content/", "/wp-json/", "/wp-includes/")):
        found = [f"{root}/{section}/feed/", f"{root}/feed/"] if section else [f"{root}/feed/"]
        found.append(f"{root}/?feed=rss2")  # where addresses are left plain there is no /feed/
    elif "ghost" in generator:
        found = [f"{root}/rss/"]
    elif "blogger" in generator:
        found = [f"{root}/feeds/posts/default"]
    elif "squarespace" in generator or "static1.squarespace.com" in html:
        split = urlsplit(url)
        found = [urlunsplit((split.scheme, split.netloc, split.path or "/", "format=rss", ""))]
    elif "drupal" in generator:
        found = [f"{root}/rss.xml"]
    elif "hugo" in generator:
        found = [f"{root}/{section}/index.xml", f"{root}/index.xml"] if section else [f"{root}/index.xml"]
    elif "wix.com" in generator:
        found = [f"{root}/blog-feed.xml"]
    elif "joomla" in generator:
        found = [f"{root}/{section}?format=feed&type=rss"]
    elif "discourse" in generator:
        found = [f"{root}/{section}.rss"] if path[:1] in (["c"], ["tag"], ["t"]) else [f"{root}/latest.rss"]
    elif "hubspot" in generator:
        found = [f"{root}/{section or 'blog'}/rss.xml"]
    elif "jekyll" in generator:
        found = [f"{root}/feed.xml"]
    return found
