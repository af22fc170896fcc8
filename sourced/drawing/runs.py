"""Stretches of a series without a gap: a line breaks where a period is missing."""

from __future__ import annotations

from collections.abc import Sequence

from sourced.evidence.figures import Figure
from sourced.periods import Period, filled_in


def runs(listed: Sequence[Figure], keys: Sequence[str]) -> list[int]:
    """For each figure, the stretch of its series that it is in: a line breaks where a period of its kind is missing or comes again."""
    last: dict[str, tuple[Period | None, int]] = {}
    found = []
    for one, key in zip(listed, keys, strict=True):
        before, run = last.get(key, (None, 0))
        broken = before is not None and (before == one.period or _apart_in_time(before, one.period))
        last[key] = one.period, run + broken
        found.append(run + broken)
    return found


def runs_in_any_order(listed: Sequence[Figure], keys: Sequence[str]) -> list[int]:
    """The same of figures that are in no order of time."""
    order = sorted(range(len(listed)), key=lambda at: listed[at].period)
    found = dict(zip(order, runs([listed[at] for at in order], [keys[at] for at in order]), strict=True))
    return [found[at] for at in range(len(listed))]


def _apart_in_time(before: Period, after: Period) -> bool:
    """Whether a period of their kind is missing between two."""
    return before.kind == after.kind != "day" and len(filled_in([before, after])) > 2
