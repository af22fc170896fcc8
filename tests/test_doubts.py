"""A doubt is answered by a row that accepts it for its values; nothing else silences it, and it comes back when they change."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from sourced.commands.terminal import print_findings
from sourced.data.workbook import workbook, workbook_changes
from sourced.editing.acceptance import Answer, accept_doubt
from sourced.editing.rows import put_in_order
from sourced.findings import Finding, ReportError, Severity
from sourced.project import Project
from sourced.site.build import check
from sourced.site.load import load_report
from tests.conftest import ROOT
from tests.test_cli import run
from tests.test_editing import loaded

Edit = Callable[[str, str, str], None]
DAY = date(2024, 2, 1)
OBSERVATIONS, ACCEPTED = "data/observations.csv", "data/accepted.csv"
LAST = "rain,hill-2,2023-Q2,,,120.2,exact,high,office-2023,,\n"
QUARTERS = "".join(f"rain,hill-2,{quarter},,,{value},exact,high,office-2023,,\n" for quarter, value in (("2022-Q4", 42), ("2023-Q3", 32)))
FAR_OFF = "rain,hill-2,2022-Q3,,,7700,exact,high,office-2023,A flood,洪水\n"
KEY = "rain.hill-2.2022-Q3"


def doubts(project: Project) -> list[Finding]:
    return [one for one in load_report(project, today=DAY)[1] if one.kind or one.file == ACCEPTED]


@pytest.fixture
def doubtful(tiny: Project, edit: Edit) -> Project:
    """The tiny report with a value far from its neighbours, whose row has a note."""
    edit(OBSERVATIONS, LAST, LAST + QUARTERS + FAR_OFF)
    return tiny


def test_a_note_answers_no_doubt_and_the_warning_says_what_to_write(doubtful: Project) -> None:
    (one,) = doubts(doubtful)
    assert (one.kind, one.severity, one.line) == ("outlier", Severity.WARNING, 9)
    assert f'add "outlier,{KEY},7700,WHY,DAY" to {ACCEPTED}' in one.fix
    assert 'column "value": outlier: 7,700 where' in str(one)


def test_a_doubt_is_accepted_for_its_value_and_comes_back_with_another(doubtful: Project, edit: Edit) -> None:
    assert accept_doubt(doubtful, Answer("outlier", KEY, "A flood, see the gazette"), DAY)[0] == ACCEPTED
    assert doubts(doubtful) == []
    edit(OBSERVATIONS, ",7700,", ",9900,")
    (one,) = doubts(doubtful)
    assert one.found.endswith("it was accepted for 7700")
    assert f'change its row in {ACCEPTED} to "outlier,{KEY},9900,WHY,DAY"' in one.fix
    accept_doubt(doubtful, Answer("outlier", KEY, "A greater flood"), DAY)
    assert doubts(doubtful) == []
    assert (doubtful.root / ACCEPTED).read_text(encoding="utf-8").count(KEY) == 1


def test_a_value_wrong_in_the_rows_of_all_its_sources_is_doubted(doubtful: Project, edit: Edit) -> None:
    edit(OBSERVATIONS, FAR_OFF, FAR_OFF + FAR_OFF.replace("office", "gazette"))
    assert [one.kind for one in doubts(doubtful)] == ["outlier"]


def test_sources_that_differ_are_doubted_although_a_note_explains_them(tiny: Project) -> None:
    accepted = tiny.root / ACCEPTED
    accepted.write_text(accepted.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    (one,) = doubts(tiny)
    assert (one.kind, one.line) == ("disagreement", 3)
    assert '"disagreement,rain.coast.2023-Q2,298.7; 301,WHY,DAY"' in one.fix


def test_one_time_written_in_two_ways_is_doubted(tiny: Project, edit: Edit) -> None:
    edit(OBSERVATIONS, LAST, LAST + "rain,hill-2,2023-04/2023-06,,,120.2,exact,high,office-2023,Again,又\n")
    assert [(one.kind, one.column) for one in doubts(tiny)] == [("doubled", "period")]


def test_a_day_that_has_not_come_is_doubted(tiny: Project) -> None:
    (flood, *_) = loaded(tiny).rows("floods")
    before = load_report(tiny, today=date(2020, 1, 1))[1]
    assert f"floods:{flood['id']}" in next(one.fix for one in before if one.kind == "future" and one.line == flood.line)


@pytest.mark.parametrize("row", ["outlier,rain.coast.2023-Q1,210.4,Once,2024-01-01", "disagreement,rain.coast.1999,1; 2,Gone,2024-01-01"])
def test_a_row_that_accepts_what_nobody_doubts_is_told_of(tiny: Project, edit: Edit, row: str) -> None:
    edit(ACCEPTED, "kind,key,value,reason,date\n", f"kind,key,value,reason,date\n{row}\n")
    (one,) = doubts(tiny)
    assert (one.file, one.line, one.severity) == (ACCEPTED, 2, Severity.WARNING)
    assert "does not arise" in one.found


def test_an_accepted_time_in_the_future_is_not_stale_where_no_day_is_given(tiny: Project, edit: Edit) -> None:
    edit(ACCEPTED, "kind,key,value,reason,date\n", "kind,key,value,reason,date\nfuture,floods:x,2030-01-01,Planned,2024-01-01\n")
    assert [one for one in load_report(tiny)[1] if one.file == ACCEPTED] == []
    assert len(doubts(tiny)) == 1


def test_values_compare_as_numbers_in_any_order(tiny: Project, edit: Edit) -> None:
    edit(ACCEPTED, "298.7; 301", "301.0;298.70")
    assert doubts(tiny) == []


def test_what_nobody_doubts_can_t_be_accepted(doubtful: Project) -> None:
    with pytest.raises(ReportError) as error:
        accept_doubt(doubtful, Answer("outlier", "rain.coast.2023-Q1", "Why not"), DAY)
    assert f"open are: outlier {KEY}" in error.value.findings[0].fix


@pytest.mark.parametrize("indented", [True, False])
def test_a_report_without_the_table_gets_it_in_its_languages(doubtful: Project, *, indented: bool) -> None:
    path = doubtful.data / "datapackage.yaml"
    whole = path.read_text(encoding="utf-8")
    head, rest = whole[: whole.index("  - name: accepted")].split("resources:\n")
    before = f"{head}resources:\n{rest if indented else re.sub('(?m)^  ', '', rest)}\n# All tables stand above.\nprofile: data-package\n"
    path.write_text(before, encoding="utf-8")
    (doubtful.root / ACCEPTED).unlink()
    assert accept_doubt(doubtful, Answer("outlier", KEY, "A flood"), DAY) == (ACCEPTED, f"outlier,{KEY},7700,A flood,{DAY}")
    assert [one.kind for one in doubts(doubtful)] == ["disagreement"]
    assert loaded(doubtful).tables["accepted"].title == {"en": "Accepted doubts", "zh": "已核疑点"}
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in before.splitlines() if line not in lines] == []
    assert accept_doubt(doubtful, Answer("disagreement", "rain.coast.2023-Q2", "Read by eye"), DAY)[0] == ACCEPTED
    assert doubts(doubtful) == []


def test_accepted_doubts_are_in_order_and_go_through_a_workbook(doubtful: Project) -> None:
    put_in_order(doubtful)
    accept_doubt(doubtful, Answer("outlier", KEY, "A flood, see the gazette"), DAY)
    assert put_in_order(doubtful) == []
    (doubtful.root / "data.xlsx").write_bytes(workbook(doubtful, loaded(doubtful)))
    assert workbook_changes(loaded(doubtful), doubtful, doubtful.root / "data.xlsx") == {}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (OBSERVATIONS, "rain,coast,2023-Q1,,,210.4", "rain,coast,2023-Q1,,,many"),
        ("data/entities.csv", "coast,", "coast,coast,"),
        ("templates/pages/index.en.md.j2", "# Rain", "# Rain in 2023"),
        ("charts/rain.py", "def ", "def !"),
    ],
)
def test_errors_hide_no_doubt(doubtful: Project, edit: Edit, file: str, old: str, new: str) -> None:
    edit(file, old, new)
    with pytest.raises(ReportError) as error:
        check(doubtful, today=DAY)
    assert {Severity.ERROR, Severity.WARNING} == {one.severity for one in error.value.findings}
    assert [one.kind for one in error.value.findings if one.kind == "outlier"] == ["outlier"]


def test_a_row_is_left_out_with_what_names_it_and_the_rest_is_doubted(doubtful: Project, edit: Edit) -> None:
    edit("data/indicators.csv", "damage,", "damage,x,")
    with pytest.raises(ReportError) as error:
        check(doubtful, today=DAY)
    assert [one.kind for one in error.value.findings if one.kind == "outlier"] == ["outlier"]


@pytest.mark.slow
def test_the_command_accepts_and_check_is_content(doubtful: Project) -> None:
    done = run("check", "--project", doubtful.root, "--today", "2023-12-30")
    assert 'Accept a doubt that is none: build_site.py accept KIND ADDRESS "why"' in done.stderr
    done = run("accept", "outlier", KEY, "A flood", "--project", doubtful.root)
    assert done.stdout == f"Added to {ACCEPTED}:\noutlier,{KEY},7700,A flood,{date.today()}\n"
    assert "outlier" not in run("check", "--project", doubtful.root, "--today", "2023-12-30").stderr


def test_a_build_tells_of_a_few_warnings_and_how_many_more(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = Finding("a.csv", 2, "value", "far off", "correct it")
    print_findings([wrong, *(replace(wrong, line=line, severity=Severity.WARNING, kind="outlier") for line in range(3, 10))], most=2)
    said = capsys.readouterr().err.splitlines()
    assert [one.split()[0] for one in said] == ["error", "warning", "warning", "5", "Accept", "1"]
    assert said[3] == "5 more warnings: check lists all"


def test_no_doubt_about_the_real_report_is_open() -> None:
    project = Project(ROOT)
    assert [str(one) for one in load_report(project)[1] if one.kind or one.file == ACCEPTED] == []
