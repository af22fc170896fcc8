"""What a computed figure rests on in the end."""

from __future__ import annotations

from collections.abc import Iterator

from sourced.evidence.figures import Figure, Figures


def leaves(figure: Figure) -> Iterator[Figure]:
    """The figures that a computation rests on in the end, each once."""
    seen: set[str] = set()
    for one in figure.inputs:
        for leaf in leaves(one) if one.inputs else [one]:
            if leaf.key not in seen:
                seen.add(leaf.key)
                yield leaf


def leaves_or_self(figure: Figure) -> list[Figure]:
    """The figures that a figure rests on in the end; itself, if it is not computed."""
    return list(leaves(figure)) if figure.inputs else [figure]


def newer(figures: Figures, figure: Figure) -> str:
    """The key of an observation of the same series and kind of period that is newer, "" if there is none."""
    if not figure.observations:
        return ""
    first = figure.observations[0]
    scope, said = first.scope, first.as_of or first.period
    others = figures.model.series.get((first.indicator.id, first.entity.id), ())
    alike = [one for one in others if one.scope == scope and one.period.kind == first.period.kind and bool(one.as_of) == bool(first.as_of)]
    newest = max(alike, key=lambda one: (one.period, one.as_of or one.period), default=first)
    return newest.key if (newest.period, newest.as_of or newest.period) > (first.period, said) else ""
