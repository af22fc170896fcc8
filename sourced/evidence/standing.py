"""What a figure or a row rests on: its sources weighed, each text counted once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sourced.data.model import Source

STANDINGS = ("primary", "corroborated", "single", "weak")
"""A source of the first hand; two independent texts; one; one of low confidence."""


def standing(sources: Sequence[Source], *, low: bool = False) -> str:
    """What sources that agree amount to; one of STANDINGS. `low`: what they say is of low confidence."""
    if any(source.first_hand for source in sources):
        return "primary"
    if len(independent(sources)) > 1:
        return "corroborated"
    return "weak" if low else "single"


def independent(sources: Iterable[Source]) -> list[Source]:
    """Sources of which no two are by one publisher or carry one text; the publication under review is none."""
    found: list[Source] = []
    for source in sources:
        texts, publishers = {one.carries for one in found}, {one.publisher for one in found}
        if source.kind != "article" and source.carries not in texts and source.publisher not in publishers:
            found.append(source)
    return found
