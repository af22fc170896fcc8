"""The glossary: a table that a report may have, and first mentions that lead to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sourced.pages.glossary import explained
from sourced.pages.page import Page
from sourced.pages.report import Report
from sourced.project import Project
from sourced.site.load import load_report
from tests.languages import CHINESE, ENGLISH

FIELDS = (
    "["
    + ", ".join(
        f"{{name: {name}, type: string}}"
        for name in ("id", "section", "term_en", "term_zh", "forms_en", "forms_zh", "explanation_en", "explanation_zh")
    )
    + "]"
)
TABLE = f"""  - name: glossary
    path: glossary.csv
    title: Glossary
    title_zh: 术语
    updated: 2024-02-01
    schema:
      fields: {FIELDS}
      primaryKey: [id]
      foreignKeys:
        - {{fields: [section], reference: {{resource: sections, fields: [id]}}}}
"""
ROWS = """id,section,term_en,term_zh,forms_en,forms_zh,explanation_en,explanation_zh
gauge,weather,rain gauge,雨量计,rain gauges; rain gauge,雨量计,A vessel that catches rain.,接雨的容器。
api,weather,API,API,API,API,For programs.,供程序使用。
"""


@pytest.fixture
def report(tiny: Project) -> Report:
    """The tiny report with a glossary."""
    path = tiny.data / "datapackage.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("  - name: floods\n", TABLE + "  - name: floods\n"), encoding="utf-8")
    (tiny.data / "glossary.csv").write_text(ROWS, encoding="utf-8")
    return load_report(tiny)[0]


def terms(report: Report, text: str, *, page: Page | None = None) -> list[str]:
    """The words of a page's text that are explained."""
    found = explained(text, page or Page("index", ENGLISH, "templates/pages/index.en.md.j2"), report)
    assert re.sub(r'<a class="term"[^>]*>([^<]*)</a>', r"\1", found) == text
    return re.findall(r'<a class="term"[^>]*>([^<]*)</a>', found)


def test_the_first_mention_of_a_term_leads_to_its_explanation(report: Report) -> None:
    found = explained("A rain gauge; the rain gauge.", Page("part/one", ENGLISH, ""), report)
    link = '<a class="term" href="../../evidence/glossary/#gauge" title="A vessel that catches rain.">rain gauge</a>'
    assert found == f"A {link}; the rain gauge."


def test_a_term_is_known_in_all_its_forms_and_at_the_beginning_of_a_sentence(report: Report) -> None:
    assert terms(report, "Rain gauges ran over.") == ["Rain gauges"]


def test_a_part_of_a_longer_word_is_no_mention(report: Report) -> None:
    assert terms(report, "APIary, a rain gauger, brain gauge, non-API") == []


@pytest.mark.parametrize(
    "text",
    [
        "## The rain gauge {#gauge}",
        "[the rain gauge](there.md)",
        '<a href="there/">the rain gauge</a>',
        '<p title="rain gauge">It</p>',
        "<table><tr><td>rain gauge</td></tr></table>",
        "<figure>\n<p>rain gauge</p>\n</figure>",
        "`rain gauge`",
        "---\ntitle: The rain gauge\n---\n",
    ],
)
def test_headings_links_tables_charts_and_code_are_left_alone(report: Report, text: str) -> None:
    assert terms(report, text) == []


def test_running_text_after_a_table_is_explained_again(report: Report) -> None:
    assert terms(report, "<table><tr><td>API</td></tr></table>\n\n<p>The <em>API</em></p>") == ["API"]


def test_in_chinese_a_term_needs_no_blanks_around_it(report: Report) -> None:
    page = Page("index", CHINESE, "templates/pages/index.zh.md.j2")
    assert terms(report, "山丘站的雨量计提供API接口。", page=page) == ["雨量计", "API"]


def test_a_report_without_a_glossary_explains_nothing(tiny: Project) -> None:
    assert terms(load_report(tiny)[0], "The rain gauge") == []


def test_every_form_of_the_real_glossary_belongs_to_one_term(real: Report) -> None:
    for code in ("en", "zh"):
        forms = [
            one for row in real.figures.model.package.rows("glossary") for one in re.split(r"\s*[;；]\s*", row.text(f"forms_{code}")) if one
        ]
        assert len(forms) == len(set(forms))


@pytest.mark.parametrize("folder", ["", "zh/"])
def test_the_real_glossary_lists_every_term_and_the_sections_lead_to_it(real: Report, real_site: Path, folder: str) -> None:
    page = (real_site / folder / "evidence/glossary/index.html").read_text(encoding="utf-8")
    rows = real.figures.model.package.rows("glossary")
    assert 25 <= len(rows) <= 40
    assert all(f'id="{row.text("id")}"' in page for row in rows)
    for section in ("financials", "competition", "technology"):
        said = (real_site / folder / section / "index.html").read_text(encoding="utf-8")
        assert said.count('<a class="term"') >= 3
