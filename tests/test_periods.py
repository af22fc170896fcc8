"""Periods: what can be read, how they are ordered, what lies a year earlier."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourced.periods import Period, filled_in, joined


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("2025", "year", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-H2", "half", date(2025, 7, 1), date(2025, 12, 31)),
        ("2025-Q3", "quarter", date(2025, 7, 1), date(2025, 9, 30)),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-12-22", "day", date(2025, 12, 22), date(2025, 12, 22)),
        ("2025-01/2025-05", "range", date(2025, 1, 1), date(2025, 5, 31)),
    ],
)
def test_a_period_spans_its_days(text: str, kind: str, start: date, end: date) -> None:
    period = Period.parse(text)
    assert (period.kind, period.start, period.end, str(period)) == (kind, start, end, text)


@pytest.mark.parametrize("text", ["", "25", "2025-Q5", "2025-13", "2025-02-30", "2025-3", "0000", "2025-05/2025-01", "2025/", "last year"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"period|calendar|year|starts"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "earlier"), [("2025-Q3", "2024-Q3"), ("2024-02-29", "2023-02-28"), ("2025-01/2025-05", "2024-01/2024-05")]
)
def test_a_year_earlier(text: str, earlier: str) -> None:
    assert Period.parse(text).year_before() == Period.parse(earlier)


@given(st.dates(min_value=date(2, 1, 1)))
def test_every_day_lies_in_its_month_quarter_and_year(day: date) -> None:
    year = f"{day.year:04d}"
    for text in (year, f"{year}-{day.month:02d}", f"{year}-Q{(day.month + 2) // 3}", f"{year}-H{(day.month + 5) // 6}", day.isoformat()):
        period = Period.parse(text)
        assert period.start <= day <= period.end


@given(st.text(max_size=24))
def test_any_text_is_a_period_or_a_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert Period.parse(text).text == text


def test_periods_sort_by_time() -> None:
    ordered = ["2024", "2025-Q1", "2025", "2025-02", "2025-Q2"]
    assert sorted(map(Period.parse, reversed(ordered))) == [Period.parse(one) for one in ["2024", "2025-Q1", "2025", "2025-02", "2025-Q2"]]


@pytest.mark.parametrize(
    ("text", "following"),
    [("2025", "2026"), ("2025-H2", "2026-H1"), ("2025-Q4", "2026-Q1"), ("2025-12", "2026-01"), ("2024-02-28", "2024-02-29")],
)
def test_a_period_has_one_that_follows(text: str, following: str) -> None:
    assert str(Period.parse(text).next()) == following


def test_a_range_has_none_that_follows() -> None:
    with pytest.raises(ValueError, match="is a range"):
        Period.parse("2025-01/2025-05").next()


@pytest.mark.parametrize(
    ("given", "filled"),
    [
        (["2025-Q3", "2026-Q1"], ["2025-Q3", "2025-Q4", "2026-Q1"]),
        (["2025", "2025-Q3"], ["2025", "2025-Q3"]),
        (["2025-01-01", "2025-01-09"], ["2025-01-01", "2025-01-09"]),
        ([], []),
    ],
)
def test_those_between_are_filled_in_where_all_are_of_one_kind(given: list[str], filled: list[str]) -> None:
    assert [str(one) for one in filled_in(map(Period.parse, given))] == filled


@pytest.mark.parametrize(
    ("given", "whole"),
    [
        (["2026-Q1", "2026-Q2"], "2026-H1"),
        (["2026-Q4", "2026-Q3", "2026-H1"], "2026"),
        (["2025-12", "2026-01"], "2025-12/2026-01"),
        (["2026-Q2"], "2026-Q2"),
        (["2026-Q2", "2026-Q4"], "2026-Q2"),
        (["2026-07-02", "2026-07-02"], "2026-07-02"),
    ],
)
def test_periods_that_follow_one_another_make_up_a_whole(given: list[str], whole: str) -> None:
    assert str(joined(map(Period.parse, given))) == whole
