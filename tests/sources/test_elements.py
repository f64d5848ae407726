"""Addresses of a clean feed, against the standard library's own joining."""

from urllib.parse import urljoin

from hypothesis import given
from hypothesis import strategies as st

from digestbot.sources.elements import resolve

HOSTS = st.sampled_from(["a.example", "127.0.0.1:8080", "a.example:"])
PATHS = st.text(st.sampled_from("a1./-_;?#%"), max_size=9)
NAMES = st.text(st.sampled_from("a1-_"), min_size=1, max_size=6)


@given(HOSTS, PATHS, NAMES)
def test_a_bare_name_is_joined_to_any_base_as_urljoin_does(host: str, path: str, name: str) -> None:
    base = f"https://{host}/{path}"
    assert resolve(base, name) == urljoin(base, name)


def test_a_bare_name_stands_in_its_feeds_folder() -> None:
    assert resolve("https://a.example/news/feed.xml", "g3-0") == "https://a.example/news/g3-0"
