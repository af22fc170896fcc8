"""The model: what a row means once it is typed."""

from decimal import Decimal

import pytest

from sourced.data.model import SOURCE_KINDS, Model
from sourced.project import Project
from sourced.site.build import load_report


@pytest.fixture
def model(tiny: Project) -> Model:
    return load_report(tiny)[0].figures.model


def test_an_observation_knows_its_key_its_row_and_its_source(model: Model) -> None:
    first = model.observations[0]
    assert (first.key, first.value, first.row.line, first.source.publisher["en"]) == (
        "rain.coast.2023-Q1",
        Decimal("210.4"),
        2,
        "Weather Office",
    )


def test_sources_of_one_observation_are_kept_together_the_best_first(model: Model) -> None:
    kinds = [one.source.kind for one in model.observed["rain.coast.2023-Q2"]]
    assert kinds == ["dataset", "news"]
    assert kinds == sorted(kinds, key=SOURCE_KINDS.index)


def test_a_series_runs_in_order_of_time_and_shows_each_key_once(model: Model) -> None:
    assert [one.key for one in model.series["rain", "coast"]] == ["rain.coast.2023-Q1", "rain.coast.2023-Q2"]


def test_a_scope_and_a_time_of_saying_are_part_of_the_key(tiny: Project) -> None:
    with (tiny.data / "observations.csv").open("a", encoding="utf-8") as file:
        file.write("rain,coast,2024,2023-Q2,,900,estimate,low,gazette-2023,,\n")
    assert "rain.coast.2024@2023-Q2" in load_report(tiny)[0].figures.model.observed
