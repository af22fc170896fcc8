"""How many decimals figures share that stand beside each other: 50.0% beside 40.7%."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from sourced.evidence.figures import Figure


def places_needed(value: Decimal) -> int:
    """How many decimals a number needs."""
    places = value.normalize().as_tuple().exponent
    return max(0, -places) if isinstance(places, int) else 0


def places_alike(figures: Iterable[Figure]) -> dict[str, int]:
    """By what figures measure, with how many decimals those that are exact read alike.

    0 for amounts in words for round numbers, which are printed to so many digits, not decimals.
    """
    found: dict[str, int] = defaultdict(int)
    for one in figures:
        if one.qualifier == "exact" and one.unit.style != "compact":
            found[one.name.first] = max(found[one.name.first], places_needed(one.printed))
    return found
