"""What is well-formed and yet looks wrong: warnings for an editor, who may know better."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from sourced.findings import Finding, Severity
from sourced.model import Model, Observation, agree

FAR: float = 30
"""How many times larger or smaller than the middle of its neighbours a value must be to be doubted."""
NEIGHBOURS = 4
"""How many of a series, the nearest in time, it is held against; at least three are needed."""


def doubts(model: Model) -> Iterator[Finding]:
    """Values far from their neighbours in time, and sources that disagree; a row that has a note is taken as explained."""
    yield from _outliers(model)
    for group in model.observed.values():
        first, *others = group
        for other in others:
            if not agree(first, other) and not any(one.note[0] for one in group):
                found = f"{other.value:,f} of {other.source.id} differs by more than rounding from {first.value:,f} of {first.source.id}"
                yield _warning(other, found, "correct one, or say in a note why they differ")


def _outliers(model: Model) -> Iterator[Finding]:
    """Values far from those of the same indicator, entity, scope and kind of period."""
    series: dict[tuple[str, str, str, str], list[Observation]] = defaultdict(list)
    for one in model.observations:
        series[one.indicator.id, one.entity.id, one.scope.id if one.scope else "", one.period.kind].append(one)
    for found in series.values():
        for one in found:
            yield from _outlier(one, [other for other in found if other is not one])


def _outlier(one: Observation, others: list[Observation]) -> Iterator[Finding]:
    nearest = sorted(others, key=lambda other: abs((other.period.start - one.period.start).days))[:NEIGHBOURS]
    values = [float(abs(other.value)) for other in nearest if other.value]
    if len(values) < 3 or not one.value or one.note[0]:
        return
    middle, value = median(values), float(abs(one.value))
    if middle / FAR <= value <= middle * FAR or any(value / FAR < other < value * FAR for other in values):
        return
    times = value / middle if value > middle else middle / value
    slip = next((f": a slip of {word}?" for power, word in _SLIPS if power / 3 < times < power * 3), "")
    found = f"{one.value:,f} where its neighbours are about {middle:,.6g}{slip}"
    yield _warning(one, found, "correct it, or say in its note why it is so")


def _warning(one: Observation, found: str, fix: str) -> Finding:
    said = one.row.problem("value", found, fix)
    return Finding(said.file, said.line, said.column, said.found, said.fix, severity=Severity.WARNING)


_SLIPS = ((100, "a hundred (a percentage as a share)"), (1000, "a thousand (billions for millions)"), (10_000, "ten thousand (万)"),
          (1_000_000, "a million"), (100_000_000, "a hundred million (亿)"))  # fmt: skip
