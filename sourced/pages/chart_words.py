"""What is said of a chart beside it: its words for the ear, and what the signs at its figures mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from html import unescape
from typing import Final

from markupsafe import Markup

from sourced.data.tables import Row
from sourced.drawing.charts import Drawing
from sourced.evidence.figures import Figure, Figures
from sourced.periods import Period
from sourced.words.language import Language
from sourced.words.prose import plain

_TEXT = re.compile(r"<text [^>]*>([^<]+)</text>")
SIGNS: Final = ("at_least", "at_most", "approx", "estimate", "weak")
"""What a figure in a drawing may have a sign for."""
MOST_SPANS: Final = 3
"""How many things drawn in a chart its words for the ear give the range of."""


def description(texts: Mapping[str, Markup], drawing: Drawing, figures: Figures, language: Language) -> str:
    """A chart in words: title, which says the finding, subtitle, and of each thing drawn when it was and how low and high it went."""
    spans = [_span(listed, language) for listed in _by_name(drawing.used, language)[:MOST_SPANS]]
    spans += [_rows_span(table, rows, figures, language) for table, (_, rows) in drawing.rows_used.items() if not drawing.used]
    spans += [
        one for table, used in drawing.rows_used.items() if not drawing.used for one in _column_spans(table, *used, figures, language)
    ]
    parts = [plain(texts["title"]).rstrip(".。"), plain(texts["subtitle"]).rstrip(".。"), language.word("semicolon").join(spans)]
    return language.word("sentence_end").join(part for part in parts if part) + language.word("sentence_end").strip()


def _by_name(used: Iterable[Figure], language: Language) -> list[list[Figure]]:
    """Figures that measure one thing together, in the order in which they first come."""
    groups: dict[tuple[str, str], list[Figure]] = {}
    for one in used:
        groups.setdefault((one.name[language.code], one.unit.id), []).append(one)
    return list(groups.values())


def _span(figures: Sequence[Figure], language: Language) -> str:
    """From when to when figures are, and how low and high they go."""
    name, low, high = figures[0].name[language.code], min(figures, key=_base).text(language), max(figures, key=_base).text(language)
    periods = sorted(one.period for one in figures)
    first, last = (language.period(one, short=True) for one in (periods[0], periods[-1]))
    if low == high:
        return language.word("span_of_one", name, first, low)
    return (
        language.word("span_at_once", name, first, low, high)
        if first == last
        else language.word("span_of_figures", name, first, last, low, high)
    )


def _base(figure: Figure) -> Decimal:
    return figure.base


def _rows_span(table: str, rows: Sequence[Row], figures: Figures, language: Language) -> str:
    """How many rows of a table there are, and from when to when."""
    name = figures.model.package.tables[table].title[language.code]
    dated = sorted(Period.parse(row.text("date")) for row in rows if row.cells.get("date"))
    if not dated:
        return language.word("span_of_rows", name, str(len(rows)))
    return language.word("span_of_dated_rows", name, str(len(rows)), *(language.period(one, short=True) for one in (dated[0], dated[-1])))


def _column_spans(table: str, columns: Sequence[str], rows: Sequence[Row], figures: Figures, language: Language) -> Iterator[str]:
    """Of each column of numbers that is shown, how low and high it goes."""
    for one in figures.model.package.tables[table].fields:
        values = [value for row in rows if isinstance(value := row.cells.get(one.name), int | Decimal)]
        if one.name in columns and values:
            low, high = (language.number(Decimal(value), max(0, -_exponent(value))) for value in (min(values), max(values)))
            yield language.word("span_of_column", one.title[language.code], low, high)


def _exponent(value: int | Decimal) -> int:
    exponent = Decimal(value).as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def signs_explained(drawing: Drawing, language: Language) -> str:
    """What the signs at a drawing's figures mean, those that are words left out; "" if it has none."""
    words = {unescape(text) for svg in drawing.svgs.values() for text in _TEXT.findall(svg)}
    meant = []
    for sign in SIGNS:
        before, after = language.word(f"sign.{sign}", "\0").split("\0")
        shown = re.compile(rf"^{re.escape(before)}\W*\d" if before else rf"\d\S*{re.escape(after)}$")
        if not any(one.isalpha() for one in before + after) and any(shown.search(one) for one in words):
            meant.append(language.word(f"sign_means.{sign}"))
    return language.word("semicolon").join(meant) + language.word("sentence_end").strip() if meant else ""
