"""What pages look like by what is declared elsewhere: the verdicts of claims, as rules of the stylesheet."""

from __future__ import annotations

from collections.abc import Iterator

from sourced.data.tables import Package
from sourced.drawing.theme import Theme
from sourced.evidence.verdicts import verdicts_of
from sourced.findings import Finding

THEME = "charts/theme.py"


def look_problems(package: Package, theme: Theme) -> Iterator[Finding]:
    """Verdicts whose colour the palette has not."""
    for one in verdicts_of(package):
        if one.colour not in theme.palette:
            found = f'has no colour "{one.colour}", which the verdict "{one.key}" has'
            yield Finding(THEME, 0, "", found, f'add "{one.colour}" to PALETTE')


def verdict_rules(package: Package) -> str:
    """How the stylesheet tells verdicts apart: the sign of each, its colour if it rests on evidence, and its filter.

    They weigh more than `.verdict` alone, so that they hold although they stand above the report's own rules.
    """
    lines = []
    for one in verdicts_of(package):
        word, shown = f".verdict.v-{one.key}", f'article:has(#verdict-{one.key}:checked) .claim:not([data-verdict="{one.key}"])'
        colour = f"{word}{{color:var(--{one.colour})}}" if one.needs else ""
        lines.append(f'{colour}{word}::before{{content:"{one.mark}"}}{shown}{{display:none}}')
    return "\n".join(lines)
