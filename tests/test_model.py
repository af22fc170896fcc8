"""The model: what a row means once it is typed."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from sourced.data.model import Model
from sourced.evidence.addresses import figure_at
from sourced.project import Project
from sourced.site.load import load_report


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
    assert [one.source.kind for one in model.observed["rain.coast.2023-Q2"]] == ["dataset", "news"]


def test_kinds_of_sources_take_precedence_in_the_order_of_their_table(tiny: Project, edit: Callable[[str, str, str], None]) -> None:
    edit("data/source_kinds.csv", "dataset,yes,dataset,数据集\nnews,no,news,新闻\n", "news,no,news,新闻\ndataset,yes,dataset,数据集\n")
    model = load_report(tiny)[0].figures.model
    assert [one.source.kind for one in model.observed["rain.coast.2023-Q2"]] == ["news", "dataset"]


def test_a_series_runs_in_order_of_time_and_shows_each_key_once(model: Model) -> None:
    assert [one.key for one in model.series["rain", "coast"]] == ["rain.coast.2023-Q1", "rain.coast.2023-Q2"]


def test_a_scope_and_a_time_of_saying_are_part_of_the_key(tiny: Project) -> None:
    with (tiny.data / "observations.csv").open("a", encoding="utf-8") as file:
        file.write("rain,coast,2024,2023-Q2,,900,estimate,low,gazette-2023,,\n")
    assert "rain.coast.2024@2023-Q2" in load_report(tiny)[0].figures.model.observed


def test_rows_are_counted_by_a_bare_number_where_there_is_no_unit_for_that(tiny: Project, edit: Callable[[str, str, str], None]) -> None:
    edit("data/units.csv", "count,compact,1,{},{},{},,\n", "")
    figures = load_report(tiny)[0].figures
    assert [figure_at(figures, "count(floods)").text(one) for one in figures.languages] == ["2", "2"]
