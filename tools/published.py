"""The built site as GitHub Pages would serve it, below a project's path: `python tools/published.py [FOLDER]`.

Text is compressed, an unknown address is answered with 404.html, a folder without its slash is led on. Needs nothing
but Python.
"""

from __future__ import annotations

import contextlib
import gzip
import shutil
import sys
import threading
from collections.abc import Iterator
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

SITE = Path(__file__).parent.parent / "site"
BASE = "/some-repo/"
MANY = 12
"""Of a folder with more pages than that, one is looked at for all."""
REFUSED: set[str] = set()
"""Ends of addresses that are answered by nothing, as if the network had failed."""
TEXT = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".md", ".csv")


@cache
def _compressed(file: Path, _changed: int) -> bytes:
    return gzip.compress(file.read_bytes(), 6)


class _Pages(SimpleHTTPRequestHandler):
    """A folder below `BASE`, compressed."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript; charset=utf-8", ".md": "text/markdown; charset=utf-8", ".html": "text/html; charset=utf-8",
        ".svg": "image/svg+xml", ".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8",
    }  # fmt: skip

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        path = unquote(urlsplit(self.path).path)
        if path.endswith(tuple(REFUSED)):
            self.close_connection = True
            return
        root = Path(self.directory).resolve()
        file = (root / path.removeprefix(BASE)).resolve() if path.startswith(BASE) else root / "404.html"
        if file.is_dir() and not path.endswith("/"):
            self.send_response(301)
            self.send_header("Location", f"{path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        file = file / "index.html" if file.is_dir() else file
        found = file.is_file() and file.is_relative_to(root) and path.startswith(BASE)
        file = file if found else root / "404.html"
        packed = file.suffix in TEXT and "gzip" in self.headers.get("Accept-Encoding", "")
        content = _compressed(file, file.stat().st_mtime_ns) if packed else file.read_bytes()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Vary", "Accept-Encoding")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if body:
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing of a browser that closed a connection early."""


def kinds(site: Path) -> list[str]:
    """One page of each kind, and the heaviest of it, as addresses below the site's: where a folder holds many, only that one."""
    largest: dict[str, tuple[int, str]] = {}
    for page in site.rglob("index.html"):
        parts = page.relative_to(site).parts[:-1]
        kind = "/".join("*" if len(list(site.joinpath(*parts[:at]).glob("*/index.html"))) > MANY else part for at, part in enumerate(parts))
        largest[kind] = max(largest.get(kind, (0, "")), (page.stat().st_size, "".join(f"{part}/" for part in parts)))
    return [address for _, (_, address) in sorted(largest.items())]


def chromium() -> str:
    """The path of the system's Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), "chromium")


@contextlib.contextmanager
def served(folder: Path, port: int = 0) -> Iterator[str]:
    """Serve a folder; give the address at which it lies."""
    with _Server(("127.0.0.1", port), partial(_Pages, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{BASE}"
        finally:
            server.shutdown()


if __name__ == "__main__":
    with served(Path(sys.argv[1]) if len(sys.argv) > 1 else SITE, 8000) as address, contextlib.suppress(KeyboardInterrupt):
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        threading.Event().wait()
