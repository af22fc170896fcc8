"""`add section NAME`: the row, a page in each language and the place in the navigation are there, and the report builds at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sourced.commands.cli import main
from sourced.editing.scaffold import Plan, files_of, sections_named, write
from sourced.project import Project
from sourced.site.build import build, check

DAY = date(2026, 11, 28)


@pytest.fixture(params=[("en",), ("zh", "en", "de")], ids=["en", "zh-en-de"])
def new(tmp_path: Path, request: pytest.FixtureRequest) -> Project:
    """A new report."""
    codes = request.param
    write(tmp_path / "new", files_of(Plan("Ferries", codes, sections_named((), codes), "sourced"), DAY))
    return Project(tmp_path / "new")


def added(project: Project, *words: str) -> Result:
    return CliRunner().invoke(main, ["add", "section", *words, "--project", str(project.root)])


@pytest.mark.build
def test_a_section_has_its_pages_and_the_report_builds(new: Project) -> None:
    said = added(new, "Who pays")
    assert said.exit_code == 0, said.output
    assert "templates/pages/who-pays." in said.output
    build(new, downloads=False)
    for page in [path for path in new.site.rglob("index.html") if path.parent.name == "who-pays"]:
        text = page.read_text(encoding="utf-8")
        assert "Who pays</span></h1>" in text.replace("</a>", "")
    start = (new.site / "index.html").read_text(encoding="utf-8")
    assert 'href="./who-pays/"' in start or 'href="who-pays/"' in start


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
