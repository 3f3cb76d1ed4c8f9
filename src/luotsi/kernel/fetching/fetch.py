"""Fetch one web address with good manners and without being led astray."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from email.message import Message
from urllib.parse import urljoin

from luotsi.kernel.fetching.addresses import BadAddress, Resolver, is_public, parts_of, resolve, resolve_within
from luotsi.kernel.fetching.connection import Answer, Failure, ask
from luotsi.kernel.fetching.results import Fetched, Limits, NotFetched, NotModified
from luotsi.kernel.fetching.robots import NOBODY, Robots, robots_of
from luotsi.kernel.fetching.visit import Visit

Place = tuple[str, str, int, str]
STANDARD = Limits()
MOST_ADDRESSES = 3  # of a host, tried until one answers: the first may need a network that this machine has not
MOVED = (301, 302, 303, 307, 308)
ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/html;q=0.8, */*;q=0.1"
READABLE = ("text/", "application/xml", "application/rss", "application/atom", "application/rdf", "application/json")
# Sitemaps come packed as files; some servers call every file a stream of bytes.
PACKED = ("application/gzip", "application/x-gzip", "application/octet-stream")


def fetch(
    url: str,
    *,
    etag: str = "",
    last_modified: str = "",
    limits: Limits = STANDARD,
    resolver: Resolver = resolve,
    visit: Visit | None = None,
) -> Fetched | NotModified | NotFetched:
    """A page, or why there is none; never raises for what a server does.

    Every address on the way is resolved, checked to be public, and connected to as checked, so that neither a
    redirect nor a second answer of a name server leads into the own network. robots.txt is obeyed and kept for the
    `visit`; pages of one host keep a pause. `etag` and `last_modified` of the last time make an unchanged page a
    NotModified.
    """
    visit = visit or Visit()
    until = time.monotonic() + limits.seconds
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    try:
        return _follow(url, conditions, limits, resolver, visit, until)
    except Failure as failure:
        return NotFetched(url, failure.code, failure.detail[:300], failure.status)


def _follow(
    url: str, conditions: Mapping[str, str], limits: Limits, resolver: Resolver, visit: Visit, until: float
) -> Fetched | NotModified | NotFetched:
    for _ in range(limits.redirects + 1):
        place = _place(url)
        pause = _obey(place, limits, resolver, visit, until)
        until += _waited(visit, place[1], max(pause, limits.pause_seconds), limits)
        headers = {name: value for name, value in conditions.items() if value}
        answer = _ask(place, headers, limits, resolver, visit, until, limits.bytes)
        if answer.status not in MOVED:
            return _result(url, answer, conditions)
        if not answer.headers.get("location"):
            raise Failure("broken", "moved to nowhere", answer.status)
        url = urljoin(url, answer.headers["location"].strip()).partition("#")[0]
    raise Failure("redirects", f"more than {limits.redirects}")


def _place(url: str) -> Place:
    try:
        return parts_of(url)
    except BadAddress as wrong:
        raise Failure("bad_address", str(wrong)) from wrong


def _waited(visit: Visit, host: str, seconds: float, limits: Limits) -> float:
    """Seconds of politeness, which do not count against the time limit."""
    begun = visit.clock()
    visit.wait_for(host, min(seconds, limits.longest_pause_seconds))
    return visit.clock() - begun


def _ask(
    place: Place,
    headers: Mapping[str, str],
    limits: Limits,
    resolver: Resolver,
    visit: Visit,
    until: float,
    most_bytes: int,
) -> Answer:
    scheme, host, port, _ = place
    *others, last = _checked(host, port, limits, resolver, until)
    name = f"[{host}]" if ":" in host else host
    own = {
        "Host": name if port in (80, 443) and (port == 443) == (scheme == "https") else f"{name}:{port}",
        "User-Agent": visit.agent,
        "Accept": ACCEPT,
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }
    for ip in others:
        try:
            return ask(place, ip, own | dict(headers), until=until, most_bytes=most_bytes)
        except Failure as failure:
            if failure.code != "unreachable":
                raise
    return ask(place, last, own | dict(headers), until=until, most_bytes=most_bytes)


def _checked(host: str, port: int, limits: Limits, resolver: Resolver, until: float) -> Sequence[str]:
    """The addresses to connect to, one after the other; a host with a single private one is not trusted at all."""
    try:
        found = resolve_within(resolver, host, port, max(0.05, until - time.monotonic()))
    except TimeoutError as wrong:
        raise Failure("too_slow", f"{host} was not resolved in time") from wrong
    except OSError as wrong:
        raise Failure("no_such_host", f"{host}: {wrong}") from wrong
    if not found:
        raise Failure("no_such_host", host)
    if not all(is_public(ip, limits.allowed) for ip in found):
        raise Failure("private_address", host)
    return found[:MOST_ADDRESSES]


def _obey(place: Place, limits: Limits, resolver: Resolver, visit: Visit, until: float) -> float:
    """The pause that the host asks for. Raises Failure where robots.txt forbids the page."""
    origin = place[:3]
    if origin not in visit.robots:
        visit.robots[origin] = _robots(origin, limits, resolver, visit, until)
    rules = visit.robots[origin]
    if not rules.allows(place[3]):
        raise Failure("robots", "robots.txt does not want this page to be read")
    return rules.pause_seconds


def _robots(origin: tuple[str, str, int], limits: Limits, resolver: Resolver, visit: Visit, until: float) -> Robots:
    """A host without robots.txt (4xx) allows all, one that cannot tell (5xx) nothing: RFC 9309, 2.3.1."""
    place: Place = (*origin, "/robots.txt")
    for _ in range(limits.redirects + 1):
        try:
            answer = _ask(place, {}, limits, resolver, visit, until, limits.robots_bytes)
        except Failure as failure:
            if failure.code in ("too_large", "packing"):
                return Robots()
            raise
        if answer.status in MOVED and answer.headers.get("location"):
            base = f"{place[0]}://{place[1]}:{place[2]}{place[3]}" if ":" not in place[1] else ""
            place = _place(urljoin(base, answer.headers["location"].strip()).partition("#")[0])
            continue
        if answer.status == 200:
            return robots_of(answer.body.decode("utf-8", "replace"))
        return NOBODY if answer.status >= 500 else Robots()
    return Robots()


def _result(url: str, answer: Answer, conditions: Mapping[str, str]) -> Fetched | NotModified | NotFetched:
    kept = answer.headers.get("etag", "")[:300], answer.headers.get("last-modified", "")[:100]
    if answer.status == 304:
        return NotModified(url, kept[0] or conditions["If-None-Match"], kept[1] or conditions["If-Modified-Since"])
    if answer.status != 200:
        later = answer.headers.get("retry-after", "")
        seconds = int(later) if later.isdigit() and len(later) < 8 else None
        return NotFetched(url, "status", f"the server answers {answer.status}", answer.status, seconds)
    header = Message()
    header["content-type"] = answer.headers.get("content-type", "")
    kind = header.get_content_type() if answer.headers.get("content-type") else ""
    if kind and not kind.startswith((*READABLE, *PACKED)) and not kind.endswith("+xml"):
        return NotFetched(url, "not_text", kind[:80], 200)
    return Fetched(url, answer.body, kind, str(header.get_param("charset") or "")[:40], *kept)
