"""Work done by copies of this process while it goes on itself: a build's languages on the cores that there are.

A copy shares all that has been read and imported, so it is at work at once. Where the system can't copy a process
safely (only Linux is known to), on a single core, or if the copy fails, there is no result, and who asked does the work.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import select
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Final, TypeVar

from sourced.system.stopping import stop_if_unwanted

T = TypeVar("T")
_copy = 0
_ON_DEATH_OF_PARENT: Final = 1
"""PR_SET_PDEATHSIG of prctl(2)."""
_LEAST: Final = 10.0
"""Seconds that a copy is waited for at least, and three times what its original needed for its own share: it may have been made
while another thread held what it needs, which nobody gives back to it."""


def copy_number() -> int:
    """Which copy this process is, 0 for the original."""
    return _copy


def cores() -> int:
    """How many processes or threads can be at work at once; one where that is not known to be safe."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def shares(items: Sequence[T]) -> list[Sequence[T]]:
    """Things to do, dealt out to as many processes as can be at work at once; the first share is this process's own."""
    processes = min(len(items), cores())
    return [items[place::processes] for place in range(processes)]


@contextmanager
def all_forked(works: Sequence[Callable[[], T]]) -> Iterator[Callable[[], list[T | None]]]:
    """Start each of `works` in a copy of its own; give the function that waits for what they return, as `forked` does."""
    with ExitStack() as copies:
        waits = [copies.enter_context(forked(work, number)) for number, work in enumerate(works, 1)]
        yield lambda: [wait() for wait in waits]


@contextmanager
def forked(work: Callable[[], T], number: int = 1) -> Iterator[Callable[[], T | None]]:
    """Start `work` in a copy; give the function that waits for what it returns, None if that is not to be had.

    `work` must print nothing, use no connection and no thread of the original, and return what can be pickled. The
    copy ends with the context, or with this process, however that ends.
    """
    if cores() < 2:
        yield lambda: None
        return
    reading, writing = os.pipe()
    original = os.getpid()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # our threads wait for questions and hold no locks
        copy = os.fork()
    if not copy:
        _work(work, writing, number, original)
    os.close(writing)
    started = time.monotonic()
    with os.fdopen(reading, "rb"):
        try:
            yield lambda: _answered(_read(reading, _LEAST + 3 * (time.monotonic() - started)))
        finally:
            with suppress(ProcessLookupError):
                os.kill(copy, signal.SIGKILL)
            os.waitpid(copy, 0)


def _work(work: Callable[[], object], writing: int, number: int, original: int) -> None:
    """Do it, and end without the original's leave-taking."""
    global _copy  # noqa: PLW0603 (of the copy alone)
    _copy = number
    try:
        if ends_with(original):
            with os.fdopen(writing, "wb") as out:
                pickle.dump(work(), out)
    finally:
        os._exit(0)


def ends_with(original: int) -> bool:
    """Have this copy of a process end when its original does; False if that has ended already."""
    ctypes.CDLL(None).prctl(_ON_DEATH_OF_PARENT, signal.SIGKILL)
    return os.getppid() == original


def _read(pipe: int, seconds: float) -> bytes | bytearray:
    """All that comes through a pipe, nothing if that takes longer; `Stopped` if it is no longer waited for."""
    found = bytearray()
    until = time.monotonic() + seconds
    while True:
        stop_if_unwanted()
        if time.monotonic() > until:
            return b""
        if select.select([pipe], [], [], 0.02)[0]:
            part = os.read(pipe, 2**20)
            if not part:
                return found
            found += part


def _answered(raw: bytes | bytearray) -> T | None:
    """What the copy has written, None if it did not come to that."""
    try:
        return pickle.loads(raw)  # type: ignore[no-any-return]  # noqa: S301 (from our own copy)
    except (EOFError, pickle.UnpicklingError):
        return None
