"""What a chart function gets its data, words and colours from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sourced.data.tables import Row
from sourced.drawing.labels import mark_text, row_texts, scope_text
from sourced.drawing.runs import runs_in_any_order, step_of_axis
from sourced.drawing.theme import Theme
from sourced.evidence.addresses import figure_at
from sourced.evidence.alike import places_alike, places_needed
from sourced.evidence.amounts import padded
from sourced.evidence.figures import Figure, FigureError, Figures
from sourced.evidence.verdicts import verdicts_of
from sourced.periods import Period, filled_in
from sourced.words.language import Language, Texts

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

Drawn: TypeAlias = "alt.TopLevelMixin"
"""What a chart function gives: any Altair chart."""
WIDTHS: Final = {"wide": 960, "narrow": 350}
"""In pixels; wide as much as a page has, narrow as a phone has."""
_STYLES: Final = {"percent": "percent"}


@dataclass(frozen=True)
class _Frame:
    """A frame as it was made, of figures, with their periods by the words that it has for them."""

    figures: list[Figure]
    periods: dict[str, Period]
    frame: pd.DataFrame


class Canvas:
    """What a chart function may use: data, names and words in one language, and the width to draw for.

    Everything handed out is remembered, so that the table, the CSV and the words behind a chart are what it shows.
    """

    def __init__(self, figures: Figures, theme: Theme, language: Language, size: str, widths: Mapping[str, int] = WIDTHS) -> None:
        self.figures, self.theme, self.language, self._size, self._widths = figures, theme, language, size, widths
        self.width_matters = False
        """Whether it was asked how wide it is: what is drawn may then be another on another width."""
        self._frames: dict[tuple[str, ...], _Frame] = {}
        """By the keys of their figures."""
        self.used: dict[str, Figure] = {}
        self.rows_used: dict[str, tuple[tuple[str, ...], list[Row]]] = {}
        self.periods: dict[str, Period] = {}
        """The periods that frames have words for, by these words."""

    @property
    def size(self) -> str:
        """Wide or narrow."""
        self.width_matters = True
        return self._size

    @property
    def width(self) -> int:
        """In pixels."""
        self.width_matters = True
        return self._widths[self._size]

    @property
    def narrow(self) -> bool:
        """Whether it is a phone's."""
        return self.size == "narrow"

    def pick(self, **choices: Any) -> Any:
        """What is given for the language by its code: `en="left", zh="right"`; the first of all if it is given none."""
        return choices.get(self.language.code, next(iter(choices.values())))

    def name(self, entity: str) -> str:
        """An entity's name."""
        return self.figures.entity(entity).name[self.language.code]

    def term(self, key: str) -> str:
        """The words for a code of a table, such as bearing.shakier."""
        return self.figures.model.terms.get(key, Texts()).get(self.language.code, key)

    def colour(self, name: str) -> str:
        """A colour of the palette as a CSS variable that follows light and dark."""
        if name not in self.theme.palette:
            near = get_close_matches(name, self.theme.palette, 1)
            fix = f'use "{near[0]}"' if near else f'add "{name}" to PALETTE in charts/theme.py, with a colour for each scheme'
            raise FigureError(f'takes the colour "{name}", which the palette has not', fix, due_to=())
        return f"var(--{name})"

    def owner(self, entity: str) -> str:
        """The palette's name for an entity: its own key or that of its nearest owner with a colour, else "other"."""
        while entity and entity not in self.theme.palette:
            entity = self.figures.entity(entity).parent
        return entity or "other"

    def verdicts(self) -> dict[str, str]:
        """The verdicts that claims may have, in the order in which readers see them: key to colour of the palette."""
        return {one.key: one.colour for one in verdicts_of(self.figures.model.package)}

    def colours(self, names: Mapping[str, str]) -> alt.Scale:
        """A scale from labels to colours of the palette."""
        import altair as alt

        return alt.Scale(domain=list(names), range=[self.colour(name) for name in names.values()])

    def holds(self, truth: bool) -> None:
        """Stop the build unless what the chart's typed title says is true of its data."""
        if not truth:
            raise FigureError("its title no longer holds of the data", "write another title, and the condition that it rests on")

    def period(self, period: str | Period) -> str:
        """A period in short words."""
        return self.language.period(Period.parse(period) if isinstance(period, str) else period, short=True)

    def listed(self, *columns: Iterable[str]) -> list[str]:
        """Columns side by side, row by row, as lists in words: what marks say."""
        return [self.language.word("fields").join(parts) for parts in zip(*columns, strict=True)]

    def named(self, *columns: Iterable[str]) -> list[str]:
        """Columns side by side, row by row, with a comma between: names; what is empty is left out."""
        return [self.language.word("comma").join(part for part in parts if part) for parts in zip(*columns, strict=True)]

    def at(self, address: str) -> Figure:
        """The figure at an address: ratio(rain.coast.2023, rain.hill.2023)."""
        return figure_at(self.figures, address)

    def series(self, indicator: str, entity: str, *, kind: str = "", scope: str | None = "", since: str = "") -> pd.DataFrame:
        """A frame of all observations of an indicator for an entity, as `frame` describes it."""
        found = self.figures.series(indicator, entity, kind=kind, scope=scope)
        first = Period.parse(since).start if since else None
        return self.frame([one for one in found if first is None or one.period.start >= first])

    def shared(self, *series: tuple[str, str], kind: str = "quarter") -> list[str]:
        """The periods, in order of time, for which each (indicator, entity) has a published figure, estimates left out."""
        held = []
        for indicator, entity in series:
            found = self.figures.model.series.get((indicator, entity), ())
            plain = [one for one in found if one.period.kind == kind and one.scope is None and one.as_of is None]
            held.append({one.period for one in plain if one.qualifier != "estimate"})
        return [str(period) for period in sorted(set.intersection(*held))] if held else []

    def frame(self, figures: Iterable[Figure]) -> pd.DataFrame:
        """Figures as a frame, one row each, in the order given.

        Columns, all str unless said otherwise: key, indicator, entity, entity_id, owner (palette name), period, tick
        (period in two lines split by "|"), scope, qualifier, confidence, standing, source, label (what a mark says), shown (the
        figure in words), short (`plotted` with a sign for its qualifier), unit (of `plotted`, chosen for the largest
        value); start, end, middle (datetime64); value (float, base unit: yuan, not millions), plotted (float), exact
        (bool); run (int, one more from where a period of the series is missing by the cadence of its indicator).
        """
        import pandas as pd

        listed = list(figures)
        self.used.update({one.key: one for one in listed})
        name = tuple(one.key for one in listed)
        if name not in self._frames or self._frames[name].figures != listed:
            records = self._records(listed)
            words = ((record[one], figure.period) for figure, record in zip(listed, records, strict=True) for one in ("tick", "period"))
            self._frames[name] = _Frame(listed, dict(words), pd.DataFrame.from_records(records))
        self.periods |= self._frames[name].periods
        return self._frames[name].frame.copy()

    def _records(self, listed: Sequence[Figure]) -> list[dict[str, Any]]:
        """What the rows of `frame` hold, by column."""
        size, unit = self._axis(listed)
        places, alike = _places_of(listed, size), places_alike(listed, self.language)
        parts = [
            (
                self._names(one),
                self._times(one.period),
                self._amounts(one, size, places[one.name.first], alike.get(one.name.first, 0)),
                _certainty(one, self.language),
            )
            for one in listed
        ]
        series = [f"{one.name.first} {one.entity.id} {scope_text(one, self.language)}" for one in listed]
        stretches = runs_in_any_order(listed, series, self.figures.model.cadences)
        return [
            {"unit": unit, **names, **times, **amounts, **sure, "run": run}
            for (names, times, amounts, sure), run in zip(parts, stretches, strict=True)
        ]

    def _names(self, figure: Figure) -> dict[str, str]:
        """What a figure is of, as keys and in words."""
        code = self.language.code
        return {
            "key": figure.key,
            "indicator": figure.name[code],
            "entity": figure.entity.name[code],
            "entity_id": figure.entity.id,
            "owner": self.owner(figure.entity.id),
            "scope": scope_text(figure, self.language),
            "label": self.label(figure),
        }

    def _times(self, period: Period) -> dict[str, Any]:
        """A period in words and as days."""
        return {"period": self.period(period), "tick": self.language.tick(period), **_days(period)}

    def _amounts(self, figure: Figure, size: int, places: int, alike: int) -> dict[str, Any]:
        """A figure as numbers and in words, what is exact with so many `places` on an axis of magnitude `size`, and `alike` in full."""
        return {
            "value": float(figure.base),
            "plotted": float(figure.base / size),
            "shown": figure.text(self.language, places=alike),
            "short": self.short(figure, size, places),
        }

    def short(self, figure: Figure, size: int, places: int = 0) -> str:
        """A figure as a number on an axis of magnitude `size`, with a sign for its qualifier, rounded as everywhere.

        One that is exact has at least so many `places`, so that those of an axis read alike.
        """
        plotted = _plotted(figure, size)
        decimals = max(places_needed(plotted), places if figure.qualifier == "exact" else 0)
        number = self.language.number(plotted, decimals, _STYLES.get(figure.unit.style, "plain"))
        number = padded(number, decimals, self.language)
        signed = number if figure.qualifier == "exact" else self.language.word(f"sign.{figure.qualifier}", number)
        signed = self.language.word("sign.weak", signed) if figure.standing == "weak" else signed
        return re.sub(r"-(?=\d)", "\N{MINUS SIGN}", signed)

    def label(self, figure: Figure) -> str:
        """What a mark says to the ear and in its tooltip."""
        return mark_text(figure, self.language)

    def rows(self, table: str, *, show: Sequence[str], where: Callable[[Row], bool] | None = None) -> pd.DataFrame:
        """Rows of a table as a frame, in the file's order.

        Columns: each column of the table as text; columns x_CODE also as x in the language; a key of an entity also
        as <column>_name; codes with a term also as <column>_word; a date also as start, end, middle (datetime64).
        `show` names those of them that the table behind the chart lists.
        """
        import pandas as pd

        found = [row for row in self.figures.model.package.rows(table) if where is None or where(row)]
        self.rows_used[table] = (tuple(show), found)
        return pd.DataFrame.from_records([self._record(table, row) for row in found])

    def _record(self, table: str, row: Row) -> dict[str, Any]:
        texts = row_texts(self.figures, table, row, self.language)
        return {**texts, **_days(Period.parse(row.text("date")))} if row.cells.get("date") else dict(texts)

    def ticks(self, frame: pd.DataFrame) -> list[str]:
        """The words of a frame's periods on an axis, with those between them that it lacks."""
        step = self.step(frame["key"])
        return [self.language.tick(period) for period in filled_in((self.periods[tick] for tick in frame["tick"]), step)]

    def step(self, keys: Iterable[str]) -> int:
        """How many periods lie from one to the next of figures, by their keys, as a rule: 4 for the games of an Olympiad; 0 without one."""
        return step_of_axis((self.used[key] for key in dict.fromkeys(keys) if key in self.used), self.figures.model.cadences)

    def _axis(self, figures: Sequence[Figure]) -> tuple[int, str]:
        largest = max((abs(one.base) for one in figures), default=None)
        if largest is None:
            return 1, ""
        unit = figures[0].unit
        size, word = self.language.magnitude(largest) if unit.style == "compact" else (1, "")
        if not word:
            return size, unit.axis[self.language.code]
        return size, unit.pattern(self.language, Decimal(size)).replace("{}", word)


def resized(canvas: Canvas, size: str, *, is_drawn: bool) -> Canvas:
    """A canvas for another width, with the same frames; it has handed out the same if the chart `is_drawn` by what that one has."""
    other = Canvas(canvas.figures, canvas.theme, canvas.language, size, canvas._widths)
    other._frames = canvas._frames
    if is_drawn:
        other.used, other.rows_used, other.periods = canvas.used, canvas.rows_used, canvas.periods
    return other


def records(figures: Sequence[Figure], by: Figures, theme: Theme, language: Language) -> list[dict[str, Any]]:
    """What the rows of a frame of figures hold, by column."""
    return Canvas(by, theme, language, "wide")._records(figures)


def _plotted(figure: Figure, size: int) -> Decimal:
    """A figure as printed, on an axis of magnitude `size`."""
    return figure.printed * figure.unit.factor / size if figure.unit.style != "percent" else figure.printed


def _places_of(figures: Sequence[Figure], size: int) -> dict[str, int]:
    """By what figures measure, with how many decimals those that are exact read alike on an axis of magnitude `size`.

    Amounts in words for round numbers do where they have as many digits before the mark.
    """
    groups: dict[str, list[Decimal]] = defaultdict(list)
    amounts = {one.name.first for one in figures if one.unit.style == "compact"}
    for one in figures:
        groups[one.name.first] += [_plotted(one, size)] if one.qualifier == "exact" else []
    return {
        name: 0
        if name in amounts and len({len(str(int(abs(value)))) for value in values}) > 1
        else max(map(places_needed, values), default=0)
        for name, values in groups.items()
    }


def _certainty(figure: Figure, language: Language) -> dict[str, Any]:
    """How sure a figure is, and whose it is."""
    return {
        "qualifier": figure.qualifier,
        "confidence": figure.confidence,
        "standing": figure.standing,
        "exact": figure.qualifier == "exact",
        "source": figure.sources[0].publisher[language.code] if figure.sources else "",
    }


def _days(period: Period) -> dict[str, pd.Timestamp]:
    """The start, the end and the middle of a period."""
    import pandas as pd

    start, end = pd.Timestamp(period.start), pd.Timestamp(period.end)
    return {"start": start, "end": end, "middle": start + (end - start) / 2}
