"""Rows that contradict one another or the calendar stop the build, with file, line and remedy."""

from collections.abc import Callable

import pytest

from sourced.findings import Finding, ReportError
from sourced.project import Project
from sourced.site.load import load_report

Edit = Callable[[str, str, str], None]
OBSERVATIONS, SOURCES = "data/observations.csv", "data/sources.csv"
LAST = "rain,hill-2,2023-Q2,,,120.2,exact,high,office-2023,,\n"


def problems(project: Project) -> list[Finding]:
    with pytest.raises(ReportError) as caught:
        load_report(project)
    return caught.value.findings


def test_sources_that_differ_need_a_note_that_says_why(tiny: Project, edit: Edit) -> None:
    edit(OBSERVATIONS, "Read by eye,目测", ",")
    (one,) = problems(tiny)
    assert (one.line, one.found) == (3, "301 of gazette-2023 differs from 298.7 of office-2023, and no note says why")
    assert "scopes" in one.fix


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        (
            "rain,hill-2,2024-Q1,,,80,exact,high,office-2023,,\n",
            "period",
            "2024-Q1 had not ended when its source office-2023 was published",
        ),
        (
            "rain,hill-2,2024,2024-03,,80,estimate,high,office-2023,,\n",
            "as_of",
            "2024-03 is later than its source office-2023 was published",
        ),
    ],
)
def test_nothing_is_observed_or_said_after_its_source_was_published(tiny: Project, edit: Edit, row: str, column: str, found: str) -> None:
    edit(OBSERVATIONS, LAST, LAST + row)
    (one,) = problems(tiny)
    assert (one.column, one.file, one.line) == (column, OBSERVATIONS, 7)
    assert one.found.startswith(found)


@pytest.mark.parametrize(
    ("old", "new", "column", "found"),
    [
        ("gazette-2023,A wet spring", "gazette-2023,湿润的春天降雨甚多", "title", "is Chinese in a source of the language en"),
        (
            "gazette-2023,A wet spring",
            "echo,A dry spring,Echo,,news,http://www.example.org/Gazette/,2023,en\ngazette-2023,A wet spring",
            "url",
            "",
        ),
    ],
)
def test_sources_are_named_as_they_are_and_once(tiny: Project, edit: Edit, old: str, new: str, column: str, found: str) -> None:
    address = (tiny.data / "sources.csv").read_text(encoding="utf-8").split("gazette-2023")[1].split(",")[4]
    edit(SOURCES, old, new.replace("http://www.example.org/Gazette/", f"{address}/#part"))
    assert [one for one in problems(tiny) if one.column == column and found in one.found]
