"""A cell's text to its typed value, and what is wrong with it by itself."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from difflib import get_close_matches

from sourced.data.harmful import is_formula, unseen
from sourced.data.suggestions import (
    LARGEST,
    FoundAndFix,
    address_problem,
    form_problem,
    garbled,
    half_width,
    number_problem,
    period_problem,
    plain_number,
    quoted,
)  # fmt: skip
from sourced.data.tables import PERIOD_COLUMNS, Field, Value

_WIDE_DIGIT = re.compile(r"(?![0-9])\d")
MAX_CELL = 10_000
"""The most characters that a cell may have."""
PERIODS = "write 2025, 2025-H1, 2025-Q3, 2025-03, 2025-12-22 or first/last"


def cell_problem(column: Field, cell: str) -> FoundAndFix | None:
    """What is wrong with a cell by itself, None if nothing is: what was found, and what to write."""
    return cell_value(column, cell)[1]


def cell_value(column: Field, cell: str) -> tuple[Value, FoundAndFix | None]:
    """The typed value of a cell, and what is wrong with it."""
    text = cell.strip()
    if not text:
        return None, ("is empty", "fill it in") if column.required else None
    if unsafe := _unsafe(text, column):
        return None, unsafe
    if column.type != "string":
        return _number(column, text)
    text = plain_code(column, text)
    return text, _text_problem(column, text)


def plain_code(column: Field, text: str) -> str:
    """A word of a list, a period or the like without full-width characters, if it is one then; another text as it is."""
    if not column.coded or text.isascii() or _matches(column, text):
        return text
    plain = half_width(text)
    return plain if _matches(column, plain) else text


def _unsafe(text: str, column: Field) -> FoundAndFix | None:
    """What no cell may hold: too much, lost or invisible characters, a formula."""
    if text.isalnum() and text.isascii() and len(text) <= MAX_CELL:
        return None
    if len(text) > MAX_CELL:
        return f"{len(text)} characters long", f"at most {MAX_CELL}"
    if "\ufffd" in text:
        return f"{quoted(text)} holds a mark in the place of a lost character", "type the text anew"
    if was := garbled(text):
        return f"{quoted(text)} is garbled: UTF-8 was taken for another encoding", f"write {was}"
    if character := unseen(text):
        return f"{quoted(text)} holds the invisible character U+{ord(character):04X}", "type the text anew"
    if column.type == "string" and is_formula(text):
        plain = text.lstrip("=+@-＝＋＠－;|\t ")
        fix = f"write {quoted(plain)}, or put a word before it" if plain and not is_formula(plain) else "put a word before its sign"
        return f"{quoted(text)} would run as a formula in a spreadsheet", fix
    return None


def _matches(column: Field, text: str) -> bool:
    """Whether a text is one of a column's words, and of its form in plain digits."""
    if column.enum and text not in column.enum:
        return False
    if column.name in PERIOD_COLUMNS and _WIDE_DIGIT.search(text):
        return False
    return not column.pattern or bool(re.fullmatch(column.pattern, text) and not _WIDE_DIGIT.search(text))


def _text_problem(column: Field, text: str) -> FoundAndFix | None:
    """What is wrong with a text against its column's words, format and form."""
    if column.enum and text not in column.enum:
        return f"{quoted(text)} is not one of the words allowed", f"write {_choice(text, column.enum)}"
    if column.format == "uri" and (problem := address_problem(text)):
        return problem
    if column.pattern and not re.fullmatch(column.pattern, text):
        words = column.description.first.rstrip(".")
        if column.name in PERIOD_COLUMNS:
            return period_problem(text, words if re.search(r"\d", words) else PERIODS)
        return form_problem(text, lambda one: _matches(column, one), words or f"write it as {column.pattern} has it")
    return None


def _number(column: Field, text: str) -> tuple[Value, FoundAndFix | None]:
    """The number that a text is, and what is wrong with it."""
    plain = plain_number(text)
    if not plain:
        return None, number_problem(text, required=column.required)
    value = Decimal(plain)
    if abs(value.adjusted()) > LARGEST or (column.type == "integer" and abs(value) > 10**15):
        return None, (f"{quoted(text)} is out of all proportion", "correct it")
    if column.type == "integer":
        if value != value.to_integral_value():
            return None, (f"{quoted(text)} is not a whole number", f"write {value.to_integral_value()}, or correct it")
        return int(value), _range_problem(column, value)
    return value, _range_problem(column, value)


def _range_problem(column: Field, value: Decimal) -> FoundAndFix | None:
    if column.minimum is not None and value < column.minimum:
        return f"{value:f} is too small", f"at least {column.minimum}"
    if column.maximum is not None and value > column.maximum:
        return f"{value:f} is too large", f"at most {column.maximum}"
    return None


def _choice(text: str, words: tuple[str, ...]) -> str:
    """The one of a column's words that is meant, or all of them to choose from."""
    plain = re.sub(r"[\s_-]+", "_", unicodedata.normalize("NFKC", text).casefold().strip())
    close = get_close_matches(plain, words, 1)
    same = [word for word in words if re.sub("[_-]", "_", word) == plain]
    return next(iter(same or close), "") or "one of " + ", ".join(words)
