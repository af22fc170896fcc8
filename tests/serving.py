"""A plain server of a folder, as hosts of pages do it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Page


class Quiet(SimpleHTTPRequestHandler):
    """As plain hosts do it: files, the index of a folder, 404.html for what is not there."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def list_directory(self, _: object) -> None:
        """List nothing: a folder without an index is not there."""
        self.send_error(404)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Show the site's own page for what is not there."""
        page = Path(self.directory) / urlsplit(self.path).path.split("/")[1] / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())


class Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of a browser that closed a connection early."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a plain host has a folder."""
    server = Server(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def until(page: Page, so: Callable[[], bool]) -> bool:
    """Whether something comes to be so while a page goes on; its policy forbids to wait in it, as Playwright's own way does."""
    for _ in range(300):
        if so():
            return True
        page.wait_for_timeout(50)
    return False


def awaited(page: Page, expression: str) -> None:
    """Wait until something is so in a page."""
    assert until(page, lambda: bool(page.evaluate(expression))), expression
