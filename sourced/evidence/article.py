"""The claims against the article's own text: spans, hashes, and what numbers and names lie outside every claim.

The text is handed in by whoever holds it; it is neither in the repository nor on the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from sourced.data.model import Model
from sourced.data.tables import Row
from sourced.findings import Finding

NUMERAL = re.compile(r"\d+(?:[.,]\d+)*%?|[一二两三四五六七八九十百千万亿]+(?=[个位名家次条年月日天小时分钟倍成亿万元])")
"""Digits, and Chinese numerals before a measure word."""
HEADING = re.compile(r"^\s*\d+\s*$", re.MULTILINE)
"""A line with nothing but a number: a section's heading, which asserts nothing."""
_SHORTEST_NAME = 2


@dataclass(frozen=True)
class Coverage:
    """How much of something in the text lies within a claim's passage."""

    within: int
    of: int

    def __str__(self) -> str:
        share = 100 * self.within / self.of if self.of else 100
        return f"{self.within} of {self.of} ({share:.1f}%)"


@dataclass(frozen=True)
class Verification:
    """What holds and what does not."""

    findings: list[Finding]
    claims: int
    characters: Coverage
    numerals: Coverage
    names: Coverage


def verify(model: Model, text: str) -> Verification:
    """Hold every claim of the package against the article's text.

    Characters are counted without white space, names are those of the package's entities. A finding is a span out of
    range, a hash that does not hold, or a numeral or name outside all passages (its line is the text's, not its words).
    """
    claims = model.package.rows("claims")
    findings = [finding for row in claims for finding in _passage_problems(row, text)]
    covered = bytearray(len(text))
    for row in claims:
        start, end = _span(row)
        covered[start:end] = b"\1" * len(covered[start:end])
    asserted = HEADING.sub(lambda match: " " * len(match[0]), text)
    numerals = [match.span() for match in NUMERAL.finditer(asserted)]
    names = list(_names(model, text))
    for what, spans in (("numeral", numerals), ("name", names)):
        for start, end in spans:
            if not all(covered[start:end]):
                line = text.count("\n", 0, start) + 1
                findings.append(Finding("the article", line, "", f"has a {what} outside every claim, at character {start}", "add a claim"))
    solid = [place for place, character in enumerate(text) if not character.isspace()]
    return Verification(
        findings=sorted(set(findings)),
        claims=len(claims),
        characters=Coverage(sum(covered[place] for place in solid), len(solid)),
        numerals=_coverage(numerals, covered),
        names=_coverage(names, covered),
    )


def _span(row: Row) -> tuple[int, int]:
    return int(row.text("char_start")), int(row.text("char_end"))


def _passage_problems(row: Row, text: str) -> Iterator[Finding]:
    start, end = _span(row)
    if end > len(text):
        yield row.problem("char_end", f"{end} lies behind the article's last character {len(text)}", "correct the span")
    elif sha256(text[start:end].encode()).hexdigest() != row["passage_sha256"]:
        yield row.problem("passage_sha256", f"is not the hash of characters {start} to {end}", "correct the span or the hash")


def _names(model: Model, text: str) -> Iterator[tuple[int, int]]:
    """Where the text names an entity, in either language; of overlapping names the longest counts."""
    names = {name.split("（")[0] for entity in model.entities.values() for name in entity.name.values()}
    known = sorted((name for name in names if len(name) >= _SHORTEST_NAME), key=len, reverse=True)
    if known:
        yield from (match.span() for match in re.finditer("|".join(map(re.escape, known)), text))


def _coverage(spans: list[tuple[int, int]], covered: bytearray) -> Coverage:
    return Coverage(sum(all(covered[start:end]) for start, end in spans), len(spans))
