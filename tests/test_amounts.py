"""Amounts in words: the minus stands at the number, plurals follow what is printed, no size has no words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sourced.data.model import Unit
from sourced.evidence.amounts import printed, qualified_text
from sourced.words.language import Texts
from tests.languages import ENGLISH

MINUS = "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("value", "one", "many", "style", "words"),
    [
        ("-5", "US-dollar {}", "US-dollar {}", "plain", f"US-dollar {MINUS}5"),
        ("-5", "{} person-day", "{} person-days", "plain", f"{MINUS}5 person-days"),
        ("1.04", "{} month", "{} months", "plain", "1 month"),
        ("0", "{} month", "{} months", "plain", "0 months"),
        ("1e29", "{} x", "{} x", "plain", "100,000,000,000,000,000,000,000,000,000 x"),
        ("1e30", "{} x", "{} x", "compact", "1000000000000000000 trillion x"),
    ],
)
def test_an_amount_is_written_as_it_is_printed(value: str, one: str, many: str, style: str, words: str) -> None:
    unit = Unit("u", style, Decimal(1), Texts({"en.one": one, "en.other": many}), Texts({"en": ""}))
    assert qualified_text(printed(Decimal(value), unit, 0), unit, "exact", ENGLISH) == words
