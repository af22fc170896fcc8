"""A gap is judged by the cadence of what is measured: a series of every fourth year is whole, a yearly one without a year is not."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import altair as alt
import pytest

from sourced.drawing.canvas import Canvas
from sourced.drawing.layouts import columns
from sourced.drawing.specification import vega_lite
from sourced.evidence.figures import FigureError
from sourced.periods import Period, cadence, distances, filled_in
from sourced.project import Project
from sourced.site.load import load_report
from tests.languages import ENGLISH

Drawn = Callable[..., Canvas]
GAMES = ("1996", "2000", "2004", "2008", "2012")
CENSUSES = ("1991", "2001", "2010", "2020")


@pytest.fixture
def observed(tiny: Project) -> Drawn:
    """A canvas of the tiny report with rain at the coast in these periods, and on the hill in others."""

    def made(coast: Sequence[str], hill: Sequence[str] = ()) -> Canvas:
        path = tiny.data / "observations.csv"
        listed = [("coast", period) for period in coast] + [("hill-2", period) for period in hill]
        rows = "".join(f"rain,{station},{period},,,{200 + at},exact,high,office-2023,,\n" for at, (station, period) in enumerate(listed))
        path.write_text(path.read_text(encoding="utf-8") + rows, encoding="utf-8")
        report = load_report(tiny)[0]
        return Canvas(report.figures, report.theme, ENGLISH, "wide")

    return made


def stretches(canvas: Canvas, station: str = "coast", kind: str = "year") -> int:
    return int(canvas.series("rain", station, kind=kind)["run"].nunique())


@pytest.mark.parametrize(
    ("periods", "step"),
    [
        (["2019", "2020", "2022"], 1),
        (GAMES, 4),
        (CENSUSES, 10),
        (["1996", "2000", "2008", "2012"], 4),
        (["2001-Q1", "2001-Q3", "2002-Q1"], 2),
        (["1990", "1995", "2001", "2010", "2020"], 0),
        (["2015-01-01", "2016-01-01"], 0),
        (["2015"], 0),
    ],
)
def test_periods_have_a_cadence_if_there_is_a_rule(periods: Sequence[str], step: int) -> None:
    assert cadence(distances(map(Period.parse, periods))) == step


@pytest.mark.parametrize(
    ("given", "step", "missing"),
    [(GAMES, 4, []), (["2000", "2008"], 4, ["2004"]), (CENSUSES, 10, []), (["2000", "2020"], 10, ["2010"]), (["1990", "2001"], 0, [])],
)
def test_what_is_missing_is_what_a_cadence_asks_for(given: Sequence[str], step: int, missing: list[str]) -> None:
    found = [str(one) for one in filled_in(map(Period.parse, given), step)]
    assert [one for one in found if one not in given] == missing


@pytest.mark.parametrize(
    ("years", "found"),
    [(GAMES, 1), (CENSUSES, 1), (["1996", "2000", "2008", "2012"], 2), (["2017", "2018", "2020", "2021"], 2)],
)
def test_a_line_breaks_where_its_cadence_does(observed: Drawn, years: Sequence[str], found: int) -> None:
    assert stretches(observed(years)) == found


@pytest.mark.parametrize(
    ("kind", "periods"), [("half", ["2019-H1", "2020-H1", "2021-H1"]), ("month", ["2022-01", "2022-04", "2022-07", "2022-10"])]
)
def test_other_kinds_of_periods_have_cadences_too(observed: Drawn, kind: str, periods: Sequence[str]) -> None:
    assert stretches(observed(periods), kind=kind) == 1


def test_what_others_have_each_year_is_missing_where_one_has_it_every_second(observed: Drawn) -> None:
    canvas = observed(["2018", "2020", "2022"], ["2015", "2016", "2017", "2018", "2019", "2020"])
    assert (stretches(canvas), stretches(canvas, "hill-2")) == (3, 1)


def test_a_computed_figure_has_the_cadence_of_what_it_is_computed_from(observed: Drawn) -> None:
    canvas = observed(GAMES, GAMES)
    figures = canvas.figures
    shares = (figures.ratio(figures.observed("rain", "hill-2", year), figures.observed("rain", "coast", year)) for year in GAMES)
    assert canvas.frame(shares)["run"].nunique() == 1


def test_columns_of_every_fourth_year_stand_side_by_side(observed: Drawn) -> None:
    canvas = observed(["1996", "2000", "2008", "2012"])
    frame = canvas.series("rain", "coast", kind="year")
    assert canvas.ticks(frame) == ["1996", "2000", "2004", "2008", "2012"]
    assert json.loads(vega_lite(columns(canvas, frame), canvas))


@pytest.mark.parametrize("panels", [{}, {"facet": "entity:N"}, {"row": "entity:N"}, {"column": "entity:N"}])
@pytest.mark.parametrize("years", [GAMES, ["1996", "2000", "2008", "2012"]])
def test_a_chart_and_its_small_multiples_are_held_to_the_same_cadence(
    observed: Drawn, years: Sequence[str], panels: dict[str, str]
) -> None:
    canvas = observed(years)
    drawn = alt.Chart(canvas.series("rain", "coast", kind="year")).mark_bar().encode(x="period:O", y="plotted:Q", **panels)
    if years == GAMES:
        assert vega_lite(drawn, canvas)
        return
    with pytest.raises(FigureError, match="leaves out 2004") as caught:
        vega_lite(drawn, canvas)
    assert "sourced.drawing.layouts" in caught.value.fix


def test_panels_of_method_facet_are_held_to_it_too(observed: Drawn) -> None:
    canvas = observed(["1996", "2000", "2008", "2012"])
    drawn = alt.Chart(canvas.series("rain", "coast", kind="year")).mark_bar().encode(x="period:O", y="plotted:Q")
    with pytest.raises(FigureError, match="leaves out 2004"):
        vega_lite(drawn.facet("entity:N"), canvas)
    assert vega_lite(drawn.facet("entity:N").resolve_scale(x="independent"), canvas)
