"""Addresses as people and servers write them: what is requested, and what is kept out of sight."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestbot.errors import FetchError, PermanentFetchError
from digestbot.fetch.addresses import redirected, target
from digestbot.fetch.guard import refusal


def judge(ip: str) -> str | None:
    return refusal(ip, False)


def aim(address: str) -> str:
    return str(target(address, judge, allow_private=False).url)


@pytest.mark.parametrize(
    ("written", "requested"),
    [
        ("http://example.org:80", "http://example.org"),
        ("  HTTP://EXAMPLE.ORG./a#part ", "http://example.org/a"),
        ("https://exämple.org/ü", "https://xn--exmple-cua.org/%C3%BC"),
        ("http://134744072/x", "http://8.8.8.8/x"),
        ("http://[2606:4700::1111]:8080/", "http://[2606:4700::1111]:8080/"),
        ("http://under_score.example.org/", "http://under_score.example.org/"),
        ("http://example.org/a%2Fb?b=c%26d&e=f+g", "http://example.org/a%2Fb?b=c%26d&e=f+g"),
    ],
)
def test_addresses_are_requested_in_one_clean_form(written: str, requested: str) -> None:
    assert aim(written) == requested


@pytest.mark.parametrize(
    "address",
    ["", "example.org", "/path", "ftp://example.org/", "file:///etc/passwd", "gopher://x/", "javascript:alert(1)",
     "http://", "http:///x", "http://a..b/", "http://exa mple.org/", "http://127%2e0%2e0%2e1/", "http://[::1",
     "http://a:99999/", "http://a\\@b/", "http://1.2.3.4.5/", "http://[fe80::1%25eth0]/", "http://" + "a" * 300 + "/", "http://\x00/",
     "data:,x"],
)  # fmt: skip
def test_what_is_no_web_address_is_permanent(address: str) -> None:
    with pytest.raises(PermanentFetchError):
        aim(address)


def test_credentials_become_a_header_and_leave_the_address() -> None:
    aimed = target("https://me:p%40ss@example.org/feed", judge, allow_private=False)
    assert (str(aimed.url), aimed.authorization) == ("https://example.org/feed", "Basic bWU6cEBzcw==")


@pytest.mark.parametrize(
    ("address", "secret"),
    [
        ("http://me:hunter2@127.0.0.1/", "hunter2"),
        ("ftp://me:hunter2@example.org/", "hunter2"),
        ("http://me:hunter2@a\\b/", "hunter2"),
        ("http://127.0.0.1/?token=hunter2", "hunter2"),
    ],
)
def test_no_error_holds_credentials(address: str, secret: str) -> None:
    with pytest.raises(FetchError) as caught:
        aim(address)
    assert secret not in str(caught.value) + caught.value.url + caught.value.reason


@pytest.mark.parametrize(
    ("location", "there"),
    [
        ("/b", "http://example.org/b"),
        ("b?c", "http://example.org/dir/b?c"),
        ("//other.example/", "http://other.example/"),
        ("https://other.example:444/x#y", "https://other.example:444/x"),
        (" /blanks ", "http://example.org/blanks"),
        ("/caf\u00e9", "http://example.org/caf%C3%A9"),
        ("http://me:pw@other.example/", "http://other.example/"),
    ],
)
def test_redirects_are_resolved_and_lose_credentials(location: str, there: str) -> None:
    here = target("http://example.org/dir/a", judge, allow_private=False)
    aimed = redirected(here, location, judge, allow_private=False)
    assert (str(aimed.url), aimed.authorization) == (there, None)


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://[", "javascript:x", "http://a:99999/"])
def test_redirects_off_the_web_are_permanent(location: str) -> None:
    here = target("http://example.org/", judge, allow_private=False)
    with pytest.raises(PermanentFetchError):
        redirected(here, location, judge, allow_private=False)


@pytest.mark.parametrize(
    ("given_for", "asked_by", "may"),
    [
        ("http://a.example/", "http://a.example/x", True),
        ("http://a.example/", "https://a.example/", True),
        ("https://a.example/", "http://a.example/", False),
        ("http://a.example/", "http://a.example:8080/", False),
        ("http://a.example:8080/", "https://a.example:8443/", False),
        ("http://a.example/", "http://b.example/", False),
    ],
)
def test_credentials_go_to_the_same_origin_or_its_secure_form_only(given_for: str, asked_by: str, may: bool) -> None:
    first, second = (target(url, judge, allow_private=False) for url in (given_for, asked_by))
    assert first.may_know(second) is may


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "http://a@", "http://["]))
def test_any_text_gives_a_target_or_a_fetch_error(text: str, before: str) -> None:
    try:
        aimed = target(before + text, judge, allow_private=False)
    except FetchError:
        return
    assert aimed.url.scheme in ("http", "https")
    assert aimed.host
