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

_UNSEEN: Final = ("C", "M", "Z")
"""Categories of characters that have no sign of their own."""
_FIX: Final = "write it otherwise, if it is to be read in charts and in the PDF: a box stands there; pages show it"


@lru_cache(maxsize=1)
def covered() -> frozenset[str]:
    """The characters that the font has."""
    listed = (GENERATOR / "fonts" / "characters.txt").read_text(encoding="ascii").split()
    return frozenset(chr(int(one, 16)) for one in listed)


def missing_in(text: str) -> list[str]:
    """The characters of a text that the font lacks, each once; private ones, which no font knows, among them."""
    if text.isascii():
        return []
    lacking = dict.fromkeys(one for one in text if one not in covered())
    return [
        one for one in lacking if not one.isspace() and (unicodedata.category(one)[0] not in _UNSEEN or unicodedata.category(one) == "Co")
    ]


def missing_glyphs(package: Package) -> Iterator[Finding]:
    """A warning for each cell that holds such characters."""
    for table in package.tables.values():
        for row in table.rows:
            for column, value in row.cells.items():
                if isinstance(value, str) and (lacking := missing_in(value)):
                    yield Finding(row.file, row.line, column, _found(lacking, value), _FIX, severity=Severity.WARNING)


def missing_in_texts(texts: Mapping[str, str]) -> Iterator[Finding]:
    """The same for the lines of templates and pages, by file."""
    for file, text in texts.items():
        for line, part in enumerate(text.splitlines(), 1) if missing_in(text) else ():
            if lacking := missing_in(part):
                yield Finding(file, line, "", _found(lacking, part), _FIX, severity=Severity.WARNING)


def _found(lacking: list[str], text: str) -> str:
    marks = ", ".join(f"{one} (U+{ord(one):04X})" for one in lacking)
    return f"holds {marks}, which the font of charts and PDF lacks: {quoted(text.strip())}"
