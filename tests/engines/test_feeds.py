"""Feeds, sitemaps, list pages and articles: as they should be, as they are, and as somebody hostile makes them."""

from __future__ import annotations

import gzip
import time
from datetime import UTC, datetime

import pytest

from luotsi.kernel.fetching import Fetched, Limits, NotFetched, fetch
from luotsi.kernel.fetching.decoding import text_of
from luotsi.kernel.fetching.feeds import Article, Feed, article_of, articles_of, entries_of
from luotsi.kernel.fetching.moments import moment_of
from luotsi.kernel.fetching.syndicated import AT_ONCE
from tests.news_server import serving

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0"><channel><title>Новости «Ростекса»</title>
<item><title>«Ростекс» открыл дата-центр</title><link>/news/1</link><pubDate>Mon, 02 Nov 2026 10:00:00 +0300</pubDate>
<description>&lt;p&gt;Центр &lt;b&gt;в Казани&lt;/b&gt; &amp;amp; рядом.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description></item>
<item><title>Без даты</title><link>javascript:alert(1)</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Kaarna</title><entry><title type="html">Tehdas &amp;amp; satama</title>
<link href="https://kaarna.test/1"/><updated>2026-11-02T08:00:00Z</updated><summary>Lyhyesti.</summary></entry></feed>"""
NEWS_SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://a.test/news/new-plant-in-oulu.html</loc><lastmod>2026-10-01</lastmod></url>
<url><loc>https://a.test/2</loc><news:news><news:title>Plant opened</news:title>
<news:publication_date>2026-11-20T10:00:00+02:00</news:publication_date></news:news></url></urlset>"""


def read(body: str | bytes, charset: str = "", url: str = "https://a.test/news", **more) -> Feed:
    content = body.encode() if isinstance(body, str) else body
    return entries_of(Fetched(url, content, charset=charset), **more)


def codes(feed: Feed) -> list[str]:
    return [fault.code for fault in feed.faults]


def a_list(
    count: int = 5,
    row: str = '<li><span>{n}.11.2026</span><a href="/news/{n}-plant">Plant number {n} is opened here</a></li>',
) -> str:
    rows = "".join(row.format(n=n) for n in range(1, count + 1))
    return f'<html><body><a href="/about/us">About our company and its people</a><ul>{rows}</ul></body></html>'


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "mac-cyrillic", "utf-16"])
def test_a_feed_is_read_in_its_encoding(encoding):
    feed = read(RSS.format(encoding=encoding).encode(encoding))
    first, second = feed.entries
    assert (feed.kind, feed.title, codes(feed)) == ("rss", "Новости «Ростекса»", ["undated"])
    assert (first.title, first.lead) == ("«Ростекс» открыл дата-центр", "Центр в Казани & рядом.")
    assert (first.url, first.published_at) == ("https://a.test/news/1", datetime(2026, 11, 2, 7, tzinfo=UTC))
    assert (second.url, second.published_at) == ("", None)


@pytest.mark.parametrize(
    ("said", "real", "server"),
    [
        ("windows-1251", "utf-8", ""),
        ("utf-8", "windows-1251", ""),
        ("no-such-thing", "utf-8", "latin-1"),
        ("base64", "utf-8", "hex"),
    ],
)
def test_a_wrong_encoding_is_seen_through_and_said(said, real, server):
    feed = read(RSS.format(encoding=said).encode(real), server)
    assert feed.entries[0].title == "«Ростекс» открыл дата-центр"
    assert "encoding" in codes(feed) or said in ("no-such-thing", "base64")


def test_an_encoding_nobody_named_is_found():
    assert text_of("Завод открыт".encode("windows-1251"), "windows-1251") == ("Завод открыт", False)
    assert text_of("Ääkköset".encode("latin-1"), "iso-8859-1") == ("Ääkköset", False)
    one_wrong = "Завод открыт в Казани. ".encode() * 20 + b"\xff"
    assert text_of(one_wrong)[0].startswith("Завод")


def test_atom_and_its_entities_of_markup():
    (entry,) = read(ATOM).entries
    assert (entry.title, entry.url, entry.lead) == ("Tehdas & satama", "https://kaarna.test/1", "Lyhyesti.")
    assert entry.published_at == datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize("packed", [False, True])
def test_a_news_sitemap_gives_titles_and_the_newest_first(packed):
    body = gzip.compress(NEWS_SITEMAP.encode()) if packed else NEWS_SITEMAP.encode()
    feed = read(body)
    assert [entry.title for entry in feed.entries] == ["Plant opened", "New plant in oulu"]
    assert feed.entries[0].published_at == datetime(2026, 11, 20, 8, tzinfo=UTC)


def test_an_index_names_further_sitemaps():
    feed = read("<sitemapindex><sitemap><loc>https://a.test/s1.xml</loc></sitemap></sitemapindex>")
    assert (feed.further, feed.entries, feed.faults) == (("https://a.test/s1.xml",), (), ())


def test_a_list_page_gives_its_family_of_headlines_with_their_days():
    feed = read(a_list())
    assert [entry.url for entry in feed.entries] == [f"https://a.test/news/{n}-plant" for n in range(1, 6)]
    assert feed.entries[1].published_at == datetime(2026, 11, 2, tzinfo=UTC)
    assert codes(feed) == []


def test_a_pattern_chooses_links_of_a_list_page():
    assert [entry.url for entry in read(a_list(), pattern="/about/").entries] == ["https://a.test/about/us"]
    assert codes(read(a_list(), pattern="/nothing/")) == ["no_entries"]
    assert codes(read(a_list(1, "<li><a href='https://other.test/1'>A headline of somebody else's site</a></li>"))) == [
        "no_entries"
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [("Mon, 02 Nov 2026 23:30:00 -0500", "2026-11-03"), ("2026-11-02", "2026-11-02"), ("2026-11-02T10:00:00.123Z", "2026-11-02"),
     ("2 ноября 2026 г., 14:30", "2026-11-02"), ("02.11.2026 14:30", "2026-11-02"), ("November 2, 2026", "2026-11-02"),
     ("2 de noviembre de 2026", "2026-11-02"), ("2. marraskuuta 2026", "2026-11-02"), ("Senin, 2 November 2026", "2026-11-02"),
     ("03/04/2026", "2026-04-03"), ("2026-11", "2026-11-01"), ("yesterday", None), ("", None), ("0001-01-01", None),
     ("2026-02-31", None), ("99999999999", None)],
)  # fmt: skip
def test_moments_are_read_in_many_forms(text, day):
    found = moment_of(text)
    assert (found.date().isoformat() if found else None) == day


def test_an_american_page_writes_the_month_first():
    assert moment_of("03/04/2026", lang="en-US") == datetime(2026, 3, 4, tzinfo=UTC)


ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{ENTITIES}]><rss><channel><item><title>&l9;</title></item></channel></rss>'


@pytest.mark.parametrize(
    "body",
    [BOMB.encode(), BOMB.encode("utf-16"), BOMB.replace("<rss>", "<urlset>").encode(), BOMB.replace("<rss>", "<feed>").encode(),
     b'<!DOCTYPE rss SYSTEM "file:///etc/passwd" [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel/></rss>',
     b"<rss>" + b" " * 4_000_000 + b"<!ENTITY x 'y'></rss>"],
)  # fmt: skip
def test_entity_bombs_are_refused_before_anything_reads_them(body):
    begun = time.monotonic()
    feed = read(body)
    assert (codes(feed), feed.entries) == (["entities"], ())
    assert time.monotonic() - begun < 2


def test_a_bomb_of_ten_megabytes_does_not_even_arrive():
    here = Limits(pause_seconds=0, allowed=("127.0.0.0/8",))
    with serving() as news:
        url = news.gives("/bomb", BOMB.encode() + b"<!-- -->" * 1_300_000, "application/rss+xml")
        found = fetch(url, limits=here, resolver=lambda host, port: ["127.0.0.1"])
    assert isinstance(found, NotFetched) and found.code == "too_large"


@pytest.mark.parametrize(
    "body",
    [b"", b"\0\0\0", b"plain words", b"<", b"<rss", b"<rss><channel><item><title>", b"<feed/>", b"<urlset><url><loc>x",
     b"<html>", b"\xff\xfe", b"<!--" * 1000, b"<html>" + b"<div>" * 100_000, b"<rss>" + b"<a>" * 10_000,
     b"<html><a href='http://[bad'>A headline with a broken address</a></html>"],
)  # fmt: skip
def test_what_is_no_feed_is_said_and_never_raises(body):
    feed = read(body)
    assert feed.entries == () and feed.faults and feed.faults[-1].is_fatal


def test_a_title_that_looks_like_an_address_is_not_gone_to():
    feed = read("<rss><channel><item><title>http://127.0.0.1/secret</title></item></channel></rss>")
    assert feed.entries[0].title == "http://127.0.0.1/secret"


def test_a_thousand_entries_are_enough():
    row = "<item><title>News {n}</title><pubDate>2026-11-02</pubDate></item>"
    feed = read("<rss><channel>" + "".join(row.format(n=n) for n in range(1200)) + "</channel></rss>")
    assert (len(feed.entries), [(fault.code, fault.count) for fault in feed.faults]) == (1000, [("too_many", 200)])


def test_a_big_feed_that_is_made_to_be_slow_is_ended(monkeypatch):
    monkeypatch.setattr("luotsi.kernel.fetching.syndicated.SECONDS", 1.0)
    begun = time.monotonic()
    feed = read(b"<rss><channel><item>" + b"<a>" * 1_000_000)
    assert codes(feed) == ["too_slow"]
    assert time.monotonic() - begun < 10


def test_a_big_feed_of_good_will_is_read_apart_and_whole():
    lead = "A long story. " * 40
    row = f"<item><title>News {{n}}</title><description>{lead}</description><pubDate>2026-11-02</pubDate></item>"
    text = "<rss><channel>" + "".join(row.format(n=n) for n in range(500)) + "</channel></rss>"
    assert len(text) > AT_ONCE
    assert len(read(text).entries) == 500


def test_articles_are_found_and_what_holds_none_is_said():
    sentence = "The plant in Oulu opened on Monday and employs three hundred people, the company said in a statement. "
    page = f"<html><head><title>Plant</title></head><body><nav>Home</nav><article><h1>Plant opened</h1><p>{sentence * 3}</p></article></body></html>"
    good, empty, big = articles_of([(page, "https://a.test/1"), ("<html></html>", ""), ("x" * 2_100_000, "")])
    assert "employs three hundred people" in good.text and good.fault == ""
    assert (empty.text, empty.fault, big.fault) == ("", "no_text", "too_large")


def test_an_article_that_takes_too_long_is_ended():
    page = "<html><body>" + "<p>A sentence of some words, and a few more.</p>" * 20_000 + "</body></html>"
    begun = time.monotonic()
    assert article_of(page, seconds=0.05) == Article(fault="too_slow")
    assert time.monotonic() - begun < 10
