"""How a computation reads, and how what is computed from bounds is itself bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sourced.evidence.amounts import OPPOSITE

FORMULAS: dict[str, Callable[..., str]] = {
    "ratio": lambda language, _, one, other: language.word("per", one, other),
    "change": lambda language, _, new, old: language.word("to", old, new),
    "difference": lambda _language, _, one, other: f"{one} \N{MINUS SIGN} {other}",
    "sum": lambda _language, _, *amounts: " + ".join(amounts),
    "product": lambda _language, _, *amounts: " × ".join(amounts),
    "convert": lambda language, inputs, one, rate: language.word("at_rate", one, rate, language.period(inputs[1].period)),
}
"""How a computation reads: language, inputs, and the inputs in words, to a text."""


def qualifier_of_ratio(above: str, below: str) -> str:
    """A floor over an exact base is a floor, over another floor only an approximation, and so on."""
    if above == below == "exact":
        return "exact"
    if "estimate" in (above, below):
        return "estimate"
    if below == "exact":
        return above
    return OPPOSITE.get(below, "approx") if above == "exact" else "approx"


def qualifier_of_sum(qualifiers: Iterable[str]) -> str:
    """A sum with one floor in it is a floor; of several kinds, an approximation."""
    kinds = set(qualifiers) - {"exact"}
    if not kinds:
        return "exact"
    return kinds.pop() if len(kinds) == 1 else ("estimate" if "estimate" in kinds else "approx")
