"""Every chart of the real report, drawn from its tables as they will be one day: with rows more, and with rows fewer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from sourced.data.indexes import with_observations as model_with
from sourced.data.model import Model, Observation
from sourced.evidence.figures import FigureError, Figures
from sourced.pages.report import Report
from sourced.periods import Period
from tests.conftest import ROOT
from tests.languages import ENGLISH

READABLE = ("its title no longer holds", "no observation", "nothing is observed")


def with_observations(model: Model, change: Callable[[Sequence[Observation]], list[Observation]]) -> Figures:
    return Figures(model_with(model, change(model.observations)))


def a_period_more(observations: Sequence[Observation]) -> list[Observation]:
    """For each quarterly series, one more quarter that goes on as the last one did."""
    newest: dict[tuple[str, str], Observation] = {}
    for one in sorted(observations, key=lambda one: one.period):
        if one.period.kind == "quarter" and not one.scope:
            newest[one.indicator.id, one.entity.id] = one
    added = [replace(one, period=_next(one.period), value=one.value * Decimal("1.05")) for one in newest.values()]
    return [*observations, *added]


def _next(quarter: Period) -> Period:
    year = quarter.start.year
    return Period.parse(f"{year}-Q{quarter.number + 1}" if quarter.number < 4 else f"{year + 1}-Q1")


def without_the_newest(observations: Sequence[Observation]) -> list[Observation]:
    """The last period of each series missing."""
    last = {(one.indicator.id, one.entity.id): one.period for one in sorted(observations, key=lambda one: one.period)}
    return [one for one in observations if last[one.indicator.id, one.entity.id] != one.period]


@pytest.mark.parametrize("change", [a_period_more, without_the_newest])
@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.slow
def test_charts_draw_or_say_why_not(real: Report, change: Callable[[Sequence[Observation]], list[Observation]], size: str) -> None:
    figures = with_observations(real.figures.model, change)
    drawn = 0
    for plan in real.plans.values():
        canvas = plan.canvas(figures, real.theme, ENGLISH, size)
        said = ""
        try:
            plan.draw(ROOT, canvas).to_dict()
        except FigureError as error:
            said = error.found
        drawn += not said
        assert not said or any(words in said for words in READABLE), f"{plan.id}: {said}"
    assert drawn > len(real.plans) / 2


def test_a_title_that_no_longer_holds_stops_the_chart(real: Report) -> None:
    def shrunk(observations: Sequence[Observation]) -> list[Observation]:
        return [
            replace(one, value=Decimal(1))
            if (one.indicator.id, str(one.period)) == ("revenue", "2026-Q1") and one.entity.id == "kling"
            else one
            for one in observations
        ]

    plan = real.plans["kling-business"]
    canvas = plan.canvas(with_observations(real.figures.model, shrunk), real.theme, ENGLISH, "wide")
    with pytest.raises(FigureError, match="its title no longer holds of the data"):
        plan.draw(ROOT, canvas)


def test_the_sections_have_few_charts_each_on_a_question_of_its_own(real: Report) -> None:
    sections = Counter(plan.section for plan in real.plans.values())
    assert sections == {"overview": 3, "financials": 4, "talent": 1, "competition": 6, "technology": 6, "evidence": 1}
