"""`add section NAME`: the row, a page in each language and the place in the navigation are there, and the report builds at once."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sourced.commands.cli import main
from sourced.editing.scaffold import Plan, files_of, sections_named, write
from sourced.findings import ReportError
from sourced.project import Project
from sourced.site.build import build, check
from tests.test_editing import loaded

DAY = date(2026, 11, 28)
OTHERWISE = {"en": "Who pays", "de": "Wer zahlt"}


@pytest.fixture(params=[("en",), ("zh", "en", "de")], ids=["en", "zh-en-de"])
def new(tmp_path: Path, request: pytest.FixtureRequest) -> Project:
    """A new report."""
    codes = request.param
    write(tmp_path / "new", files_of(Plan("Ferries", codes, sections_named((), codes), "sourced"), DAY))
    return Project(tmp_path / "new")


def added(project: Project, *words: str) -> Result:
    """The command, with the name in the languages that the report has besides."""
    known = loaded(project).languages[1:]
    words += tuple(part for one in known for part in ("--set", f"name_{one.code}={OTHERWISE[one.code]}"))
    return bare(project, *words)


def bare(project: Project, *words: str) -> Result:
    return CliRunner().invoke(main, ["add", "section", *words, "--project", str(project.root)])


@pytest.mark.build
def test_a_section_has_its_pages_and_the_report_builds(new: Project) -> None:
    first = "谁付费" if loaded(new).languages[0].code == "zh" else "Who pays"
    said = added(new, first, "--set", "id=who-pays")
    assert said.exit_code == 0, said.output
    assert "Not translated" not in said.output
    assert "templates/pages/who-pays." in said.output
    build(new, downloads=False)
    for language in loaded(new).languages:
        text = re.sub(r"<[^<>]*>", "", (new.site / language.folder / "who-pays/index.html").read_text(encoding="utf-8"))
        assert (first if language == loaded(new).languages[0] else OTHERWISE[language.code]) in text
        assert {"en": "Say here in a sentence", "zh": "请在此用", "de": "Sagen Sie hier"}[language.code] in text
    start = (new.site / "index.html").read_text(encoding="utf-8")
    assert 'href="./who-pays/"' in start or 'href="who-pays/"' in start


@pytest.mark.build
def test_the_example_in_the_comment_of_its_page_is_a_figure_and_a_chart_that_are_there(new: Project) -> None:
    assert added(new, "Who pays").exit_code == 0
    for path in (new.templates / "pages").glob("who-pays.*"):
        text = path.read_text(encoding="utf-8")
        start = text.index("{{ name(")
        written = text[: text.rindex("{*")] + text[start : text.rindex("*}")]
        path.write_text(written.replace("{* to be written *}\n", ""), encoding="utf-8")
    assert check(new).warnings == []


def test_a_name_that_is_not_given_in_a_language_is_not_translated_yet(tmp_path: Path) -> None:
    codes = ("en", "de")
    write(tmp_path / "new", files_of(Plan("Ferries", codes, sections_named((), codes), "sourced"), DAY))
    said = bare(Project(tmp_path / "new"), "Who pays")
    assert "Not translated yet: name_de in data/sections.csv; until it is, nothing is built" in said.output
    with pytest.raises(ReportError) as caught:
        check(Project(tmp_path / "new"))
    assert [(one.file, one.column, one.found) for one in caught.value.findings] == [
        ("data/sections.csv", "name_de", "is not translated yet")
    ]


def test_nothing_is_overwritten_and_nothing_written_where_something_is_wrong(new: Project) -> None:
    assert added(new, "Who pays").exit_code == 0
    before = {path: path.read_bytes() for path in new.root.rglob("*") if path.is_file()}
    for words, said in (
        ("Who pays", "is there already"),
        ("Index", "--set id=KEY"),
        ("《》", "--set id=KEY"),
        ("Seats", "is there already"),
    ):
        refused = added(new, words)
        assert refused.exit_code == 1
        assert said in refused.output
    assert {path: path.read_bytes() for path in new.root.rglob("*") if path.is_file()} == before


def test_cells_that_are_given_are_taken(new: Project) -> None:
    assert added(new, "Who pays", "--set", "id=payers").exit_code == 0
    assert "payers,Who pays" in (new.data / "sections.csv").read_text(encoding="utf-8")
    check(new)


def test_without_a_name_it_is_asked_for(new: Project) -> None:
    refused = added(new)
    assert refused.exit_code == 2
    assert 'add section "Who pays"' in refused.output


@pytest.mark.parametrize(
    ("nav", "then"),
    [
        (
            "nav:\n  - index.md\n  - Seats: seats.md\n  - evidence:\n    - evidence/about.md\n",
            "  - Seats: seats.md\n  - who-pays.md\n  - evidence",
        ),
        ("nav: [index.md, seats.md]\n", "nav: [index.md, seats.md, who-pays.md]\n"),
        ("nav:\n- index.md\n- evidence/about.md\n", "- index.md\n- who-pays.md\n- evidence/about.md\n"),
    ],
)
def test_a_navigation_of_the_reports_own_gets_the_page(tmp_path: Path, nav: str, then: str) -> None:
    write(tmp_path / "new", files_of(Plan("Ferries", ("en",), sections_named((), ("en",)), "sourced"), DAY))
    path = tmp_path / "new/mkdocs.yml"
    path.write_text(path.read_text(encoding="utf-8") + nav, encoding="utf-8")
    assert added(Project(tmp_path / "new"), "Who pays").exit_code == 0
    assert then in path.read_text(encoding="utf-8")


@pytest.mark.build
def test_check_tells_of_its_pages_until_they_are_written(new: Project) -> None:
    assert added(new, "Who pays").exit_code == 0
    told = [one for one in check(new).warnings if one.found == "is to be written yet"]
    assert [one.file for one in told] == sorted(path.relative_to(new.root).as_posix() for path in new.templates.glob("pages/who-pays.*"))
    assert {one.line for one in told} == {5}
