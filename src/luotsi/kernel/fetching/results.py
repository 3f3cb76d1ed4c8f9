"""What comes of a fetch: a page, nothing new, or a reason why not. Nothing here raises."""

from __future__ import annotations

from dataclasses import dataclass, field

# bad_address, no_such_host, private_address, unreachable, tls, too_slow, too_large, redirects, robots, status,
# not_text, packing, broken
Code = str


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` for one address with all its redirects; `bytes` counted after unpacking. `allowed` names networks that
    are reachable though they are not public ("127.0.0.0/8"): for tests, and for a company's own intranet."""

    seconds: float = 20.0
    bytes: int = 5_000_000
    redirects: int = 5
    robots_bytes: int = 500_000
    pause_seconds: float = 1.0
    longest_pause_seconds: float = 10.0
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: `url` after redirects, its unpacked bytes, and what to send along next time."""

    url: str
    body: bytes = field(repr=False)
    content_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that nothing has changed since `etag` or `last_modified`."""

    url: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class NotFetched:
    """Why there is no page. `status` is the server's, 0 where it did not get that far; `retry_after_seconds` what it
    asked for; `detail` is for logs."""

    url: str
    code: Code
    detail: str = ""
    status: int = 0
    retry_after_seconds: int | None = None
