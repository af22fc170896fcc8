"""The drawing engine, vl-convert, in a process of its own.

It takes a third of a second to start and draws without letting go of the interpreter; beside us it does both while
we go on. It is asked one thing a line, as JSON, by this process and by copies of it, and ends when they do.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Container
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, TypeVar

SECONDS: Final = 60.0
"""How long a drawing may take."""
LENT: Final = 10.0
"""How long it may where the engine is another's, and how long that may be busy; then one of our own is started."""
T = TypeVar("T")
Ask = Callable[[str], str]
"""A question to the engine, and its answer."""
FONTS: Final = Path(__file__).parents[1] / "fonts"


class _Line:
    """An end of a line between who asks and the engine, on which a message is a line of JSON."""

    def __init__(self, end: socket.socket) -> None:
        self._end, self._file = end, end.makefile("rwb")

    def fileno(self) -> int:
        """What the system knows it by."""
        return self._end.fileno()

    def say(self, message: object) -> None:
        """Send a message; ConnectionError if nobody is at the other end."""
        self._end.settimeout(None)
        self._file.write(json.dumps(message).encode() + b"\n")
        self._file.flush()

    def heard(self, seconds: float | None = None) -> bytes:
        """The next message, none if there will be none; TimeoutError if it does not come in time."""
        self._end.settimeout(seconds)
        message = self._file.readline()
        return message if message.endswith(b"\n") else b""

    def close(self) -> None:
        """Be at its end no longer."""
        with suppress(ConnectionError):
            self._file.close()
        self._end.close()


class Engine:
    """Asks the engine; answers come as futures, in the order of the questions."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="engine")
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        """By which the process is given lines."""
        self._line: _Line | None = None
        self._starter = 0
        """The process that started it, which alone can tell whether it has ended."""
        self._late = False
        """Whether the last question was not answered in time."""
        self._changing = threading.RLock()
        """Held while the process is started or ended, so that two threads never start one each."""
        os.register_at_fork(after_in_child=self._let_go)

    def _let_go(self) -> None:
        """In a copy of this process: nobody is there who held it."""
        self._changing = threading.RLock()

    def start(self) -> None:
        """Start the engine ahead of the first question."""
        self._running()

    def lend_to(self, other: Engine) -> None:
        """Let another, which is a copy's of this process, ask the same engine by a line of its own; if none can be had, it starts one."""
        with self._changing, suppress(OSError):
            other.stop()  # a build beside this one may have lent it a line
            self.start()
            if self._control:
                other._process, other._line, other._starter = self._process, _line_by(self._control), self._starter

    def svg(self, vega_lite: str) -> Future[str]:
        """The drawing of a Vega-Lite specification."""
        return self._thread.submit(lambda: str(self._answer("svg", vega_lite)))

    def drawn(self, vega_lite: str, look: Callable[[str, Ask], T]) -> Future[tuple[str, T]]:
        """The drawing of a specification, and what `look` finds in it, which may ask where everything stands in Vega's drawings."""

        def both() -> tuple[str, T]:
            drawing = str(self._answer("svg", vega_lite))
            return drawing, look(drawing, partial(self._answer, "scene"))

        return self._thread.submit(both)

    @property
    def _is_own(self) -> bool:
        """Whether the process is ours: a copy may have one that its original has started, and one that is lent is another's."""
        return self._control is not None and self._starter == os.getpid()

    def _running(self) -> _Line:
        with self._changing:
            if self._process is not None and self._is_own and self._process.poll() is not None:
                self.stop()
            if self._line is None:
                self._control, theirs = socket.socketpair()
                command = [sys.executable, "-P", str(Path(__file__)), str(theirs.fileno())]  # -P: what lies beside it is not for import
                here = {**os.environ, "TZ": "UTC"}  # times without a zone stand where they stand everywhere
                self._process = subprocess.Popen(  # noqa: S603
                    command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()], start_new_session=True, env=here
                )
                theirs.close()
                self._starter = os.getpid()
                self._line = _line_by(self._control)
            return self._line

    def _answer(self, what: str, given: str) -> str:
        """Ask and wait, once more if the engine has died, or did not answer in time and was not our own.

        Raise ValueError with its words if it can't do it, ChildProcessError if it dies again.
        """
        is_own = self._process is None or self._is_own
        line = self._asked(what, given)
        if not line and not (self._late and is_own):
            line = self._asked(what, given)
        if self._late:
            raise ChildProcessError(f"takes longer than {SECONDS:g} seconds: it may never end")
        if not line:
            raise ChildProcessError("the drawing engine died")
        done, answer = json.loads(line)
        if not done:
            raise ValueError(answer)
        return str(answer)

    def _asked(self, what: str, given: str) -> bytes:
        """The line that the engine answers, none if it has died."""
        self._late, answer, begun = False, b"", b""
        try:
            line = self._running()
            seconds = SECONDS if self._is_own else LENT
            line.say([what, given])
            begun = line.heard(seconds)  # before, the engine may be at what another has asked
            answer = line.heard(seconds)
        except TimeoutError:
            self._late = True
            if self._process and (begun or self._is_own):
                with suppress(ProcessLookupError):
                    os.kill(self._process.pid, signal.SIGKILL)
        except ConnectionError:
            pass
        if not answer:
            self.stop()
        return answer

    def stop(self) -> None:
        """End the engine, one that is lent for this alone; the next question starts one of our own."""
        with self._changing:
            if self._process and self._is_own:
                self._process.kill()
                self._process.wait()
            for one in (self._line, self._control):
                if one:
                    one.close()
            self._process = self._line = self._control = None


def _line_by(control: socket.socket) -> _Line:
    """A line to the engine, by which one can ask at a time."""
    ours, theirs = socket.socketpair()
    try:
        with theirs:
            socket.send_fds(control, [b"+"], [theirs.fileno()])
    except OSError:
        ours.close()
        raise
    return _Line(ours)


@cache
def _engine(copy: int) -> Engine:  # noqa: ARG001 (each copy has its own)
    made = Engine()
    atexit.register(made.stop)
    return made


def engine() -> Engine:
    """The one of this process; a copy of the process (`system.fork`) has one of its own."""
    from sourced.system.fork import copy_number

    return _engine(copy_number())


def engines_of_copies(copies: int) -> list[Engine]:
    """Those that so many copies of this process will use, started ahead of them, and to be stopped after them.

    Without cores to spare they ask the same process: it starts once, and the more it has drawn the quicker it is.
    """
    from sourced.system.fork import cores

    made = [_engine(number) for number in range(1, copies + 1)]
    for one in made:
        if cores() < 2 * (copies + 1):
            engine().lend_to(one)
        else:
            one.start()
    return made


def _made(what: str, given: str) -> str:
    import vl_convert

    return _svg(given) if what == "svg" else json.dumps(vl_convert.vega_to_scenegraph(given))


_NAME: Final = re.compile(r"data-[0-9a-f]{32}")
"""What Altair calls rows that a chart gives no name, by their hash."""
_ROWS: Final = "\0rows "
"""What stands in a compiled chart in the place of rows, before their name."""
MOST: Final = 1000
"""How many charts without their rows are remembered, of some 20 kB each."""
_compiled: Final[dict[str, str]] = {}
"""What Vega-Lite makes of charts without their rows, "" of those that were asked for but once."""


def _svg(vega_lite: str) -> str:
    """A drawing; of charts that differ in nothing but their rows, which Vega-Lite does not look at, it compiles one."""
    import vl_convert

    chart = json.loads(vega_lite)
    rows = chart.pop("datasets", {})
    shape = json.dumps(chart)
    names = {name: f"data-{at}" for at, name in enumerate(sorted(filter(_NAME.fullmatch, rows), key=shape.find))}
    for name, short in names.items():
        shape = shape.replace(name, short)
    rows = {names.get(name, name): listed for name, listed in rows.items()}
    if shape not in _compiled:
        if len(_compiled) >= MOST:
            _compiled.clear()
        _compiled[shape] = ""
        return str(vl_convert.vegalite_to_svg(vega_lite))
    vega = _compiled[shape] = _compiled[shape] or _vega(shape, rows)
    for name, listed in rows.items():
        vega = vega.replace(json.dumps(_ROWS + name), json.dumps(listed))
    return str(vl_convert.vega_to_svg(vega))


def _vega(shape: str, names: Container[str]) -> str:
    """What Vega-Lite makes of a chart, with marks for its rows."""
    import vl_convert

    made: dict[str, Any] = vl_convert.vegalite_to_vega(shape)
    for data in made.get("data", []):
        if data["name"] in names:
            data["values"] = _ROWS + data["name"]
    return json.dumps(made)


def _serve(control: socket.socket) -> None:
    """Answer on each line that comes by `control`, until that ends; Ctrl-C at the terminal is for the process that asks."""
    import resource

    import vl_convert

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))  # of who asks there may be less just now than the engine lays out
    logging.getLogger("vl_convert").setLevel(logging.ERROR)  # Vega-Lite's advice on charts is for who draws them
    vl_convert.configure(base_url=False, allowed_base_urls=[])  # a drawing asks nobody for anything
    vl_convert.register_font_directory(str(FONTS))
    _made("svg", '{"data":{"values":[{}]},"mark":"point"}')  # so that the first answer is as quick as the others
    lines: dict[int, _Line] = {}
    while True:
        for one in select.select([control.fileno(), *lines], [], [])[0]:
            if one in lines:
                if not _served(lines[one]):
                    lines.pop(one).close()
                continue
            message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
            if not message:
                return
            line = _Line(socket.socket(fileno=descriptors[0]))
            lines[line.fileno()] = line


def _served(line: _Line) -> bool:
    """Answer a question; False if there is none, nor will be."""
    with suppress(ConnectionError):
        if asked := line.heard():
            line.say("begun")
            try:
                answer: tuple[bool, str] = True, _made(*json.loads(asked))
            except Exception as error:  # noqa: BLE001 (whatever the engine raises is the answer)
                answer = False, str(error)
            line.say(answer)
            return True
    return False


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
