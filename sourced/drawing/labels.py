"""The words for what a chart shows: of a mark, of the scope of a figure, of a row of a table."""

from __future__ import annotations

import re
import unicodedata

from sourced.data.tables import Row
from sourced.evidence.figures import Figure, Figures
from sourced.periods import Period
from sourced.words.language import Language, stem_of

_CODE = re.compile(r"[a-z0-9_-]+")
"""What a key or a code looks like."""
_WIDE = {**dict.fromkeys("ijl.,:;'|!I ", 0.28), **dict.fromkeys("frt()-", 0.36), **dict.fromkeys("mwMW%", 0.86)}
"""How wide characters are that are far from the average, in font sizes."""


def row_texts(figures: Figures, table: str, row: Row, language: Language) -> dict[str, str]:
    """A row's cells in words: columns as they are, those that differ by language as one, keys and codes also by name."""
    codes = {"kind": f"{table.removesuffix('s')}_kind", "state": f"{table.removesuffix('s')}_state"}
    references = figures.model.package.tables[table].references
    texts = {f"{one.column}_name": "" for one in references if one.table == "entities"}
    for column in row.cells:
        value = row.text(column)
        texts[column] = value
        if stem := stem_of(column, figures.languages):
            texts[stem] = row.text(f"{stem}_{language.code}")
        elif _CODE.fullmatch(value):
            if value in figures.model.entities:
                texts[f"{column}_name"] = figures.model.entities[value].name[language.code]
            term = f"{codes.get(column, column)}.{value}"
            if term in figures.model.terms:
                texts[f"{column}_word"] = figures.model.terms[term][language.code]
        if column in ("date", "period", "due") and value:
            texts[f"{column}_word"] = language.period(Period.parse(value), short=True)
    return texts


def mark_text(figure: Figure, language: Language) -> str:
    """What a mark says: whose figure, when, how much, and whether its source is weak or others differ."""
    who = figure.entity.name[language.code] or figure.name[language.code]
    when = language.period(figure.period, short=True) if figure.entity.id else ""
    said = language.word("colon", language.word("fields").join(part for part in (who, when) if part), figure.text(language))
    doubts = [language.word("standing.weak")] if figure.standing == "weak" else []
    doubts += [language.word("sources_differ")] if figure.conflicts else []
    return language.word("bracket", said, language.word("list").join(doubts)) if doubts else said


def scope_text(figure: Figure, language: Language) -> str:
    """The scope of an observed figure in words, "" if it has none."""
    scope = figure.observations[0].scope if figure.observations else None
    return scope.name[language.code] if scope else ""


def text_width(text: str, size: int) -> float:
    """About how many pixels a text takes at a font size."""
    return sum(size if unicodedata.east_asian_width(one) in "WF" else size * _WIDE.get(one, 0.56) for one in text)


def folded(text: str, width: int, size: int) -> str:
    """A text in lines of at most `width` pixels, parted by "|", broken at spaces or between Chinese characters."""
    lines = [""]
    for word in re.findall(r"[\u2e80-\uffef][，。；：、）”]?|[^\s\u2e80-\uffef]+\s*|\s+", text.strip()):
        if lines[-1] and text_width((lines[-1] + word).rstrip(), size) > width:
            lines.append("")
        lines[-1] += word
    return "|".join(line.strip() for line in lines)
