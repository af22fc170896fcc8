"""One run says all that is wrong: of a chart, of each statement of a page, and in each language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sourced.findings import ReportError
from sourced.project import Project
from sourced.site.build import check

Edit = Callable[[str, str, str], None]
LESS, TWO = "rain.coast.2023-Q2 < rain.hill-2.2023-Q2", '"rain.coast.2023-Q2 = rain.hill-2.2023-Q2", "rain.coast.2023-Q2 < 1"'
FALSE = f'{{{{ holds("{LESS}") }}}}\n\n{{{{ holds({TWO}) }}}}'
PAGES = [f"templates/pages/index.{code}.md.j2" for code in ("en", "zh")]


def found(project: Project) -> list[str]:
    with pytest.raises(ReportError) as error:
        check(project)
    return [f"{one.place}: {one.found}" for one in error.value.findings]


def break_title(project: Project) -> None:
    chart = project.charts / "rain.py"
    text = chart.read_text(encoding="utf-8")
    line = next(one for one in text.splitlines() if "return" in one)
    chart.write_text(text.replace(line, f"{line[: len(line) - len(line.lstrip())]}canvas.holds(False)\n{line}"), encoding="utf-8")


def test_each_statement_that_does_not_hold_is_said_with_its_line_and_those_of_charts_too(tiny: Project) -> None:
    for page in PAGES:
        text = (tiny.root / page).read_text(encoding="utf-8")
        (tiny.root / page).write_text(f"{text}\n\n{FALSE}\n", encoding="utf-8")
    break_title(tiny)
    said = found(tiny)
    assert sum("title no longer holds" in one for one in said) == 1
    for page in PAGES:
        mine = [one for one in said if one.startswith(page) and "no longer holds" in one]
        assert len(mine) == 3
        assert len({one.split(": ")[0] for one in mine}) == 2  # two lines


def test_a_statement_is_said_beside_an_error_that_ends_the_page(tiny: Project, edit: Edit) -> None:
    edit(PAGES[0], "{#rain}", f'{{#rain}}\n{FALSE}\n{{{{ figure("rainn", "coast", "2023-Q2") }}}}')
    said = [one for one in found(tiny) if one.startswith(PAGES[0])]
    assert sum("no longer holds" in one for one in said) == 3
    assert any('no indicator "rainn"' in one for one in said)


def test_a_page_without_its_chart_is_not_kept(tiny: Project) -> None:
    check(tiny)
    chart = tiny.charts / "rain.py"
    right = chart.read_text(encoding="utf-8")
    break_title(tiny)
    found(tiny)
    chart.write_text(right, encoding="utf-8")
    check(tiny)


def test_a_chart_that_is_not_there_does_not_hide_what_else_is_wrong(tiny: Project, edit: Edit) -> None:
    edit(PAGES[0], "{#rain}", f'{{#rain}}\n{{{{ chart("rian") }}}}\n{FALSE}')
    said = [one for one in found(tiny) if one.startswith(PAGES[0])]
    assert any('no chart "rian"' in one for one in said)
    assert sum("no longer holds" in one for one in said) == 3
