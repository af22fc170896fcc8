"""Long work that ends early when its result is no longer wanted: a preview's build when another file is saved.

Whoever starts the work says, for its thread, when it is to stop; the work asks between its steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Stopped(BaseException):
    """The work is no longer wanted. No Exception, so that nothing which goes on after a fault goes on after this."""


def _never() -> bool:
    return False


_unwanted: ContextVar[Callable[[], bool]] = ContextVar("unwanted", default=_never)


@contextmanager
def stopping_when(unwanted: Callable[[], bool]) -> Iterator[None]:
    """Have the work within end, with `Stopped`, soon after `unwanted` gives True."""
    token = _unwanted.set(unwanted)
    try:
        yield
    finally:
        _unwanted.reset(token)


def stop_if_unwanted() -> None:
    """Raise `Stopped` if this thread's work is no longer wanted."""
    if _unwanted.get()():
        raise Stopped
