"""What has become of the data, day by day, told for a reader: new figures, corrected ones, verdicts, events; for page and feed.

Everything is made from rows as they were and are, in the words of the language; what editors wrote about their
changes is told to editors alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from sourced.data.days import Day, days_of
from sourced.data.history import KINDS, RowChange
from sourced.data.model import KEY, Indicator, Model, observation_key
from sourced.data.tables import Table
from sourced.evidence.addresses import RowReference
from sourced.evidence.amounts import typed_amount
from sourced.evidence.counts import page_of
from sourced.evidence.scorecard import TABLE as SCORECARD
from sourced.pages.markup import indicator_address, observation_address, row_address
from sourced.pages.report import Report
from sourced.pages.row_views import row_title
from sourced.periods import Period
from sourced.words.language import Language, Texts

MOST = 6
"""How many things of one kind are told one by one."""
_SERIES = re.compile(r"(?<![\w-])(?=([a-z0-9-]+)[. ](?:of )?([a-z0-9-]+))")
"""An indicator and an entity in a formula: `rain.coast.2023-Q1`, `rain of coast`."""


@dataclass(frozen=True)
class Line:
    """Something that a reader wants to know, and where it stands from the language's root ("" if nowhere)."""

    text: str
    address: str = ""
    inner: bool = False
    """Whether it is one of those that the line above counts."""


@dataclass(frozen=True)
class News:
    """A day's news in a language."""

    day: Day
    headline: str
    """The two most telling things in a few words."""
    heads: tuple[Line, ...]
    """These two; where the report begins, that it does."""
    lines: tuple[Line, ...]
    opens: bool
    """Whether it is the day on which the report begins."""

    @property
    def rest(self) -> tuple[Line, ...]:
        """What the headline does not say; of the day on which the report begins nothing, since everything is new then."""
        said = {one.text for one in self.heads}
        return () if self.opens else tuple(one for one in self.lines if one.text not in said)

    @property
    def id(self) -> str:
        """Its id on the page of updates."""
        return f"d{self.day.date}"


@dataclass(frozen=True)
class _Seen:
    """What a day did to the rows of one observation: values as (amount, qualifier) taken away and put there, and whether others stay."""

    key: tuple[str, ...]
    """indicator, entity, period, as_of, scope."""
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    others: bool


def news(report: Report, language: Language) -> list[News]:
    """The news of all days that have any for a reader, the newest first."""
    return report.figures.model.tracker.once(f"news {language.code}", lambda: _told_of(report, language))


def _told_of(report: Report, language: Language) -> list[News]:
    rows: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for key in report.figures.model.observation_keys:
        rows[key[:5]].add("/".join(key))
    found = []
    for day in days_of(report.past.commits):
        seen = list(_observations(day, rows))
        told = _Teller(report, language, day, seen, begins=not any(rows.values()))
        if lines := told.lines():
            heads = told.heads(lines)
            headline = language.word("semicolon").join(one.text for one in heads)
            found.append(News(day, headline, heads, tuple(lines), told.opens))
    return found


def _observations(day: Day, rows: dict[tuple[str, ...], set[str]]) -> Iterator[_Seen]:
    """What a day did to observations; `rows` are those there at its end by what they are of, and then those at its beginning."""
    changes: dict[tuple[str, ...], list[RowChange]] = defaultdict(list)
    for change in day.changes:
        if change.table.endswith("observations") and len(key := _key(change.key)) == len(KEY):
            changes[key[:5]].append(change)
    for key, group in changes.items():
        at_end = set(rows[key])
        for change in group:
            (rows[key].discard if change.kind == "added" else rows[key].add)(change.key)
        others = bool(at_end & rows[key] - {one.key for one in group})
        before = [value for one in group if one.kind != "added" and (value := _value(one, 1))]
        after = [value for one in group if one.kind != "removed" and (value := _value(one, 2))]
        yield _Seen(key, tuple(before), tuple(after), others or any(one.kind == "revised" and not _value(one, 2) for one in group))


def _key(text: str) -> tuple[str, ...]:
    """The parts of an observation's key; a period that is a range has a slash of its own."""
    parts = text.split("/")
    return (*parts[:2], "/".join(parts[2:4]), *parts[4:]) if len(parts) == len(KEY) + 1 else tuple(parts)


def _value(change: RowChange, side: int) -> tuple[str, str] | None:
    """The value and the qualifier that a change took away (1) or put there (2); None if it left the value alone."""
    cells = {cell[0]: cell[side] for cell in change.cells}
    return (cells["value"], cells.get("qualifier", "")) if "value" in cells else None


class _Teller:
    """Tells a day's news."""

    def __init__(self, report: Report, language: Language, day: Day, seen: Sequence[_Seen], *, begins: bool) -> None:
        self._report, self._language, self._day, self._model, self._begins = report, language, day, report.figures.model, begins
        known = [one for one in seen if self._is_known(one)]
        self._new = sorted((one for one in known if one.after and not one.before and not one.others), key=self._weight)
        changed = [one for one in known if one.before and one.after and not _same(one)]
        self._revised = sorted(
            (one for one in changed if self._amount(one, one.before[0]) != self._amount(one, one.after[0])), key=self._weight
        )
        self._dropped = [one for one in known if one.before and not one.after and not one.others]
        self._seconded = [one for one in known if one.after and not one.before and one.others]

    def _is_known(self, seen: _Seen) -> bool:
        """Whether what it is of still has names, and its period is one."""
        return seen.key[0] in self._model.indicators and seen.key[1] in self._model.entities and _is_period(seen.key[2])

    def lines(self) -> list[Line]:
        """All that there is to tell, the most telling first."""
        found = [Line(self._as_new(one), self._place(one)) for one in self._leading]
        found += self._rest("more_new" if found else "new", len(self._new) - len(found))
        corrected = [Line(self._as_revised(one), self._place(one)) for one in self._revised[:MOST]]
        found += [*corrected, *self._rest("more_revised", len(self._revised) - len(corrected))]
        found += [*self._verdicts(), *self._forecasts(), *self._rows()]
        found += self._rest("seconded", len(self._seconded))
        found += self._rest("dropped", len(self._dropped))
        return found

    @property
    def opens(self) -> bool:
        """Whether the report begins on that day."""
        return self._begins and bool(self._new)

    def heads(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        """The two most telling things of all that there is to tell."""
        if self.opens:
            return (Line(self._language.word("news.begins", len(self._new))),)
        said = [self._as_new(one) for one in self._leading[:1]] or self._texts("new", len(self._new))
        said += self._texts("verdicts", len(self._changed("claims", "verdict")))
        said += self._texts("revised", len(self._revised)) if said else [self._as_revised(one) for one in self._revised[:1]]
        said += [line.text for line in self._rows()] + self._texts("seconded", len(self._seconded))
        known = {line.text: line for line in lines}
        return tuple(known.get(text, Line(text)) for text in (said or [*known])[:2])

    @cached_property
    def _leading(self) -> list[_Seen]:
        """The new figures worth telling one by one: of each series that goes on the newest, what the scorecard rests on first."""
        if self._begins:
            return []
        each = {one.key[:2]: one for one in reversed(self._new) if self._goes_on(one)}
        return [one for one in self._new if each.get(one.key[:2]) is one][:MOST]

    def _goes_on(self, seen: _Seen) -> bool:
        """Whether it is now the newest of a series that had figures before."""
        alike = [one for one in self._alike(seen) if one != seen.key[2]]
        return bool(alike) and Period.parse(seen.key[2]) > max(map(Period.parse, alike)) and not seen.key[3]

    def _alike(self, seen: _Seen) -> list[str]:
        indicator, entity, period, _, scope = seen.key
        kind = Period.parse(period).kind
        known = self._model.series.get((indicator, entity), ())
        return [
            str(one.period) for one in known if one.period.kind == kind and (one.scope.id if one.scope else "") == scope and not one.as_of
        ]

    def _weight(self, seen: _Seen) -> tuple[int, int, int, str]:
        """First what the scorecard rests on, in its order, then the newest, short periods before long ones."""
        places = self._model.tracker.once("series of the scorecard", partial(_places, self._model))
        period = Period.parse(seen.key[2])
        return places.get(seen.key[:2], len(places)), -period.end.toordinal(), -period.start.toordinal(), "/".join(seen.key)

    def _as_new(self, seen: _Seen) -> str:
        return self._language.word("news.figure", *self._named(seen), self._amount(seen, seen.after[0]))

    def _as_revised(self, seen: _Seen) -> str:
        amounts = (self._amount(seen, one) for one in (seen.after[0], seen.before[0]))
        return self._language.capitalised(self._language.word("news.corrected", *self._named(seen), *amounts))

    def _named(self, seen: _Seen) -> tuple[str, str, str]:
        """Whose figure it is, what is measured, and of when."""
        indicator, entity, period, as_of, scope = seen.key
        code, word = self._language.code, self._language.word
        apart = [self._model.scopes[scope].name[code]] if scope in self._model.scopes else []
        apart += [word("as_of", self._period(as_of))] if as_of else []
        what = self._model.indicators[indicator].name[code]
        named = word("bracket", what, word("fields").join(apart)) if apart else what
        return self._model.entities[entity].name[code], named, self._period(period)

    def _period(self, text: str) -> str:
        return self._language.period(Period.parse(text)) if _is_period(text) else text

    def _amount(self, seen: _Seen, value: tuple[str, str]) -> str:
        indicator: Indicator = self._model.indicators[seen.key[0]]
        text, qualifier = value
        current = self._model.observed.get(_address(seen.key))
        return typed_amount(text, indicator, qualifier or (current[0].qualifier if current else "exact"), self._language)

    def _place(self, seen: _Seen) -> str:
        if not self._model.by_indicator.get(seen.key[0]):
            return ""
        current = self._model.observed.get(_address(seen.key))
        return observation_address(current[0]) if current else indicator_address(seen.key[0])

    def _rest(self, key: str, number: int) -> list[Line]:
        return [Line(text) for text in self._texts(key, number)]

    def _texts(self, key: str, number: int) -> list[str]:
        return [self._language.word(f"news.{key}", number)] if number > 0 else []

    def _changed(self, table: str, column: str) -> list[tuple[str, str, str]]:
        """Of a table's rows that are still there: key and what a cell was and is, where both have a word."""
        held = self._model.package.tables.get(table)
        cells = (
            (one.key, *cell[1:])
            for one in self._day.changes
            if one.table == table and one.kind == "revised"
            for cell in one.cells
            if cell[0] == column
        )
        return [(key, before, after) for key, before, after in cells if held and key in held.by_key and before and after]

    def _verdicts(self) -> list[Line]:
        """Verdicts that changed, and claims that came and went."""
        changed = self._changed("claims", "verdict")
        found = self._rest("verdicts", len(changed))
        for key, before, after in changed[:MOST]:
            table = self._model.package.tables["claims"]
            said = table.by_key[key].text(f"statement_{self._language.code}")
            words = self._language.word("news.verdict", said.rstrip(".。"), *(self._term(f"verdict.{one}") for one in (after, before)))
            found.append(Line(words, row_address(table, key), inner=True))
        return found

    def _forecasts(self) -> list[Line]:
        """Forecasts that stand otherwise than before."""
        table, claims = (self._model.package.tables.get(name) for name in ("forecasts", "claims"))
        found = []
        for key, before, after in self._changed("forecasts", "state")[:MOST]:
            row = claims.by_key.get(key) if claims else None
            if table and row:
                said = row.text(f"statement_{self._language.code}").rstrip(".。")
                words = self._language.word("news.forecast", said, *(self._term(f"forecast_state.{one}") for one in (after, before)))
                found.append(Line(words, row_address(table, key)))
        return found

    def _term(self, key: str) -> str:
        """A code in words; the code itself where it has none any more."""
        return self._model.terms.get(key, Texts()).get(self._language.code, "") or key.partition(".")[2]

    def _rows(self) -> list[Line]:
        """Of tables of events and the like the new rows by their titles, if they are few; else, and of claims and sources, how many."""
        found = []
        for name, table in self._model.package.tables.items():
            titled = page_of(table) == f"tables/{name}"
            if titled or name in ("claims", "sources"):
                added = [one.key for one in self._day.changes if one.table == name and one.kind == "added"]
                lines = [self._titled(table, key) for key in added] if titled and len(added) <= MOST else []
                found += [line for line in lines if line]
                kinds = [kind for kind in KINDS if not (lines and kind == "added") and (name != "sources" or kind == "added")]
                found += self._counted(table, kinds)
        return found

    def _counted(self, table: Table, kinds: Iterable[str]) -> list[Line]:
        """How many rows of a table were added, revised or removed."""
        counts = [(kind, number) for kind in kinds if (number := self._day.count(kind, table.name))]
        said = self._language.word("comma").join(self._language.word(f"rows_{kind}", number) for kind, number in counts)
        return [Line(self._language.word("colon", table.title[self._language.code], said))] if said else []

    def _titled(self, table: Table, key: str) -> Line | None:
        """A new row by its title, if it is still there."""
        row = table.by_key.get(key)
        if row is None:
            return None
        said = row_title(self._report.figures, RowReference(table, row, key), self._language)
        return Line(self._language.word("colon", table.title[self._language.code], said), row_address(table, key))


def _places(model: Model) -> dict[tuple[str, ...], int]:
    """The series that the scorecard rests on, as (indicator, entity), in its order."""
    formulas = " ".join(row.text("formula") for row in model.package.rows(SCORECARD))
    return {pair: place for place, pair in enumerate(dict.fromkeys(_SERIES.findall(formulas)))}


def _address(key: Sequence[str]) -> str:
    """The key of an observation as figures have it."""
    indicator, entity, period, as_of, scope = key
    return observation_key(indicator, entity, period, scope, as_of)


def _is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except ValueError:
        return False
    return True


def _same(seen: _Seen) -> bool:
    """Whether what a day put there is what it took away: other sources, the same values."""
    return bool({_plain(one) for one in seen.before} & {_plain(one) for one in seen.after})


def _plain(value: tuple[str, str]) -> str:
    """A value as typed, without zeros that say nothing."""
    text = value[0]
    return text.rstrip("0").rstrip(".") if "." in text else text


def told(lines: Iterable[Line]) -> str:
    """Lines as plain text, one below the other."""
    return "\n".join(line.text for line in lines)
