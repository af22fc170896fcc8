"""A live preview: the built site on a local port, rebuilt when a file is saved, the browser told to reload."""

from __future__ import annotations

import gc
import json
import re
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from time import perf_counter

from watchfiles import watch

from sourced.project import RUNTIME, Project
from sourced.site.local_server import LARGEST, LOOPBACK, Answer, Beside, LoopbackServer, Request, by_own_name
from sourced.site.outcome import PriorityPage
from sourced.system.stopping import Stopped, stopping_when

WATCHED = ("data", "charts", "templates", "docs", "locale", "mkdocs*.yml")
_RELOAD = '<script src="/__reload.js" data-seen="{}"></script></head>'
_SCRIPT = RUNTIME / "desk" / "reload.js"
_BESIDE = {".css", ".js", ".html", ".yml", ".svg", ".png", ".ico", ".woff2"}
"""Files that a page needs in place, or that make all pages other ones; a change of any other shows in the page itself."""


@dataclass(frozen=True)
class Tried:
    """What a build had to say."""

    wrong: str = ""
    """What is wrong, "" if it came to an end."""
    doubts: str = ""
    """What it warns of: a line that sums them up, and theirs; "" if of nothing."""


class _State:
    """What has happened so far, as events to tell the browser; what it looks at; and pages that are ahead of the site."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.events: list[tuple[str, str]] = []
        self.looks_at = ""
        """The file, from the site's root, of the page that was asked for last."""
        self.ahead: dict[str, bytes] = {}
        self.doubts = ""
        """What the last build that came to an end warned of."""

    def after(self, seen: int) -> list[tuple[str, str]]:
        """The events after the first `seen`, waited for up to twenty seconds."""
        with self.changed:
            self.changed.wait_for(lambda: len(self.events) > seen, timeout=20)
            return self.events[seen:]

    def tell(self, event: str, words: str) -> None:
        """Note an event and wake all who wait for one."""
        with self.changed:
            self.events.append((event, words))
            self.changed.notify_all()

    @property
    def wrong(self) -> str:
        """What was wrong with the last build, "" if nothing."""
        last = next((one for one in reversed(self.events) if one[0] in {"wrong", "built"}), ("", ""))
        return last[1] if last[0] == "wrong" else ""

    def show(self, path: str, html: bytes) -> None:
        """Have a page shown ahead of the site."""
        self.ahead[path] = html
        self.tell("ahead", _address(path))

    def end(self, project: Project, tried: Tried) -> None:
        """Note the end of a build; who has seen the page already as it is now need not load it again."""
        same = [path for path, html in self.ahead.items() if html == _content(project.site / path)]
        self.ahead = {}
        if tried.wrong:
            self.tell("wrong", tried.wrong)
            return
        before, self.doubts = self.doubts, tried.doubts
        self.tell("built", _address(same[0]) if same else "")
        if before != self.doubts:
            self.tell("doubts", self.doubts)


def _content(file: Path) -> bytes:
    """What a file holds, nothing if there is none."""
    return file.read_bytes() if file.exists() else b""


def _address(path: str) -> str:
    """The address of a page's file as a browser has it."""
    return "/" + path.removesuffix("index.html")


@dataclass
class _Saves:
    """The files that have been saved since they were last built from, noted by a thread that watches."""

    files: set[str] = field(default_factory=set)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def watch(self, paths: Sequence[Path], over: threading.Event) -> None:
        """Note what is saved until it is over."""
        for changes in watch(*paths, stop_event=over, raise_interrupt=False, debounce=200, step=10):
            with self.changed:
                self.files |= {file for _, file in changes}
                self.changed.notify_all()

    def taken(self) -> set[str]:
        """What has been saved, waited for."""
        with self.changed:
            while not self.files:
                self.changed.wait(1)  # awake now and then, to hear Ctrl-C
            found, self.files = self.files, set()
            return found

    @property
    def waiting(self) -> bool:
        """Whether something has been saved since."""
        return bool(self.files)


def preview(
    project: Project, port: int, build: Callable[[PriorityPage | None], Tried], say: Callable[[str], None], beside: Beside | None = None
) -> None:
    """Build, serve on this machine alone and rebuild on change until interrupted; a save while a build runs stops it.

    `build` is told which page is looked at, to be shown ahead of the others, and gives what is wrong and
    what is doubtful: the browser loads the page anew, or shows what is wrong over the last good page. `beside` answers at addresses
    of its own. Raise OSError if the port is taken.
    """
    sys.setswitchinterval(0.0005)  # what is shown ahead is served while the rest is built
    state, saves, over = _State(), _Saves(), threading.Event()
    server = LoopbackServer((LOOPBACK, port), partial(_Handler, directory=str(project.site), state=state, beside=beside))
    watched = [path for name in WATCHED for path in sorted(project.root.glob(name))]
    threading.Thread(target=saves.watch, args=(watched, over), daemon=True).start()  # what is saved while the first build runs counts
    state.end(project, build(None))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say(f"Look at http://{LOOPBACK}:{server.server_port}/ (stop with Ctrl-C)")
    try:
        with suppress(KeyboardInterrupt):
            _build_on_saves(project, state, saves, build, say)
    finally:
        over.set()
        server.shutdown()


def _build_on_saves(
    project: Project, state: _State, saves: _Saves, build: Callable[[PriorityPage | None], Tried], say: Callable[[str], None]
) -> None:
    """Build whenever files are saved, and begin anew when more are saved meanwhile."""
    files: set[str] = set()
    while True:
        files |= saves.taken()
        started, path = perf_counter(), state.looks_at
        shown = path and not any(Path(file).suffix in _BESIDE for file in files)
        try:
            with stopping_when(lambda: saves.waiting):
                tried = build(PriorityPage(path, partial(state.show, path)) if shown else None)
        except Stopped:
            continue
        files = set()
        say("Not rebuilt: the page is as it was" if tried.wrong else f"Rebuilt in {perf_counter() - started:.1f} s")
        state.end(project, tried)
        gc.collect()  # while nobody waits


class _Handler(SimpleHTTPRequestHandler):
    """Static files, with a script that waits for the next build added to every page; and what is served beside them."""

    timeout = 60
    """Seconds that a request may take to arrive: one that says it brings more than it does is not waited for."""

    def __init__(self, *arguments: object, state: _State, beside: Beside | None, **options: object) -> None:
        self.state, self.beside = state, beside
        super().__init__(*arguments, **options)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if not self._is_by_own_name():
            self._answer(Answer(b"This preview is for the machine that it runs on.\n", "text/plain", 403))
        elif self.path.startswith("/__reload?"):
            number = self.path.partition("?")[2]
            if re.fullmatch("[0-9]{1,9}", number):
                self._wait(int(number))
            else:
                self.send_error(400)
        elif self.path == "/__reload.js":
            self._answer(Answer(_SCRIPT.read_bytes(), "text/javascript; charset=utf-8"))
        elif self.beside and self.path.startswith(self.beside.prefix):
            self._answer(self.beside.answer(self._request("GET", b"")))
        elif not self._is_of_site():
            self.send_error(404)
        elif (page := self._page()) is not None:
            self.state.looks_at, seen = page, len(self.state.events)
            html = self.state.ahead.get(page) or (Path(self.directory) / page).read_bytes()
            added = (self.beside.head if self.beside else "") + _RELOAD.format(seen)
            html = html.replace(b"<html", b"<html data-preview", 1).replace(b"</head>", added.encode(), 1)
            self._answer(Answer(html, "text/html; charset=utf-8"))
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        if not self._is_by_own_name():
            self.send_error(403)
        elif not self._is_of_site():
            self.send_error(404)
        else:
            super().do_HEAD()

    def list_directory(self, _: object) -> None:
        """List nothing: a folder without a page is not there."""
        self.send_error(404)

    def do_POST(self) -> None:
        """Let what is served beside the site answer."""
        length = self.headers.get("Content-Length", "")
        size = int(length) if length.isascii() and length.isdigit() else LARGEST + 1
        if not self._is_by_own_name():
            self._answer(Answer(b"This preview is for the machine that it runs on.\n", "text/plain", 403))
        elif size > LARGEST:
            self._answer(Answer(b"That is more than is taken at once.\n", "text/plain", 413))
        elif self.beside and self.path.startswith(self.beside.prefix):
            self._answer(self.beside.answer(self._request("POST", self.rfile.read(size))))
        else:
            self._answer(Answer(b"Nothing is taken here.\n", "text/plain", 405))

    def _is_of_site(self) -> bool:
        """Whether what is asked for is there and lies in the site, no link leading out of it."""
        try:
            path = Path(self.translate_path(self.path)).resolve()
            return path.is_relative_to(Path(self.directory).resolve()) and path.exists()
        except (OSError, ValueError, RuntimeError):
            return False

    def _is_by_own_name(self) -> bool:
        port = int(self.connection.getsockname()[1])
        return by_own_name({name.lower(): value for name, value in self.headers.items()}, port)

    def _request(self, method: str, body: bytes) -> Request:
        return Request(method, self.path, {name.lower(): value for name, value in self.headers.items()}, body)

    def _page(self) -> str | None:
        """The file of the page that is asked for, from the site's root; None for anything else."""
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.split("?")[0].endswith("/"):
            path = path / "index.html"
        return path.relative_to(self.directory).as_posix() if path.suffix == ".html" and path.is_file() else None

    def _answer(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "SAMEORIGIN")
        if answer.status != 200:
            self.close_connection = True  # what it brought may be unread
        self.end_headers()
        self.wfile.write(answer.body)

    def _wait(self, seen: int) -> None:
        """Tell the browser of all that happened after `seen` events, and something now and then so that the link stays open."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        try:
            if (wrong := self.state.wrong) and seen == len(self.state.events):
                self._tell("wrong", wrong)
            if self.state.doubts:
                self._tell("doubts", self.state.doubts)
            while True:
                news = self.state.after(seen)
                seen += len(news)
                for event, words in news:
                    self._tell(event, words)
                if not news:
                    self.wfile.write(b": waiting\n\n")
                    self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            return

    def _tell(self, event: str, words: str) -> None:
        self.wfile.write(f"event: {event}\ndata: {json.dumps(words)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing for each request."""
