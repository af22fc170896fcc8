"""Characters that the font of charts, cards and PDF has no sign for: a box stands there, and a warning says which cell holds them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from sourced.data.suggestions import quoted
from sourced.data.tables import Package
from sourced.findings import Finding, Severity
from sourced.project import GENERATOR

BOX: Final = "\N{WHITE SQUARE}"
_FIX: Final = "write it otherwise, if it is to be read in charts and in the PDF: a box stands there; pages show it"


@lru_cache(maxsize=1)
def covered() -> frozenset[str]:
    """The characters that the font has."""
    runs = (GENERATOR / "fonts" / "characters.txt").read_text(encoding="ascii").splitlines()
    return frozenset(chr(point) for first, last in (run.split() for run in runs) for point in range(int(first, 16), int(last, 16) + 1))


def missing_in(text: str) -> list[str]:
    """The characters of a text that the font lacks and that would be seen, each once."""
    return [] if text.isascii() else [one for one in dict.fromkeys(text) if _shown_otherwise(one) == BOX]


def boxed(text: str) -> str:
    """A text with a box for each character that the font lacks, and without marks of accent or direction that it lacks."""
    return text if text.isascii() else text.translate({ord(one): _shown_otherwise(one) for one in set(text) - covered()})


def _shown_otherwise(character: str) -> str:
    if character in covered() or character.isspace():
        return character
    category = unicodedata.category(character)
    return "" if category[0] in "MZ" or category in {"Cc", "Cf"} else BOX


def missing_glyphs(package: Package) -> Iterator[Finding]:
    """A warning for each cell that holds such characters."""
    for table in package.tables.values():
        lacking = {value: found for value in table.held if isinstance(value, str) and (found := missing_in(value))}
        for row in table.rows if lacking else ():
            for column, value in row.cells.items():
                if isinstance(value, str) and value in lacking:
                    yield Finding(row.file, row.line, column, _found(lacking[value], value), _FIX, severity=Severity.WARNING)


def missing_in_texts(texts: Mapping[str, str]) -> Iterator[Finding]:
    """The same for the lines of templates and pages, by file."""
    for file, text in texts.items():
        for line, part in enumerate(text.splitlines(), 1) if missing_in(text) else ():
            if lacking := missing_in(part):
                yield Finding(file, line, "", _found(lacking, part), _FIX, severity=Severity.WARNING)


def _found(lacking: list[str], text: str) -> str:
    marks = ", ".join(f"{one} (U+{ord(one):04X})" for one in lacking)
    return f"holds {marks}, which the font of charts and PDF lacks: {quoted(text.strip())}"
