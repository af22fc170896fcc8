"""Figures: which source is shown, what a computation gives, how a missing figure is explained."""

from decimal import Decimal

import pytest

from sourced.evidence.figures import FigureError, Figures
from tests.languages import CHINESE, ENGLISH, LANGUAGES


def test_the_dataset_takes_precedence_over_the_news(rain: Figures) -> None:
    figure = rain.observed("rain", "coast", "2023-Q2")
    assert figure.value == Decimal("298.7")
    assert [one.source.id for one in figure.observations] == ["office-2023", "gazette-2023"]


def test_disagreement_beyond_rounding_is_a_conflict(rain: Figures) -> None:
    assert [one.value for one in rain.observed("rain", "coast", "2023-Q2").conflicts] == [301]


def test_a_ratio_shows_its_inputs_and_the_weakest_confidence(rain: Figures) -> None:
    ratio = rain.ratio(rain.observed("rain", "coast", "2023-Q1"), rain.observed("rain", "hill-2", "2023-Q1"), unit="multiple")
    assert ratio.text(ENGLISH) == "at most 2.3 times"
    assert ratio.confidence == "medium"
    assert [ratio.formula(one) for one in LANGUAGES] == ["210.4 millimetres divided by over 95 millimetres", "210.4毫米除以超过95毫米"]


def test_a_change_is_in_percent_and_signed_if_asked(rain: Figures) -> None:
    change = rain.change(rain.observed("rain", "coast", "2023-Q2"), rain.observed("rain", "coast", "2023-Q1"))
    assert change.text(ENGLISH, signed=True) == "+42%"
    assert rain.change(*reversed(change.inputs)).text(CHINESE, signed=True) == "\N{MINUS SIGN}29.6%"


def test_a_difference_keeps_the_unit(rain: Figures) -> None:
    newer, older = rain.observed("rain", "coast", "2023-Q2"), rain.observed("rain", "coast", "2023-Q1")
    assert rain.difference(newer, older).text(ENGLISH) == "88.3 millimetres"


def test_a_sum_of_a_floor_is_a_floor(rain: Figures) -> None:
    total = rain.total([rain.observed("rain", "hill-2", "2023-Q1"), rain.observed("rain", "hill-2", "2023-Q2")])
    assert total.text(ENGLISH) == "over 215.2 millimetres"


def test_the_latest_is_the_newest_period(rain: Figures) -> None:
    assert str(rain.latest("rain", "hill-2").period) == "2023-Q2"


@pytest.mark.parametrize(
    ("call", "found", "fix"),
    [
        (("rian", "coast", "2023-Q1"), 'no indicator "rian"', "use rain"),
        (("rain", "cost", "2023-Q1"), 'no entity "cost"', "use coast"),
        (("rain", "coast", "2022-Q1"), "no observation rain.coast.2022-Q1", "use one of rain.coast.2023-Q1"),
    ],
)
def test_a_missing_figure_says_what_to_write(rain: Figures, call: tuple[str, str, str], found: str, fix: str) -> None:
    with pytest.raises(FigureError) as error:
        rain.observed(*call)
    assert found in error.value.found
    assert fix in error.value.fix
