"""The guide says what is so: its pages build, its links lead somewhere, its tables are as the code is, its snippets do as it says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from sourced.pages.vocabulary import Vocabulary
from tests.snippets import KINDS, PAGES, ROOT, Reader, pages, snippets
from tools.guide import BLOCK, TABLES, renewed


@pytest.mark.build
def test_it_builds_without_a_warning_and_every_link_leads_somewhere(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--quiet",
        "--strict",
        "-f",
        str(ROOT / "guide/mkdocs.yml"),
        "-d",
        str(tmp_path / "site"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert len(list((tmp_path / "site").rglob("*.html"))) >= len(pages())


@pytest.mark.parametrize("page", [page for page in pages() if page.startswith("reference/")])
def test_the_tables_of_the_reference_are_as_the_code_is(page: str) -> None:
    text = (PAGES / page).read_text(encoding="utf-8")
    assert renewed(text) == text, "run: python -m tools.guide --write"


def test_every_table_that_the_code_makes_stands_in_the_reference() -> None:
    found = [match["name"] for page in pages() for match in BLOCK.finditer((PAGES / page).read_text(encoding="utf-8"))]
    assert sorted(found) == sorted(TABLES)


def test_the_reference_names_all_that_a_template_may_call() -> None:
    text = (PAGES / "reference/templates.md").read_text(encoding="utf-8")
    public = [name for name in dir(Vocabulary) if not name.startswith("_") and name != "context"]
    assert [name for name in public if f"| `{name}(" not in text] == []


def test_the_reference_names_every_key_that_descriptors_use() -> None:
    text = (PAGES / "reference/descriptor.md").read_text(encoding="utf-8")
    described = yaml.safe_load((ROOT / "data/datapackage.yaml").read_text(encoding="utf-8"))
    used = {*described, *(key for one in described["resources"] for key in one)}
    used = {re.sub(r"_(zh|de)$", "", str(key)) for key in used}
    assert sorted(key for key in used if f"| `{key}`" not in text) == []


def test_the_reference_names_every_kind_of_address() -> None:
    text = (PAGES / "reference/addresses.md").read_text(encoding="utf-8")
    kinds = ("ratio", "multiple", "change", "difference", "sum", "convert", "count", "last", "stated", "best", "newest", "gap", "months")
    assert [kind for kind in kinds if f"`{kind}(" not in text] == []


@pytest.mark.parametrize("page", pages())
def test_blocks_are_of_known_kinds_and_the_page_names_their_files(page: str) -> None:
    text = (PAGES / page).read_text(encoding="utf-8")
    for one in snippets(page):
        if one.page == page:
            assert one.kind in KINDS, f"{one}: {one.kind}"
            if match := re.search(r"(?:file: |end of | in )(\S+)$", one.note):
                assert f"`{match[1]}`" in text, f"{one}: the page does not say to its reader that this goes into {match[1]}"


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in pages() if any(one.kind for one in snippets(page))])
def test_who_does_as_a_page_says_has_a_sound_report(page: str, tmp_path: Path) -> None:
    reader = Reader(tmp_path, tmp_path / "tools")
    if page != "tutorial.md":
        assert reader.run("sourced new my-report\ncd my-report")[0] == 0
    for one in snippets(page):
        reader.do(one)
    _, said = reader.run("sourced check")
    assert "nothing wrong" in said


def test_each_recipe_whose_title_draws_a_conclusion_says_what_makes_it_true() -> None:
    recipes = [one.text for one in snippets("how-to/chart-recipes.md") if "@chart(" in one.text]
    concludes = [re.search(r"has the most|draws away|Each has grown", one) is not None for one in recipes]
    assert concludes == ["canvas.holds(" in one for one in recipes]
    assert sum(concludes) == 4
