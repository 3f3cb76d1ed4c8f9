"""Fetching against a real server that misbehaves: answered, bounded, and never led into the own network."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from luotsi.kernel.fetching import Fetched, Limits, NotFetched, NotModified, Visit, agent_of, fetch
from luotsi.kernel.fetching.addresses import is_public
from luotsi.kernel.fetching.robots import fits, robots_of
from tests.news_server import NewsServer, serving

HERE = Limits(seconds=3, bytes=200_000, pause_seconds=0, allowed=("127.0.0.0/8",))


@pytest.fixture(scope="module")
def server() -> Iterator[NewsServer]:
    with serving() as news:
        yield news


@pytest.fixture
def news(server: NewsServer) -> NewsServer:
    server.pages.clear()
    server.asked.clear()
    return server


def at_home(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def get(url: str, limits: Limits = HERE, **more) -> Fetched | NotModified | NotFetched:
    return fetch(url, limits=limits, resolver=more.pop("resolver", at_home), **more)


def code(url: str, limits: Limits = HERE, **more) -> str:
    found = get(url, limits, **more)
    assert isinstance(found, NotFetched), found
    return found.code


def test_a_page_comes_with_its_kind_and_what_to_send_next_time(news):
    url = news.gives(
        "/feed", "<rss/>", "application/rss+xml; charset=utf-8", ETag='"7"', Last_Modified="Mon, 02 Nov 2026"
    )
    found = get(url)
    assert isinstance(found, Fetched)
    assert (found.body, found.content_type, found.charset) == (b"<rss/>", "application/rss+xml", "utf-8")
    assert (found.etag, found.last_modified) == ('"7"', "Mon, 02 Nov 2026")


def test_an_unchanged_page_is_not_sent_again(news):
    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(304 if handler.headers["If-None-Match"] == '"7"' else 200)
        handler.end_headers()

    news.pages["/feed"] = page
    found = get(news.url("/feed"), etag='"7"')
    assert found == NotModified(news.url("/feed"), '"7"', "")


def test_we_say_who_we_are_and_to_whom_we_speak(news):
    visit = Visit(agent=agent_of("https://acme.example/bot"))
    get(news.gives("/a", "x"), visit=visit)
    headers = news.asked[-1][1]
    assert headers["user-agent"].startswith("Luotsi/") and "https://acme.example/bot" in headers["user-agent"]
    assert headers["host"] == f"news.test:{news.port}"


def test_loopback_is_refused_unless_it_is_allowed_by_name(news):
    url = news.gives("/", "secret")
    assert code(url, Limits(pause_seconds=0)) == "private_address"
    assert (
        code(f"http://127.0.0.1:{news.port}/", Limits(pause_seconds=0), resolver=lambda host, port: [host])
        == "private_address"
    )
    assert news.asked == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
     "2002:7f00:1::", "64:ff9b::7f00:1", "::127.0.0.1", "2001:db8::1", "fe80::1%eth0", "no address",
     "fec0::1", "192.0.0.8", "192.88.99.1", "168.63.129.16", "64:ff9b:1::7f00:1", "3fff::1"],
)  # fmt: skip
def test_addresses_of_own_networks_are_private(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_open_net_are_public(address):
    assert is_public(address)


def test_one_private_address_among_public_ones_is_enough_to_refuse(news):
    answers = ["93.184.216.34", "10.0.0.1"]
    assert code("http://news.test/", resolver=lambda host, port: answers) == "private_address"


def test_an_address_where_nobody_is_gives_way_to_the_next_one_of_the_host(news):
    url = news.gives("/page", "fine")
    limits = Limits(pause_seconds=0, allowed=("127.0.0.0/8", "::1/128"))
    assert isinstance(get(url, limits, resolver=lambda host, port: ["::1", "127.0.0.1"]), Fetched)
    assert code(url, limits, resolver=lambda host, port: ["::1"]) == "unreachable"


def test_a_redirect_into_the_own_network_is_refused(news):
    inside = {"inside.test": ["10.0.0.1"], "meta.test": ["169.254.169.254"]}
    for host in inside:
        url = news.moves(f"/{host}", f"http://{host}:{news.port}/secret")
        assert code(url, resolver=lambda host, port: inside.get(host, ["127.0.0.1"])) == "private_address"
    assert "/secret" not in news.paths()


def test_the_address_that_was_checked_is_the_one_connected_to(news):
    """A name server that answers differently the second time is asked once per request, and that answer is used."""
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]])
    url = news.gives("/page", "fine")
    asked: list[str] = []

    def turning(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    visit = Visit(sleep=lambda seconds: None)
    assert isinstance(get(url, resolver=turning, visit=visit), Fetched)
    assert asked == ["news.test"] * 2  # robots.txt and the page, each connected to its own checked answer
    assert code(url, resolver=turning, visit=visit) == "private_address"


def test_five_redirects_are_followed_and_not_a_sixth(news):
    for step in range(7):
        news.moves(f"/{step}", f"/{step + 1}")
    news.gives("/5", "five")
    assert isinstance(get(news.url("/0")), Fetched)
    news.moves("/5", "/6")
    assert code(news.url("/0")) == "redirects"
    assert code(news.moves("/round", "/round")) == "redirects"


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://news.test/x", "gopher://x", "http://u:p@news.test/"])
def test_a_redirect_to_another_kind_of_address_is_refused(news, to):
    assert code(news.moves("/out", to)) == "bad_address"


@pytest.mark.parametrize(
    "url", ["", "news.test", "http://", "http://a b/", "http://x/\nHost: y", "javascript:1", "http://x:99999/"]
)
def test_what_is_no_web_address_is_said(url):
    assert code(url) == "bad_address"


def test_a_page_beyond_the_limit_is_dropped(news):
    assert code(news.gives("/big", b"x" * 300_000)) == "too_large"

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/xml")
        handler.end_headers()
        while True:
            handler.wfile.write(b"<item>" * 2000)

    news.pages["/endless"] = endless
    assert code(news.url("/endless")) == "too_large"


def test_a_page_that_breaks_off_is_no_page(news):
    def torn(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"half")

    news.pages["/torn"] = torn
    assert code(news.url("/torn")) == "broken"


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_a_bomb_is_measured_after_unpacking(news, packing):
    bomb = gzip.compress(b"\0" * 50_000_000) if packing == "gzip" else zlib.compress(b"\0" * 50_000_000)
    begun = time.monotonic()
    assert code(news.gives("/bomb", bomb, Content_Encoding=packing)) == "too_large"
    assert time.monotonic() - begun < 2


def test_packed_pages_are_unpacked_and_broken_ones_said(news):
    packed = gzip.compress(b"one") + gzip.compress(b" two")
    found = get(news.gives("/packed", packed, Content_Encoding="gzip"))
    assert isinstance(found, Fetched) and found.body == b"one two"
    assert code(news.gives("/torn", packed[:-12], Content_Encoding="gzip")) == "broken"
    assert code(news.gives("/not", b"plain", Content_Encoding="gzip")) == "broken"
    assert code(news.gives("/odd", b"x", Content_Encoding="br")) == "packing"


def test_a_server_that_drips_is_left_after_its_time(news):
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x")
            time.sleep(0.1)

    def drip_headers(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
        drip(handler)

    news.pages |= {"/drip": drip, "/heads": drip_headers, "/silent": lambda handler: time.sleep(3)}
    quick = Limits(seconds=0.6, pause_seconds=0, allowed=HERE.allowed)
    for path in ("/drip", "/heads", "/silent"):
        begun = time.monotonic()
        assert code(news.url(path), quick) == "too_slow"
        assert time.monotonic() - begun < 2


def test_a_name_server_that_does_not_answer_is_left_after_its_time():
    quick = Limits(seconds=0.3, pause_seconds=0)
    assert code("http://news.test/", quick, resolver=lambda host, port: time.sleep(2) or []) == "too_slow"


def test_nobody_there_and_no_such_host_are_told_apart():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert code(f"http://news.test:{port}/") == "unreachable"

    def unknown(host: str, port: int) -> list[str]:
        raise OSError("unknown")

    assert code("http://nowhere.test/", resolver=unknown) == "no_such_host"


def test_a_server_without_a_certificate_is_no_https_server(news):
    assert code(f"https://news.test:{news.port}/") in ("tls", "broken")


def test_what_is_no_text_is_not_read(news):
    assert code(news.gives("/film", b"\0\1", "video/mp4")) == "not_text"
    assert isinstance(get(news.gives("/bare", "<rss/>", "")), Fetched)


def test_a_status_is_told_with_the_pause_the_server_asks_for(news):
    def busy(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(503)
        handler.send_header("Retry-After", "120")
        handler.end_headers()

    news.pages["/busy"] = busy
    found = get(news.url("/busy"))
    assert (found.code, found.status, found.retry_after_seconds) == ("status", 503, 120)
    assert get(news.url("/gone")).status == 404


def test_nonsense_instead_of_http_is_broken(news):
    news.pages["/noise"] = lambda handler: handler.wfile.write(b"\xff\xfe" * 200) and None
    assert code(news.url("/noise")) == "broken"


def test_robots_are_obeyed_and_asked_once_a_visit(news):
    news.gives("/robots.txt", "User-agent: *\nDisallow: /\nAllow: /news\n\nUser-agent: other\nDisallow:", "text/plain")
    news.gives("/news/1", "x"), news.gives("/news/2", "x"), news.gives("/inside", "x")
    visit = Visit()
    assert isinstance(get(news.url("/news/1"), visit=visit), Fetched)
    assert isinstance(get(news.url("/news/2"), visit=visit), Fetched)
    assert code(news.url("/inside"), visit=visit) == "robots"
    assert news.paths() == ["/robots.txt", "/news/1", "/news/2"]


def test_a_redirect_to_a_forbidden_page_is_not_followed(news):
    news.gives("/robots.txt", "User-agent: luotsi\nDisallow: /inside", "text/plain")
    assert code(news.moves("/door", "/inside")) == "robots"


def test_a_host_that_cannot_tell_its_rules_is_left_alone(news):
    news.pages["/robots.txt"] = lambda handler: handler.send_error(500)
    news.gives("/news", "x")
    assert code(news.url("/news")) == "robots"


def test_two_pages_of_a_host_keep_their_pause(news):
    news.gives("/robots.txt", "User-agent: *\nCrawl-delay: 4", "text/plain")
    slept: list[float] = []
    visit = Visit(sleep=slept.append, clock=lambda: 100.0)
    for path in ("/a", "/b"):
        get(news.gives(path, "x"), visit=visit)
    assert slept == [4.0]


@pytest.mark.parametrize(
    ("pattern", "target", "holds"),
    [("/a", "/a/b", True), ("/a$", "/a/b", False), ("/*.pdf$", "/x/y.pdf", True), ("/*.pdf$", "/y.pdf?x", False),
     ("/a*b*c", "/a1b2c3", True), ("/a*c$", "/abcb", False), ("*", "/", True), ("/a*a$", "/a", False)],
)  # fmt: skip
def test_robots_patterns_fit_as_the_standard_says(pattern, target, holds):
    assert fits(pattern, target) is holds


def test_robots_of_our_name_go_before_those_of_everybody_and_hostile_patterns_cost_nothing():
    robots = robots_of("User-agent: *\nDisallow: /\nUser-agent: Luotsi\nUser-agent: x\nDisallow: /a\nAllow: /a/b")
    assert robots.allows("/z") and not robots.allows("/a/c") and robots.allows("/a/b/c")
    begun = time.monotonic()
    robots_of("User-agent: *\nDisallow: /" + "a*" * 20_000 + "b$").allows("/" + "a" * 1500)
    assert time.monotonic() - begun < 1
