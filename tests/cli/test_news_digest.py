"""`luotsi news digest`: a week from a file or from real sources, told once, broken sources named."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import Runner, runner
from tests.news_server import NewsServer, serving

NEWS = """id,date,company,headline,lead,hook,url
n1,2026-11-17,Norrby,Norrby buys pump maker Kolvi for EUR 12 million,,acquisition,https://norrby.test/1
n2,2026-11-18,,Kolvi sold to Norrby for 12 million euros,The price is 12 million euros.,acquisition,https://press.test/2
n3,2026-11-18,Kaarna,Kaarna at the Hannover fair,,event,
n4,2026-11-19,Saarni,Survey: 62% of plants lack spare parts,A survey of 400 plants.,analytics,
n5,2026-11-10,Kaarna,Kaarna sales up 9%,,results,
"""
ITEM = "<item><title>{title}</title><link>{link}</link><pubDate>{day}</pubDate></item>"
DAY = "Wed, 18 Nov 2026 09:00:00 +0000"


@pytest.fixture
def luotsi(monkeypatch, capsys) -> Runner:
    return runner(monkeypatch, capsys, "news", "digest")


@pytest.fixture
def news() -> Iterator[NewsServer]:
    with serving() as server:
        yield server


def write(folder: Path, text: str, name: str = "news.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def feed(*titles: str, day: str = DAY) -> str:
    items = "".join(ITEM.format(title=title, link=f"https://a.test/{n}", day=day) for n, title in enumerate(titles))
    return f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>"


def test_a_story_is_told_once_and_the_worthy_come_first_with_their_number(luotsi, tmp_path):
    document = luotsi(write(tmp_path, NEWS), "--json").document
    first, second = document["rows"]
    assert document["week"] == "2026-W47"
    assert (first["id"], first["also_told"], first["told_by"]) == ("n2", ["n1"], 2)
    assert "worthy" in first["why"] and first["number"] == "12 million euros"
    assert (second["id"], second["number"], second["number_says"]) == (
        "n4",
        "62%",
        "Survey: 62% of plants lack spare parts",
    )


def test_another_week_is_chosen_by_name_and_an_empty_one_is_said(luotsi, tmp_path):
    file = write(tmp_path, NEWS)
    rows = list(csv.DictReader(io.StringIO(luotsi(file, "--week", "2026-W46").out)))
    assert [row["headline"] for row in rows] == ["Kaarna sales up 9%"]
    said = luotsi(file, "--week", "2026-W01")
    assert said.code == 2 and "2026-W46, 2026-W47" in said.err
    assert luotsi(file, "--week", "next").code == 2


def test_headlines_without_a_hook_are_read(luotsi, tmp_path):
    said = luotsi(write(tmp_path, "headline,date\nNorrby acquires Kolvi for EUR 12 million,2026-11-17\n"), "--json")
    (row,) = said.document["rows"]
    assert row["hook"] == "acquisition" and row["worthy_probability"] > 0.5


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("headline\nx\n", "column date"),
        ("headline,date\n,2026-11-17\n", "line 2, column headline"),
        ("headline,date\nx,soon\n", "'soon' is no date"),
        ("headline,date,hook\nx,2026-11-17,gossip\n", "line 2, column hook"),
    ],
)
def test_every_fault_of_a_table_is_named(luotsi, tmp_path, text, named):
    said = luotsi(write(tmp_path, text))
    assert (said.code, said.out, named in said.err) == (2, "", True)


def test_sources_are_fetched_and_a_broken_one_is_not_silent(luotsi, tmp_path, news, monkeypatch):
    monkeypatch.setattr("luotsi.kernel.fetching.visit.time.sleep", lambda seconds: None)
    host = f"http://127.0.0.1:{news.port}"
    news.gives(
        "/rss", feed("Norrby buys pump maker Kolvi for EUR 12 million", "Norrby at the fair"), "application/rss+xml"
    )
    news.gives("/undated", feed("Kaarna revenue up 8%", day=""), "application/rss+xml")
    news.gives("/bomb", "<!DOCTYPE x [<!ENTITY a 'b'>]><rss/>", "text/xml")
    sources = "".join(
        f'[[sources]]\ncompany = "Norrby"\naddress = "{host}{path}"\n'
        for path in ("/rss", "/undated", "/bomb", "/gone")
    )
    said = luotsi(write(tmp_path, f'allowed_networks = ["127.0.0.0/8"]\n{sources}', "feeds.toml"), "--json")
    document = said.document
    assert said.code == 0
    assert [row["headline"] for row in document["rows"]] == ["Norrby buys pump maker Kolvi for EUR 12 million"]
    assert document["rows"][0]["company"] == "Norrby" and document["rows"][0]["url"] == "https://a.test/0"
    assert {one["address"].rpartition("/")[2]: one["code"] for one in document["broken"]} == {
        "bomb": "entities",
        "gone": "status",
    }
    assert document["undated"] == 1
    assert "Not read" in said.err and "entities" in said.err


def test_without_permission_the_own_network_is_not_read(luotsi, tmp_path, news):
    news.gives("/rss", feed("A secret"), "application/rss+xml")
    toml = f'[[sources]]\naddress = "http://127.0.0.1:{news.port}/rss"\n'
    said = luotsi(write(tmp_path, toml, "feeds.toml"), "--json")
    assert said.code == 1
    assert said.document["broken"][0]["code"] == "private_address" and news.asked == []


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("", "column sources"),
        ("[[sources]]\ncompany = 'A'\n", "column sources[0].address"),
        ("[[sources]]\naddress = 'file:///etc/passwd'\n", "column sources[0].address"),
        ("[[sources]]\naddress = 'https://a.test'\nkind = 'fax'\n", "column sources[0].kind"),
        ("[[sources]]\naddress = 'https://a.test'\nurl = 'x'\n", "column sources[0].url"),
        ("sources = 3\ncolour = 'red'\n", "column colour"),
        ("allowed_networks = ['everything']\n[[sources]]\naddress = 'https://a.test'\n", "allowed_networks[0]"),
        ("[[sources]\n", "not TOML"),
    ],
)
def test_every_fault_of_a_feeds_toml_is_named(luotsi, tmp_path, toml, named):
    said = luotsi(write(tmp_path, toml, "feeds.toml"))
    assert (said.code, said.out, named in said.err) == (2, "", True)
