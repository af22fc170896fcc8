"""Measurements as a table, a row for each run, and what is computed of them: medians, and ratios pair by pair."""

from __future__ import annotations

import csv
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Final

TIMES: Final = ("cold", "nothing changed", "one cell changed")
"""What is timed of builds, in this order."""
SAVED: Final = "save to browser"
COUNTS: Final = ("first view, kB", "first view, requests", "charts shown", "charts shown without script", "Lighthouse performance")
"""What is counted of a built site."""


@dataclass(frozen=True)
class Row:
    """One measurement: the seconds that something took, or the number that was counted."""

    measured: str
    """The moment at which the whole comparison began: rows that share it were taken in turn, and can be compared in pairs."""
    generator: str
    version: str
    command: str
    languages: int
    pages: int
    charts: int
    observations: int
    what: str
    run: int
    seconds: float | None = None
    cpu_seconds: float | None = None
    memory_mb: float | None = None
    number: float | None = None

    @property
    def work(self) -> tuple[int, int, int, int]:
        """What was built: languages, pages, charts, observations."""
        return self.languages, self.pages, self.charts, self.observations


def read(path: Path) -> list[Row]:
    """The rows of a table, none if there is no table yet."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [_row(cells) for cells in csv.DictReader(file)]


def _row(cells: dict[str, str]) -> Row:
    numbers = {name: float(cells[name]) if cells[name] else None for name in ("seconds", "cpu_seconds", "memory_mb", "number")}
    counts = {name: int(cells[name]) for name in ("languages", "pages", "charts", "observations", "run")}
    words = {name: cells[name] for name in ("measured", "generator", "version", "command", "what")}
    return Row(**words, **counts, **numbers)  # type: ignore[arg-type]


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write rows as a table, ordered by what was built, then by generator."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Row))
        writer.writerows(astuple(row) for row in sorted(rows, key=lambda row: (row.work, row.generator, row.what, row.run)))


def renewed(old: Iterable[Row], new: Sequence[Row]) -> list[Row]:
    """The old rows, those gone of which something newer was measured, and the new."""
    known = {(row.generator, row.work, row.what) for row in new}
    return [row for row in old if (row.generator, row.work, row.what) not in known] + list(new)


def found(rows: Iterable[Row], generator: str, work: tuple[int, int, int, int], what: str) -> list[Row]:
    """The runs of one thing, in their order."""
    return sorted((row for row in rows if (row.generator, row.work, row.what) == (generator, work, what)), key=lambda row: row.run)


def median(rows: Sequence[Row], name: str = "seconds") -> float | None:
    """The median of a column, None if nothing was measured."""
    values = [value for row in rows if (value := getattr(row, name)) is not None]
    return statistics.median(values) if values else None


def ratio(above: Sequence[Row], below: Sequence[Row], name: str = "seconds") -> float | None:
    """The median of how runs compare that were taken beside one another; None if there are no such pairs."""
    others = {(row.measured, row.run): getattr(row, name) for row in below}
    pairs = [(getattr(row, name), others.get((row.measured, row.run))) for row in above]
    values = [one / other for one, other in pairs if one is not None and other]
    return statistics.median(values) if values else None
