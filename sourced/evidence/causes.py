"""What a problem can be due to: the pieces of data that were read for what has it, and for nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from sourced.data.tables import Row
from sourced.evidence.figures import FigureError, Figures
from sourced.findings import Finding
from sourced.system.tracking import Piece

T = TypeVar("T")


def of_each(figures: Figures, things: Iterable[T], problems: Callable[[T], Iterable[Finding]]) -> Iterator[Finding]:
    """The problems of things, each with what was read for that thing, unless it says itself what it is due to."""
    for thing in things:
        with figures.model.tracker.recording() as seen:
            found = list(problems(thing))
        yield from (one if one.read is not None else replace(one, read=frozenset(seen)) for one in found)


def refused(row: Row, column: str, error: FigureError) -> Finding:
    """What is wrong with a cell that names a figure which can't be had."""
    return replace(row.problem(column, error.found, error.fix), read=vars(error).get("read"))


def cause(error: BaseException | None, read: Collection[Piece]) -> Collection[Piece]:
    """What an error can be due to, of what was read before: what it says itself, and nothing if it is a mistake in code."""
    if isinstance(error, FigureError):
        found: Collection[Piece] = vars(error).get("read", read)
        return found
    return () if isinstance(error, (NameError, AttributeError, TypeError, SyntaxError, ImportError)) else read
