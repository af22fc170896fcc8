"""Periods of time in ISO form: 2025, 2025-H1, 2025-Q3, 2025-03, 2025-12-22, or a range first/last."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, total_ordering
from itertools import pairwise

_PART = re.compile(r"(?P<year>\d{4})(-(?P<half>H[12])|-(?P<quarter>Q[1-4])|-(?P<month>\d{2})(-(?P<day>\d{2}))?)?", re.ASCII)


REGULAR = {"year": 1, "half": 2, "quarter": 4, "month": 12}
"""The kinds of periods that follow one another without a gap, with how many make a year: an axis has a place for one that is missing."""
_ENOUGH = 1 / 3
"""The part of all distances between neighbours that must be alike for a series to have a cadence."""


@total_ordering
@dataclass(frozen=True)
class Period:
    """A span of days with the words it was given in; ordered by its first day, then its last."""

    text: str
    kind: str
    """year, half, quarter, month, day or range."""
    start: date
    end: date

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read an ISO period; raise ValueError if it is none, or a range that runs backwards."""
        return _parsed(text)

    @property
    def parts(self) -> tuple[Period, Period]:
        """First and last part of a range; the period itself twice otherwise."""
        first, _, last = self.text.partition("/")
        return _part(first), _part(last or first)

    @property
    def number(self) -> int:
        """Which half, quarter or month of its year it is (1-based); the year for a year."""
        if self.kind == "half":
            return int(self.text[-1])
        if self.kind == "quarter":
            return int(self.text[-1])
        return self.start.year if self.kind == "year" else self.start.month

    @property
    def place(self) -> int:
        """Its place among all periods of its kind, if it is of a regular one: one more for each that follows."""
        return self.start.year * REGULAR[self.kind] + (self.number if self.kind != "year" else 0)

    def year_before(self) -> Period:
        """The same period one year earlier; 29 February becomes 28."""
        first, slash, last = self.text.partition("/")
        earlier = [f"{int(part[:4]) - 1}{part[4:]}" for part in (first, last) if part]
        return Period.parse(slash.join("-02-28".join(part.rsplit("-02-29", 1)) for part in earlier))

    def next(self) -> Period:
        """The one that follows: of a quarter the next quarter; ValueError for a range."""
        if self.kind == "range":
            raise ValueError(f"{self.text!r} is a range, which none follows")
        day = self.end + timedelta(days=1)
        forms = {
            "year": f"{day.year:04}",
            "half": f"{day.year:04}-H{(day.month + 5) // 6}",
            "quarter": f"{day.year:04}-Q{(day.month + 2) // 3}",
            "month": f"{day.year:04}-{day.month:02}",
            "day": day.isoformat(),
        }
        return Period.parse(forms[self.kind])

    def __hash__(self) -> int:
        return hash(self.text)

    def __lt__(self, other: Period) -> bool:
        return (self.start, self.end, self.text) < (other.start, other.end, other.text)

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=2**18)
def _parsed(text: str) -> Period:
    first, slash, last = text.partition("/")
    if not slash:
        return _part(text)
    start, end = _part(first), _part(last)
    if end.end < start.start:
        raise ValueError(f"{text!r} ends before it starts")
    return Period(text, "range", start.start, end.end)


def _part(text: str) -> Period:
    match = _PART.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a period: write 2025, 2025-H1, 2025-Q3, 2025-03, 2025-12-22 or first/last")
    year = int(match["year"])
    if year == 0:
        raise ValueError(f"{text!r} has no such year")
    if match["half"]:
        first = 1 if match["half"] == "H1" else 7
        return _months(text, "half", year, first, first + 5)
    if match["quarter"]:
        first = 3 * int(match["quarter"][1]) - 2
        return _months(text, "quarter", year, first, first + 2)
    if match["day"]:
        day = _day(text, year, int(match["month"]), int(match["day"]))
        return Period(text, "day", day, day)
    if match["month"]:
        _day(text, year, int(match["month"]), 1)
        return _months(text, "month", year, int(match["month"]), int(match["month"]))
    return _months(text, "year", year, 1, 12)


def _months(text: str, kind: str, year: int, first: int, last: int) -> Period:
    return Period(text, kind, date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"{text!r} is not in the calendar") from None


def joined(periods: Iterable[Period]) -> Period:
    """What periods that follow one another make up: a year or half-year by its name, else a range; the first where there are gaps."""
    given = list(periods)
    known = sorted(set(given))
    if len(known) < 2 or any(one.end + timedelta(days=1) != other.start for one, other in pairwise(known)):
        return given[0]
    year, span = known[0].start.year, (known[0].start, known[-1].end)
    named = (_part(f"{year:04}{half}") for half in ("", "-H1", "-H2"))
    whole = f"{known[0].parts[0]}/{known[-1].parts[1]}"
    return next((one for one in named if (one.start, one.end) == span), _parsed(whole))


def distances(periods: Iterable[Period]) -> list[int]:
    """How many periods of their kind lie from each to the next, in order of time; none unless all are of one regular kind."""
    known = sorted(set(periods))
    if len({one.kind for one in known}) != 1 or known[0].kind not in REGULAR:
        return []
    return [other.place - one.place for one, other in pairwise(known)]


def cadence(found: Sequence[int]) -> int:
    """How far apart the periods of a series are as a rule, given the distances between neighbours; 0 where there is no rule.

    1 where a third or more follow one another at once, as then each might have a figure; else the commonest distance, the
    smaller of two, if it makes up a third: 4 for 1996, 2000, 2004, 2012. Census years that lie now nine, now ten years
    apart have one too; what comes as it comes has none.
    """
    counted = Counter(found)
    if not counted:
        return 0
    if counted[1] >= len(found) * _ENOUGH:
        return 1
    usual, times = min(counted.items(), key=lambda one: (-one[1], one[0]))
    return usual if times >= len(found) * _ENOUGH else 0


def filled_in(periods: Iterable[Period], step: int = 1) -> list[Period]:
    """Periods in order of time, with those between them if all are years, halves, quarters or months of one kind.

    Of a series with a `step` of more than one, a period is missing where two are as far apart as two steps; with 0, none is.
    """
    known = sorted(set(periods))
    apart = distances(known)
    if not apart or not step:
        return known
    found = [known[0]]
    for one, distance in zip(known[1:], apart, strict=True):
        for _ in range(distance // step - 1):
            found.append(_later(found[-1], step))
        found.append(one)
    return found


def _later(period: Period, step: int) -> Period:
    """The period so many after another of its kind."""
    for _ in range(step):
        period = period.next()
    return period
