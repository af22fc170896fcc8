"""`add language CODE`: what the language needs is there, and one run of `check` lists all that is to be translated."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from sourced.commands.cli import main
from sourced.editing.languages import add_language
from sourced.editing.scaffold import Plan, files_of, sections_named, write
from sourced.findings import Finding, ReportError, Severity
from sourced.project import Project
from sourced.site.build import check

DAY = date(2026, 11, 28)


@pytest.fixture
def english(tmp_path: Path) -> Project:
    """A new report in English."""
    write(tmp_path / "new", files_of(Plan("Ferries", ("en",), sections_named((), ("en",)), "sourced"), DAY))
    return Project(tmp_path / "new")


def own_entity(project: Project) -> None:
    """A row that is not the example's."""
    path = project.data / "entities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("California", "California as it was"), encoding="utf-8")


def findings(project: Project) -> list[Finding]:
    with pytest.raises(ReportError) as caught:
        check(project)
    return caught.value.findings


@pytest.mark.parametrize(("code", "columns"), [("de", "one_de,other_de"), ("zh", "other_zh")])
def test_each_table_has_the_columns_of_the_language_and_its_plurals(english: Project, code: str, columns: str) -> None:
    add_language(english, code)
    header = (english.data / "units.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == f"id,style,factor,one_en,other_en,{columns},axis_en,axis_{code}"


def test_the_lines_that_are_there_stay_as_they_are(english: Project) -> None:
    path = english.data / "datapackage.yaml"
    before = path.read_text(encoding="utf-8").splitlines()
    add_language(english, "de")
    after = path.read_text(encoding="utf-8").splitlines()
    assert after[3] == "languages: [en, de]"
    plain = [re.sub(r", title_de: '[^']*'", "", one) for one in after if "_de," not in one and not re.match(r" *\w+_de: ", one)]
    assert [one for one in plain if not one.startswith("languages:")] == [one for one in before if not one.startswith("languages:")]


def test_what_is_as_a_new_report_has_it_is_as_a_new_report_in_both_languages_has_it(english: Project) -> None:
    add_language(english, "de")
    path = english.data / "datapackage.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: Ferries\n", "title: Ferries\ntitle_de: Ferries\n"), encoding="utf-8")
    both = Plan("Ferries", ("en", "de"), sections_named((), ("en", "de")), "sourced")
    for name, text in files_of(both, DAY).items():
        if name.startswith(("data/", "charts/", "templates/", "docs/")):
            assert (
                yaml.safe_load((english.root / name).read_text("utf-8")) == yaml.safe_load(text)
                if name.endswith(".yaml")
                else ((english.root / name).read_text("utf-8") == text)
            ), name
    assert check(english).warnings == []


def changed(project: Project) -> None:
    """Other words in a page, a chart, a row and the descriptor."""
    for file, old, new in (
        ("docs/evidence/about.en.md", "A mistake?", "An error?"),
        ("templates/pages/index.en.md.j2", "This is a small example", "This is an example"),
        ("charts/sections.py", "Residents on the day", "People on the day"),
        ("data/datapackage.yaml", "title: 'Units'", "title: 'Measures'"),
        ("data/datapackage.yaml", "title: 'Belongs to'", "title: 'Part of'"),
    ):
        path = project.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, (file, old)
        path.write_text(text.replace(old, new), encoding="utf-8")
    own_entity(project)


def test_one_check_lists_cells_charts_and_pages_to_be_translated(english: Project) -> None:
    changed(english)
    add_language(english, "de")
    found = {(one.file, one.column) for one in findings(english)}
    assert {("data/entities.csv", "name_de"), ("charts/sections.py", ""), ("docs/evidence/about.de.md", "")} <= found
    pages = [one for one in findings(english) if one.file.startswith("templates/")]
    assert {(one.file, one.line, one.found) for one in pages} == {("templates/pages/index.de.md.j2", 5, "is not translated yet")}


@pytest.mark.parametrize("code", ["de", "zh"])
def test_all_that_is_left_to_do_is_said_in_the_same_words(english: Project, code: str) -> None:
    changed(english)
    add_language(english, code)
    assert [one for one in findings(english) if "is not translated yet" not in one.found and "mkdocs.yml" not in one.file] == []


def test_a_page_that_is_there_in_the_language_stays(english: Project) -> None:
    page = english.templates / "pages/index.de.md.j2"
    page.write_text("Fähren", encoding="utf-8")
    assert "templates/pages/index.de.md.j2" not in add_language(english, "de")
    assert page.read_text(encoding="utf-8") == "Fähren"


@pytest.mark.parametrize("code", ["en", "xx", "klingon!"])
def test_what_cannot_be_added_changes_nothing(english: Project, code: str) -> None:
    before = (english.data / "datapackage.yaml").read_bytes()
    with pytest.raises(ReportError, match=f'can\'t have the language "{code}" added'):
        add_language(english, code)
    assert (english.data / "datapackage.yaml").read_bytes() == before


def test_a_second_language_may_follow_the_first(english: Project) -> None:
    add_language(english, "de")
    add_language(english, "zh")
    header = (english.data / "entities.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == "id,kind,name_en,name_de,name_zh,parent"


def test_the_command_names_the_files_that_it_wrote(english: Project) -> None:
    said = CliRunner().invoke(main, ["add", "language", "de", "--project", str(english.root)]).output
    assert "Wrote templates/pages/index.de.md.j2\n" in said
    assert "check lists what is to be translated" in said


def test_rows_that_a_new_report_begins_with_have_their_words_in_the_language(english: Project) -> None:
    own_entity(english)
    add_language(english, "de")
    lines = {path: (english.data / path).read_text(encoding="utf-8") for path in ("units.csv", "source_kinds.csv", "entities.csv")}
    assert "percent,percent,1,{},{},{},{},%,%\n" in lines["units.csv"]
    assert "press_release,yes,press release,Pressemitteilung\n" in lines["source_kinds.csv"]
    assert "california,state,California as it was,,\n" in lines["entities.csv"]


def test_texts_of_the_descriptor_are_listed_with_their_lines(english: Project) -> None:
    changed(english)
    add_language(english, "de")
    lines = (english.data / "datapackage.yaml").read_text(encoding="utf-8").splitlines()
    mine = [one for one in findings(english) if one.file == "data/datapackage.yaml"]
    assert all(one.severity is Severity.WARNING and "is not translated yet into German" in one.found for one in mine)
    said = {one.found.partition(" is not")[0]: lines[one.line - 1].strip() for one in mine}
    assert said == {
        "title of the report": "title: Ferries",
        'title of the table "units"': "title: 'Measures'",
        'title of the column parent of the table "entities"': "- {name: parent, type: string, title: 'Part of'}",
    }


def test_a_text_of_the_descriptor_that_is_translated_is_not_listed(english: Project) -> None:
    add_language(english, "de")
    path = english.data / "datapackage.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: Ferries\n", "title: Ferries\ntitle_de: Fähren\n", 1), encoding="utf-8")
    assert check(english).warnings == []
