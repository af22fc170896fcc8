"""What looks wrong although it is well-formed is a warning; `test_doubts.py` has how it is answered."""

from collections.abc import Callable
from datetime import date

import pytest

from sourced.findings import Finding, as_annotations, as_json
from sourced.project import Project
from sourced.site.load import load_report

Edit = Callable[[str, str, str], None]
LAST = "rain,hill-2,2023-Q2,,,120.2,exact,high,office-2023,,\n"


def warnings(project: Project, column: str = "value") -> list[Finding]:
    return [one for one in load_report(project, today=date(2024, 2, 1))[1] if one.column == column]


def more(value: str) -> str:
    quarters = [f"rain,hill-2,{quarter},,,{value},exact,high,office-2023,,\n" for quarter, value in (("2022-Q4", 42), ("2023-Q3", 32))]
    return LAST + "".join(quarters) + f"rain,hill-2,2023-Q4,,,{value},exact,high,office-2023,,\n"


@pytest.mark.parametrize(
    ("value", "slip"), [("0.08", "thousands instead of single units"), ("98765432", "a slip of 1,000,000"), ("7700", "a hundred")]
)
def test_a_value_far_from_its_neighbours_is_doubted(tiny: Project, edit: Edit, value: str, slip: str) -> None:
    edit("data/observations.csv", LAST, more(value))
    assert [slip in one.found for one in warnings(tiny) if "neighbours" in one.found] == [True]


def test_a_likely_value_is_not(tiny: Project, edit: Edit) -> None:
    edit("data/observations.csv", LAST, more("120"))
    assert not [one for one in warnings(tiny) if "neighbours" in one.found]


@pytest.mark.parametrize(
    ("values", "doubted"),
    [((41, 44, 410), [410]), ((41, 410, 44), [410]), ((410, 380, 42), [42]), ((41, 44, 150), []), ((41, 120, 700), [])],
)
def test_a_tenfold_slip_in_a_series_of_three_is_doubted(tiny: Project, edit: Edit, values: tuple[int, ...], doubted: list[int]) -> None:
    added = "".join(f"rain,hill-2,{2020 + at},,,{value},exact,high,office-2023,,\n" for at, value in enumerate(values))
    edit("data/observations.csv", LAST, LAST + added)
    assert [one.found.partition(" where its neighbours")[0] for one in warnings(tiny) if one.kind == "outlier"] == list(map(str, doubted))


@pytest.mark.parametrize(("value", "found"), [("3400", True), ("30", True), ("2100", False), ("700", False)])
def test_of_two_the_later_is_doubted_where_it_is_the_other_with_a_digit_more(tiny: Project, edit: Edit, value: str, found: bool) -> None:
    rows = "".join(f"rain,coast,{year},,,{amount},exact,high,office-2023,,\n" for year, amount in (("2021", "300"), ("2022", value)))
    edit("data/observations.csv", LAST, LAST + rows)
    assert [one.line for one in warnings(tiny) if one.kind == "outlier"] == [8] * found


def test_where_an_entity_has_one_value_it_is_held_against_those_of_others(tiny: Project, edit: Edit) -> None:
    stations = ["coast", "hill-2", *(f"bay-{one}" for one in "abc")]
    names = "".join(f"bay-{one},station,Bay {one},{one}湾,\n" for one in "abc")
    entities = tiny.data / "entities.csv"
    entities.write_text(entities.read_text(encoding="utf-8").rstrip("\n") + "\n" + names, encoding="utf-8")
    rows = "".join(f"rain,{one},2021,,,{800 if one != 'bay-c' else 8000},exact,high,office-2023,,\n" for one in stations)
    edit("data/observations.csv", LAST, LAST + rows)
    (doubt,) = (one for one in warnings(tiny) if one.kind == "outlier")
    assert doubt.found == "8,000 where other entities have about 800: a slip of ten?"


def test_a_series_that_crosses_zero_may_come_near_to_it(tiny: Project, edit: Edit) -> None:
    edit("data/datapackage.yaml", "constraints: {required: true, minimum: 0}", "constraints: {required: true}")
    values = {"2021-Q2": -60, "2021-Q3": 0.1, "2022-Q2": 80, "2022-Q3": -70}
    rows = "".join(f"rain,hill-2,{quarter},,,{value},exact,high,office-2023,,\n" for quarter, value in values.items())
    edit("data/observations.csv", LAST, LAST + rows)
    assert not [one for one in warnings(tiny) if "neighbours" in one.found]


def test_findings_as_json_and_as_annotations() -> None:
    one = Finding("data/a,b.csv", 3, "value", "50% more\nthan", "write less")
    assert '"severity": "error"' in as_json([one])
    assert as_annotations([one]) == '::error file=data/a%2Cb.csv,line=3::column "value": 50%25 more%0Athan (write less)\n'


@pytest.mark.parametrize(("value", "doubted"), [(270, True), (150, True), (72, False)])
def test_a_peak_many_times_as_high_as_all_others_of_a_restless_series_is_doubted(
    tiny: Project, edit: Edit, value: int, doubted: bool
) -> None:
    values = (3, 16, 9, 7, 12, value, 20)
    added = "".join(f"rain,hill-2,{2000 + at},,,{one},exact,high,office-2023,,\n" for at, one in enumerate(values))
    edit("data/observations.csv", LAST, LAST + added)
    said = [one.found for one in warnings(tiny) if one.kind == "outlier"]
    assert [f"{value} between 12 and 20" in one for one in said] == [True] * doubted


@pytest.mark.slow
@pytest.mark.timeout(60)
def test_a_long_series_takes_time_by_its_length_not_by_its_square(tiny: Project, edit: Edit) -> None:
    days = (f"{year}-{month:02}-{day:02}" for year in range(1900, 1960) for month in range(1, 13) for day in range(1, 29))
    rows = "".join(f"rain,coast,{day},,,{100 + at % 50},exact,high,office-2023,,\n" for at, day in enumerate(days))
    edit("data/observations.csv", LAST, LAST + rows.replace("1930-05-05,,,", "1930-05-05,,,9999"))
    assert [one.found[:5] for one in warnings(tiny) if one.kind == "outlier"] == ["9,999"]
