"""An axis of time with few periods names these periods, each at its own figures, and none that has no figure."""

from __future__ import annotations

import re
from pathlib import Path

import altair as alt
import pytest

from sourced.drawing.canvas import Canvas
from sourced.drawing.specification import vega_lite
from sourced.drawing.svg import drawn_svg
from sourced.project import Project
from sourced.site.load import load_report
from tests.languages import CHINESE, ENGLISH
from tests.scenes import scene


@pytest.fixture
def report_with(tiny: Project) -> Project:
    rows = "".join(
        f"rain,coast,{period},,,{200 + at},exact,high,office-2023,,\n"
        for at, period in enumerate(("1996", "2000", "2004", "2008", "2019-H1", "2020-H1", "2021-H1"))
    )
    path = tiny.data / "observations.csv"
    path.write_text(path.read_text(encoding="utf-8") + rows, encoding="utf-8")
    return tiny


def ticks(project: Project, kind: str, language: object = ENGLISH, at: str = "middle") -> list[str]:
    report = load_report(project)[0]
    canvas = Canvas(report.figures, report.theme, language, "wide")  # type: ignore[arg-type]
    drawn = alt.Chart(canvas.series("rain", "coast", kind=kind)).mark_line(point=True).encode(x=f"{at}:T", y=alt.Y("plotted:Q", axis=None))
    return [one.text for one in scene(vega_lite(drawn, canvas)).words]


@pytest.mark.parametrize("at", ["start", "middle"])
def test_every_fourth_year_is_named_where_it_is(report_with: Project, at: str) -> None:
    assert ticks(report_with, "year", at=at) == ["1996", "2000", "2004", "2008"]


def test_so_are_halves_and_quarters_in_the_words_of_the_language(report_with: Project) -> None:
    assert ticks(report_with, "quarter") == ["Q1 2023", "Q2 2023"]
    assert len(ticks(report_with, "half")) == 3
    assert all("年" in one for one in ticks(report_with, "half", CHINESE))


def test_points_along_a_line_are_not_seen_through(report_with: Project, tmp_path: Path) -> None:
    report = load_report(report_with)[0]
    canvas = Canvas(report.figures, report.theme, ENGLISH, "wide")
    frame = canvas.series("rain", "coast", kind="year")
    drawn = alt.Chart(frame).mark_line(point=True).encode(x="middle:T", y="plotted:Q", description="label:N")
    assert not re.search(r'opacity="0\.7"', drawn_svg(vega_lite(drawn, canvas), tmp_path, "x-", "mark")().svg)
