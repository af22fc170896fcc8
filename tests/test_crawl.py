"""Every numeral on every page, followed to a row and from there to a source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sourced.pages.markup import anchor
from sourced.pages.report import Report

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
EXCEPTIONS = {"code", "svg", "script", "style", "nav"}
"""Where a numeral is no figure, or one again: formulas and file names as code; drawings, whose numbers stand in the table below
them; the list of a page's headings, which bind theirs where they stand."""
KEYS = ("data-key", "data-claim", "data-row", "data-entity", "data-period", "datetime", "data-verbatim")


class Numerals(HTMLParser):
    """The numerals of a page's article, each with the nearest attribute that says where it comes from."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self._open: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append((tag, {name: value or "" for name, value in attributes}))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, text: str) -> None:
        tags = [tag for tag, _ in self._open]
        if "article" not in tags or EXCEPTIONS & set(tags) or not re.search(r"\d", text):
            return
        for tag, given in reversed(self._open):
            if name := next((name for name in KEYS if name in given), None):
                self.found.append((text.strip(), name, given[name]))
                return
            if tag == "tr" and "id" in given:
                self.found.append((text.strip(), "row", given["id"]))
                return
        self.found.append((text.strip(), "", ""))


def numerals(site: Path) -> Iterator[tuple[str, str, str, str]]:
    """Page, words, attribute and its value for every numeral of the site."""
    for path in sorted(site.rglob("*.html")):
        parser = Numerals()
        parser.feed(path.read_text(encoding="utf-8"))
        for words, name, value in parser.found:
            yield path.relative_to(site).as_posix(), words, name, value


@pytest.fixture(scope="module")
def found(real_site: Path) -> list[tuple[str, str, str, str]]:
    return list(numerals(real_site))


def test_no_numeral_is_loose(found: list[tuple[str, str, str, str]]) -> None:
    assert len(found) > 10_000
    assert not [(page, words) for page, words, name, _ in found if not name]


def test_every_figure_is_in_the_index_and_rests_on_a_source_or_rows(real_site: Path, found: list[tuple[str, str, str, str]]) -> None:
    index = json.loads((real_site / "evidence.json").read_text(encoding="utf-8"))
    figures, sources = index["figures"], index["sources"]

    def rests(key: str) -> bool:
        entry = figures[key]
        if "inputs" in entry:
            return all(map(rests, entry["inputs"]))
        return all(row["source"] in sources if isinstance(row, dict) else True for row in entry["rows"])

    keys = {value for _, _, name, value in found if name == "data-key" and not value.startswith(("scorecard(", "support("))}
    assert len(keys) > 500
    assert all(rests(key) for key in keys)


def test_every_claim_row_and_name_is_in_the_tables(real: Report, found: list[tuple[str, str, str, str]]) -> None:
    model = real.figures.model
    rows = {
        f"{table.name}:{'/'.join(row.text(column) for column in table.key)}"
        for table in model.package.tables.values()
        for row in table.rows
    }
    claims = {row["id"] for row in model.package.rows("claims")}
    assert {value for _, _, name, value in found if name == "data-claim"} <= claims
    assert {value for _, _, name, value in found if name == "data-row"} <= rows
    assert {value for _, _, name, value in found if name == "data-entity"} <= set(model.entities)


def test_both_languages_print_the_same_evidence(real_site: Path) -> None:
    pages = {path.relative_to(real_site).as_posix(): path.read_text(encoding="utf-8") for path in real_site.rglob("*.html")}
    keys = {(page, key) for page, text in pages.items() for key in re.findall(r'data-key="([^"]*)"', text)}
    chinese = {(page.removeprefix("zh/"), key) for page, key in keys if page.startswith("zh/")}
    assert chinese == {(page, key) for page, key in keys if not page.startswith("zh/")}
    assert chinese


def test_every_row_named_as_evidence_stands_on_a_page(real_site: Path, real: Report) -> None:
    page = (real_site / "evidence/tables/moves/index.html").read_text(encoding="utf-8")
    for row in real.figures.model.package.rows("moves"):
        assert f'id="{anchor(row.text("id"))}"' in page
