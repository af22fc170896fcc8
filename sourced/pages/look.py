"""What pages look like by what is declared elsewhere: the names of schemes, and rules of the stylesheet for claims."""

from __future__ import annotations

from collections.abc import Iterator

from sourced.data.model import Model
from sourced.data.tables import Package
from sourced.drawing.theme import SCHEMES, Theme
from sourced.evidence.verdicts import CLAIMS, Verdict, file_of_terms, verdicts_of
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


def claim_rules(package: Package) -> str:
    """How the stylesheet tells verdicts apart, by a sign and, if they rest on evidence, a colour; and what each filter of claims hides.

    They weigh more than `.verdict` alone, so that they hold although they stand above the report's own rules.
    """
    if CLAIMS not in package.tables:
        return ""
    verdicts, table = verdicts_of(package), package.tables[CLAIMS]
    sections = [row.text("id") for row in package.rows("sections") if any(claim["section"] == row["id"] for claim in table.rows)]
    allowed = next((field.enum for field in table.fields if field.name == "kind"), ())
    kinds = allowed or dict.fromkeys(claim.text("kind") for claim in table.rows)
    filtered = {"verdict": [one.key for one in verdicts], "section": sections, "kind": kinds}
    hidden = [_chosen(name, value, f'.claim:not([data-{name}="{value}"])') for name, values in filtered.items() for value in values]
    others = {one: ",".join(f"h2#{other}" for other in sections if other != one) for one in sections}
    headings = [_chosen("section", one, f":is({other})") for one, other in others.items() if other]
    return "\n".join([*map(_told_apart, verdicts), *hidden, *headings])


def _told_apart(verdict: Verdict) -> str:
    word = f".verdict.v-{verdict.key}"
    colour = f"{word}{{color:var(--{verdict.colour})}}" if verdict.needs else ""
    return f'{colour}{word}::before{{content:"{verdict.mark}"}}'


def _chosen(name: str, value: str, hidden: str) -> str:
    return f"article:has(#{name}-{value}:checked) {hidden}{{display:none}}"
