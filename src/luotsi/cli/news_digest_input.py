"""News for the digest: rows of a file, or entries of the sources that a feeds.toml names."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luotsi.cli.output import progress
from luotsi.kernel.errors import BadInput, Fault

if TYPE_CHECKING:
    from luotsi.kernel.fetching import Limits, Visit
    from luotsi.kernel.fetching.feeds import Feed
    from luotsi.kernel.tables import Row, Sheet

KINDS = {"feed": ("rss", "atom"), "sitemap": ("sitemap",), "list_page": ("list_page",)}
SOURCE_KEYS = {"address", "company", "kind", "pattern", "lang"}
TOP_KEYS = {"sources", "contact", "allowed_networks"}
MOST_FURTHER = 5  # of the sitemaps that an index names, the last ones: those hold the newest


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of news; `id` is ours, `name` what the file or the web calls it."""

    id: str
    name: str
    headline: str
    day: date
    lead: str = ""
    company: str = ""
    lang: str = ""
    hook: str = ""
    url: str = ""


@dataclass(slots=True)
class Gathered:
    """All pieces with a day; `broken` names sources that could not be read, `undated` counts what has no day."""

    name: str
    pieces: list[Piece] = field(default_factory=list)
    broken: list[dict[str, str]] = field(default_factory=list)
    undated: int = 0


def read_pieces(file: Path) -> list[Piece]:
    """All rows of a table; BadInput names every fault."""
    from luotsi.kernel.tables import read_table
    from luotsi.kernel.tables.dates import day_comes_first

    sheet = read_table(file)
    missing = [name for name in ("headline", "date") if not sheet.has(name)]
    if missing:
        raise BadInput(sheet.lacks(name, f"Add a column {name}.") for name in missing)
    faults: list[Fault] = []
    day_first = day_comes_first(row["date"] for row in sheet)
    found = [_piece(sheet, number, row, day_first, faults) for number, row in enumerate(sheet, start=1)]
    if faults:
        raise BadInput(faults)
    return [piece for piece in found if piece is not None]


def _piece(sheet: Sheet, number: int, row: Row, day_first: bool | None, faults: list[Fault]) -> Piece | None:
    from luotsi.engines.text.hooks.news import HOOKS
    from luotsi.kernel.tables import AmbiguousDate, parse_date

    headline, hook, day = row["headline"].strip(), row["hook"].strip().lower(), None
    try:
        day = parse_date(row["date"].strip(), day_first=day_first)
        said = "empty." if not row["date"].strip() else f"{row['date'].strip()!r} is no date."
    except AmbiguousDate as wrong:
        said = f"{wrong}."
    if not headline:
        faults.append(Fault(sheet.name, "empty.", row.line, "headline", "bad_row", "Give the news its headline."))
    if day is None:
        faults.append(Fault(sheet.name, said, row.line, "date", "bad_row", "Write 2026-11-23."))
    if hook and hook not in HOOKS:
        advice = f"It is one of {', '.join(HOOKS)}."
        faults.append(Fault(sheet.name, f"{hook!r} is no hook.", row.line, "hook", "bad_row", advice))
    if day is None or not headline:
        return None
    told = {name: row[name].strip() for name in ("lead", "company", "url")}
    return Piece(
        str(number), row["id"].strip() or str(number), headline, day, lang=row["lang"].strip(), hook=hook, **told
    )


def gather(file: Path) -> Gathered:
    """Fetch every source of a feeds.toml, politely and one after the other."""
    from luotsi.kernel.fetching import Limits, Visit, agent_of

    given = _read_toml(file)
    limits = Limits(allowed=tuple(given.get("allowed_networks", ())))
    visit, found = Visit(agent=agent_of(given.get("contact", ""))), Gathered(file.name)
    with progress("Reading sources", total=len(given["sources"])) as bar:
        for done, source in enumerate(given["sources"], start=1):
            _take_in(found, source, limits, visit)
            bar.update(done)
    return found


def _take_in(found: Gathered, source: dict[str, str], limits: Limits, visit: Visit) -> None:
    feed = _feed(found, source, source["address"], limits, visit)
    if feed is None:
        return
    further = [_feed(found, source, address, limits, visit) for address in feed.further[-MOST_FURTHER:]]
    for one in (feed, *further):
        for entry in one.entries if one else ():
            if entry.published_at is None:
                found.undated += 1
                continue
            found.pieces.append(
                Piece(
                    str(len(found.pieces)),
                    entry.url or entry.title,
                    entry.title,
                    entry.published_at.date(),
                    entry.lead,
                    source.get("company", ""),
                    source.get("lang", ""),
                    url=entry.url,
                )
            )


def _feed(found: Gathered, source: dict[str, str], address: str, limits: Limits, visit: Visit) -> Feed | None:
    """What stands behind an address; why not, in `broken`."""
    from luotsi.kernel.fetching import Fetched, NotFetched, fetch
    from luotsi.kernel.fetching.feeds import entries_of

    page = fetch(address, limits=limits, visit=visit)
    if not isinstance(page, Fetched):
        detail = page.detail if isinstance(page, NotFetched) else ""
        found.broken.append({"address": address, "code": getattr(page, "code", "not_modified"), "detail": detail})
        return None
    feed = entries_of(page, pattern=source.get("pattern", ""))
    fatal = next((fault.code for fault in feed.faults if fault.is_fatal), "")
    if not fatal and source.get("kind") and feed.kind not in KINDS[source["kind"]]:
        fatal = f"not_a_{source['kind']}"
    if fatal:
        found.broken.append({"address": address, "code": fatal, "detail": ""})
    return None if fatal else feed


def _read_toml(file: Path) -> dict[str, Any]:
    """The document, checked; BadInput names every fault by its key."""
    try:
        given = tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as wrong:
        raise BadInput([Fault(file.name, f"cannot be read: {wrong.strerror}.", advice="Check the path.")]) from wrong
    except UnicodeDecodeError as wrong:
        raise BadInput([Fault(file.name, "is not UTF-8.", advice="Save it as UTF-8.")]) from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise BadInput([Fault(file.name, f"not TOML: {wrong}.")]) from wrong
    if faults := _faults(file.name, given):
        raise BadInput(faults)
    return given


def _faults(name: str, given: dict[str, Any]) -> list[Fault]:
    import ipaddress

    faults = [Fault(name, "unknown key.", column=key) for key in given if key not in TOP_KEYS]
    if not isinstance(given.get("contact", ""), str):
        faults.append(Fault(name, "is text.", column="contact"))
    networks = given.get("allowed_networks", [])
    for place, network in enumerate(networks if isinstance(networks, list) else [networks]):
        try:
            ipaddress.ip_network(network)
        except ValueError:
            advice = "Write 10.0.0.0/8."
            faults.append(
                Fault(name, f"{network!r} is no network.", column=f"allowed_networks[{place}]", advice=advice)
            )
    sources = given.get("sources")
    if not isinstance(sources, list) or not sources:
        return [*faults, Fault(name, "names no source.", column="sources", advice="Add [[sources]] with an address.")]
    for place, source in enumerate(sources):
        faults += _source_faults(name, f"sources[{place}]", source)
    return faults


def _source_faults(name: str, place: str, source: Any) -> list[Fault]:
    if not isinstance(source, dict):
        return [Fault(name, "is no table.", column=place, advice="Write [[sources]] above it.")]
    faults = [Fault(name, "unknown key.", column=f"{place}.{key}") for key in source if key not in SOURCE_KEYS]
    faults += [
        Fault(name, "is text.", column=f"{place}.{key}")
        for key in SOURCE_KEYS & source.keys()
        if not isinstance(source[key], str)
    ]
    if not faults and not source.get("address", "").startswith(("http://", "https://")):
        advice = "Give it whole, with https://."
        faults.append(Fault(name, "no web address.", column=f"{place}.address", advice=advice))
    if not faults and source.get("kind", "feed") not in KINDS:
        faults.append(
            Fault(
                name, f"{source['kind']!r} is none.", column=f"{place}.kind", advice=f"It is one of {', '.join(KINDS)}."
            )
        )
    return faults
