"""The small charts at the top of an indicator's page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from sourced.evidence.figures import from_observations
from sourced.pages.history_charts import MOST_PANELS, bars, panels, series_of
from sourced.project import Project
from sourced.site.load import load_report
from tests.languages import ENGLISH

Drawn = Callable[..., tuple[list[tuple[str, str]], list[list[str]]]]


@pytest.fixture
def drawn(tiny: Project) -> Drawn:
    """What is drawn of the rows of rain given as entity, period and value: panels as title and SVG, bars as names."""

    def draw(*rows: str, indicator: str = "rain") -> tuple[list[tuple[str, str]], list[list[str]]]:
        path = tiny.data / "observations.csv"
        head = path.read_text(encoding="utf-8").splitlines()[0]
        others = [line for line in path.read_text(encoding="utf-8").splitlines()[1:] if not line.startswith(f"{indicator},")]
        lines = [f"{indicator},{_cells(row)},exact,high,office-2023,," for row in rows]
        path.write_text("\n".join([head, *lines, *others]) + "\n", encoding="utf-8")
        model = load_report(tiny)[0].figures.model
        found = series_of(map(from_observations, model.by_indicator[indicator]), model.cadences)
        return (
            [(one.title, str(one.drawing)) for one in panels(found, ENGLISH)],
            [[bar.name for bar in listed] for _, listed in bars(found, ENGLISH)],
        )

    return draw


def _cells(row: str) -> str:
    entity, period, value, as_of = [*row.split(), ""][:4]
    return f"{entity},{period},{as_of},,{value}"


def places(svg: str) -> list[float]:
    """Where the columns of a drawing begin, in percent of its width."""
    return [float(one) for one in re.findall(r'<rect class="mark" x="([\d.]+)%"', svg)]


KEPT = ("coast 2023-Q1 210", "coast 2023-Q2 298.7", "hill-2 2023-Q1 95", "hill-2 2023-Q2 120.2")
"""What pages and charts of the tiny report ask for."""


def test_each_entity_has_a_chart_of_its_own(drawn: Drawn) -> None:
    found, listed = drawn(*KEPT)
    assert ([title for title, _ in found], listed) == (["Coast Station", "Hill Station 2"], [])


def test_years_and_quarters_are_not_drawn_on_one_axis(drawn: Drawn) -> None:
    found, _ = drawn(*KEPT, "coast 2021 800", "coast 2022 850")
    assert {title for title, _ in found} == {"Coast Station · by quarter", "Coast Station · by year", "Hill Station 2"}


def test_a_period_that_is_missing_keeps_its_place(drawn: Drawn) -> None:
    found, _ = drawn(*KEPT, "coast 2023-Q4 150")
    first, second, fourth = places(dict(found)["Coast Station"])
    assert fourth - second == pytest.approx(2 * (second - first), abs=0.2)


def test_a_series_of_every_fourth_year_has_no_empty_places(drawn: Drawn) -> None:
    found, _ = drawn(*KEPT, *(f"coast {year} 800" for year in (1996, 2000, 2004, 2008)))
    first, second, third, _ = places(dict(found)["Coast Station · by year"])
    assert third - second == pytest.approx(second - first, abs=0.2)
    assert second - first > 10


def test_what_was_said_of_one_period_at_several_times_is_a_line_over_those_times(drawn: Drawn) -> None:
    found, _ = drawn(*KEPT, "coast 2024 900 2023-03", "coast 2024 700 2023-09")
    svg = dict(found)["Coast Station · for 2024, as stated over time"]
    assert (svg.count("<circle"), svg.count('class="path"'), svg.count("<rect")) == (2, 1, 0)


def test_columns_stand_on_zero_and_say_their_numbers(drawn: Drawn) -> None:
    svg = dict(drawn(*KEPT)[0])["Coast Station"]
    heights = [float(one) for one in re.findall(r'class="mark"[^>]* height="([\d.]+)"', svg)]
    assert heights[0] / heights[1] == pytest.approx(210 / 298.7, abs=0.01)
    assert "<title>Q1 2023: 210 millimetres</title>" in svg
    assert re.findall(r'class="amount"[^>]*>([^<]+)<', svg) == ["298.7"]


def test_the_unit_is_said_once_on_an_axis(drawn: Drawn) -> None:
    svg = dict(drawn(*KEPT)[0])["Coast Station"]
    assert re.findall(r'class="tick" x="0"[^>]*>([^<]+)<', svg) == ["0", "200", "400 millimetres"]


def test_entities_come_by_their_newest_figure(drawn: Drawn) -> None:
    found, _ = drawn(*KEPT, "hill-2 2023-Q3 500", "coast 2023-Q3 400", "coast 2022-Q4 900")
    assert [title for title, _ in found] == ["Hill Station 2", "Coast Station"]


def test_few_periods_are_all_named_below_their_columns_and_many_by_the_first_and_last(drawn: Drawn) -> None:
    years = [f"coast {year} {year}" for year in range(1996, 2012, 4)]
    few, many = (dict(drawn(*KEPT, *rows)[0])["Coast Station · by year"] for rows in (years, [f"coast {at} 9" for at in range(1990, 2020)]))
    below = [re.findall(r'class="tick" x="[\d.]+%"[^>]*>([^<]+)<', svg) for svg in (few, many)]
    assert below == [["1996", "2000", "2004", "2008"], ["1990", "2019"]]


def test_a_number_that_is_no_wider_than_its_column_stands_in_the_middle_above_it(drawn: Drawn) -> None:
    svg = dict(drawn(*KEPT, "coast 2023-Q3 400", "coast 2023-Q4 12")[0])["Coast Station"]
    columns = re.findall(r'class="mark" x="([\d.]+)%" width="([\d.]+)%" y="([\d.]+)"', svg)
    left, width, top = map(float, columns[-1])
    ((x, y),) = re.findall(r'class="amount" x="([\d.]+)%" y="([\d.]+)" text-anchor="middle">12<', svg)
    assert float(x) == pytest.approx(left + width / 2, abs=0.2)
    assert float(y) == pytest.approx(top - 5, abs=0.2)


def test_a_wider_newest_number_stands_above_all_columns_that_it_reaches_over(drawn: Drawn) -> None:
    svg = dict(drawn(*KEPT, *(f"coast 20{at}-Q4 400" for at in range(10, 23)), "coast 2023-Q3 400", "coast 2023-Q4 1234567")[0])[
        "Coast Station"
    ]
    top = min(float(y) for y in re.findall(r'class="mark"[^>]* y="([\d.]+)"', svg))
    (number,) = re.findall(r'class="amount"[^>]* y="([\d.]+)"', svg)
    assert float(number) < top


def test_the_chart_is_told_by_its_first_last_highest_and_lowest_figure(drawn: Drawn) -> None:
    svg = dict(drawn(*KEPT, "coast 2023-Q3 400", "coast 2023-Q4 300")[0])["Coast Station"]
    words = "Coast Station: Q1 2023 210 millimetres, Q4 2023 300 millimetres; highest 400 millimetres, Q3 2023"
    assert f'role="img" aria-label="{words}"' in svg


def test_one_figure_alone_has_no_chart_and_single_figures_of_several_entities_are_bars(drawn: Drawn) -> None:
    assert drawn("coast 2023-Q2 1200", indicator="damage") == ([], [])
    found, listed = drawn("coast 2023-Q2 1200", "hill-2 2023-Q2 1500", indicator="damage")
    assert (found, listed) == ([], [["Hill Station 2, Q2 2023", "Coast Station, Q2 2023"]])


def test_places_on_a_list_are_drawn_with_the_first_at_the_top(tiny: Project) -> None:
    path = tiny.data / "units.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("mm,plain,", "mm,rank,"), encoding="utf-8")
    model = load_report(tiny)[0].figures.model
    first, *_ = panels(series_of(map(from_observations, model.by_indicator["rain"]), model.cadences), ENGLISH)
    heights = dict(re.findall(r'<text class="tick" x="0" y="([\d.]+)">([\d,]+)', str(first.drawing)))
    ranks = {int(words.replace(",", "")): float(y) for y, words in heights.items()}
    assert min(ranks) == 1
    assert sorted(ranks, key=lambda one: ranks[one]) == sorted(ranks)


def test_of_very_many_series_the_longest_are_drawn(tiny: Project) -> None:
    model = load_report(tiny)[0].figures.model
    long, *others = series_of(map(from_observations, model.by_indicator["rain"]), model.cadences)
    found = panels([long, *[others[0]] * (2 * MOST_PANELS)], ENGLISH)
    assert (len(found), found[0].title.partition(" ·")[0]) == (MOST_PANELS, "Coast Station")
