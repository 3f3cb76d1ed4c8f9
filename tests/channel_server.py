"""A real server on the loopback that takes messages as Slack and Teams do, and keeps them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class Channel(HTTPServer):
    """`answer` is the status of the next messages."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taker)
        self.kept: list[tuple[str, dict[str, Any]]] = []
        self.answer = 200

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/services/T0/B0/secret"


class _Taker(BaseHTTPRequestHandler):
    server: Channel

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.headers["Content-Type"].startswith("application/json")
        self.server.kept.append((self.path, json.loads(body)))
        self.send_response(self.server.answer)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args: Any) -> None:
        """Silent."""


@contextmanager
def channel(settings: Any) -> Iterator[Channel]:
    """Running, and allowed by a setting that names its network alone."""
    settings.HOOK_NETWORKS = ("127.0.0.1/32",)
    server = Channel()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
