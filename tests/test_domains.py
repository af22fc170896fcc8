"""A mark beyond the ends that a chart has fixed for its scale is refused: it would stand outside of the frame, and nobody be told."""

from __future__ import annotations

from typing import Any

import altair as alt
import pytest

from sourced.drawing.canvas import Canvas
from sourced.drawing.specification import vega_lite
from sourced.evidence.figures import FigureError
from sourced.project import Project
from sourced.site.load import load_report
from tests.languages import ENGLISH


@pytest.fixture
def canvas(tiny: Project) -> Canvas:
    report = load_report(tiny)[0]
    return Canvas(report.figures, report.theme, ENGLISH, "wide")


def drawn(canvas: Canvas, mark: dict[str, Any] | None = None, **channels: Any) -> str:
    encoding = {"x": alt.X("middle:T"), "y": alt.Y("plotted:Q"), **channels}
    return vega_lite(alt.Chart(canvas.series("rain", "coast")).mark_point(**(mark or {})).encode(**encoding), canvas)


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        (
            alt.Y("plotted:Q", scale=alt.Scale(domain=[0, 250])),
            r"298.7 \(rain.coast.2023-Q2\) outside of the domain of its scale \"y\", 0 to 250",
        ),
        (alt.Y("plotted:Q", scale=alt.Scale(domainMax=250)), "any to 250"),
        (alt.Y("plotted:Q", scale=alt.Scale(domainMin=250)), "210.4 .*250 to any"),
        (alt.Y("period:N", scale=alt.Scale(domain=["Q1 2023"])), "Q2 2023 .* lacks"),
        (alt.Y("middle:T", scale=alt.Scale(domain=[{"year": 2023, "month": 1, "date": 1}, "2023-03-31"])), "2023-01-01 to 2023-03-31"),
    ],
)
def test_a_value_beyond_a_fixed_domain_is_refused_with_its_row(canvas: Canvas, channel: alt.Y, said: str) -> None:
    with pytest.raises(FigureError, match=said) as caught:
        drawn(canvas, y=channel)
    assert "domain" in caught.value.fix


def test_zero_has_no_place_on_a_scale_of_logarithms(canvas: Canvas) -> None:
    frame = canvas.series("rain", "coast").assign(plotted=0.0)
    with pytest.raises(FigureError, match="logarithms"):
        vega_lite(alt.Chart(frame).mark_point().encode(y=alt.Y("plotted:Q", scale=alt.Scale(type="log"))), canvas)


@pytest.mark.parametrize(
    "channels",
    [
        {"y": alt.Y("plotted:Q", scale=alt.Scale(domain=[0, 300]))},
        {"y": alt.Y("plotted:Q", scale=alt.Scale(domain=[0, 250])), "mark": {"clip": True}},
        {"y": alt.Y("mean(plotted):Q", scale=alt.Scale(domain=[0, 260]))},
        {"y": alt.Y("plotted:Q", scale=alt.Scale(domainMin=200))},
    ],
)
def test_what_lies_within_is_cut_off_on_purpose_or_is_computed_is_not(canvas: Canvas, channels: dict[str, Any]) -> None:
    assert drawn(canvas, **channels)


def test_layers_share_the_ends_that_one_has_fixed(canvas: Canvas) -> None:
    base = alt.Chart(canvas.series("rain", "coast")).encode(x="middle:T")
    fixed = base.mark_point().encode(y=alt.Y("plotted:Q", scale=alt.Scale(domain=[0, 100])))
    with pytest.raises(FigureError, match="0 to 100"):
        vega_lite(base.mark_text().encode(y="plotted:Q", text="short:N") + fixed, canvas)
    assert vega_lite((base.mark_bar().encode(y="value:Q") + base.mark_point().encode(y="plotted:Q")).resolve_scale(y="independent"), canvas)
