"""A program watched by the process that started it: an end or a standstill that the program can't tell of is told by the watcher.

A chart, a hook or a library may end the process in a way that no Python catches, or hold it where no signal is heard. The
program therefore runs in a copy of the process, which notes what it is at in memory that both share, and says when it is done.
"""

from __future__ import annotations

import math
import mmap
import os
import select
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Final

from sourced.system.fork import ends_with

_NOTE: Final = struct.Struct("=qd400s")
"""The process at work, since when, and at what."""
_notes: Final = mmap.mmap(-1, 2 * _NOTE.size)
"""A note of the program, and one of the copies that it has made of itself."""
_program = 0
_LONGEST: Final = 45.0
"""Seconds after which work that is noted stands still: it has not heard the limit on its time."""
_TOLD_BOTH: Final = 0.05
"""Seconds after the end of a copy within which this process has heard of a signal that was meant for both."""
_LEAVE: Final = 3.0
"""Seconds that a program which is done may take to end."""


@contextmanager
def noted(what: str, *, limited: bool = True) -> Iterator[None]:
    """Note for a watcher what this process is at; `limited` if that may not take long."""
    place = _slot(os.getpid() != _program)
    before = _notes[place]
    _notes[place] = _NOTE.pack(os.getpid(), time.monotonic() if limited else math.inf, what.encode("utf-8", "replace")[:400])
    try:
        yield
    finally:
        _notes[place] = before


def _slot(number: int) -> slice:
    return slice(number * _NOTE.size, (number + 1) * _NOTE.size)


def watched(program: Callable[[], int]) -> int:
    """Run a program in a copy of this process, and give its status: 1, with words on what it was at, if it ends unheard or stands still."""
    global _program  # noqa: PLW0603 (of the copy alone)
    if sys.platform != "linux":
        return program()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # who started this may ignore it: then nobody is told how a copy ended
    reading, writing = os.pipe()
    original = os.getpid()
    copy = os.fork()
    if copy:
        os.close(writing)
        return _waited(copy, reading)
    os.close(reading)
    if not ends_with(original):
        os._exit(1)
    _program = os.getpid()
    return _told_at_end(program, writing)


def _told_at_end(program: Callable[[], int], writing: int) -> int:
    """Run the program, and tell the watcher its status when all that it has to say is out."""
    try:
        status = program()
    except BaseException:  # noqa: BLE001 (as Python itself ends)
        import traceback

        traceback.print_exc()
        status = 1
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    with suppress(OSError):
        os.write(writing, bytes([status & 255]))
    return status


def _waited(copy: int, reading: int) -> int:
    """The status that the copy tells, or 1 and words on what it was at if it tells none."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # the terminal tells the copy too, which ends in order
    from_outside: list[int] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        from_outside.append(number)
        with suppress(ProcessLookupError):
            os.kill(copy, number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, pass_on)
    interrupted = math.inf
    while True:
        if select.select([reading], [], [], 0.1)[0]:
            told = os.read(reading, 1)
            status = _ended(copy, time.monotonic() + _LEAVE)
            return told[0] if told else _silent(status, from_outside)
        if os.waitid(os.P_PID, copy, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return _silent(_ended(copy, 0), from_outside)
        if (heard := signal.sigtimedwait({signal.SIGINT}, 0)) and heard.si_code == 0:  # from a program, which may have meant this one alone
            interrupted = time.monotonic()
        if time.monotonic() - interrupted > 1:
            os.kill(copy, signal.SIGINT)
            interrupted = math.inf
        if _stands_still(copy):
            return _say("stands still: no limit on its time is heard there")


def _stands_still(copy: int) -> bool:
    """Whether the copy was ended because it stood still; copies of it are ended too, whose work it then does itself."""
    for number in (0, 1):
        who, since, what = _NOTE.unpack(_notes[_slot(number)])
        if what.strip(b"\0") and time.monotonic() - since > _LONGEST:
            with suppress(ProcessLookupError):
                os.kill(who, signal.SIGKILL)
            if who == copy:
                return True
            _notes[_slot(number)] = bytes(_NOTE.size)
    return False


def _ended(copy: int, until: float) -> int:
    """Wait for the end of a copy that is done, and end it if need be: a thread may keep it. Give its status, below 0 for a signal."""
    while not os.waitid(os.P_PID, copy, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        if time.monotonic() > until:
            os.kill(copy, signal.SIGKILL)
        time.sleep(0.002)
    return os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1])  # waited for, so that its time counts as this process's


def _silent(status: int, from_outside: Sequence[int]) -> int:
    """What a copy that ended without a word ended by: words and status 1, or the signal from outside."""
    time.sleep(_TOLD_BOTH)
    if -status == signal.SIGINT or -status in from_outside:
        return 128 - status
    return _say("ended the program before it was done")


def _say(found: str) -> int:
    """Say what the program was at; give the status of an error."""
    notes = (_NOTE.unpack(_notes[_slot(number)])[2].rstrip(b"\0").decode("utf-8", "replace") for number in (0, 1))
    what = next(filter(None, notes), "")
    said = (
        f"error {what} {found} (correct it)"
        if what
        else "error the program was ended before it was done (run it again; memory may be short)"
    )
    os.write(2, f"{said}\n".encode())
    return 1
