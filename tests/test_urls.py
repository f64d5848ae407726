import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestbot import urls


@pytest.mark.parametrize(
    "variant",
    [
        "https://example.org/news/story",
        "http://example.org/news/story",
        "HTTPS://WWW.Example.org:443/news/story/",
        "https://m.example.org/news/story#top",
        "https://amp.example.org/news/story",
        "https://example.org/news/story/amp/",
        "https://example.org/news/story.amp",
        "https://example.org/news/story?amp=1",
        "https://example.org/news/story/print",
        "https://example.org/news/story?print=true",
        "https://example.org/news/story/index.html",
        "https://example.org//news//story",
        "https://example.org/news/story?utm_source=rss&utm_medium=x&fbclid=1&at_medium=RSS",
        "https://example.org/news/story?source=rss&ref=twitter",
        "https://example.org/news/story;jsessionid=12AB",
        " https://example.org/news/st\n ory ",
        "https://example.org/n%65ws/story",
        "https://www.google.com/url?q=https://example.org/news/story&sa=U",
        "https://www.google.com/amp/s/example.org/news/story",
        "https://example-org.cdn.ampproject.org/c/s/example.org/news/story",
        "https://example.com/redirect?url=https%3A%2F%2Fexample.org%2Fnews%2Fstory",
    ],
)
def test_variants_of_one_address_have_one_key(variant):
    assert urls.canonical_url(variant) == "https://example.org/news/story"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/a?source=12", "https://example.org/a"),
        ("https://example.org/A", "https://example.org/a"),
        ("https://news.example.org/a", "https://example.org/a"),
        ("https://example.org/#!/a", "https://example.org/#!/b"),
        ("https://example.org:8443/a", "https://example.org/a"),
        ("http://127.0.0.1/a", "https://127.0.0.1/a"),
        ("https://example.org/lamp", "https://example.org/l"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ],
)
def test_different_pages_keep_different_keys(one, other):
    assert urls.canonical_url(one) != urls.canonical_url(other)


def test_query_is_sorted_and_blank_values_kept():
    assert urls.canonical_url("https://x.org/?b=2&a=1&c") == "https://x.org/?a=1&b=2&c"


def test_relative_addresses_are_joined_first():
    assert urls.canonical_url("../b?utm_id=1", "https://x.org/a/c") == "https://x.org/b"


@pytest.mark.parametrize(
    "odd", ["", "mailto:a@b.org", "tag:x,2020:1", "http://[::1", "https://", "javascript:alert(1)"]
)
def test_what_is_no_web_address_comes_back_tidied(odd):
    assert urls.canonical_url(odd) == odd


PARTS = st.sampled_from(
    """http:// https:// // / ? & = # %2F %zz : @ .. . amp print index.html www. m. [ ] x.org :80 utm_source=a url=http://y.org
    é ; jsessionid=1 %20 + redirect cdn.ampproject.org/c/s/ \ud800 \x00 google.com/amp/s/""".split(" ")
)


@given(st.text() | st.lists(PARTS, max_size=12).map("".join))
def test_canonical_url_never_raises_and_is_idempotent(text):
    once = urls.canonical_url(text)
    assert urls.canonical_url(once) == once


@given(st.text() | st.lists(PARTS, max_size=10).map("".join), st.text(max_size=20))
def test_no_function_raises(text, base):
    urls.host(text)
    urls.is_http(text)
    urls.redact(text)
    urls.slug(text)
    urls.join(base, text)
    urls.is_redirector(text)
    urls.unwrap(text)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://www.google.com/url?rct=j&url=https://x.org/a", "https://x.org/a"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fx.org%2Fa", "https://x.org/a"),
        ("https://paid.outbrain.com/network/redir?url=https://x.org/a", "https://x.org/a"),
        ("https://a.org/out?to=https://b.org/go?url=https://x.org/a", "https://x.org/a"),
        ("https://x.org/share?url=https://y.org/", "https://x.org/share?url=https://y.org/"),
        (
            "https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fx.org%2Fa%3Fid%3D3&data=05",
            "https://x.org/a?id=3",
        ),
        (
            "https://safelinks.protection.outlook.com.evil.org/?url=https://x.org/a",
            "https://safelinks.protection.outlook.com.evil.org/?url=https://x.org/a",
        ),
        ("https://urldefense.com/v3/__https://x.org/a__;!!ab!cd$", "https://x.org/a"),
        ("https://urldefense.com/v3/__https:/x.org/a__;!!ab!cd$", "https://x.org/a"),
        (
            "https://urldefense.com/v3/__https://x.org/a*b__;Kw!!ab$",
            "https://urldefense.com/v3/__https://x.org/a*b__;Kw!!ab$",
        ),
        ("https://urldefense.proofpoint.com/v2/url?u=https-3A__x.org_a-5Fb-3Fid-3D3&d=Dw", "https://x.org/a_b?id=3"),
        ("http://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2fx.org%2fa&c=1", "https://x.org/a"),
        (
            "https://links-1.govdelivery.com/CL0/https:%2F%2Fwww.gov.uk%2Fnews%2Fa/1/01/ab=3",
            "https://www.gov.uk/news/a",
        ),
        ("https://a.r.eu-west-2.awstrack.me/L0/https:%2F%2Fx.org%2Fa%3Fb=1/1/01/ab", "https://x.org/a?b=1"),
        ("https://r.search.yahoo.com/_ylt=A/RV=2/RU=https%3a%2f%2fx.org%2fa/RK=2/RS=ab-", "https://x.org/a"),
        ("https://news.google.com/rss/articles/CBMiD2h0dHBzOi8veC5vcmcvYdIBAA?oc=5", "https://x.org/a"),
        ("https://news.google.com/__i/rss/rd/articles/CBMiD2h0dHBzOi8veC5vcmcvYdIBAA?oc=5", "https://x.org/a"),
        ("https://news.google.com/rss/articles/CBMiD2h0dHA!!", "https://news.google.com/rss/articles/CBMiD2h0dHA!!"),
        ("https://news.google.com/rss/articles/" + "A" * 999, "https://news.google.com/rss/articles/" + "A" * 999),
        ("https://bit.ly/abc", "https://bit.ly/abc"),
        ("https://urldefense.com/v3/__https://x.org/a?id=3&b=4__;!!ab!cd$", "https://x.org/a?id=3&b=4"),
        ("https://html.duckduckgo.com/l/?kh=-1&uddg=https%3A%2F%2Fx.org%2Fa&rut=ab", "https://x.org/a"),
        ("https://t.umblr.com/redirect?z=https%3A%2F%2Fx.org%2Fa&t=ab", "https://x.org/a"),
        ("https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fx.org%2fa&c=E,1", "https://x.org/a"),
        ("https://x.org/all?a=https://y.org/", "https://x.org/all?a=https://y.org/"),
        ("https://secure-web.cisco.com/1aBcDeF-_9/https%3A%2F%2Fx.org%2Fa%3Fid%3D3", "https://x.org/a?id=3"),
        ("https://clicktime.symantec.com/3Abc?u=https%3A%2F%2Fx.org%2Fa", "https://x.org/a"),
        (
            "https://eu1.imss.trendmicro.com/wis/clicktime/v1/query?url=https%3A%2F%2Fx.org%2Fa&umid=b",
            "https://x.org/a",
        ),
        ("https://www.facebook.com/flx/warn/?u=https%3A%2F%2Fx.org%2Fa", "https://x.org/a"),
    ],
)
def test_targets_that_stand_in_the_address_are_unwrapped(url, target):
    assert urls.unwrap(url) == target


@pytest.mark.parametrize(
    "url",
    [
        "https://t.co/x",
        "https://bit.ly/abc",
        "http://feedproxy.google.com/~r/x/1",
        "https://news.google.com/rss/articles/CB",
    ],
)
def test_redirectors_without_a_target_are_known(url):
    assert urls.is_redirector(url)


def test_an_article_is_no_redirector():
    assert not urls.is_redirector("https://example.org/news/links-between-mutuals?page=2")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:pw@x.org/a", "https://x.org/a"),
        ("https://x.org/f?auth=s3cret&page=2", "https://x.org/f?auth=***&page=2"),
        (
            "https://x.org/f?access_token=s&API_KEY=k&apikey=z",
            "https://x.org/f?access_token=***&API_KEY=***&apikey=***",
        ),
        ("https://hooks.slack.com/services/T1/B2/s3cret", "https://hooks.slack.com/***"),
        ("https://x.org/a?monkey=banana", "https://x.org/a?monkey=banana"),
        ("https://x.org/#access_token=s3cret", "https://x.org/#***"),
        ("http://u:s3cret@[bad/", "http:***"),
    ],
)
def test_secrets_are_taken_out_for_logs(url, shown):
    assert urls.redact(url) == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Co-op's News", "the-co-ops-news"),
        ("Ünion für Straße", "union-fur-strasse"),
        ("--", ""),
        ("a" * 80, "a" * 60),
        ("word " * 30, "word-" * 11 + "word"),
    ],
)
def test_slug(text, expected):
    assert urls.slug(text) == expected


def test_host_and_is_http():
    assert urls.host("HTTPS://User@News.Example.org:8080/x") == "news.example.org"
    assert urls.host("no address") == ""
    assert urls.is_http("https://x.org")
    assert not urls.is_http("ftp://x.org")
    assert not urls.is_http("//x.org")


PARTS = st.sampled_from(
    ["/", "news", "story.html", "amp", "index.html", "a-b_c", "2026", "//", ".", "print", "www", "m"]
)
HOSTS = st.sampled_from(["a.example", "www.a.example", "m.amp.a.example", "10.0.0.1", "localhost", "a.localhost"])


@given(st.sampled_from(["http", "https"]), HOSTS, st.lists(PARTS, max_size=6))
def test_the_shortcut_for_simple_addresses_changes_nothing(scheme: str, name: str, path: list[str]) -> None:
    address = f"{scheme}://{name}/{''.join(path)}"
    assert urls.canonical_url(address) == urls.canonical_url(f"{address}#top")  # what has a fragment goes the long way
    assert urls.host(address) == name


@pytest.mark.parametrize("query", ["view=print", "format=amp", "Mode=Mobile", "layout=printable"])
def test_a_page_for_paper_or_a_small_screen_is_the_same_page(query: str) -> None:
    assert urls.canonical_url(f"https://a.example/news/1?{query}") == urls.canonical_url("https://a.example/news/1")


@pytest.mark.parametrize("query", ["view=table", "format=csv", "mode=2"])
def test_what_chooses_another_page_is_kept(query: str) -> None:
    assert urls.canonical_url(f"https://a.example/news/1?{query}") != urls.canonical_url("https://a.example/news/1")
