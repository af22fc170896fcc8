"""What pages look like by what is declared elsewhere: the names of schemes, and rules of the stylesheet for the verdicts of claims."""

from __future__ import annotations

from collections.abc import Iterator

from sourced.data.model import Model
from sourced.data.tables import Package
from sourced.drawing.theme import SCHEMES, Theme
from sourced.evidence.verdicts import file_of_terms, verdicts_of
from sourced.findings import Finding
from sourced.words.language import Language

THEME = "charts/theme.py"


def look_problems(model: Model, theme: Theme) -> Iterator[Finding]:
    """Schemes without a name for readers, and verdicts whose colour the palette has not."""
    for scheme in theme.schemes:
        if scheme not in SCHEMES and f"scheme.{scheme}" not in model.terms:
            found = f'has no word for the scheme "{scheme}" of {THEME}'
            yield Finding(file_of_terms(model.package), 0, "id", found, f"add the row scheme.{scheme}")
    for one in verdicts_of(model.package):
        if one.colour not in theme.palette:
            found = f'has no colour "{one.colour}", which the verdict "{one.key}" has'
            yield Finding(THEME, 0, "", found, f'add "{one.colour}" to PALETTE')


def scheme_words(model: Model, theme: Theme, language: Language) -> list[tuple[str, str, str]]:
    """The schemes in the order in which readers go through them: name, which of the browser's own it is of, and its word."""
    words = {scheme: language.word(f"theme.{scheme}") for scheme in SCHEMES}
    terms = {scheme: model.terms[f"scheme.{scheme}"][language.code] for scheme in theme.schemes if scheme not in SCHEMES}
    return [(scheme, native, {**words, **terms}[scheme]) for scheme, native in theme.schemes.items()]


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
