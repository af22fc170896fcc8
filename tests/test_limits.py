"""Limits on what a report's own files ask for: work without end or room is a finding that names the file."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from sourced.data import workbook as reading
from sourced.data.package import load_package
from sourced.data.workbook import workbook, workbook_changes
from sourced.findings import Finding, ReportError
from sourced.project import Project
from sourced.site.build import build, check
from sourced.system import limits
from tests.test_cli import run

CHART = "charts/rain.py"
SHEET = "xl/worksheets/sheet1.xml"


def in_chart(project: Project, code: str) -> None:
    """Have the chart's function do something first."""
    path = project.root / CHART
    path.write_text(path.read_text(encoding="utf-8").replace("    colours = ", f"    {code}\n    colours = ", 1), encoding="utf-8")


def import_problems(project: Project, content: bytes) -> list[Finding]:
    """What `import` has against a workbook."""
    file = project.root / "data.xlsx"
    file.write_bytes(content)
    with pytest.raises(ReportError) as error:
        workbook_changes(load_package(project.data, root=project.root), project, file)
    return error.value.findings


def archive(project: Project, part: str, content: bytes) -> bytes:
    """The data as a workbook with another part."""
    out = io.BytesIO()
    made = io.BytesIO(workbook(project, load_package(project.data, root=project.root)))
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    "code",
    [
        "raise BaseException('x')",
        "raise GeneratorExit",
        "raise SystemExit",
        "raise KeyboardInterrupt",
        "import os; os._exit(0)",
        "raise type('E', (Exception,), {'__str__': lambda one: 1 / 0})",
    ],
)
def test_whatever_a_chart_raises_is_a_finding(tiny: Project, code: str) -> None:
    in_chart(tiny, code)
    with pytest.raises(ReportError) as error:
        check(tiny)
    assert {(one.file, one.line > 0) for one in error.value.findings} == {(CHART, True)}


@pytest.mark.build
def test_a_page_that_markdown_can_t_read_in_time_is_named(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 1.5)
    page = tiny.templates / "pages/index.en.md.j2"
    page.write_text(page.read_text(encoding="utf-8") + "\n" + "[" * 5000 + "\n", encoding="utf-8")
    with pytest.raises(ReportError) as error:
        check(tiny)
    found = "takes longer than 1.5 seconds: it may never end, as Markdown"
    assert [(one.file, one.found) for one in error.value.findings] == [("templates/pages/index.en.md.j2", found)]


@pytest.mark.parametrize(
    ("given", "said"), [("", "nothing"), ("'bars'", "no chart but str"), ("[1, 2]", "no chart but list"), ("canvas", "no chart but Canvas")]
)
def test_what_is_no_chart_is_called_by_what_it_is(tiny: Project, given: str, said: str) -> None:
    in_chart(tiny, f"return {given}")
    with pytest.raises(ReportError) as error:
        check(tiny)
    assert [(one.file, one.found) for one in error.value.findings] == [(CHART, f"rain-by-station: returns {said}")]


@pytest.mark.build
@pytest.mark.parametrize("ended", ["KeyboardInterrupt", "SystemExit"])
def test_a_hook_that_would_end_the_program_is_named(tiny: Project, ended: str) -> None:
    (tiny.root / "ends.py").write_text(f"def on_env(env, config, files):\n    raise {ended}\n", encoding="utf-8")
    configuration = tiny.root / "mkdocs.yml"
    configuration.write_text(f"{configuration.read_text(encoding='utf-8')}\nhooks: [ends.py]\n", encoding="utf-8")
    with pytest.raises(ReportError) as error:
        build(tiny, downloads=False)
    assert {(one.file, one.line) for one in error.value.findings} == {("ends.py", 2)}


@pytest.mark.slow
@pytest.mark.parametrize("code", ["print('hello')", "import os; os.write(1, b'hello')", "import os; os.system('echo hello')"])
def test_what_a_chart_prints_does_not_mix_with_the_findings(tiny: Project, code: str) -> None:
    in_chart(tiny, code)
    done = run("check", "--project", tiny.root, "--format", "json")
    assert isinstance(json.loads(done.stdout), list)
    assert "hello" in done.stderr


@pytest.mark.parametrize(
    "code", ["1/0", "[]|first", "'x'|int(base=99)", "[3, 'a']|sort", "[]|max", "'x'|center(10**11)", "lipsum(n=10**9)"]
)
def test_what_a_template_can_t_work_out_is_a_finding(tiny: Project, code: str) -> None:
    page = tiny.root / "templates/pages/index.en.md.j2"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{{{{ {code} }}}}\n", encoding="utf-8")
    with pytest.raises(ReportError) as error:
        check(tiny)
    assert {one.file for one in error.value.findings} == {"templates/pages/index.en.md.j2"}


@pytest.mark.parametrize("value", ["[a]", "{a: b}", "1", "null"])
def test_a_type_or_a_key_of_another_kind_is_a_finding(tiny: Project, value: str) -> None:
    path = tiny.data / "datapackage.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("{name: id, type: string,", f"{{name: id, type: {value},", 1)
    path.write_text(re.sub(r"resource: sources\b", f"resource: {value if value != 'null' else '[]'}", text, count=1), encoding="utf-8")
    with pytest.raises(ReportError) as error:
        check(tiny)
    assert all(one.file == "data/datapackage.yaml" and one.line for one in error.value.findings)


def test_a_pattern_that_never_ends_names_its_column(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 1.0)
    path = tiny.data / "datapackage.yaml"
    text = path.read_text(encoding="utf-8")
    place = text.index("path: sources.csv")
    pattern = "constraints: {pattern: '([A-Za-z ]+)+[0-9]', required: true"
    path.write_text(
        text[:place] + re.sub(r"(name: title, type: string, )constraints: \{required: true", rf"\1{pattern}", text[place:], count=1),
        encoding="utf-8",
    )
    assert pattern in path.read_text(encoding="utf-8")
    sources = tiny.data / "sources.csv"
    sources.write_text(
        sources.read_text(encoding="utf-8").replace("Yearbook of rain", "Yearbook of rain and of all that is wet"), encoding="utf-8"
    )
    with pytest.raises(ReportError) as error:
        check(tiny)
    assert ("data/sources.csv", "title") in {(one.file, one.column) for one in error.value.findings if "takes longer than" in one.found}


def test_a_workbook_that_declares_entities_is_refused(tiny: Project) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    assert ["entities" in one.found for one in import_problems(tiny, archive(tiny, SHEET, laughs))] == [True]


@pytest.mark.parametrize("part", [b"", b"<x", b"\0" * 100, b"<worksheet/>", b"\xff\xfe"])
def test_a_workbook_with_a_damaged_part_is_refused(tiny: Project, part: bytes) -> None:
    for name in (SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"):
        assert import_problems(tiny, archive(tiny, name, part)), name


def test_a_workbook_that_unpacks_to_more_than_any_table_is_refused(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_UNPACKED", 2**20)
    assert ["unpacks to 2 MB" in one.found for one in import_problems(tiny, archive(tiny, SHEET, b" " * 2**21))] == [True]


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "XFD2"])
def test_a_cell_far_from_the_table_is_said_with_its_sheet(tiny: Project, place: str, tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(workbook(tiny, load_package(tiny.data, root=tiny.root))))
    book["observations"][place] = "x"
    book.save(tmp_path / "x.xlsx")
    (found,) = import_problems(tiny, (tmp_path / "x.xlsx").read_bytes())
    assert (found.file, "reaches down to row" in found.found) == ("data.xlsx, sheet observations", True)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_workbook_that_takes_too_long_is_refused(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_SECONDS", 0.2)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("observations")
    for _ in range(20_000):
        sheet.append(["x"] * 5)
    out = io.BytesIO()
    book.save(out)
    assert ["takes longer than 0.2 seconds" in one.found for one in import_problems(tiny, out.getvalue())] == [True]
