"""What a build says: on its way, of a page that is waited for, and at its end."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sourced.findings import Finding

STAGES: Final = ("Read data", "Draw and write pages", "Make HTML", "Check the site")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """What a run has to say: warnings, and how much there is."""

    warnings: list[Finding]
    rows: int
    pages: int
    charts: int


@dataclass(frozen=True)
class PriorityPage:
    """A page that somebody is waiting for, to be shown before the site is complete."""

    path: str
    """Its file from the site's root."""
    show: Callable[[bytes], None]


@contextmanager
def no_collection() -> Iterator[None]:
    """Leave the garbage collector alone while hundreds of thousands of objects are made that all stay: a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
