"""A live preview: the built site on a local port, rebuilt when a file is saved, the browser told to reload."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watchfiles import watch

from sourced.project import Project

WATCHED = ("data", "charts", "templates", "docs", "mkdocs.yml", "mkdocs.zh.yml")
_RELOAD = b"""<script src="/__reload.js"></script>"""
_SCRIPT = b"""new EventSource("/__reload").onmessage = () => location.reload();"""


def preview(project: Project, port: int, build: Callable[[], bool], say: Callable[[str], None]) -> None:
    """Build, serve on 127.0.0.1 and rebuild on change until interrupted.

    `build` gives whether it succeeded; after a failure the last good site stays. Raise OSError if the port is taken.
    """
    built = threading.Condition()
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, directory=str(project.site), built=built))
    build()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say(f"Look at http://127.0.0.1:{server.server_port}/ (stop with Ctrl-C)")
    try:
        for _ in watch(*(path for name in WATCHED if (path := project.root / name).exists()), raise_interrupt=False):
            if build():
                say("Rebuilt")
                with built:
                    built.notify_all()
    finally:
        server.shutdown()


class _Handler(SimpleHTTPRequestHandler):
    """Static files, with a script that waits for the next build added to every page."""

    def __init__(self, *arguments: object, built: threading.Condition, **options: object) -> None:
        self.built = built
        super().__init__(*arguments, **options)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path == "/__reload":
            self._wait()
        elif self.path == "/__reload.js":
            self._send(_SCRIPT, "text/javascript")
        elif (page := self._page()) is not None:
            self._send(page.read_bytes().replace(b"</head>", _RELOAD + b"</head>", 1), "text/html; charset=utf-8")
        else:
            super().do_GET()

    def _page(self) -> Path | None:
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.split("?")[0].endswith("/"):
            path = path / "index.html"
        return path if path.suffix == ".html" and path.is_file() else None

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def _wait(self) -> None:
        """Hold the request until the next build, saying something now and then so that the link stays open."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        try:
            while True:
                with self.built:
                    done = self.built.wait(timeout=20)
                self.wfile.write(b"data: built\n\n" if done else b": waiting\n\n")
                self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            return

    def log_message(self, *_: object) -> None:
        """Say nothing for each request."""
