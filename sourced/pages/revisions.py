"""Revised observations in words, for the page and the feed of updates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sourced.data.history import Commit
from sourced.data.model import Unit
from sourced.evidence.amounts import amount_text
from sourced.evidence.figures import Figures
from sourced.pages.markup import anchor
from sourced.pages.page import INDICATOR_PAGES
from sourced.words.language import Language

MOST_REVISIONS = 30
"""How many revised values of a commit are told one by one."""


@dataclass(frozen=True)
class Revision:
    """A value that was revised: what it is of, before and after in words, and where its history stands ("" if nowhere now)."""

    name: str
    before: str
    after: str
    address: str


def revisions_of(commit: Commit, figures: Figures, language: Language) -> list[Revision]:
    """The revised values of a commit, those of indicators that are still there."""
    found = []
    for change in commit.changes:
        value = next((cell for cell in change.cells if cell[0] == "value"), None)
        indicator, entity, period, as_of, scope, *_ = [*change.key.split("/"), "", "", "", "", ""]
        known = figures.model.indicators.get(indicator)
        if change.kind == "revised" and value and known and entity in figures.model.entities:
            names = (known.name[language.code], figures.model.entities[entity].name[language.code], period)
            key = f"{indicator}.{entity}.{period}" + (f".{scope}" if scope else "") + (f"@{as_of}" if as_of else "")
            where = f"{INDICATOR_PAGES}{indicator}/" + (f"#{anchor(key)}" if key in figures.model.observed else "")
            before, after = (amount(text, known.unit, language) for text in value[1:])
            where = where if figures.model.by_indicator.get(indicator) else ""
            found.append(Revision(language.word("fields").join(names), before, after, where))
    return found[:MOST_REVISIONS]


def amount(text: str, unit: Unit, language: Language) -> str:
    """A value as published, in words; as typed where it is no number."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return amount_text(value, unit, language)
