"""An axis misleads neither by leaving a period out nor by setting unlike counts side by side."""

from typing import Any

import altair as alt
import pytest

from sourced.drawing.canvas import Canvas
from sourced.drawing.layouts import columns
from sourced.drawing.specification import vega_lite
from sourced.evidence.figures import FigureError
from sourced.project import Project
from sourced.site.load import load_report
from tests.languages import ENGLISH


@pytest.fixture
def canvas(tiny: Project) -> Canvas:
    """A canvas of the tiny report with a quarter before the last two, and one missing between."""
    path = tiny.data / "observations.csv"
    path.write_text(path.read_text(encoding="utf-8") + "rain,hill-2,2022-Q3,,,70,exact,high,office-2023,,\n", encoding="utf-8")
    report = load_report(tiny)[0]
    return Canvas(report.figures, report.theme, ENGLISH, "wide")


def test_columns_keep_the_place_of_a_period_that_is_missing(canvas: Canvas) -> None:
    frame = canvas.series("rain", "hill-2")
    assert canvas.ticks(frame) == ["Q3|2022", "Q4|2022", "Q1|2023", "Q2|2023"]
    assert "Q4|2022" in vega_lite(columns(canvas, frame), canvas)


@pytest.mark.parametrize("field", ["tick", "period"])
def test_periods_side_by_side_that_are_no_neighbours_are_refused(canvas: Canvas, field: str) -> None:
    drawn = alt.Chart(canvas.series("rain", "hill-2")).mark_bar().encode(x=alt.X(f"{field}:N"), y="plotted:Q")
    with pytest.raises(FigureError, match="leaves out 2022-Q4") as caught:
        vega_lite(drawn, canvas)
    assert "by_period" in caught.value.fix


def test_periods_with_others_in_between_and_on_an_axis_of_time_are_not(canvas: Canvas) -> None:
    frame = canvas.series("rain", "hill-2")
    time = alt.Chart(frame).mark_bar().encode(x="middle:T", y="plotted:Q")
    parts = [alt.Chart(frame[frame["tick"] == tick]).mark_bar().encode(x="tick:N", y="plotted:Q") for tick in frame["tick"]]
    assert vega_lite(time, canvas)
    assert vega_lite(alt.hconcat(*parts), canvas)


COUNTED = (("coast", "gauge"), ("hill-2", "radar"))
SCOPES = """  - name: scopes
    path: scopes.csv
    title: Scopes
    title_zh: 范围
    updated: 2024-02-01
    schema:
      fields:
        - {name: id, type: string}
        - {name: apart, type: string}
        - {name: name_en, type: string}
        - {name: name_zh, type: string}
      primaryKey: [id]
"""


@pytest.fixture
def counts(tiny: Project) -> Canvas:
    """A canvas of two counts of one indicator whose scopes are kept apart."""
    rows = "id,apart,name_en,name_zh\ngauge,ground,by gauge,雨量计\nradar,sky,by radar,雷达\n"
    (tiny.data / "scopes.csv").write_text(rows, encoding="utf-8")
    path = tiny.data / "observations.csv"
    rows = "".join(f"rain,{station},2023-Q3,,{scope},70,exact,high,office-2023,,\n" for station, scope in COUNTED)
    path.write_text(path.read_text(encoding="utf-8") + rows, encoding="utf-8")
    descriptor = tiny.data / "datapackage.yaml"
    text = descriptor.read_text(encoding="utf-8").replace("  - name: entities\n", f"{SCOPES}  - name: entities\n", 1)
    descriptor.write_text(text, encoding="utf-8")
    report = load_report(tiny)[0]
    return Canvas(report.figures, report.theme, ENGLISH, "wide")


def drawn(counts: Canvas, **facet: Any) -> Any:
    figures = [counts.figures.observed("rain", station, "2023-Q3", scope=scope) for station, scope in COUNTED]
    return alt.Chart(counts.frame(figures)).mark_bar().encode(x="plotted:Q", y="entity:N", **facet)


def test_scopes_that_are_kept_apart_do_not_share_an_axis(counts: Canvas) -> None:
    with pytest.raises(FigureError, match=r"rain.coast.2023-Q3.gauge and rain.hill-2.2023-Q3.radar on one axis"):
        vega_lite(drawn(counts), counts)
    assert vega_lite(drawn(counts, row="scope:N"), counts)
