"""Hostile input: what a stranger writes into data, templates, configuration and folders is refused where it stands, or made harmless."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sourced.findings import Finding, ReportError
from sourced.project import Project
from sourced.site.build import check

Edit = Callable[[str, str, str], None]
DESCRIPTOR = "data/datapackage.yaml"


def findings(project: Project) -> list[Finding]:
    """What `check` has against a report."""
    with pytest.raises(ReportError) as error:
        check(project)
    return error.value.findings


def line_of(project: Project, file: str, text: str) -> int:
    """The line of a file in which a text stands first."""
    lines = (project.root / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (DESCRIPTOR, "name: rain\n", "name: ../../../escaped\n"),
        (DESCRIPTOR, "name: rain\n", "name: /escaped\n"),
        (DESCRIPTOR, "name: rain\n", "name: .escaped\n"),
        (DESCRIPTOR, "name: rain\n", r'name: a\escaped' + "\n"),
        (DESCRIPTOR, "- name: sections\n", "- name: ../escaped\n"),
        (DESCRIPTOR, "path: sections.csv", "path: ../escaped.csv"),
        (DESCRIPTOR, "path: sections.csv", "path: .git/escaped.csv"),
        (DESCRIPTOR, "languages: [en, zh]", 'languages: [en, "zh./../../escaped"]'),
        (DESCRIPTOR, "- {name: id,", """- {name: 'escaped" TEXT',"""),
        ("data/indicators.csv", "rain,", "../escaped,"),
    ],
)  # fmt: skip
def test_a_name_that_becomes_a_path_is_a_slug(tiny: Project, edit: Edit, file: str, old: str, new: str) -> None:
    edit(file, old, new)
    found = [(one.file, one.line) for one in findings(tiny) if "escaped" in one.found]
    assert (file, line_of(tiny, file, "escaped")) in found


def test_a_chart_s_name_is_a_slug(tiny: Project) -> None:
    module = next(path for path in (tiny.root / "charts").glob("*.py") if path.name != "theme.py")
    text = module.read_text(encoding="utf-8")
    module.write_text(text.replace("\ndef ", "\ndef é", 1), encoding="utf-8")
    assert any("names a chart" in one.found and one.line for one in findings(tiny))
