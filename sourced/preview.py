"""A live preview: the built site on a local port, rebuilt when a file is saved, the browser told to reload."""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import perf_counter

from watchfiles import watch

from sourced.project import Project

WATCHED = ("data", "charts", "templates", "docs", "mkdocs.yml", "mkdocs.zh.yml")
_RELOAD = b"""<script src="/__reload.js"></script>"""
_SCRIPT = b"""
const events = new EventSource("/__reload");
events.addEventListener("built", () => location.reload());
events.addEventListener("wrong", (event) => {
  let box = document.getElementById("what-is-wrong");
  if (!box) {
    box = document.body.appendChild(document.createElement("pre"));
    box.id = "what-is-wrong";
    box.setAttribute("role", "alert");
    const look = { position: "fixed", inset: "auto 0 0 0", maxHeight: "60vh", overflow: "auto", margin: 0, padding: "1rem 1.5rem",
      background: "#7f1d1d", color: "#fff", font: "14px/1.5 monospace", whiteSpace: "pre-wrap", zIndex: 1000 };
    Object.assign(box.style, look);
  }
  box.textContent = JSON.parse(event.data);
});
"""


class _State:
    """What the last build came to: how many there were, and what was wrong with the last, "" if nothing."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.builds, self.wrong = 0, ""

    def after(self, seen: int) -> int:
        """The number of builds once it is another than `seen`, or after twenty seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.builds != seen, timeout=20)
            return self.builds

    def set(self, wrong: str) -> None:
        """Note the end of a build and tell all who wait."""
        with self.changed:
            self.builds, self.wrong = self.builds + 1, wrong
            self.changed.notify_all()


def preview(project: Project, port: int, build: Callable[[], str], say: Callable[[str], None]) -> None:
    """Build, serve on 127.0.0.1 and rebuild on change until interrupted.

    `build` gives what is wrong, "" if nothing: then the browser loads the page anew, else it shows the words over the
    last good page. Raise OSError if the port is taken.
    """
    state = _State()
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, directory=str(project.site), state=state))
    state.set(build())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say(f"Look at http://127.0.0.1:{server.server_port}/ (stop with Ctrl-C)")
    watched = [path for name in WATCHED if (path := project.root / name).exists()]
    try:
        for _ in watch(*watched, raise_interrupt=False, debounce=200, step=20):
            started = perf_counter()
            wrong = build()
            say("Not rebuilt: the page is as it was" if wrong else f"Rebuilt in {perf_counter() - started:.1f} s")
            state.set(wrong)
            gc.collect()  # while nobody waits
    finally:
        server.shutdown()


class _Handler(SimpleHTTPRequestHandler):
    """Static files, with a script that waits for the next build added to every page."""

    def __init__(self, *arguments: object, state: _State, **options: object) -> None:
        self.state = state
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
        """Tell the browser of each build, and something now and then so that the link stays open."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        try:
            seen = self.state.builds
            if self.state.wrong:
                self._tell("wrong", self.state.wrong)
            while True:
                before, seen = seen, self.state.after(seen)
                if seen != before:
                    self._tell("wrong" if self.state.wrong else "built", self.state.wrong)
                else:
                    self.wfile.write(b": waiting\n\n")
                    self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            return

    def _tell(self, event: str, words: str) -> None:
        self.wfile.write(f"event: {event}\ndata: {json.dumps(words)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing for each request."""
