"""Work done by a copy of this process while it goes on itself: half of a build on the second core.

A copy shares all that has been read and imported, so it is at work at once. Where the system can't copy a process
safely (only Linux is known to), on a single core, or if the copy fails, there is no result, and who asked does the work.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final, TypeVar

T = TypeVar("T")
_ON_DEATH_OF_PARENT: Final = 1
"""PR_SET_PDEATHSIG of prctl(2)."""


@contextmanager
def forked(work: Callable[[], T]) -> Iterator[Callable[[], T | None]]:
    """Start `work` in a copy; give the function that waits for what it returns, None if that is not to be had.

    `work` must print nothing, use no connection and no thread of the original, and return what can be pickled. The
    copy ends with the context, or with this process, however that ends.
    """
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        yield lambda: None
        return
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # our threads wait for questions and hold no locks
        copy = os.fork()
    if not copy:
        _work(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        try:
            yield lambda: _answered(answer.read())
        finally:
            with suppress(ProcessLookupError):
                os.kill(copy, signal.SIGKILL)
            os.waitpid(copy, 0)


def _work(work: Callable[[], object], writing: int) -> None:
    """Do it, and end without the original's leave-taking."""
    try:
        original = os.getppid()
        ctypes.CDLL(None).prctl(_ON_DEATH_OF_PARENT, signal.SIGKILL)
        if os.getppid() == original:
            with os.fdopen(writing, "wb") as out:
                pickle.dump(work(), out)
    finally:
        os._exit(0)


def _answered(raw: bytes) -> T | None:
    """What the copy has written, None if it did not come to that."""
    try:
        return pickle.loads(raw)  # type: ignore[no-any-return]  # noqa: S301 (from our own copy)
    except (EOFError, pickle.UnpicklingError):
        return None
