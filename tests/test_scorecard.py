"""Measures by quarter: what is computed, what it is compared with, from which change on it counts."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sourced.evidence.figures import Figures
from sourced.evidence.scorecard import measures, quarters
from sourced.project import Project
from sourced.site.load import load_report

Edit = Callable[[str, str, str], None]


def test_quarters_are_the_last_that_had_ended() -> None:
    assert [str(one) for one in quarters(date(2024, 2, 1), 3)] == ["2023-Q2", "2023-Q3", "2023-Q4"]
    assert [str(one) for one in quarters(date(2023, 12, 31), 1)] == ["2023-Q3"]


def test_a_measure_is_scored_where_it_has_values(rain: Figures) -> None:
    wet, floods = measures(rain)
    assert [str(score.quarter) for score in wet.scores][-4:] == ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]
    assert [score.state for score in wet.scores] == ["", "", "", "", "", "improving", "", ""]
    assert [int(score.figure.value) for score in floods.scores if score.figure] == [0, 0, 0, 0, 1, 2, 2, 2]
    assert wet.latest[1].key == "rain.coast.2023-Q2"


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        ("quarter,up,10,percent", "quarter,up,42,percent", "steady"),
        ("quarter,up,10,percent", "quarter,down,10,percent", "worsening"),
        ("quarter,up,10,percent", "quarter,up,88.2,own", "improving"),
        ("quarter,up,10,percent", "quarter,up,88.3,own", "steady"),
        ("quarter,up,10,percent", "year,up,10,percent", ""),
    ],
)
def test_a_change_counts_from_its_threshold_on(tiny: Project, edit: Edit, old: str, new: str, state: str) -> None:
    edit("data/scorecard.csv", old, new)
    assert measures(load_report(tiny)[0].figures)[0].latest[0].state == state


def test_the_scorecard_prints_values_states_and_what_would_change_them(tiny_site: Path) -> None:
    page = (tiny_site / "evidence/scorecard/index.html").read_text(encoding="utf-8")
    assert page.count('<td class="improving">') == 1
    assert "Counts as steady within <data" in page
    assert "Newest value: <a" in page
    assert "A dry quarter." in page
    assert "<code>rain.coast.$quarter</code>" in page
