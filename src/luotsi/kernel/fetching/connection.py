"""One request to one checked address: no redirect, no proxy, no more bytes or seconds than allowed."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

UNPACKED = {"": 0, "identity": 0, "gzip": 47, "x-gzip": 47, "deflate": 47}
PIECE = 65_536


class Failure(Exception):
    """Why a request did not end well; becomes a result."""

    def __init__(self, code: str, detail: str = "", status: int = 0) -> None:
        super().__init__(code)
        self.code, self.detail, self.status = code, detail, status


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers (lower case), and the body where it was asked for."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(
    place: tuple[str, str, int, str], ip: str, headers: Mapping[str, str], *, until: float, most_bytes: int
) -> Answer:
    """GET a target from the address that was checked. `until` is a moment of time.monotonic(). Raises Failure."""
    from urllib3.exceptions import HTTPError, SSLError

    connection, left = _connection(place, ip, until), until - time.monotonic()
    if left <= 0:
        raise Failure("too_slow")
    watch = _Watch(connection, left)
    try:
        with watch:
            answer = _exchange(connection, place, headers, until, most_bytes)
        if watch.has_ended:  # what was read until then looks like an end
            raise Failure("too_slow")
        return answer
    except Failure as failure:
        raise watch.told(failure) from failure
    except SSLError as wrong:
        raise watch.told(Failure("tls", str(wrong))) from wrong
    except TimeoutError as wrong:
        raise Failure("too_slow", str(wrong)) from wrong
    except (HTTPError, HTTPException, OSError, ValueError, AttributeError) as wrong:
        raise watch.told(_named(wrong)) from wrong
    finally:
        with contextlib.suppress(OSError):
            connection.close()


def _named(wrong: Exception) -> Failure:
    from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ReadTimeoutError

    is_unreachable = isinstance(wrong, NewConnectionError | ConnectionError)  # the first is a kind of time-out there
    if isinstance(wrong, ConnectTimeoutError | ReadTimeoutError) and not is_unreachable:
        return Failure("too_slow", str(wrong))
    return Failure("unreachable" if is_unreachable else "broken", f"{type(wrong).__name__}: {wrong}")


def _connection(place: tuple[str, str, int, str], ip: str, until: float) -> Any:
    from urllib3.connection import HTTPConnection, HTTPSConnection

    scheme, host, port, _ = place
    seconds = max(0.05, until - time.monotonic())
    if scheme == "http":
        return HTTPConnection(ip, port, timeout=seconds)
    return HTTPSConnection(
        ip, port, timeout=seconds, cert_reqs="CERT_REQUIRED", server_hostname=host, assert_hostname=host
    )


class _Watch:
    """Ends a connection at its time, also one whose server sends a letter a second for ever."""

    def __init__(self, connection: Any, seconds: float) -> None:
        self._connection = connection
        self._socket: Any = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self.has_ended = False

    def __enter__(self) -> None:
        self._timer.start()
        self._connection.connect()
        self._socket = self._connection.sock
        if self.has_ended:
            self._end()

    def __exit__(self, *exc: object) -> None:
        self._timer.cancel()

    def told(self, failure: Failure) -> Failure:
        """The failure, or that time was up."""
        self._timer.cancel()
        return Failure("too_slow", failure.detail) if self.has_ended else failure

    def _end(self) -> None:
        self.has_ended = True
        sock = self._socket or self._connection.sock
        if sock is not None:
            with contextlib.suppress(OSError):
                # Of the plain socket: the encrypted one may be in use by the reading thread.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _exchange(
    connection: Any, place: tuple[str, str, int, str], headers: Mapping[str, str], until: float, most_bytes: int
) -> Answer:
    connection.request("GET", place[3], headers=dict(headers), preload_content=False, decode_content=False)
    response = connection.getresponse()
    told = {name.lower(): value for name, value in response.headers.items()}
    if response.status != 200:
        return Answer(response.status, told, b"")
    return Answer(response.status, told, _body(response, told, until, most_bytes))


def _body(response: Any, headers: Mapping[str, str], until: float, most_bytes: int) -> bytes:
    packing = headers.get("content-encoding", "").strip().lower()
    if packing not in UNPACKED:
        raise Failure("packing", packing[:40])
    length = headers.get("content-length", "")
    if length.isdigit() and int(length) > most_bytes:
        raise Failure("too_large", length)
    pieces = _pieces(response, until, most_bytes, int(length) if length.isdigit() else None)
    return unpacked(pieces, most_bytes) if UNPACKED[packing] else b"".join(pieces)


def _pieces(response: Any, until: float, most_bytes: int, length: int | None) -> Iterator[bytes]:
    """What arrives, as it arrives; less than was promised is no page."""
    count = 0
    while piece := response.read1(PIECE, decode_content=False):
        count += len(piece)
        if count > most_bytes:
            raise Failure("too_large", f"more than {most_bytes} bytes")
        if time.monotonic() > until:
            raise Failure("too_slow")
        yield piece
    if length is not None and count < length:
        raise Failure("broken", f"{count} of {length} bytes")


def unpacked(pieces: Iterator[bytes], most_bytes: int) -> bytes:
    """gzip or deflate, never more than `most_bytes` of it. Raises Failure."""
    found = bytearray()
    unpack = zlib.decompressobj(UNPACKED["gzip"])
    try:
        for piece in pieces:
            rest = piece
            while rest:
                found += unpack.decompress(rest, most_bytes + 1 - len(found))
                if len(found) > most_bytes:
                    raise Failure("too_large", f"more than {most_bytes} bytes unpacked")
                rest = unpack.unused_data
                if rest:
                    unpack = zlib.decompressobj(UNPACKED["gzip"])
    except zlib.error as wrong:
        raise Failure("broken", f"packed wrongly: {wrong}") from wrong
    if not unpack.eof:
        raise Failure("broken", "packed body breaks off")
    return bytes(found)
