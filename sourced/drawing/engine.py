"""The drawing engine, vl-convert, in a process of its own.

It takes a third of a second to start and draws without letting go of the interpreter; beside us it does both while
we go on. It is asked one thing a line, as JSON, and ends when its input does.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Final, TypeVar

SECONDS: Final = 60.0
"""How long a drawing may take."""
T = TypeVar("T")
Ask = Callable[[str], str]
"""A question to the engine, and its answer."""
FONTS: Final = Path(__file__).parents[1] / "fonts"


class Engine:
    """Asks the engine; answers come as futures, in the order of the questions."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="engine")
        self._process: subprocess.Popen[bytes] | None = None
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

    def svg(self, vega_lite: str) -> Future[str]:
        """The drawing of a Vega-Lite specification."""
        return self._thread.submit(lambda: str(self._answer("svg", vega_lite)))

    def drawn(self, vega_lite: str, look: Callable[[str, Ask], T]) -> Future[tuple[str, T]]:
        """The drawing of a specification, and what `look` finds in it, which may ask where everything stands in Vega's drawings."""

        def both() -> tuple[str, T]:
            drawing = str(self._answer("svg", vega_lite))
            return drawing, look(drawing, partial(self._answer, "scene"))

        return self._thread.submit(both)

    def _running(self) -> subprocess.Popen[bytes]:
        with self._changing:
            if self._process is not None and self._starter == os.getpid() and self._process.poll() is not None:
                self.stop()
            if self._process is None:
                command = [sys.executable, "-P", str(Path(__file__))]  # -P: what lies beside it is not for import
                here = {**os.environ, "TZ": "UTC"}  # times without a zone stand where they stand everywhere
                self._process = subprocess.Popen(  # noqa: S603
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True, env=here
                )
                self._starter = os.getpid()
            return self._process

    def _answer(self, what: str, given: str) -> str:
        """Ask and wait, once more if the engine has died.

        Raise ValueError with its words if it can't do it, ChildProcessError if it dies again.
        """
        self._late = False
        line = self._asked(what, given) or (b"" if self._late else self._asked(what, given))
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
        from sourced.system.limits import unless_done  # here: the engine's own process runs this file by itself

        process = self._running()
        if process.stdin is None or process.stdout is None:
            raise ChildProcessError("the drawing engine has no pipes")
        try:
            process.stdin.write(json.dumps([what, given]).encode() + b"\n")
            process.stdin.flush()
            with unless_done(SECONDS, partial(self._end_late, process)):
                line = process.stdout.readline()
        except BrokenPipeError:
            line = b""
        if not line:
            self.stop()
        return line

    def _end_late(self, process: subprocess.Popen[bytes]) -> None:
        """End the process, which has not answered in time."""
        self._late = True
        self._kill(process)

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        if self._starter == os.getpid():
            process.kill()
            return
        with suppress(ProcessLookupError):  # nobody but its starter can wait for its end
            os.kill(process.pid, signal.SIGKILL)

    def stop(self) -> None:
        """End the engine; the next question starts it anew."""
        with self._changing:
            if process := self._process:
                self._kill(process)
                process.wait()
                for pipe in (process.stdin, process.stdout):
                    if pipe:
                        with suppress(BrokenPipeError):
                            pipe.close()
                self._process = None


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
    """Those that so many copies of this process will use, to be started ahead of them and stopped after them."""
    return [_engine(number) for number in range(1, copies + 1)]


def _made(what: str, given: str) -> str:
    import vl_convert

    if what == "svg":
        return str(vl_convert.vegalite_to_svg(given))
    return json.dumps(vl_convert.vega_to_scenegraph(given))


def _serve() -> None:
    """Answer until the input ends; Ctrl-C at the terminal is for the process that asks."""
    import resource

    import vl_convert

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))  # of who asks there may be less just now than the engine lays out
    logging.getLogger("vl_convert").setLevel(logging.ERROR)  # Vega-Lite's advice on charts is for who draws them
    vl_convert.configure(base_url=False, allowed_base_urls=[])  # a drawing asks nobody for anything
    vl_convert.register_font_directory(str(FONTS))
    _made("svg", '{"data":{"values":[{}]},"mark":"point"}')  # so that the first answer is as quick as the others
    for line in sys.stdin:
        what, given = json.loads(line)
        try:
            answer: tuple[bool, str] = True, _made(what, given)
        except Exception as error:  # noqa: BLE001 (whatever the engine raises is the answer)
            answer = False, str(error)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
