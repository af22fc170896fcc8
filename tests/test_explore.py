"""What a reader may explore: charts with something to choose, their series, what may share an axis and what is broken or left out."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from sourced.data.model import Scope
from sourced.drawing.interactive import FEWEST, MOST_KINDS, WORDS, explored
from sourced.drawing.labels import mark_text
from sourced.drawing.theme import Theme
from sourced.evidence.figures import Figure, Figures
from sourced.pages.chart_frame import Drawings
from sourced.pages.report import Report
from sourced.periods import Period
from sourced.words.language import Texts
from tests.languages import CHINESE, ENGLISH

THEME = Theme({"accent": ("#05a", "#7bf"), "coast": ("#075", "#4c9")})
QUARTERS = ["2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4", "2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4"]


def some(rain: Figures, entity: str, periods: list[str], *, times: int = 1) -> list[Figure]:
    """Rain at a station in these periods: 1, 2, 3 … millimetres, each times a number."""
    like = rain.observed("rain", entity, "2023-Q2")
    return [
        replace(like, key=f"rain.{entity}.{period}", period=Period.parse(period), value=Decimal(times * at), decimals=0)
        for at, period in enumerate(periods, 1)
    ]


def data(used: list[Figure], rain: Figures) -> dict[str, Any]:
    """What a chart of these figures lets a reader explore."""
    made = json.loads(explored(used, rain, THEME, ENGLISH) or "{}")
    assert isinstance(made, dict)
    return made


def test_a_chart_of_few_figures_has_nothing_to_choose(rain: Figures) -> None:
    assert not data(some(rain, "coast", QUARTERS[: FEWEST - 1]), rain)
    assert data(some(rain, "coast", QUARTERS[:FEWEST]), rain)


def test_nor_has_one_whose_figures_are_all_alike(rain: Figures) -> None:
    assert not data([replace(one, value=Decimal(1)) for one in some(rain, "coast", QUARTERS)], rain)


def test_nor_has_one_that_counts_rows(rain: Figures) -> None:
    row = rain.observed("rain", "coast", "2023-Q2").observations[0].row
    assert not data([replace(one, rows=(row,)) for one in some(rain, "coast", QUARTERS)], rain)


def test_nor_has_a_matrix_whose_rows_measure_different_things(rain: Figures) -> None:
    names = [Texts(en=f"measure {number}", zh=f"指标{number}") for number in range(MOST_KINDS + 1)]
    matrix = [replace(one, name=name, key=f"{name.first} {one.key}") for name in names for one in some(rain, "coast", QUARTERS)]
    assert data(matrix[: MOST_KINDS * len(QUARTERS)], rain)
    assert not data(matrix, rain)


def test_series_are_told_apart_by_what_differs_and_have_the_colour_of_their_own(rain: Figures) -> None:
    (panel,) = data(some(rain, "coast", QUARTERS) + some(rain, "hill-2", QUARTERS), rain)["panels"]
    assert [(one["id"], one["name"], one["colour"]) for one in panel["series"]] == [
        ("coast", "Coast Station", "var(--coast)"),
        ("hill-2", "Hill Station 2", "var(--accent)"),
    ]


def test_a_row_says_what_its_mark_in_the_drawing_says(rain: Figures) -> None:
    figures = some(rain, "coast", QUARTERS)
    row = data(figures, rain)["panels"][0]["rows"][2]
    assert (row["key"], row["value"], row["short"]) == ("rain.coast.2021-Q3", 3, "3")
    assert row["label"] == mark_text(figures[2], ENGLISH)


def test_a_line_is_broken_where_a_quarter_is_missing(rain: Figures) -> None:
    rows = data(some(rain, "coast", [*QUARTERS[:3], *QUARTERS[4:], "2023-Q1"]), rain)["panels"][0]["rows"]
    assert [row["run"] for row in rows] == [0, 0, 0, 1, 1, 1, 1, 1]


def test_counts_that_are_kept_apart_share_no_axis(rain: Figures) -> None:
    like = rain.observed("rain", "coast", "2023-Q2").observations[0]
    scopes = [Scope(name, Texts(en=name, zh=name), name) for name in ("ground", "sky")]
    used = [
        replace(one, key=f"{one.key}.{scope.id}", observations=(replace(like, scope=scope),))
        for scope in scopes
        for one in some(rain, "coast", QUARTERS)
    ]
    assert [panel["title"] for panel in data(used, rain)["panels"]] == ["rainfall, ground", "rainfall, sky"]


def test_scores_of_two_lists_share_no_axis_and_are_no_multiples(rain: Figures) -> None:
    score = replace(rain.unit("mm"), id="score")
    used = [
        replace(one, name=Texts(en=name, zh=name), unit=score) for name in ("blind votes", "jury") for one in some(rain, "coast", QUARTERS)
    ]
    assert [(panel["title"], panel["relative"]) for panel in data(used, rain)["panels"]] == [("blind votes", False), ("jury", False)]


def test_a_ratio_says_what_is_divided_by_what(rain: Figures) -> None:
    pairs = zip(some(rain, "coast", QUARTERS, times=3), reversed(some(rain, "hill-2", QUARTERS)), strict=True)
    ratios = [rain.ratio(one, other) for one, other in pairs]
    (panel,) = data(ratios, rain)["panels"]
    assert [one["name"] for one in panel["series"]] == ["Coast Station, rainfall / Hill Station 2, rainfall"]


def test_short_series_side_by_side_on_axes_of_their_own_are_no_choice(rain: Figures) -> None:
    amounts = some(rain, "coast", QUARTERS[:6])
    assert not data(amounts + [replace(one, key=f"share {one.key}", unit=rain.unit("percent")) for one in amounts], rain)


def test_amounts_may_be_set_against_the_first_shares_and_falls_below_nothing_may_not(rain: Figures) -> None:
    amounts = some(rain, "coast", QUARTERS)
    shares = [replace(one, unit=rain.unit("percent")) for one in amounts]
    below = [*amounts[:-1], replace(amounts[-1], value=Decimal(-1))]
    assert [data(used, rain)["panels"][0]["relative"] for used in (amounts, shares, below)] == [True, False, False]


def test_many_things_with_a_figure_each_are_chosen_by_what_they_belong_to(rain: Figures) -> None:
    like, coast = some(rain, "coast", QUARTERS)[0], rain.entity("coast")
    models = [replace(coast, id=f"gauge-{number}", parent="coast" if number < 9 else "hill-2") for number in range(13)]
    used = [replace(like, key=one.id, entity=one, value=Decimal(at)) for at, one in enumerate(models)]
    known = {**rain.model.entities, **{one.id: one for one in models}}
    (panel,) = data(used, Figures(replace(rain.model, entities=known)))["panels"]
    assert [one["id"] for one in panel["series"]] == ["coast", "hill-2"]
    assert not panel["lines"]


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
def test_all_words_are_there_in_the_language(rain: Figures, language: Any) -> None:
    made = json.loads(explored(some(rain, "coast", QUARTERS), rain, THEME, language))
    assert set(made["words"]) == {"mark", *WORDS}
    assert all(made["words"].values())
    assert made["words"]["shown"].count("{}") == 2
    assert made["ticks"]["years"][0][1] == ("2021" if language == ENGLISH else "2021年")


def test_charts_of_the_report_are_explored_where_there_is_a_choice(real: Report) -> None:
    drawings = Drawings(real)
    open_to = {plan for plan in real.plans if drawings.get(plan, real.root).explored}
    assert open_to
    assert not open_to & {"timeline", "capabilities", "architectures", "scorecard", "verdicts-by-section", "tenures"}
