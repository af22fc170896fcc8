"""How many decimals figures share that stand beside each other: 50.0% beside 40.7%."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from sourced.evidence.amounts import parts_of
from sourced.evidence.figures import Figure
from sourced.words.language import Language


def places_needed(value: Decimal) -> int:
    """How many decimals a number needs."""
    places = value.normalize().as_tuple().exponent
    return max(0, -places) if isinstance(places, int) else 0


def places_alike(figures: Iterable[Figure], language: Language) -> dict[str, int]:
    """By what figures measure, with how many decimals those that are exact read alike.

    Amounts in words for round numbers do where all have the same word and as many digits before the mark: 20.20 and 39.54 million.
    """
    plain: dict[str, list[int]] = defaultdict(list)
    amounts: dict[str, dict[tuple[int, str], list[int]]] = defaultdict(lambda: defaultdict(list))
    for one in figures:
        if one.qualifier != "exact":
            continue
        if one.unit.style != "compact":
            plain[one.name.first].append(places_needed(one.printed))
        else:
            base = one.printed * one.unit.factor
            whole, fraction, word = parts_of(language.number(base, places_needed(base), "compact"), language)
            amounts[one.name.first][len(whole), word].append(len(fraction))
    found = {name: max(places) for name, places in plain.items()}
    return found | {name: max(*places, 0) for name, forms in amounts.items() for places in forms.values() if len(forms) == 1}
