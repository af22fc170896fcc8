"""The small charts at the top of an indicator's page: a panel for each series over time, or a bar for each entity.

They are written as SVG without a drawing engine, with places in percent, so that one drawing fits any width and its
words keep their size. No two series share an axis: an entity, a scope, a kind of period, and what was said at
different times of one period are a panel each, so nothing is set beside what it can't be compared with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor

from markupsafe import Markup, escape

from sourced.data.model import Unit
from sourced.evidence.amounts import amount_text
from sourced.evidence.figures import Figure
from sourced.periods import REGULAR, Period, filled_in
from sourced.words.language import Language, Texts
from sourced.words.prose import safe

HEIGHT, TOP, FOOT, NARROWEST = 150, 22, 22, 288
"""Of a panel, in pixels: its height, the room for a number above the highest mark, that for the periods below, its least width."""
SHORTEST_LIST = 5
"""How many places an axis of ranks has at least: the first at its top."""
RIGHT = 0.99
"""Where the marks end, as a part of the panel; where they begin depends on the words beside them."""
MOST_PANELS = 100
"""How many series or bars of an indicator are drawn, the largest first; the table below has them all."""
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Series:
    """Figures of one entity, scope and kind of period, in order of time."""

    figures: tuple[Figure, ...]
    step: int = 1
    """How far apart its periods are as a rule."""

    @property
    def said(self) -> list[Period]:
        """When each holds: its period, or the time at which it was stated."""
        return [one.observations[0].as_of or one.period for one in self.figures]

    def title(self, language: Language, *, kind: bool) -> str:
        """Whose it is, in which scope, and, with `kind`, by which kind of period."""
        first = self.figures[0].observations[0]
        scope = first.scope.name[language.code] if first.scope else ""
        by = ""
        if first.as_of:
            by = language.word("by.stated", language.period(first.period, short=True))
        elif kind:
            by = language.word(f"by.{first.period.kind}")
        return " · ".join(part for part in (first.entity.name[language.code], scope, by) if part)


@dataclass(frozen=True)
class Panel:
    """A series as a drawing with its title."""

    title: str
    drawing: Markup


@dataclass(frozen=True)
class Bar:
    """An entity's one figure: who and when, how much, and its length in percent of the longest."""

    key: str
    name: str
    amount: str
    drawing: Markup


def series_of(figures: Iterable[Figure], cadences: Mapping[tuple[str, str], int]) -> list[Series]:
    """The series among an indicator's figures, `cadences` as a model has them: entities by their newest figure, the largest first.

    On a list the first comes first. Of an entity the longest series does.
    """
    groups: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        first = figure.observations[0]
        stated = str(first.period) if first.as_of else ""
        groups[first.entity.id, first.scope.id if first.scope else "", first.period.kind, stated].append(figure)
    found = [
        Series(tuple(sorted(group, key=lambda one: one.observations[0].as_of or one.period)), _step(group[0], cadences))
        for group in groups.values()
    ]
    newest: dict[str, Decimal] = {}
    for one in sorted(found, key=lambda one: len(one.figures)):
        figure = one.figures[-1]
        newest[figure.entity.id] = figure.value if figure.unit.style == "rank" else -figure.value
    return sorted(found, key=lambda one: (newest[one.figures[0].entity.id], one.figures[0].entity.id, -len(one.figures)))


def _step(figure: Figure, cadences: Mapping[tuple[str, str], int]) -> int:
    first = figure.observations[0]
    return cadences.get((first.indicator.id, first.period.kind), 1)


def panels(found: Sequence[Series], language: Language, most: int = MOST_PANELS) -> list[Panel]:
    """A drawing for each series that has more than one figure, of more than `most` for the first."""
    long = [one for one in found if len(one.figures) > 1][:most]
    alike: dict[str, set[str]] = defaultdict(set)
    for one in long:
        alike[one.title(language, kind=False)].add(one.figures[0].period.kind)
    listed = [(one.title(language, kind=len(alike[one.title(language, kind=False)]) > 1), one) for one in long]
    return [Panel(language.capitalised(title), _drawing(title, one, language)) for title, one in listed]


def bars(found: Sequence[Series], language: Language) -> list[tuple[str, list[Bar]]]:
    """Where no series has more than one figure: a bar for each entity, by scope; none for places on a list, or below zero."""
    if any(len(one.figures) > 1 for one in found):
        return []
    scopes: dict[str, list[Figure]] = defaultdict(list)
    for one in found:
        scope = one.figures[0].observations[0].scope
        scopes[scope.name[language.code] if scope else ""].append(one.figures[0])
    return [(scope, _bars(group, language)) for scope, group in scopes.items() if _can_be_bars(group)]


def _can_be_bars(figures: Sequence[Figure]) -> bool:
    """Whether there is something to compare by length."""
    return len(figures) > 1 and figures[0].unit.style != "rank" and all(one.value > 0 for one in figures)


def _bars(figures: Sequence[Figure], language: Language) -> list[Bar]:
    longest = max(one.value for one in figures)
    ordered = sorted(figures, key=lambda one: -one.value)[:MOST_PANELS]
    return [
        Bar(
            one.key,
            language.word("fields").join((language.capitalised(one.entity.name[language.code]), language.period(one.period, short=True))),
            one.text(language),
            Markup('<svg class="length-bar" aria-hidden="true" focusable="false"><rect width="{}%" height="100%"/></svg>').format(
                _share(one.value / longest)
            ),
        )
        for one in ordered
    ]


def _share(part: Decimal | float) -> str:
    """A part of one in percent, to a tenth."""
    return f"{float(part) * 100:.1f}"


def _drawing(title: str, series: Series, language: Language) -> Markup:
    """A series as columns where its periods follow one another, else as a line through dots; its words for the ear."""
    is_rank = series.figures[0].unit.style == "rank"
    in_columns = series.figures[0].period.kind in REGULAR and not series.figures[0].observations[0].as_of and not is_rank
    scale = _Scale.over(series.figures, language, from_zero=in_columns, turned=is_rank)
    parts = [*scale.lines()]
    parts += _columns(series, scale, language) if in_columns else _line(series, scale, language)
    words = spoken(title, series, language)
    return Markup('<svg class="history-chart" height="{}" role="img" aria-label="{}">{}</svg>').format(
        HEIGHT, safe(words), Markup("").join(parts)
    )


def spoken(title: str, series: Series, language: Language) -> str:
    """A series for the ear: what it is, its first and newest figure, and the highest and lowest if they are neither."""
    first, last = series.figures[0], series.figures[-1]
    told = [language.word("spoken.first_last", *(part for one in (first, last) for part in (_when(one, language), one.text(language))))]
    high, low = max(series.figures, key=lambda one: one.value), min(series.figures, key=lambda one: one.value)
    told += [language.word("spoken.highest", high.text(language), _when(high, language))] if high not in (first, last) else []
    told += [language.word("spoken.lowest", low.text(language), _when(low, language))] if low not in (first, last) else []
    return language.word("colon", title, language.word("semicolon").join(told))


def _when(figure: Figure, language: Language) -> str:
    return language.period(figure.observations[0].as_of or figure.period, short=True)


@dataclass(frozen=True)
class _Scale:
    """From values in an indicator's unit to pixels from the top, and the part of a panel that its words leave to the marks."""

    low: Decimal
    high: Decimal
    ticks: tuple[tuple[Decimal, str], ...]
    turned: bool
    left: float
    """Where the marks begin, as a part of the panel."""

    @classmethod
    def over(cls, figures: Sequence[Figure], language: Language, *, from_zero: bool, turned: bool) -> _Scale:
        """A scale with round ends; without zero only where all values are far from it and are no columns, or are places on a list."""
        values = [one.value for one in figures]
        low, high = min(values), max(values)
        if turned:
            low, high = Decimal(1), max(high, Decimal(SHORTEST_LIST))
        elif from_zero or low <= high * Decimal("0.6"):
            low, high = min(low, Decimal(0)), max(high, Decimal(0))
        span = (high - low) or abs(high) or Decimal(1)
        power = Decimal(1).scaleb((span / 2).adjusted())
        step = next(power * one for one in _STEPS if power * one * 2 >= span)
        step = max(step, Decimal(1).scaleb(-figures[0].decimals))
        step = Decimal(ceil(step)) if turned else step
        first, last = floor(low / step), ceil(high / step)
        unit = figures[0].unit
        rounds = [(step * one).normalize() + 0 if one or not turned else low for one in range(first, last + 1)]
        ticks = [(value, (amount_text if value == rounds[0 if turned else -1] else _bare)(value, unit, language)) for value in rounds]
        beside = [_bare(value, unit, language) for value in rounds] if from_zero else [words for _, words in ticks]
        room = max(map(_room, beside)) + 8  # columns end below the words of the highest, so its unit may stand over them
        return cls(rounds[0], rounds[-1], tuple(ticks), turned, min(room / NARROWEST, 0.4))

    def y(self, value: Decimal) -> float:
        """Pixels from the top."""
        share = float((value - self.low) / ((self.high - self.low) or 1))
        return TOP + (HEIGHT - TOP - FOOT) * (share if self.turned else 1 - share)

    def lines(self) -> Iterable[Markup]:
        """Rules at round values, each with its number above it, the uppermost with its unit."""
        for value, words in self.ticks:
            y = self.y(value)
            yield Markup('<line class="rule" x1="0" x2="100%" y1="{0:.1f}" y2="{0:.1f}"/>').format(y)
            yield Markup('<text class="tick" x="0" y="{:.1f}">{}</text>').format(y - 3, safe(words))


def _room(words: str) -> float:
    """About how wide words are, in pixels."""
    return sum(12 if ord(character) > 0x2E80 else 6.2 for character in words)


def _bare(value: Decimal, unit: Unit, language: Language) -> str:
    """An amount without the words of its unit: 40 of 40 medals, CNY 3.6 billion without the currency, a percentage as it is."""
    return amount_text(value, replace(unit, patterns=Texts(dict.fromkeys(unit.patterns, "{}"))), language)


def _columns(series: Series, scale: _Scale, language: Language) -> Iterable[Markup]:
    """One column a period, an empty place for a period that is missing; the newest has its number above it.

    Each has its period below it if there is room, else the first and the last.
    """
    places = filled_in(series.said, series.step)
    each = (RIGHT - scale.left) / len(places)
    tops = {}
    for figure, period in zip(series.figures, series.said, strict=True):
        left, zero, value = scale.left + places.index(period) * each, scale.y(Decimal(0)), scale.y(figure.value)
        kind = "mark guessed" if figure.qualifier == "estimate" else "mark"
        tops[places.index(period)] = min(zero, value)
        yield Markup('<rect class="{}" x="{}%" width="{}%" y="{:.1f}" height="{:.1f}">{}</rect>').format(
            kind, _share(left + each * 0.12), _share(each * 0.76), min(zero, value), max(abs(zero - value), 1), _hint(figure, language)
        )
    yield _newest(series.figures[-1], tops, each, language)
    words = [language.period(one, short=True) for one in places]
    if all(_room(one) + 6 < each * NARROWEST for one in words):
        for at, one in enumerate(words):
            yield _tick(one, scale.left + (at + 0.5) * each, "middle")
    else:
        yield from _ends(places[0], places[-1], scale, language)


def _newest(figure: Figure, tops: Mapping[int, float], each: float, language: Language) -> Markup:
    """The number of the last column: in the middle above it if it is no wider, else ending with it, above all that it reaches over."""
    number = language.qualified(_bare(figure.printed, figure.unit, language), figure.qualifier)
    room, last = _room(number) / NARROWEST, max(tops)
    if room < each:
        return _number(number, RIGHT - each / 2, tops[last] - 5, "middle")
    return _number(number, RIGHT, min(top for at, top in tops.items() if at > last - room / each) - 5)


def _line(series: Series, scale: _Scale, language: Language) -> Iterable[Markup]:
    """Dots at the middle of each period, joined in order of time; the newest has its number."""
    said = series.said
    middles = [_middle(one) for one in said]
    span = (middles[-1] - middles[0]) or 1
    points = [
        (scale.left + 0.02 + (RIGHT - scale.left - 0.04) * (one - middles[0]) / span, scale.y(figure.value))
        for one, figure in zip(middles, series.figures, strict=True)
    ]
    for (x, y), (next_x, next_y) in pairwise(points):
        yield Markup('<line class="path" x1="{}%" y1="{:.1f}" x2="{}%" y2="{:.1f}"/>').format(_share(x), y, _share(next_x), next_y)
    for (x, y), figure in zip(points, series.figures, strict=True):
        yield Markup('<circle class="mark" cx="{}%" cy="{:.1f}" r="4">{}</circle>').format(_share(x), y, _hint(figure, language))
    yield _number(series.figures[-1].text(language), RIGHT, points[-1][1] - 8)
    yield from _ends(said[0], said[-1], scale, language)


def _middle(period: Period) -> float:
    """The middle day of a period, counted from the first of all days."""
    return (period.start.toordinal() + period.end.toordinal()) / 2 - date.min.toordinal()


def _hint(figure: Figure, language: Language) -> Markup:
    """What a mark says when it is pointed at."""
    return Markup("<title>{}</title>").format(escape(language.word("colon", _when(figure, language), figure.text(language))))


def _number(words: str, x: float, y: float, where: str = "end") -> Markup:
    """A number above its mark, ending where that ends or in its middle."""
    return Markup('<text class="amount" x="{}%" y="{:.1f}" text-anchor="{}">{}</text>').format(_share(x), max(y, 11), where, safe(words))


def _ends(first: Period, last: Period, scale: _Scale, language: Language) -> Iterable[Markup]:
    """The first and the last period below the marks."""
    for period, x, where in ((first, scale.left, "start"), (last, RIGHT, "end")):
        yield _tick(language.period(period, short=True), x, where)


def _tick(words: str, x: float, where: str) -> Markup:
    return Markup('<text class="tick" x="{}%" y="{}" text-anchor="{}">{}</text>').format(_share(x), HEIGHT - 6, where, safe(words))
