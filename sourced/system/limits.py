"""A limit on work that a report's own files ask for: a template, a chart, a pattern may not take longer or more than a page can need."""

from __future__ import annotations

import ctypes
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

try:
    import resource
except ImportError:  # a system without such limits
    resource = None  # type: ignore[assignment]

SECONDS: Final = 20.0
MEMORY: Final = 2**30
"""Bytes on top of what the process has already."""
_STATUS: Final = Path("/proc/self/statm")
_here = threading.local()


class TooMuch(OverflowError):  # noqa: N818 (it is a finding, not a fault of the program)
    """Work took longer, or more memory, than it may."""

    def __init__(self, found: str = "takes longer than it may: it may never end") -> None:
        super().__init__(found)


@contextmanager
def bounded(seconds: float | None = None) -> Iterator[None]:
    """Raise TooMuch in the work within if it takes longer than it may or more memory; within other such work, that one's limit holds.

    In the main thread a signal ends it, also within a regular expression; in others what is written in Python ends.
    """
    if getattr(_here, "bounded", False):
        yield
        return
    _here.bounded = True
    try:
        with _timed(SECONDS if seconds is None else seconds), _roomed():
            yield
    except MemoryError:
        raise TooMuch(f"takes more than {MEMORY >> 30} GB of memory") from None
    finally:
        _here.bounded = False


@contextmanager
def _timed(seconds: float) -> Iterator[None]:
    said = f"takes longer than {seconds:g} seconds: it may never end"
    if threading.current_thread() is not threading.main_thread():
        with unless_done(seconds, partial(_interrupt, threading.get_ident())):
            yield
        return

    def over(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise TooMuch(said)

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds, min(seconds, 1.0) / 4)  # again, as what is raised in a finaliser is lost
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def unless_done(seconds: float, act: Callable[[], None]) -> Iterator[None]:
    """Do something, in a thread of its own, if the work within takes longer."""
    timer = threading.Timer(seconds, act)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _interrupt(thread: int) -> None:
    """Raise TooMuch in another thread, at its next step in Python."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TooMuch))


@contextmanager
def _roomed() -> Iterator[None]:
    """Have what asks for more memory than it may be told that there is none, where the system can."""
    taken = _taken()
    if resource is None or not taken:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(ValueError, OSError):
        most = taken + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most if before[1] < 0 else min(most, before[1]), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _taken() -> int:
    """The bytes of addresses that this process has, 0 if that can't be told."""
    try:
        return int(_STATUS.read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


@contextmanager
def no_sudden_end() -> Iterator[None]:
    """Have code that would end the process at once, and with it the word on what is wrong, raise SystemExit instead.

    So does what it raises as if Ctrl-C had been pressed.
    """
    end = os._exit

    def refused(status: int) -> NoReturn:
        raise SystemExit(f"ends the program, with {status}")

    os._exit = refused
    try:
        with _hearing_ctrl_c() as heard:
            yield
    except KeyboardInterrupt as error:
        if heard:
            raise
        raise SystemExit("raises KeyboardInterrupt, which ends the program").with_traceback(error.__traceback__) from None
    finally:
        os._exit = end


@contextmanager
def _hearing_ctrl_c() -> Iterator[list[int]]:
    """A list that is not empty once Ctrl-C has been pressed; only the main thread ever hears it."""
    heard: list[int] = []
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield heard
        return

    def told(number: int, frame: FrameType | None) -> None:
        heard.append(number)
        before(number, frame)

    signal.signal(signal.SIGINT, told)
    try:
        yield heard
    finally:
        signal.signal(signal.SIGINT, before)
