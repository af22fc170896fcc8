"""The history of the data by day: of all that a day's commits did, what came of it in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sourced.data.history import Commit, RowChange


@dataclass(frozen=True)
class Day:
    """A day on which the data changed."""

    date: str
    """ISO, the day alone."""
    commits: tuple[Commit, ...]
    """The newest first."""
    changes: tuple[RowChange, ...]
    """What they come to together: a row added and revised is added, one that is as it was before is left out."""

    def count(self, kind: str, table: str) -> int:
        """How many rows of a table were added, revised or removed."""
        return sum(one.kind == kind and one.table == table for one in self.changes)

    @property
    def tables(self) -> list[str]:
        """The tables concerned, the most changed first."""
        return [table for table, _ in Counter(one.table for one in self.changes).most_common()]


@dataclass
class _Fate:
    """What becomes of a row: whether it was there before and is there now, and its cells as (before, now)."""

    was: bool
    remains: bool = True
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)


def days_of(commits: Sequence[Commit]) -> list[Day]:
    """The days of commits that are the newest first, each once, whatever clocks said; those without change in the end are left out."""
    by_day: dict[str, list[Commit]] = {}
    for commit in commits:
        by_day.setdefault(commit.date[:10], []).append(commit)
    found = []
    for day, listed in sorted(by_day.items(), reverse=True):
        if changes := tuple(net_changes(one for commit in reversed(listed) for one in commit.changes)):
            found.append(Day(day, tuple(listed), changes))
    return found


def net_changes(changes: Iterable[RowChange]) -> Iterator[RowChange]:
    """What changes, the oldest first, come to together."""
    fates: dict[tuple[str, str], _Fate] = {}
    for change in changes:
        fate = fates.setdefault((change.table, change.key), _Fate(change.kind != "added"))
        fate.remains = change.kind != "removed"
        for column, before, after in change.cells:
            first = fate.cells[column][0] if column in fate.cells else before
            fate.cells[column] = (first, after)
    for (table, key), fate in fates.items():
        cells = tuple((column, before, after) for column, (before, after) in fate.cells.items() if before != after)
        if fate.was and fate.remains and cells:
            yield RowChange(table, key, "revised", cells)
        elif fate.was != fate.remains:
            yield RowChange(table, key, "added" if fate.remains else "removed", cells)
