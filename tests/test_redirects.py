"""Old addresses lead on, in both languages; a list of them that is wrong is refused."""

from __future__ import annotations

import pytest

from sourced.findings import ReportError
from sourced.outputs.redirects import FILE, redirects
from sourced.pages.report import Report
from sourced.project import Project
from sourced.site.build import build
from sourced.site.load import load_report

PAGES = {"", "evidence/sources/"}


@pytest.fixture
def moved(tiny: Project) -> Project:
    (tiny.root / "docs").mkdir(exist_ok=True)
    return tiny


def report_at(project: Project) -> Report:
    return load_report(project)[0]


def write(project: Project, text: str) -> Project:
    (project.root / FILE).write_text(text, encoding="utf-8")
    return project


@pytest.mark.build
def test_an_old_address_leads_on_in_both_languages_under_any_path(moved: Project) -> None:
    build(write(moved, "# since 2024\nsources/old/: evidence/sources/#office-2023\n"), downloads=False)
    for language in ("", "zh/"):
        page = (moved.site / language / "sources/old/index.html").read_text(encoding="utf-8")
        assert '<meta http-equiv="refresh" content="0; url=../../evidence/sources/#office-2023">' in page
        assert '<meta name="robots" content="noindex">' in page
    assert not (moved.site / "moved.yaml").exists()


def test_it_names_the_new_address_as_the_true_one(moved: Project) -> None:
    found = redirects(report_at(Project(write(moved, "old/: ''\n").root, "https://rain.example/r/")), PAGES)
    assert '<link rel="canonical" href="https://rain.example/r/zh/">' in found["zh/old/index.html"]
    assert 'url=../"' in found["en/old/index.html"]


def test_without_the_file_there_are_none(tiny: Project) -> None:
    assert redirects(report_at(tiny), PAGES) == {}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("# note\nold/: nowhere/\n", 2, '"nowhere/" is no page'),
        ("evidence/sources/: ''\n", 1, '"evidence/sources/" is a page of the report'),
        ("a/: ''\n../up/: ''\n", 2, '"../up/" is no address'),
        ("old: ''\n", 1, '"old" is no address'),
        ("- old/\n", 0, "is no list of addresses"),
        ("old/: [\n", 0, "is no list of addresses"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(moved: Project, text: str, line: int, said: str) -> None:
    with pytest.raises(ReportError) as raised:
        redirects(report_at(write(moved, text)), PAGES)
    (finding,) = raised.value.findings
    assert (finding.file, finding.line, said in finding.found) == (FILE, line, True)
