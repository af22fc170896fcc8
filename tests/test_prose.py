"""Prose: cells are never markup, and a bare digit never passes."""

import html
import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from sourced.words.prose import markdown_problems, safe, skeleton, template_problems
from tests.languages import LANGUAGES

ENVIRONMENT = Environment(autoescape=True, comment_start_string="{*", comment_end_string="*}")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=60))
def test_a_cell_comes_out_of_markdown_as_it_went_in(cell: str) -> None:
    rendered = markdown.markdown(f"A {safe(cell)} B", extensions=["attr_list", "md_in_html", "tables"])
    inside = rendered.removeprefix("<p>").removesuffix("</p>")
    assert "<" not in inside
    assert html.unescape(inside).split() == f"A {cell} B".split()


@pytest.mark.parametrize(
    "cell", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](//evil)", "**b**", "`c`", "# h", "{: onclick=x }"]
)
def test_markup_in_a_cell_stays_text(cell: str) -> None:
    rendered = markdown.markdown(f"x {safe(cell)}", extensions=["attr_list"])
    assert re.sub(r"</?p>", "", rendered).count("<") == 0


@pytest.mark.parametrize(
    ("prose", "digit"),
    [
        ("Revenue was 3.4 billion.", "3.4"),
        ("营收为34亿元。", "营收为34亿元"),
        ("full-width 34 too", "34"),
        ("{% if true %}in 2025{% endif %}", "2025"),
        ("<p>the 7th</p>", "7th"),
    ],
)
def test_a_bare_digit_is_found(prose: str, digit: str) -> None:
    (finding,) = template_problems(ENVIRONMENT, f"first line\n\n{prose}", "page.j2", LANGUAGES)
    assert finding.line == 3
    assert f'bare figure "{digit}' in finding.found
    assert "{{ figure(" in finding.fix


def test_a_digit_printed_as_a_literal_is_found() -> None:
    (finding,) = template_problems(ENVIRONMENT, 'It was {{ "34" }}.', "page.j2", LANGUAGES)
    assert "34" in finding.found


@pytest.mark.parametrize(
    "prose",
    [
        '{{ figure("a", "b", "2025-Q3") }}',
        '<p class="h2" id="x3">words</p>',
        "[words](page-2.md#part-3)",
        "## Heading {#part-3}",
        "`code 3`",
        "&#160;",
        "{* note 3 *}",
        "<!-- note 3 -->",
    ],
)
def test_digits_that_no_reader_sees_pass(prose: str) -> None:
    assert not list(template_problems(ENVIRONMENT, prose, "page.j2", LANGUAGES))


def test_a_broken_template_is_a_finding_with_its_line() -> None:
    (finding,) = template_problems(ENVIRONMENT, "fine\n{{ figure( }}", "page.j2", LANGUAGES)
    assert (finding.line, "not a template" in finding.found) == (2, True)


def test_pages_written_by_hand_hold_no_digits_either() -> None:
    assert [finding.line for finding in markdown_problems("one\ntwo 2\n", "docs/a.md", LANGUAGES)] == [2]


def test_the_skeleton_is_levels_and_anchors() -> None:
    assert skeleton("# A {#a}\n\ntext # no\n\n## B {: #b .wide }\n### C\n") == ["1 #a", "2 #b", "3 #?"]
