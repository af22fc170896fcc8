"""Bad input: every fault is a finding with file, line, column and remedy, all of them in one run."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sourced.data.package import load_package
from sourced.data.suggestions import period_problem
from sourced.findings import Finding, ReportError
from sourced.project import Project
from sourced.site.build import check
from sourced.site.load import load_report
from tests.conftest import ROOT

Edit = Callable[[str, str, str], None]
OBSERVATIONS = "data/observations.csv"


def findings(project: Project) -> list[Finding]:
    """What is wrong with a report's data."""
    with pytest.raises(ReportError) as error:
        load_report(project)
    return error.value.findings


def test_the_tiny_package_is_read_with_types_and_lines(tiny: Project) -> None:
    package = load_package(tiny.data, root=tiny.root)
    first = package.rows("observations")[0]
    assert (first.file, first.line, str(first["value"]), first["as_of"]) == (OBSERVATIONS, 2, "210.4", None)


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "found", "fix"),
    [
        (OBSERVATIONS, "210.4", '"210,4"', (2, "value"), '"210,4" is not a number', "write 210.4"),
        (OBSERVATIONS, "210.4", '"1,234"', (2, "value"), '"1,234" is not a number', "write 1234 or 1.234"),
        (OBSERVATIONS, "210.4", "21O.4", (2, "value"), '"21O.4" is not a number', "write digits with a point, such as 3.4"),
        (OBSERVATIONS, "210.4", "210o", (2, "value"), '"210o" is not a number', "write digits with a point, such as 3.4"),
        (OBSERVATIONS, "210.4", "210 mm", (2, "value"), '"210 mm" is not a number', "write 210"),
        (OBSERVATIONS, "210.4", "", (2, "value"), "is empty", "fill it in"),
        (OBSERVATIONS, "210.4", "-1", (2, "value"), "-1 is too small", "at least 0"),
        (OBSERVATIONS, "2023-Q1", "2023-Q5", (2, "period"), '"2023-Q5" is no quarter', "write 2023-Q1 to 2023-Q4"),
        (OBSERVATIONS, "2023-Q1", "2023-02-30", (2, "period"), '"2023-02-30" is not in the calendar', "that month has 28 days"),
        (OBSERVATIONS, ",exact,", ",exactly,", (2, "qualifier"), '"exactly" is not one of the words allowed', "write exact"),
        (OBSERVATIONS, "rain,coast,2023-Q1", "rain,cost,2023-Q1", (2, "entity"), '"cost" is not in data/entities.csv', 'write "coast"'),
        (OBSERVATIONS, "rain,coast,2023-Q2,,,301,approx,medium,gazette-2023,Read by eye,目测\n",
         "rain,coast,2023-Q1,,,1,exact,high,office-2023,,\n",
         (3, "indicator"), 'stands already in line 2; here with value "1" instead of "210.4"', "remove one"),
        (OBSERVATIONS, "high,office-2023,,\n", "high,office-2023,,,\n", (2, ""), "has 12 cells where the header has 11", "the comma at"),
        (OBSERVATIONS, "rain,coast,2023-Q1", "\nrain,coast,2023-Q1", (2, ""), "is a blank row", "remove it"),
        (OBSERVATIONS, "rain,coast,2023-Q1", '"rain,coast,2023-Q1', (2, "indicator"), "cannot be split into cells", 'the lone "'),
        (OBSERVATIONS, "indicator,entity", "indicator,station", (1, "station"), "is no column of the table", 'rename it to "entity"'),
        (OBSERVATIONS, "indicator,entity", "entity,indicator", (1, ""), "has its columns in another order", "the first line must be"),
        (OBSERVATIONS, "The gauge ran over on two days", "", (5, "note_en"), "has no English text", "fill in both"),
        ("data/sources.csv", "https://example.org/rain/yearbook", "javascript:alert(1)", (2, "url"), "is not a web address", "https://"),
        ("data/sources.csv", "Yearbook of rain", '"=HYPERLINK(""x"")"', (2, "title"), "would run as a formula", "put a word before it"),
        ("data/sources.csv", "Yearbook of rain", "Year\u200bbook", (2, "title"), "invisible character U+200B", "type the text anew"),
        ("data/entities.csv", "海岸站", "海岸站,北", (2, ""), '"海岸站,北" in the column "name_zh" is not in quotes', 'write "海岸站,北"'),
        ("data/entities.csv", "海岸站", '"海岸站,北"', (2, "name_zh"), 'half-width "," beside Chinese', "write ，"),
        ("data/entities.csv", "hill-2", "coast", (3, "id"), '"coast" stands already in line 2', "change its key"),
        ("data/indicators.csv", "mm,1,", "mm,1.5,", (2, "decimals"), '"1.5" is not a whole number', "write 2"),
    ],
)  # fmt: skip
def test_a_fault_is_found_where_it_is(
    tiny: Project, edit: Edit, file: str, old: str, new: str, place: tuple[int, str], found: str, fix: str
) -> None:
    edit(file, old, new)
    matching = [one for one in findings(tiny) if (one.file, one.line, one.column) == (file, *place)]
    assert matching, findings(tiny)
    assert any(found in one.found and fix in one.fix for one in matching), matching


def test_all_faults_are_listed_in_one_run(tiny: Project, edit: Edit) -> None:
    edit(OBSERVATIONS, "210.4", "many")
    edit("data/entities.csv", "海岸站", "")
    edit("data/sources.csv", "news", "rumour")
    assert sorted({one.file for one in findings(tiny)}) == ["data/entities.csv", OBSERVATIONS, "data/sources.csv"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "is empty"),
        ("id,kind\n海,中国的人在海岸工作\n".encode("gbk"), "is in GBK"),
        (b"id,kind\n\xff\xfe\xfd\n\xff", "is not UTF-8 text"),
        (None, "cannot be read"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "is a pointer of Git LFS"),
        (b"sep=;\nid;kind\n", 'begins with "sep=;", which is for Excel'),
    ],
)
def test_a_file_that_is_no_table_is_explained(tiny: Project, content: bytes | None, found: str) -> None:
    path = tiny.data / "entities.csv"
    path.write_bytes(content) if content is not None else path.unlink()
    assert [(one.file, found in one.found) for one in findings(tiny)] == [("data/entities.csv", True)]


@pytest.mark.parametrize(
    ("old", "new"),
    [("210.4", " 210.4 "), ("210.4", "210.4"), ("210.4", '"1,210.4"'), ("210.4", "0.0000000000000000000004"), ("\n", "\r\n")],  # noqa: RUF100
)
def test_what_is_meant_beyond_doubt_is_accepted(tiny: Project, old: str, new: str) -> None:
    path = tiny.root / OBSERVATIONS
    text = path.read_text(encoding="utf-8").replace(old, new)
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    load_report(tiny)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("name: rain", "name: [rain", "is not YAML"),
        ("resources:", "tables:", 'lacks "resources"'),
        ("type: string", "type: strnig", 'of type "strnig"'),
        ("name: via, type: string", "name: via, description: Read at, where it differs, type: string", 'the words "where it differs"'),
        ("minimum: 0}", "minimum: none}", 'has "none" as minimum'),
        ('pattern: "[a-z0-9-]+"', 'pattern: "[a-z0-9-+"', "as pattern"),
        ("reference: {resource: units", "reference: {resource: unit", 'the table "unit"'),
        ("{fields: [unit], reference", "{fields: [unti], reference", 'not there: "unti"'),
        ("primaryKey: [indicator, entity", "primaryKey: [indicater, entity", 'in primaryKey that is not there: "indicater"'),
        ("updated: 2024-02-01", "updated: soon", 'has "soon" as updated'),
        ("updated: 2024-02-01", "updated: 2024-02-31", "date that can't be"),
        ("'2023-08-01T12:00:00+08:00'", "2023-08-01", 'as "created"'),
        ("'2023-08-01T12:00:00+08:00'", "'2023-08-01T12:00:00'", 'as "created"'),
        ("path: sources.csv", "path: ../../sources.csv", "leads out of data/"),
        ("name: rain\n", "", 'lacks "name"'),
        ("title: Rain at", "title: Snow\ntitle: Rain at", '"title" twice in one place'),
        ("title: Rain at two stations", "title: 2025", "has 2025 as its title"),
        ("languages: [en, zh]", "languages: [en, no]", 'has "False" among'),
        ("{required: true, minimum: 0}", "{minimum: .nan}", 'has "nan" as minimum'),
        ("{required: true, minimum: 0}", "{minimum: '0'}", 'has "0" as minimum'),
        ("{required: true, minimum: 0}", "{minimum: 3, maximum: 0}", "minimum of 3 above the maximum of 0"),
        ("enum: [high, medium, low]", "enum: []", 'has "[]" as enum'),
        ("path: floods.csv", "path: floods.csv\n    encoding: gbk", 'as "encoding"'),
        ("path: floods.csv", "path: floods.csv\n    dialect: {delimiter: ';'}", 'as "dialect"'),
        ("    schema:\n", "    schema:\n      missingValues: ['-']\n", 'as "missingValues"'),
        ("path: floods.csv", "path: ./floods.csv", "is not written as paths are"),
        ("path: floods.csv", "path: a#b.csv", "holds #, which no path here may"),
        ("  - name: entities", "  - name: sources", 'second table with the name "sources"'),
        ("enum: [high, medium, low]", "enum: high", 'has "high" as enum'),
        ("        - {fields: [indicator], reference: {resource: indicators, fields: [id]}}\n", "", 'foreign key from "indicator"'),
    ],
)
def test_a_broken_descriptor_is_explained(tiny: Project, edit: Edit, old: str, new: str, found: str) -> None:
    edit("data/datapackage.yaml", old, new)
    first = findings(tiny)[0]
    assert (first.file, first.line > 0) == ("data/datapackage.yaml", True)
    assert found in first.found


@pytest.mark.parametrize(
    ("typed", "found", "fix"),
    [
        ("HTTPS://Example.org/Rain/A?b=C", "not of the right form", "write https://example.org/Rain/A?b=C"),
        ("https://example.org:99999/x", "is not a web address", "copy it anew"),
        ("https://example.org:abc/x", "is not a web address", "copy it anew"),
        ("https://..example.org/x", "a host that can't be", "copy the address anew"),
        ("https://example.org/100%25/5%", "holds %, where", "write %25"),
        ("https://example.org/%E9%9B%A8?a=1", "", ""),
        ("https://xn--fsq.example:8080/a_(b)#:~:text=c", "", ""),
        ("https://例え.テスト/路径?q=值", "", ""),
    ],
)
def test_an_address_is_led_to_the_right_one(tiny: Project, edit: Edit, typed: str, found: str, fix: str) -> None:
    edit("data/sources.csv", "https://example.org/rain/yearbook", typed)
    said = findings(tiny) if found else load_report(tiny) and []
    assert [(found in one.found, fix in one.fix) for one in said] == [(True, True)] * bool(found)


def test_a_missing_descriptor_is_explained(tiny: Project) -> None:
    (tiny.data / "datapackage.yaml").unlink()
    (finding,) = findings(tiny)
    assert "no such file" in finding.found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.slow
def test_any_bytes_end_in_a_report_or_in_findings(tiny: Project, data: st.DataObject) -> None:
    path = tiny.root / data.draw(st.sampled_from([OBSERVATIONS, "data/sources.csv", "data/entities.csv", "data/units.csv"]))
    original = path.read_bytes()
    start = data.draw(st.integers(0, len(original)))
    end = data.draw(st.integers(start, min(len(original), start + 40)))
    path.write_bytes(original[:start] + data.draw(st.binary(max_size=30)) + original[end:])
    try:
        load_report(tiny)
        said: list[Finding] = []
    except ReportError as error:
        said = error.findings
    finally:
        path.write_bytes(original)
    assert all(one.found and one.fix and one.file for one in said)


def test_a_fault_in_a_row_does_not_make_its_key_unknown(tiny: Project, edit: Edit) -> None:
    edit("data/entities.csv", "coast,station,Coast Station", "coast,station,")
    (finding,) = findings(tiny)
    assert (finding.file, finding.column) == ("data/entities.csv", "name_en")


@pytest.mark.build
def test_reports_broken_as_people_and_programs_break_them_end_in_a_site_or_in_findings() -> None:
    """Cells, descriptors, templates, histories in Git, workbooks; `make fuzz` tries 5,000."""
    command = [sys.executable, "-m", "benchmarks.fuzz", "20", "5000"]  # on its own: a copy of this process has no engine's thread
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr


def test_faults_of_every_kind_are_listed_together(tiny: Project, edit: Edit) -> None:
    edit(OBSERVATIONS, "210.4", "3.4bn")
    edit(OBSERVATIONS, "2023-Q2,,,120.2", "Q2 2023,,,120.2")
    edit("data/entities.csv", "hill-2,station,Hill Station 2", "hill-2,station,山丘二站")
    edit("data/sources.csv", "2023-07-02", "2023-06-31")
    edit("templates/pages/index.en.md.j2", "had {{", "had 300 {{")
    with pytest.raises(ReportError) as error:
        check(tiny)
    places = {(one.file.rpartition("/")[2], one.column if "data/" in one.file else one.line) for one in error.value.findings}
    assert places >= {
        ("observations.csv", "value"), ("observations.csv", "period"), ("entities.csv", "name_en"), ("sources.csv", "published"),
        ("index.en.md.j2", 7),
    }  # fmt: skip


TITLES = "id,kind,name_en,name_zh,parent\n"


@pytest.mark.parametrize(
    ("file", "change", "place", "found", "fix"),
    [
        ("entities.csv", lambda text: text.encode("utf-16"), (1, ""), "is in UTF-16", "check --fix"),
        ("entities.csv", lambda text: text.encode().replace(b"Coast", b"C\xf4te"), (2, ""), '"Côte', "CSV UTF-8"),
        ("entities.csv", lambda text: text.encode("utf-32"), (1, ""), "is in UTF-32", "check --fix"),
        ("entities.csv", lambda text: text.replace("Coast", "海岸日報").encode("big5", "replace"), (2, ""), "if it is Big5", "CSV UTF-8"),
        ("entities.csv", lambda text: text.replace("Coast", "東京気象庁の").encode("cp932", "replace"), (2, ""), "is Shift-JIS", "CSV"),
        ("entities.csv", lambda text: text.encode().replace("海岸站".encode(), "海岸站".encode("gbk")), (2, ""), '站" if it is GBK',
         "CSV UTF-8"),
        ("accepted.csv", lambda text: text.replace("kind", "ｋｉｎｄ", 1).encode(), (1, "ｋｉｎｄ"), "no column", 'rename it to "kind"'),
        ("scorecard.csv", lambda text: text.replace("floods,", "f" * 101 + ",", 1).encode(), (3, "id"), "can't be a key", "at most 100"),
        ("entities.csv", lambda text: text.encode().decode("latin-1").encode(), (2, ""), "garbled", "the version before"),
        ("entities.csv", lambda text: text.replace(",", ";").encode(), (1, ""), "parted by semicolons", "check --fix"),
        ("entities.csv", lambda text: b"Stations\n" + text.encode(), (2, ""), "in line 2", "remove what stands above"),
        ("entities.csv", lambda text: text.partition("\n")[2].replace("station", "2").encode(), (1, ""), "lacks the line", TITLES.strip()),
        ("entities.csv", lambda text: text.replace("\n", ",,\n").encode(), (1, ""), "2 empty columns", "remove them"),
        ("entities.csv", lambda text: b"PK\x03\x04" + text.encode(), (0, ""), "an Excel workbook", "open it in Excel"),
        ("entities.csv", lambda text: text.replace("hill-2,", "<<<<<<< HEAD\nhill-2,").encode(), (3, ""), "by a merge", "one of"),
        ("entities.csv", lambda text: (text + TITLES).encode(), (4, ""), "once more", "remove it"),
        ("entities.csv", lambda text: text[: len(TITLES)].encode(), (1, ""), "has no row", "add them again"),
        ("entities.csv", lambda text: text.replace("岸站,", "岸站,hill-2").replace("二站,", "二站,coast").encode(), (3, "parent"),
         "leads back to its own row: hill-2 → coast → hill-2", "leave it empty"),
        ("observations.csv", lambda text: text.split("\n")[0].encode(), (1, ""), "has no row", "add its rows again"),
        ("units.csv", lambda text: text.replace("{} millimetres", "millimetres").encode(), (2, "other_en"), "where the number", "write {}"),
        ("units.csv", lambda text: text.replace("{}毫米", "{0}毫米").encode(), (2, "other_zh"), "where the number stands", "write {}"),
        ("units.csv", lambda text: text.replace("plain,1,", "plain,0,", 1).encode(), (2, "factor"), "nothing", "base units"),
    ],
)  # fmt: skip
def test_a_file_as_people_and_programs_leave_it_is_explained_once(
    tiny: Project, file: str, change: Callable[[str], bytes], place: tuple[int, str], found: str, fix: str
) -> None:
    path = tiny.data / file
    path.write_bytes(change(path.read_text(encoding="utf-8")))
    (one,) = findings(tiny)
    assert (one.file, one.line, one.column) == (f"data/{file}", *place), one
    assert found in one.found
    assert fix in one.fix


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("1.234,5", "write 1234.5"), ("1 234", "write 1234"), ("1'234", "write 1234"), ("35.046.000", "35046000"), ("12%", "write 12"),
        ("(12)", "write -12"), ("3.4bn", "3400000000, or 3400 if that is in millions"), ("¥3亿", "300000000"), ("约3", '"qualifier"'),
        ("N/A", "take the row out"), ("—", "take the row out"), ("#REF!", "type the number"), ("=A1+1", "type the number"),
        ("3-4", "a row for each end"), ("1e99", "correct it"), ("1e-99", "correct it"), ("10²", "write digits"), ("10½", "write digits"),
        ("①", "write digits"), ("5‰", "write 0.5, if its indicator is in percent"), ("25bp", "write 0.25"), ("5成", "write 50"),
    ],
)  # fmt: skip
def test_a_number_of_another_form_is_led_to_the_right_one(tiny: Project, edit: Edit, typed: str, fix: str) -> None:
    edit(OBSERVATIONS, "210.4", f'"{typed}"')
    (one,) = findings(tiny)
    assert (one.line, one.column) == (2, "value")
    assert fix in one.fix


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2025/09/30", "2025-09-30"), ("30.09.2025", "2025-09-30"), ("9/30/2025", "2025-09-30"), ("3/4/2025", "2025-04-03 or 2025-03-04"),
        ("2025-9-1", "2025-09-01"), ("Q3 2025", "2025-Q3"), ("2025Q3", "2025-Q3"), ("3Q25", "2025-Q3"), ("2025年第三季度", "2025-Q3"),
        ("2025年9月30日", "2025-09-30"), ("2025年上半年", "2025-H1"), ("45930", "2025-09-30"), ("30 September 2025", "2025-09-30"),
        ("Sep-25", "2025-09"), ("FY2025", "2025"), ("2025-09-30 00:00:00", "2025-09-30"), ("2025-Q2–2025-Q3", "2025-Q2/2025-Q3"),
    ],
)  # fmt: skip
def test_a_period_of_another_form_is_led_to_the_right_one(tiny: Project, edit: Edit, typed: str, meant: str) -> None:
    edit(OBSERVATIONS, "2023-Q1", typed)
    one = next(one for one in findings(tiny) if one.column == "period")
    assert one.fix.startswith(f"write {meant}")


def test_the_same_thing_missing_in_many_rows_is_said_once(tiny: Project, edit: Edit) -> None:
    edit("data/sources.csv", "gazette-2023", "gazette-2024")
    found = [one for one in findings(tiny) if one.file == OBSERVATIONS]
    assert [(one.line, one.found) for one in found] == [(3, '"gazette-2023" is not in data/sources.csv (also lines 5, 8)')]
    assert 'write "gazette-2024"' in found[0].fix


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rain,hill-2,2023-Q2", "rain,hill-9,2023-Q2", "data/entities.csv: paste hill-9,,,,"),
        ("rain,hill-2,2023-Q2", "snow,hill-2,2023-Q2", "data/indicators.csv: paste snow,"),
    ],
)
def test_a_key_that_a_table_lacks_comes_with_the_line_to_paste(tiny: Project, edit: Edit, old: str, new: str, said: str) -> None:
    edit("data/observations.csv", old, new)
    with pytest.raises(ReportError) as error:
        check(tiny)
    (one,) = [one for one in error.value.findings if said in one.fix]
    table = (tiny.root / said.partition(":")[0]).read_text(encoding="utf-8").splitlines()[0]
    pasted = one.fix.partition("paste ")[2].partition(" and fill in ")[0]
    assert pasted.count(",") == table.count(",")
    assert "name_en" in one.fix.partition(" and fill in ")[2]


@pytest.mark.parametrize(("text", "meant"), [("45292", "2024-01-01, if this is a spreadsheet's number"), ("20220", "a year")])
def test_five_digits_are_a_day_of_a_spreadsheet_only_if_it_is_of_our_time(text: str, meant: str) -> None:
    assert meant in period_problem(text, "a year, 2024")[1]
