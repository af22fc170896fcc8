"""What a reader who presses "Explore" gets: a chart's figures as series to choose from, and the words to do it by.

A chart has it only if there is something to choose: enough figures, of few enough kinds, that are not all alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sourced.data.model import Scope
from sourced.drawing.canvas import records
from sourced.drawing.labels import scope_text
from sourced.drawing.runs import runs
from sourced.drawing.theme import SERIES, Theme
from sourced.evidence.figures import Figure, Figures
from sourced.periods import Period
from sourced.project import RUNTIME
from sourced.words.language import Language

VEGA: Final = RUNTIME / "vega.js"
"""Vega and its interpreter (tools/vega.sh), which needs no eval and so works under a strict policy."""
EXPLORE: Final = RUNTIME / "explore.js"
"""What draws with it as the reader chooses."""
FEWEST: Final = 8
"""Of so many figures a choice can show something that the drawing does not."""
MOST_KINDS: Final = 4
"""A chart of more kinds of figures is a matrix: its rows have no axis in common."""
MOST_SERIES: Final = 12
"""Where more things than these have one figure each, they are chosen by what they belong to."""
WORDS: Final = (
    "choice", "find", "all", "none", "from", "to", "form", "absolute", "index", "change", "look", "time", "newest",
    "reset", "shown", "nothing",
)  # fmt: skip
_GAPS: Final = {"shown": ("{}", "{}")}
"""What the browser fills in."""
_TICKS: Final = {"years": "{0.year:04}", "quarters": "{0.year:04}-Q{1}", "months": "{0.year:04}-{0.month:02}"}
_SHARES: Final = ("percent", "rank")
"""Styles of units of which a figure is no amount, so that "first = 100" says nothing."""
_SCALES: Final = ("score", "rank")
"""Units, by key, of places on a scale, which each list has for itself: figures of two lists share no axis, nor is one a multiple."""


def explored(used: Sequence[Figure], figures: Figures, theme: Theme, language: Language) -> str:
    """A chart's figures to explore, as JSON; "" if there is nothing to choose."""
    listed = [one for one in used if not one.rows]
    kinds = {(one.name.first, one.unit.id, one.form) for one in listed}
    panels = _panels(listed)
    if len(kinds) > MOST_KINDS or sum(map(_choices, panels)) < FEWEST:
        return ""
    ends = [Period.parse(one.period.text) for one in listed]
    decimal, thousands = language.number_marks
    made = {
        "number": {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""]},
        "words": {"mark": language.word("mark"), **{key: language.word(f"explore.{key}", *_GAPS.get(key, ())) for key in WORDS}},
        "periods": [[str(one), language.period(one, short=True), one.start.isoformat(), one.end.isoformat()] for one in sorted(set(ends))],
        "ticks": {name: list(_ticks(ends, pattern, language)) for name, pattern in _TICKS.items()},
        "panels": [_panel(panel, len(panels) > 1, figures, theme, language) for panel in panels],
    }
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n"


def _choices(panel: Sequence[Figure]) -> int:
    """How many figures on an axis one can choose among: none if all are alike, or are a short series by itself."""
    several = len({(one.entity.id, one.name.first, _scope(one)) for one in panel}) > 1 or len(panel) >= FEWEST
    return len(panel) if several and len({one.base for one in panel}) > 1 else 0


def _panels(listed: Sequence[Figure]) -> list[list[Figure]]:
    """Figures by the axis that they may share: of one unit and no two scopes kept apart; of one list where they are scores."""
    found: dict[tuple[str, str, str], list[Figure]] = {}
    for one in listed:
        scope = _scope(one)
        scored = f"{one.name.first} {scope.id if scope else ''}" if one.unit.id in _SCALES else ""
        found.setdefault((one.unit.id, scored, _apart(one)), []).append(one)
    for unit, scored in {key[:2] for key in found}:
        apart = [key for key in found if key[:2] == (unit, scored) and key[2]]
        if len(apart) == 1 and (unit, scored, "") in found:
            found[unit, scored, ""] += found.pop(apart[0])
    return list(found.values())


def _scope(figure: Figure) -> Scope | None:
    return figure.observations[0].scope if figure.observations else None


def _apart(figure: Figure) -> str:
    scope = _scope(figure)
    return scope.apart if scope else ""


def _panel(listed: Sequence[Figure], titled: bool, figures: Figures, theme: Theme, language: Language) -> dict[str, Any]:
    """Figures on one axis: their series, and a row each; with a title where there are other axes."""
    listed = sorted(listed, key=lambda one: (one.period, one.key))
    cells = records(listed, figures, theme, language)
    families = len({one.entity.id for one in listed}) == len(listed) > MOST_SERIES
    several = len({_measure(one, language) for one in listed}) > 1, len({scope_text(one, language) for one in listed}) > 1
    names = [_family(one, figures, language) if families else _series(one, *several, language) for one in listed]
    series: dict[str, dict[str, Any]] = {}
    for (key, name), record in zip(names, cells, strict=True):
        series.setdefault(key, {"id": key, "name": name, "colour": _colour(record["owner"], theme)})
    _tell_apart([one for one in series.values() if one["colour"] == _colour("", theme)], theme)
    scopes = [text for one in listed if (_apart(one) or one.unit.id in _SCALES) and (text := scope_text(one, language))]
    stretches = runs(listed, [key for key, _ in names], figures.model.cadences)
    rows = [_row(one, record, key, run) for one, record, (key, _), run in zip(listed, cells, names, stretches, strict=True)]
    title = language.word("list").join(dict.fromkeys([*(_measure(one, language)[1] for one in listed), *scopes]))
    return {
        "title": title if titled else "",
        "unit": cells[0]["unit"],
        "lines": not families,
        "relative": not families and len(rows) > len(series) and all(map(_is_amount, listed)),
        "series": list(series.values()),
        "rows": rows,
    }


def _family(one: Figure, figures: Figures, language: Language) -> tuple[str, str]:
    """Key and name of whom an entity belongs to."""
    family = figures.entity(one.entity.parent) if one.entity.parent else one.entity
    return family.id, family.name[language.code]


def _series(one: Figure, measures: bool, scopes: bool, language: Language) -> tuple[str, str]:
    """Key and name of the series of a figure: what tells it from others on its axis, where there are several measures, or scopes."""
    measure = _measure(one, language)
    if one.form == "ratio":
        return measure
    parts = [(one.entity.id, one.entity.name[language.code])]
    if measures or not one.entity.id:
        parts.append(measure)
    if scopes and (scope := _scope(one)):
        parts.append((scope.id, scope.name[language.code]))
    return ".".join(key for key, _ in parts if key), language.word("comma").join(name for _, name in parts if name)


def _measure(figure: Figure, language: Language) -> tuple[str, str]:
    """Key and name of what a figure measures; of a ratio, what is divided by what."""
    if figure.form == "ratio":
        parts = [(one.entity.id, one.entity.name[language.code], *_measure(one, language)) for one in figure.inputs]
        names = (language.word("comma").join((whose, what)) for _, whose, _, what in parts)
        return "-to-".join(f"{entity}.{key}" for entity, _, key, _ in parts), " / ".join(names)
    return figure.indicator.id if figure.indicator else figure.form, figure.name[language.code]


def _is_amount(figure: Figure) -> bool:
    """Whether it makes sense to call another figure so many times or percent of it."""
    return figure.unit.style not in _SHARES and figure.unit.id not in _SCALES and figure.base > 0


def _row(figure: Figure, record: dict[str, Any], series: str, run: int) -> dict[str, Any]:
    return {
        "series": series,
        "run": run,
        "key": figure.key,
        "name": record["entity"],
        "period": str(figure.period),
        "tick": record["tick"],
        "at": record["middle"].isoformat(),
        "value": record["plotted"],
        "short": record["short"],
        "label": record["label"],
        "sure": figure.qualifier != "estimate" and figure.standing != "weak",
    }


def _colour(owner: str, theme: Theme) -> str:
    """The colour of what a series belongs to, where the report has one for it."""
    return next(f"var(--{name})" for name in (owner, "accent", "ink") if name in theme.palette)


def _tell_apart(series: Sequence[dict[str, Any]], theme: Theme) -> None:
    """Give series that have no colour of their own one each, where there are several."""
    if 1 < len(series) <= len(SERIES) and SERIES[0] in theme.palette:
        for name, one in zip(SERIES, series, strict=False):
            one["colour"] = f"var(--{name})"


def _ticks(periods: Sequence[Period], pattern: str, language: Language) -> Iterator[list[str]]:
    """The years, quarters or months that cover all periods: first day and words for an axis."""
    first, last = min(one.start for one in periods), max(one.end for one in periods)
    one = Period.parse(pattern.format(first, (first.month + 2) // 3))
    while one.start <= last:
        yield [one.start.isoformat(), language.tick(one)]
        one = one.next()
