"""A build daemon: a process that stays for a while after a build, with all that it has read and imported, and does the next.

It listens at a socket in the report's `build/`, where its owner alone may ask. A build asks it if it is there, lends it its
standard output and error, and shows its stages; if it ends before it is done, for whatever reason, the build is done without it.
"""

from __future__ import annotations

import gc
import json
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sourced.findings import ReportError
from sourced.project import GENERATOR, Project
from sourced.site.outcome import Outcome, Progress, finding_read, finding_written
from sourced.system.generator import touched

if TYPE_CHECKING:
    from sourced.system.memo import Shelf

IDLE: Final = 900.0
"""Seconds after which a daemon that nobody asks ends."""
_START: Final = 5.0
"""Seconds that one may take to start."""
_OFTEN: Final = 0.5
"""Seconds after which it looks whether it is still wanted."""


@dataclass(frozen=True)
class Wish:
    """What a build is asked for."""

    today: date | None
    downloads: bool


def asked(project: Project, wish: Wish, progress: Progress, *, start: bool = False) -> Outcome | None:
    """What the report's daemon has built; None if there is none (and none can be started), or if it ended meanwhile.

    Raise ReportError and OSError as `build` does.
    """
    connection = _connected(project) or (_started(project) if start else None)
    if connection is None:
        return None
    told = {
        "generator": touched(), "address": project.address, "environment": dict(os.environ),
        "today": wish.today and wish.today.isoformat(), "downloads": wish.downloads,
    }  # fmt: skip
    with connection:
        try:
            socket.send_fds(connection, [json.dumps(told).encode() + b"\n"], [1, 2])
        except OSError:
            return None
        return _outcome(_answers(connection), progress)


def ended(project: Project) -> None:
    """Have the report's daemon end, if there is one: it does when its socket is gone."""
    _socket(project).unlink(missing_ok=True)


def _socket(project: Project) -> Path:
    return project.build / "daemon"


@contextmanager
def _short(project: Project) -> Iterator[str]:
    """A name of the socket that is never too long for one."""
    folder = os.open(project.build, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{_socket(project).name}"
    finally:
        os.close(folder)


def _connected(project: Project) -> socket.socket | None:
    """A connection to the report's daemon, None if there is none that is ours."""
    if sys.platform != "linux" or not _socket(project).exists():
        return None
    connection = socket.socket(socket.AF_UNIX)
    with suppress(OSError), _short(project) as name:
        connection.connect(name)
        if _owner(connection) == os.getuid():
            return connection
    connection.close()
    return None


def _owner(connection: socket.socket) -> int:
    """The user at the other end."""
    return int.from_bytes(connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)[4:8], sys.byteorder)


def _started(project: Project) -> socket.socket | None:
    """A connection to a daemon that is started for it."""
    if sys.platform != "linux":
        return None
    project.build.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "sourced.commands.daemon", str(project.root)]
    nothing = subprocess.DEVNULL
    started = subprocess.Popen(  # noqa: S603
        command, cwd=GENERATOR.parent, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
    )
    until = time.monotonic() + _START
    while time.monotonic() < until and started.poll() is None:
        if connection := _connected(project):
            return connection
        time.sleep(0.01)
    return None


def _answers(connection: socket.socket) -> Iterator[tuple[str, Any]]:
    """Kind and content of each answer, until the other end is gone."""
    with connection.makefile("rb") as lines, suppress(OSError, ValueError):
        for line in lines:
            kind, content = json.loads(line)
            yield kind, content


def _outcome(answers: Iterator[tuple[str, Any]], progress: Progress) -> Outcome | None:
    """What comes of a wish, its stages told on the way; None if no answer says."""
    for kind, content in answers:
        if kind == "stage":
            progress(content)
        elif kind == "built":
            return Outcome.read(content)
        elif kind == "wrong":
            raise ReportError(map(finding_read, content))
        elif kind == "refused":
            raise OSError(*content)
    return None


def stay(project: Project, idle: float = IDLE) -> None:
    """Do what is asked for, one after the other, until nobody asks for long, the generator is another, or the socket is gone."""
    shelf: Shelf = {}
    code, last = touched(), time.monotonic()
    with _listening(project) as (door, wanted):
        while wanted() and time.monotonic() - last < idle:
            if not select.select([door], [], [], _OFTEN)[0]:
                continue
            connection, _ = door.accept()
            with connection:
                if _owner(connection) == os.getuid() and not _serve(connection, project, shelf, code):
                    return
            gc.collect()  # while nobody waits
            last = time.monotonic()


@contextmanager
def _listening(project: Project) -> Iterator[tuple[socket.socket, Callable[[], bool]]]:
    """The socket at which to listen, and whether it is still there; it takes the place of another when it listens."""
    file = _socket(project)
    with socket.socket(socket.AF_UNIX) as door, _short(project) as name:
        before = os.umask(0o177)
        door.bind(f"{name}.{os.getpid()}")
        os.umask(before)
        door.listen()
        Path(f"{file}.{os.getpid()}").replace(file)
        own = file.stat().st_ino

        def wanted() -> bool:
            with suppress(OSError):
                return file.stat().st_ino == own
            return False

        try:
            yield door, wanted
        finally:
            if wanted():
                file.unlink()


def _serve(connection: socket.socket, project: Project, shelf: Shelf, code: str) -> bool:
    """Build what is asked for with the other's output and surroundings, and tell what came of it; False if its generator is another."""
    raw, streams, _, _ = socket.recv_fds(connection, 2**20, 2)
    try:
        if not raw.endswith(b"\n"):
            with connection.makefile("rb") as rest:
                raw += rest.readline()
        wish = json.loads(raw) if raw.endswith(b"\n") and len(streams) == 2 else {}
        if wish.get("generator") == code:
            with _lent(streams), suppress(OSError):
                _tell(connection, *_built(connection, project, wish, shelf))
        return not wish or wish["generator"] == code
    finally:
        for stream in streams:
            os.close(stream)


@contextmanager
def _lent(streams: list[int]) -> Iterator[None]:
    """Print where another process does; the drawing engine, which inherits that, is another afterwards."""
    from sourced.drawing.engine import engine

    kept = [os.dup(number) for number in (1, 2)]
    for number, stream in enumerate(streams, 1):
        os.dup2(stream, number)
    try:
        yield
    finally:
        engine().stop()
        sys.stdout.flush()
        sys.stderr.flush()
        for number, stream in enumerate(kept, 1):
            os.dup2(stream, number)
            os.close(stream)
        engine().start()


def _built(connection: socket.socket, project: Project, wish: Mapping[str, Any], shelf: Shelf) -> tuple[str, Any]:
    """What came of a build: the kind of answer, and the answer."""
    from sourced.site.build import build
    from sourced.system.stopping import Stopped, stopping_when

    os.environ.clear()
    os.environ.update(wish["environment"])
    today = date.fromisoformat(wish["today"]) if wish["today"] else None
    try:
        with stopping_when(lambda: bool(select.select([connection], [], [], 0)[0])):  # nothing is said there unless it is closed
            outcome = build(
                Project(project.root, wish["address"]), today=today, downloads=wish["downloads"],
                progress=lambda stage: _tell(connection, "stage", stage), shelf=shelf,
            )  # fmt: skip
    except ReportError as error:
        return "wrong", list(map(finding_written, error.findings))
    except (Stopped, BrokenPipeError, ConnectionResetError):
        return "stopped", []
    except OSError as error:
        return "refused", [error.errno, error.strerror, error.filename and os.fspath(error.filename)]
    return "built", outcome.written()


def _tell(connection: socket.socket, kind: str, content: Any) -> None:
    connection.sendall(json.dumps([kind, content]).encode() + b"\n")


def _program() -> int:
    """The daemon of the report whose folder is the argument."""
    from sourced.site.outcome import no_collection

    with no_collection():
        stay(Project(Path(sys.argv[1])))
    return 0


if __name__ == "__main__":
    from sourced.system.guard import watched

    sys.exit(watched(_program))
