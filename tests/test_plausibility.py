"""What looks wrong although it is well-formed is a warning; `test_doubts.py` has how it is answered."""

from collections.abc import Callable
from datetime import date

import pytest

from sourced.findings import Finding, as_annotations, as_json
from sourced.project import Project
from sourced.site.build import load_report

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
