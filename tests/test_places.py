"""Findings name a file of the report at hand, or what to add to it; never one of the generator, which its editors may not have."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

import pytest

from sourced.findings import Finding, ReportError
from sourced.outputs.pdf import _unset
from sourced.project import GENERATOR, Project
from sourced.site.build import check
from sourced.site.load import load_report

Edit = Callable[[str, str, str], None]
INDEX = "templates/pages/index.en.md.j2"


def problems(project: Project) -> list[Finding]:
    with pytest.raises(ReportError) as error:
        check(project)
    return error.value.findings


def test_no_message_names_a_file_of_the_generator() -> None:
    for path in GENERATOR.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                assert not re.search(r"sourced/[a-z_]+[./]|CONTRIBUTING", node.value), f"{path.name}:{node.lineno}: {node.value}"


def test_a_place_in_a_template_is_told_as_line_and_character_not_as_a_column_of_a_table(tiny: Project, edit: Edit) -> None:
    edit(INDEX, "# Rain {#rain}", "# Rain {#rain}\n\nIt fell for 12 days.")
    (found,) = [one for one in problems(tiny) if "12" in one.found]
    assert found.place == f"{found.file}:{found.line}:13"


def test_an_error_on_a_page_of_the_generators_names_the_file_of_its_data(tiny: Project, edit: Edit) -> None:
    edit("data/terms.csv", "claim_kind.fact,fact,事实\n", "")
    found = [one for one in problems(tiny) if "claim_kind.fact" in one.found]
    assert found
    assert all((tiny.root / one.file).is_file() for one in found), found
    assert {one.fix for one in found} == {"add the row claim_kind.fact to data/terms.csv"}


@pytest.mark.parametrize(
    ("call", "fix"),
    [("{{ figure('rain') }}", "write figure(indicator, entity, period"), ("{{ zzzzzz() }}", "a template may call ")],
)
def test_a_wrong_call_says_what_may_be_called(tiny: Project, edit: Edit, call: str, fix: str) -> None:
    edit(INDEX, "# Rain {#rain}", f"# Rain {{#rain}}\n\n{call}")
    assert any(one.file == INDEX and one.fix.startswith(fix) for one in problems(tiny))


def test_what_can_t_be_set_as_pdf_names_the_pages() -> None:
    (one,) = _unset("no such glyph").findings
    assert one.file == "templates/pages"


@pytest.mark.parametrize("line", ["notice:", "contributors: []", "licenses: []"])
def test_what_the_descriptor_leaves_empty_is_nothing_and_not_none(tiny: Project, line: str) -> None:
    key = line.partition(":")[0]
    path = tiny.data / "datapackage.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(rf"^{key}:.*\n", "", text, flags=re.MULTILINE).replace("languages:", f"{line}\nlanguages:", 1), encoding="utf-8")
    package = load_report(tiny)[0].figures.model.package
    assert "None" not in (*package.notice.values(), *package.author.values(), package.licence)
