"""Values that a chart can't be drawn from: each is a finding that names the chart and the row, and no blank drawing is published."""

from __future__ import annotations

import pytest

from sourced.findings import ReportError
from sourced.project import Project
from sourced.site.build import check

CHART = "charts/rain.py"
FRAME = "alt.Chart(frame)"


def drawn_from(project: Project, frame: str) -> None:
    """Have the chart drawn from another frame."""
    path = project.root / CHART
    path.write_text(path.read_text(encoding="utf-8").replace(FRAME, f"alt.Chart({frame})", 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ("frame.head(0)", "draws no mark"),
        ("frame.assign(plotted=float('nan'))", "draws no mark"),
        ("frame.query('plotted > 10**9')", "draws no mark"),
        ("frame.assign(plotted=float('inf'))", 'a number without end (rain.coast.2023-Q1) in the column "plotted"'),
        ("frame.assign(plotted='two')", '"two" (rain.coast.2023-Q1) on "x", which is no number'),
        ("frame.assign(plotted=[{}] * len(frame))", "which is no number"),
        ("frame.assign(label=[{1}] * len(frame))", "a set, which is neither text nor number nor day"),
        (r"frame.assign(label='a\0b')", 'the character U+0000 (rain.coast.2023-Q1) in the column "label"'),
        (r"frame.assign(label='a\ud800')", "the character U+D800"),
        ("pd.concat([frame] * 200).assign(period=[str(one) for one in range(len(frame) * 200)])", 'places on "y", where 500'),
    ],
)
def test_a_value_that_can_t_be_drawn_is_named(tiny: Project, frame: str, said: str) -> None:
    drawn_from(tiny, frame)
    with pytest.raises(ReportError) as error:
        check(tiny)
    assert all(one.file == CHART and one.line and said in one.found for one in error.value.findings)


def test_a_mark_on_an_axis_of_time_needs_a_day(tiny: Project) -> None:
    drawn_from(tiny, "frame.assign(period='soon')")
    path = tiny.root / CHART
    path.write_text(path.read_text(encoding="utf-8").replace("period:N", "period:T"), encoding="utf-8")
    with pytest.raises(ReportError) as error:
        check(tiny)
    assert '"soon" (rain.coast.2023-Q1) on "y", which is no day' in error.value.findings[0].found


def test_what_the_engine_says_comes_without_the_places_in_its_code(tiny: Project) -> None:
    drawn_from(tiny, "frame).transform_filter('datum.plotted >'")
    with pytest.raises(ReportError) as error:
        check(tiny)
    assert all("\n" not in one.found and "https://" not in one.found for one in error.value.findings)


@pytest.mark.parametrize("size", ["height=10**7", "height=0", "width=-5"])
def test_a_size_that_can_t_be_drawn_is_said(tiny: Project, size: str) -> None:
    path = tiny.root / CHART
    path.write_text(path.read_text(encoding="utf-8").replace("height=160", size), encoding="utf-8")
    with pytest.raises(ReportError) as error:
        check(tiny)
    assert "where 1 to 10000 pixels can be drawn" in error.value.findings[0].found


@pytest.mark.parametrize(
    "frame",
    ["frame.assign(plotted=[Decimal(1)] * len(frame))", "frame.assign(plotted=-0.0)", "frame.assign(plotted=10.0**15)"],
)
def test_what_can_be_drawn_is_drawn(tiny: Project, frame: str) -> None:
    drawn_from(tiny, frame)
    path = tiny.root / CHART
    imports = "from decimal import Decimal\n\nimport altair"
    path.write_text(path.read_text(encoding="utf-8").replace("import altair", imports), encoding="utf-8")
    assert check(tiny).charts == 1
