"""A small web server on this machine that may misbehave: one function a path, which writes what it likes."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Page = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class NewsServer:
    """`pages` by path; `asked` holds every request's path and headers."""

    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0

    def url(self, path: str) -> str:
        return f"http://news.test:{self.port}{path}"

    def gives(self, path: str, body: bytes | str, content_type: str = "text/html", **headers: str) -> str:
        """Serve a body under a path; gives its address."""
        content = body.encode() if isinstance(body, str) else body

        def page(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            if content_type:
                handler.send_header("Content-Type", content_type)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.send_header("Content-Length", str(len(content)))
            handler.end_headers()
            handler.wfile.write(content)

        self.pages[path] = page
        return self.url(path)

    def moves(self, path: str, to: str, status: int = 302) -> str:
        def page(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Location", to)
            handler.end_headers()

        self.pages[path] = page
        return self.url(path)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextlib.contextmanager
def serving() -> Iterator[NewsServer]:
    """The server, running in threads of this process; connections that hang end with it."""
    news = NewsServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            news.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            with contextlib.suppress(OSError):
                if page := news.pages.get(self.path):
                    page(self)
                else:
                    self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    news.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield news
    finally:
        server.shutdown()
        server.server_close()
