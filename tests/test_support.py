"""A report may demand that so many of the figures on its pages rest on a primary source or on two independent ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sourced.findings import Finding, ReportError
from sourced.project import Project
from sourced.site.build import check

Edit = Callable[[str, str, str], None]
DESCRIPTOR, PAGE = "data/datapackage.yaml", "templates/pages/index.en.md.j2"


def problems(project: Project) -> list[Finding]:
    with pytest.raises(ReportError) as error:
        check(project)
    return error.value.findings


def demand(edit: Edit, rule: str) -> None:
    edit(DESCRIPTOR, "languages: [en, zh]", f"languages: [en, zh]\nsupported: {rule}")


def test_too_many_weak_figures_are_an_error_that_names_them(tiny: Project, edit: Edit) -> None:
    for code in ("en", "zh"):
        figure = '{{ figure("rain", "hill-2", "2023-Q1") }}'
        path = tiny.templates / f"pages/index.{code}.md.j2"
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{figure}\n", encoding="utf-8")
    demand(edit, "{least: 0.9, pages: [index]}")
    (one,) = problems(tiny)
    assert one.file == DESCRIPTOR
    assert "asks under supported for 9/10 of the figures of index" in one.found
    assert "rain.hill-2.2023-Q1" in one.fix


def test_enough_figures_that_rest_well_are_right(tiny: Project, edit: Edit) -> None:
    demand(edit, "{least: 1/3, pages: [index]}")
    check(tiny)


def test_a_page_that_is_not_there_is_an_error(tiny: Project, edit: Edit) -> None:
    demand(edit, "{least: 0, pages: [weather]}")
    assert "weather" in problems(tiny)[0].found


@pytest.mark.parametrize("rule", ["two thirds", "{least: 3/2, pages: [index]}", "{least: 2/0, pages: [index]}", "{least: 0.5}"])
def test_a_rule_that_can_t_be_read_is_an_error(tiny: Project, edit: Edit, rule: str) -> None:
    demand(edit, rule)
    (one,) = problems(tiny)
    assert (one.file, one.line) == (DESCRIPTOR, 4)
    assert "supported: {least: 2/3" in one.fix
