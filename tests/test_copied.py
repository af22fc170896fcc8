"""A text that says word for word what the first language says was copied, and is told to be translated; a name may be alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sourced.editing.scaffold import Plan, files_of, sections_named, write
from sourced.project import Project
from sourced.site.load import load_report
from sourced.words.prose import says_more_than_a_name

DAY = date(2026, 11, 28)
Copy = Callable[[str, str, str], None]


@pytest.fixture
def new(tmp_path: Path) -> Project:
    """A new report in English and German."""
    codes = ("en", "de")
    write(tmp_path / "new", files_of(Plan("Two censuses of four large states", codes, sections_named((), codes), "sourced"), DAY))
    return Project(tmp_path / "new")


def warned(project: Project) -> list[str]:
    return [str(one) for one in load_report(project)[1]]


def change(project: Project, file: str, old: str, new: str) -> None:
    path = project.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_title_that_is_alike_in_each_language_is_no_copy(new: Project) -> None:
    assert warned(new) == []


@pytest.mark.parametrize(
    ("name", "line", "more"),
    [
        ("docs/evidence/about", 3, "; so are 2 more paragraphs"),
        ("templates/pages/seats", 3, "; so are 2 more paragraphs"),
    ],
)
def test_a_page_whose_mark_was_taken_out_and_no_more(new: Project, name: str, line: int, more: str) -> None:
    ending = ".md" if name.startswith("docs") else ".md.j2"
    (new.root / f"{name}.de{ending}").write_text((new.root / f"{name}.en{ending}").read_text(encoding="utf-8"), encoding="utf-8")
    [said] = warned(new)
    assert said.startswith(f"{name}.de{ending}:{line}: is not translated yet: it is word for word as in English, ")
    assert said.endswith(f"{more} (write it in German)")


def test_a_text_of_a_chart_a_cell_and_a_text_of_the_descriptor(new: Project) -> None:
    change(new, "charts/sections.py", "Einwohner am Tag jeder Volkszählung, nach Staat", "Residents on the day of each census, by state")
    english = "Everybody whose usual home was in the state on the day of the census, as counted."
    change(new, "data/indicators.csv", "Alle, die am Tag der Volkszählung gewöhnlich in dem Staat wohnten, wie gezählt.", english)
    change(
        new,
        "data/datapackage.yaml",
        "Jede Zahl des Berichts, jede Zeile mit ihrer Quelle.",
        "Every figure of the report, each row with its source.",
    )
    said = warned(new)
    assert ["subtitle of residents-by-state is not" in one for one in said].count(True) == 1
    assert ['data/indicators.csv:2 column "definition_de": is not translated yet' in one for one in said].count(True) == 1
    assert ["description of the report is not translated yet into German" in one for one in said].count(True) == 1
    assert len(said) == 3


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Bureau of Labour Statistics", False),
        ("{{ name('texas') }}: {{ figure('seats', 'texas', '2020-04-01') }}", False),
        ("{% for one in rows('events') %}\n- {{ one.title }}\n{% endfor %}", False),
        ("Residents on the day of each census", True),
        ("各州普查日常住人口与席位", True),
        ("可灵", False),
    ],
)
def test_a_sentence_says_more_than_a_name(text: str, *, more: bool) -> None:
    assert says_more_than_a_name(text) is more


def test_what_an_editor_leaves_beside_a_page_is_no_page(new: Project) -> None:
    for code in ("en", "de"):
        (new.templates / f"pages/.index.{code}.md.j2.swp").write_bytes(b"b0VIM\xff\xfe")
        (new.templates / f"pages/index.{code}.md.j2.bak").write_bytes(b"\xff\xfe")
    assert warned(new) == []
