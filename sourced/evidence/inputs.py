"""What a computed figure rests on in the end."""

from __future__ import annotations

from collections.abc import Iterator

from sourced.evidence.figures import Figure


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
