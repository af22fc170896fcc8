"""What a build says: on its way, of a page that is waited for, and at its end."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sourced.findings import Finding, Severity

STAGES: Final = ("Read data", "Draw and write pages", "Make HTML", "Check the site")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """What a run has to say: warnings, and how much there is."""

    warnings: list[Finding]
    rows: int
    pages: int
    charts: int

    def written(self) -> dict[str, Any]:
        """The outcome in JSON's forms."""
        return {**vars(self), "warnings": list(map(finding_written, self.warnings))}

    @staticmethod
    def read(written: Mapping[str, Any]) -> Outcome:
        """The outcome that was written; KeyError or TypeError if none was."""
        return Outcome(**{**written, "warnings": list(map(finding_read, written["warnings"]))})


def finding_written(finding: Finding) -> dict[str, Any]:
    """A finding in JSON's forms, without what it was due to."""
    return {**vars(finding), "read": None}


def finding_read(written: Mapping[str, Any]) -> Finding:
    """The finding that was written."""
    return Finding(**{**written, "severity": Severity(written["severity"])})


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
