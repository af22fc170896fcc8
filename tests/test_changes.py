"""What no longer holds names the cells that have changed since all was well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sourced.findings import ReportError
from sourced.project import Project
from sourced.site.build import build, check
from tests.conftest import ROOT, copy_report

Edit = Callable[[str, str, str], None]
OBSERVATIONS = "data/observations.csv"
HOLDS = '\n{{ holds("rain.coast.2023-Q2 > rain.hill-2.2023-Q2") }}\n'
CELL = f'; changed since the last good build or check: {OBSERVATIONS}:6 column "value" "120.2" → "400")'


def found(project: Project) -> list[str]:
    with pytest.raises(ReportError) as error:
        check(project)
    return [f"{one.found} ({one.fix})" for one in error.value.findings]


@pytest.fixture
def concluding(tiny: Project, edit: Edit) -> Project:
    """The tiny report with a conclusion on its page, found to be right; nothing else is about the second station."""
    for code in ("en", "zh"):
        path = tiny.templates / f"pages/index.{code}.md.j2"
        path.write_text(path.read_text(encoding="utf-8") + HOLDS, encoding="utf-8")
    check(tiny)
    edit(OBSERVATIONS, "damage,coast,2023-Q2,,,1200", "damage,coast,2023-Q2,,,1300")
    return tiny


def test_a_sentence_that_no_longer_holds_names_the_cell(concluding: Project, edit: Edit) -> None:
    edit(OBSERVATIONS, "2023-Q2,,,120.2", "2023-Q2,,,400")
    assert any("what the page says no longer holds" in one and one.endswith(CELL) for one in found(concluding))
    assert all("1300" not in one for one in found(concluding) if "no longer holds" in one)


def test_a_title_that_no_longer_holds_names_the_cell(concluding: Project, edit: Edit) -> None:
    chart = concluding.charts / "rain.py"
    text = chart.read_text(encoding="utf-8")
    line = next(one for one in text.splitlines() if "canvas.series(" in one or "canvas.frame(" in one)
    inner = line[: len(line) - len(line.lstrip())]
    truth = f'{inner}canvas.holds(canvas.at("rain.hill-2.2023-Q2").value < 200)'
    chart.write_text(text.replace(line, f"{truth}\n{line}"), encoding="utf-8")
    check(concluding)
    edit(OBSERVATIONS, "2023-Q2,,,120.2", "2023-Q2,,,400")
    (said,) = {one for one in found(concluding) if "title" in one}
    assert "its title no longer holds of the data (" in said
    assert said.endswith(CELL)


def test_a_row_that_is_gone_is_named(concluding: Project, edit: Edit) -> None:
    edit(OBSERVATIONS, "rain,hill-2,2023-Q2,,,120.2,exact,high,office-2023,,\n", "")
    said = [one for one in found(concluding) if "since the last good build" in one]
    assert said
    assert all(f"{OBSERVATIONS} row rain/hill-2/2023-Q2///office-2023 gone" in one for one in said)


def test_a_claim_whose_test_fails_names_the_cell(tiny: Project, edit: Edit) -> None:
    check(tiny)
    edit(OBSERVATIONS, "rain,coast,2023-Q2,,,298.7", "rain,coast,2023-Q2,,,100.7")
    assert any('column "value" "298.7" → "100.7"' in one for one in found(tiny))


@pytest.mark.build
def test_a_failed_build_is_not_the_last_good_one(concluding: Project, edit: Edit) -> None:
    edit(OBSERVATIONS, "2023-Q2,,,120.2", "2023-Q2,,,400")
    for _ in range(2):
        with pytest.raises(ReportError) as error:
            build(concluding, downloads=False)
        assert any(f"{one.found} ({one.fix})".endswith(CELL) for one in error.value.findings)


def test_without_a_good_build_nothing_is_named(tiny: Project, edit: Edit) -> None:
    edit("templates/pages/index.en.md.j2", "# Rain {#rain}", '# Rain {#rain}\n{{ holds("rain.coast.2023-Q2 < rain.hill-2.2023-Q2") }}')
    assert any("no longer holds" in one and "since" not in one for one in found(tiny))


@pytest.mark.slow
def test_a_title_of_the_real_report_names_the_cell_that_breaks_it(tmp_path: Path) -> None:
    project = copy_report(ROOT, tmp_path)
    check(project)
    path = project.data / "financials/observations.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("revenue,kling,2026-Q1,,,650,", "revenue,kling,2026-Q1,,,65,"), encoding="utf-8"
    )
    said = [one for one in found(project) if "its title no longer holds" in one]
    assert said
    assert all('data/financials/observations.csv:460 column "value" "650" → "65"' in one for one in said)


def unrelated(said: list[str]) -> bool:
    return bool(said) and all("1300" not in one for one in said)


@pytest.mark.parametrize(
    "call", ['figure("rainn", "coast", "2023-Q2")', 'figure("rain", "coats", "2023-Q2")', 'figure("damage", "coast", "2021-Q2")',
             'at("damage.coast")', 'chart("rian")', 'name("coats")', 'holds("damage.coast.2023-Q2 ~ 3")'],
)  # fmt: skip
def test_a_name_that_nothing_bears_names_no_cell_that_has_changed(concluding: Project, edit: Edit, call: str) -> None:
    edit(
        "templates/pages/index.en.md.j2",
        "# Rain {#rain}",
        f'# Rain {{#rain}}\n{{{{ figure("damage", "coast", "2023-Q2") }}}} {{{{ {call} }}}}',
    )
    assert unrelated([one for one in found(concluding) if "there is no" in one or "no address" in one or "compares nothing" in one])


def test_a_name_that_a_row_bore_names_that_row(concluding: Project, edit: Edit) -> None:
    edit("templates/pages/index.en.md.j2", "# Rain {#rain}", '# Rain {#rain}\n{{ figure("damage", "coast", "2023-Q2") }}')
    edit("templates/pages/index.zh.md.j2", "{#rain}", '{#rain}\n{{ figure("damage", "coast", "2023-Q2") }}')
    check(concluding)
    edit(OBSERVATIONS, "damage,coast,2023-Q2,,,1300", "damage,coast,2022-Q2,,,1300")
    edit(OBSERVATIONS, "2023-Q2,,,120.2", "2023-Q2,,,120.3")
    said = [one for one in found(concluding) if "there is no observation damage.coast.2023-Q2" in one]
    assert said
    assert all("row damage/coast/2023-Q2///" in one and "120.3" not in one for one in said)


def test_a_mistake_in_the_code_of_a_chart_names_no_cell(concluding: Project, edit: Edit) -> None:
    edit(OBSERVATIONS, "2023-Q2,,,120.2", "2023-Q2,,,120.3")
    chart = concluding.charts / "rain.py"
    text = chart.read_text(encoding="utf-8")
    line = next(one for one in text.splitlines() if "return" in one)
    chart.write_text(text.replace(line, f"{line[: len(line) - len(line.lstrip())]}cavnas.holds(True)\n{line}"), encoding="utf-8")
    said = [one for one in found(concluding) if "cavnas" in one]
    assert said
    assert all("since" not in one for one in said)


def test_a_verdict_against_its_test_names_the_cells_of_that_test_alone(tiny: Project, edit: Edit) -> None:
    check(tiny)
    edit(OBSERVATIONS, "rain,coast,2023-Q2,,,298.7", "rain,coast,2023-Q2,,,100.7")
    edit(OBSERVATIONS, "2023-Q2,,,120.2", "2023-Q2,,,120.3")
    said = [one for one in found(tiny) if "goes against the test" in one]
    assert said
    assert all('"298.7" → "100.7"' in one and "120.3" not in one for one in said), said
