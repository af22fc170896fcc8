"""Amounts as they are printed: one rule of rounding, and bounds as each language says them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from sourced.data.model import Indicator, Unit
from sourced.words.language import ROUNDING, WIDE, Language

OPPOSITE = {"at_least": "at_most", "at_most": "at_least"}
"""Bounds, each with the one on the other side."""
AMOUNT_DIGITS = 4
"""To how many digits exact amounts are printed that have words for round numbers."""
DIGITS = {"approx": 3, "estimate": 3}
"""To how many digits what is not exact is printed."""
_NUMBER_STYLES = {"rank": "plain"}


def printed(value: Decimal, unit: Unit, decimals: int, qualifier: str = "exact") -> Decimal:
    """The one rule of rounding: to `decimals` places of the unit; amounts and what is not exact to a few digits.

    A floor is rounded down and a ceiling up, so that it stays true; what is smaller than one keeps two digits.
    """
    if not value:
        return value
    first, place = value.adjusted(), -decimals
    digits = DIGITS.get(qualifier, AMOUNT_DIGITS if unit.style == "compact" else 0)
    if digits:
        place = max(place, first - digits + 1 if unit.style == "compact" else min(first - digits + 1, 0))
    return value.quantize(Decimal(1).scaleb(min(place, first - (first < 0))), ROUNDING.get(qualifier, ROUND_HALF_UP), WIDE) + Decimal(0)


def amount_text(value: Decimal, unit: Unit, language: Language, *, signed: bool = False, places: int = 0) -> str:
    """A value of a unit in words, with all its digits: CNY 3.65 billion, 36.5亿元; `signed` puts a plus before an increase.

    It has at least so many decimal `places`.
    """
    base = value if unit.style == "percent" else value * unit.factor
    exponent = base.normalize().as_tuple().exponent
    number = language.number(base, max(0, -exponent) if isinstance(exponent, int) else 0, _NUMBER_STYLES.get(unit.style, unit.style))
    number = padded(number, places, language).replace("-", "\N{MINUS SIGN}", 1)
    amount = unit.pattern(language, base).replace("{}", number)
    return f"+{amount}" if signed and value > 0 else amount


def padded(number: str, places: int, language: Language) -> str:
    """A number with zeros up to so many decimals: 3.4 as 3.40, 16% as 16.0%."""
    whole, fraction, rest = parts_of(number, language)
    return f"{whole}{language.number_marks[0]}{fraction.ljust(places, '0')}{rest}" if whole and places else number


def parts_of(number: str, language: Language) -> tuple[str, str, str]:
    """What stands before the decimal mark of a number, what behind it, and what follows: 36, 5 and 亿; no more than that without digits."""
    digits = re.match(r"[-\d.,\s]*\d", number)
    if not digits:
        return "", "", number
    whole, _, fraction = digits[0].partition(language.number_marks[0])
    return whole, fraction, number[digits.end() :]


def qualified_text(value: Decimal, unit: Unit, qualifier: str, language: Language, *, signed: bool = False, places: int = 0) -> str:
    """An amount with its qualifier as the language says it: over CNY 300 million, down at least 16%, in the top ten."""
    if qualifier in OPPOSITE and unit.style == "rank":
        place = language.counted_in_words(value) if qualifier == "at_most" else language.number(value, 0)
        return language.word(f"rank.{qualifier}", place)
    if qualifier in OPPOSITE and value < 0 and (unit.style == "percent" or unit.id == "points"):
        return language.word(f"fall.{OPPOSITE[qualifier]}", amount_text(-value, unit, language))
    return language.qualified(amount_text(value, unit, language, signed=signed, places=places), qualifier)


def typed_amount(text: str, indicator: Indicator, qualifier: str, language: Language) -> str:
    """A cell's value as it would be printed; as typed where it is no number."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return qualified_text(printed(value, indicator.unit, indicator.decimals, qualifier), indicator.unit, qualifier, language)
