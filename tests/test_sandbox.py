"""Templates run no code, and can't go on for ever: what they try beyond that is a finding with file and line."""

from collections.abc import Callable

import pytest

from sourced.findings import ReportError
from sourced.project import Project
from sourced.site.build import check

Edit = Callable[[str, str, str], None]
PAGE = "templates/pages/index.en.md.j2"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("{{ cycler.__init__.__globals__ }}", "__init__"),
        ("{{ figure.__self__ }}", "__self__"),
        ("{{ ''.__class__.__mro__ }}", "__class__"),
        ("{{ ''|attr('__class__') }}", "__class__"),
        ("{{ 'a' * 10000000000 }}", "more than a page can hold"),
        ("{% for one in range(10 ** 9) %}{% endfor %}", "more than a page can hold"),
        ("{% for one in range(999999) %}{% endfor %}", "Range too big"),
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
        ("{% include 'index.en.md.j2' %}", "takes itself in without end"),
        ("{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}", "takes itself in without end"),
    ],
)
def test_what_a_template_may_not_do_is_told_with_its_place(tiny: Project, edit: Edit, written: str, found: str) -> None:
    edit(PAGE, "# Rain {#rain}\n", f"# Rain {{#rain}}\n\n{written}\n")
    with pytest.raises(ReportError) as error:
        check(tiny)
    assert [(one.file, bool(one.line)) for one in error.value.findings[:1]] == [(PAGE, True)]
    assert found in error.value.findings[0].found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("extra: {x: !!python/object/apply:os.system [touch ran]}", "names an object of Python's: object/apply:os.system"),
        ("markdown_extensions: [{toc: {slugify: !!python/name:os.system }}]", "names an object of Python's: name:os.system"),
        ("nav: [index.md", "is not YAML"),
    ],
)
def test_a_configuration_runs_no_code_and_is_checked(tiny: Project, written: str, found: str) -> None:
    path = tiny.root / "mkdocs.yml"
    path.write_text(f"site_name: Rain\n{written}\n", encoding="utf-8")
    with pytest.raises(ReportError) as error:
        check(tiny)
    assert (error.value.findings[0].file, error.value.findings[0].line) == ("mkdocs.yml", 2 if "YAML" not in found else 3)
    assert found in error.value.findings[0].found
    assert not (tiny.root / "ran").exists()


@pytest.mark.parametrize("name", ["../../escaped", "a/b", "a b", "..", "über"])
def test_what_files_are_called_by_is_a_name(tiny: Project, edit: Edit, name: str) -> None:
    edit("data/datapackage.yaml", "name: rain\n", f"name: {name}\n")
    with pytest.raises(ReportError, match=r'datapackage.yaml:\d+: has the name ".*", by which files are called'):
        check(tiny)


def test_a_key_is_part_of_an_address(tiny: Project, edit: Edit) -> None:
    edit("data/indicators.csv", "damage,", "../damage,")
    with pytest.raises(ReportError, match=r'indicators.csv:\d+ column "id": "../damage" can.t be part of an address'):
        check(tiny)
