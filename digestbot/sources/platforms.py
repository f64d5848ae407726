"""Addresses of well-known platforms → the feeds they have by custom, from the address and, where needed, the page.

Pure rules, most specific first; nothing is looked up, so a guess may not exist.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, quote, urlsplit

from digestbot.sources import software

Rule = Callable[[str, list[str], dict[str, list[str]], str], list[str]]

_CHANNEL = re.compile(
    r"""(?:"(?:channelId|externalId|browseId)"\s*:\s*"|itemprop="(?:identifier|channelId)"\s+content="|/channel/)(UC[\w-]{22})"""
)
_GOV_UK_PARTS = ("organisations", "people", "ministers", "topical-events", "world", "groups")


# Platforms that give no feed and let no program read their pages, with what to watch instead.
_CLOSED = {
    "linkedin.com": "LinkedIn", "facebook.com": "Facebook", "fb.com": "Facebook", "instagram.com": "Instagram",
    "twitter.com": "X (Twitter)", "x.com": "X (Twitter)", "threads.net": "Threads", "threads.com": "Threads",
    "tiktok.com": "TikTok", "whatsapp.com": "WhatsApp", "nextdoor.co.uk": "Nextdoor", "nextdoor.com": "Nextdoor",
}  # fmt: skip


def why_closed(url: str) -> str | None:
    """Why nothing at ``url`` can be watched, and what to do instead; None for all but a few closed platforms."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    name = next((name for end, name in _CLOSED.items() if host == end or host.endswith("." + end)), None)
    if name is None:
        return None
    return (
        f"{name} offers no feed and lets no program read its pages; watch the organisation's own news page, newsletter "
        "or YouTube, Mastodon or Bluesky address instead"
    )


def why_not_found(url: str) -> str | None:
    """What to paste instead where a platform hides its feed behind something that only a person can read."""
    try:
        split = urlsplit(url)
    except ValueError:
        return None
    host = (split.hostname or "").lower()
    if host.endswith("youtube.com"):
        return (
            "YouTube did not say which channel this is: open the channel, choose its description, then Share and Copy "
            "channel ID, and paste https://www.youtube.com/channel/ with the ID behind it"
        )
    return None


def feeds_of(url: str, html: str = "") -> list[str]:
    """Feed addresses that the platform behind ``url`` is known for, best first; empty for sites of no known kind."""
    try:
        split = urlsplit(url)
        host = (split.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return []
    if split.scheme not in ("http", "https") or not host:
        return []
    path = [part for part in split.path.split("/") if part]
    query = parse_qs(split.query)
    for pattern, rule in _BY_HOST:
        if pattern.search(host):
            return rule(f"https://{split.netloc}", path, query, html)
    return software.feeds_of(url, f"{split.scheme}://{split.netloc}", path, html)


def _youtube(_: str, path: list[str], query: dict[str, list[str]], html: str) -> list[str]:
    start = "https://www.youtube.com/feeds/videos.xml"
    if query.get("list"):
        return [f"{start}?playlist_id={quote(query['list'][0])}"]
    if len(path) > 1 and path[0] == "channel":
        return [f"{start}?channel_id={quote(path[1])}"]
    found = _CHANNEL.search(html)
    if found:
        return [f"{start}?channel_id={found.group(1)}"]
    return [f"{start}?user={quote(path[1])}"] if len(path) > 1 and path[0] == "user" else []


def _medium(root: str, path: list[str], _: dict[str, list[str]], __: str) -> list[str]:
    if not root.endswith("//medium.com") and not root.endswith("//www.medium.com"):
        return [f"{root}/feed"]
    own = path[:3] if path[1:2] == ["tagged"] else path[:2] if path[:1] == ["tag"] else path[:1]
    return [f"https://medium.com/feed/{quote('/'.join(own), safe='@/')}"] if own else []


def _github(root: str, path: list[str], _: dict[str, list[str]], __: str) -> list[str]:
    if len(path) == 1:
        return [f"{root}/{path[0]}.atom"]
    if len(path) < 2:
        return []
    home = f"{root}/{path[0]}/{path[1]}"
    if path[2:3] == ["commits"] and len(path) > 3:
        return [f"{home}/commits/{'/'.join(path[3:])}.atom"]
    found = [f"{home}/releases.atom", f"{home}/tags.atom", f"{home}/commits.atom"]
    return sorted(found, key=lambda feed: not (len(path) > 2 and path[2] in feed))


def _substack(root: str, path: list[str], _: dict[str, list[str]], __: str) -> list[str]:
    if root.endswith("//open.substack.com"):
        return [f"https://{path[1]}.substack.com/feed"] if path[:1] == ["pub"] and len(path) > 1 else []
    return [f"{root}/feed"]


def _google_news(root: str, path: list[str], query: dict[str, list[str]], _: str) -> list[str]:
    """A search, a topic or the front page of Google News: the same address under ``/rss``."""
    if path[:1] == ["rss"] or (path and path[0] not in ("search", "topics", "home", "topstories")):
        return []
    tail = "/".join(["rss", *(path if path[:1] in (["search"], ["topics"]) else [])])
    return [f"{root}/{tail}" + (f"?{_query(query)}" if query else "")]


def _bing(root: str, path: list[str], query: dict[str, list[str]], _: str) -> list[str]:
    return (
        [f"{root}/news/search?{_query({'q': query['q']})}&format=rss"] if path[:1] == ["news"] and "q" in query else []
    )


def _query(values: dict[str, list[str]]) -> str:
    return "&".join(f"{quote(key)}={quote(value)}" for key, found in values.items() for value in found)


def _reddit(_: str, path: list[str], __: dict[str, list[str]], ___: str) -> list[str]:
    if len(path) > 1 and path[0] in ("r", "user", "u"):
        return [f"https://www.reddit.com/{'user' if path[0] == 'u' else path[0]}/{path[1]}/.rss"]
    return []


def _gov_uk(root: str, path: list[str], query: dict[str, list[str]], _: str) -> list[str]:
    if path and path[-1].endswith(".atom"):
        return []
    if path[:1] == ["search"] and len(path) > 1:
        pairs = [
            f"{quote(key, safe='[]')}={quote(value)}"
            for key, values in query.items()
            for value in values
            if key != "page"
        ]
        return [f"{root}/search/{path[1]}.atom" + ("?" + "&".join(pairs) if pairs else "")]
    if path[:1] == ["government"] and len(path) > 2 and path[1] in _GOV_UK_PARTS:
        return [f"{root}/government/{path[1]}/{path[2]}.atom"]
    if path[:1] == ["world"] and len(path) > 1:
        return [f"{root}/world/{path[1]}.atom"]
    return []


def _tumblr(root: str, path: list[str], _: dict[str, list[str]], __: str) -> list[str]:
    if not root.endswith(("//tumblr.com", "//www.tumblr.com")):
        return [f"{root}/rss"]
    name = path[1] if path[:1] == ["blog"] and len(path) > 1 else path[0] if path else ""
    return [f"https://{name}.tumblr.com/rss"] if re.fullmatch(r"[\w-]+", name) else []


def _blogspot(root: str, path: list[str], _: dict[str, list[str]], __: str) -> list[str]:
    label = path[2] if path[:2] == ["search", "label"] and len(path) > 2 else ""
    return [f"{root}/feeds/posts/default/-/{label}"] if label else [f"{root}/feeds/posts/default"]


def _gitlab(root: str, path: list[str], _: dict[str, list[str]], __: str) -> list[str]:
    own = path[: path.index("-")] if "-" in path else path
    home = f"{root}/{'/'.join(own)}"
    if len(own) > 1:
        return [f"{home}/-/releases.atom", f"{home}/-/tags?format=atom", f"{home}.atom"]
    return [f"{home}.atom"] if own else []


def _codeberg(root: str, path: list[str], _: dict[str, list[str]], __: str) -> list[str]:
    return [f"{root}/{'/'.join(path[:2])}.rss"] if path else []


def _mailchimp(root: str, _: list[str], query: dict[str, list[str]], __: str) -> list[str]:
    """The archive of a newsletter: ``/home/?u=…&id=…`` names the list, whose feed takes the same two."""
    if not query.get("u") or not query.get("id"):
        return []
    return [f"{root}/feed?u={quote(query['u'][0])}&id={quote(query['id'][0])}"]


def _parliament_bills(root: str, path: list[str], _: dict[str, list[str]], __: str) -> list[str]:
    if path[:1] == ["bills"] and len(path) > 1 and path[1].isdigit():
        return [f"{root}/rss/bills/{path[1]}.rss"]
    return [f"{root}/rss/allbills.rss"]


def _legislation(root: str, path: list[str], query: dict[str, list[str]], _: str) -> list[str]:
    """Any list of legislation has a feed beside it (its API: the list's address with ``/data.feed``)."""
    words = _query(query)
    return [f"{root}/{'/'.join([*path, 'data.feed'])}" + (f"?{words}" if words else "")] if path else []


def _fixed(*tails: str) -> Rule:
    def rule(root: str, _: list[str], __: dict[str, list[str]], ___: str) -> list[str]:
        return [root + tail for tail in tails]

    return rule


def _under_name(head: str, tail: str) -> Rule:
    """For platforms where a name in the path has the feed: ``/profile/NAME`` → ``/profile/NAME/rss``."""

    def rule(root: str, path: list[str], __: dict[str, list[str]], ___: str) -> list[str]:
        if head and (len(path) < 2 or path[0] != head):
            return []
        name = "/".join(path[:2] if head else path[:1])
        return [f"{root}/{name}{tail}"] if name else []

    return rule


_BY_HOST: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (re.compile(r"(?:^|\.)youtube\.com$"), _youtube),
    (re.compile(r"(?:^|\.)medium\.com$"), _medium),
    (re.compile(r"^github\.com$"), _github),
    (re.compile(r"(?:^|\.)reddit\.com$"), _reddit),
    (re.compile(r"^gov\.uk$"), _gov_uk),
    (re.compile(r"\.substack\.com$"), _substack),
    (re.compile(r"^news\.google\.com$"), _google_news),
    (re.compile(r"^bing\.com$"), _bing),
    (re.compile(r"\.blogspot\.[a-z.]+$"), _blogspot),
    (re.compile(r"(?:^|\.)tumblr\.com$"), _tumblr),
    (re.compile(r"^gitlab\.com$"), _gitlab),
    (re.compile(r"^codeberg\.org$"), _codeberg),
    (re.compile(r"\.campaign-archive\d?\.com$"), _mailchimp),
    (re.compile(r"^bills\.parliament\.uk$"), _parliament_bills),
    (re.compile(r"^legislation\.gov\.uk$"), _legislation),
    (re.compile(r"\.wixsite\.com$"), _under_name("", "/blog-feed.xml")),
    (re.compile(r"\.wordpress\.com$"), _fixed("/feed/")),
    (re.compile(r"\.ghost\.io$"), _fixed("/rss/")),
    (re.compile(r"^bsky\.app$"), _under_name("profile", "/rss")),
    (re.compile(r"^vimeo\.com$"), _under_name("", "/videos/rss")),
)
