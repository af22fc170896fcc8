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


@pytest.mark.parametrize(("written", "line"), [("extra: {x: !!python/object/apply:os.system [touch ran]}", 2), ("nav: [index.md", 3)])
def test_a_configuration_runs_no_code_and_is_checked(tiny: Project, written: str, line: int) -> None:
    (tiny.root / "mkdocs.yml").write_text(f"site_name: Rain\n{written}\n", encoding="utf-8")
    with pytest.raises(ReportError) as error:
        check(tiny)
    assert [(one.file, one.line) for one in error.value.findings] == [("mkdocs.yml", line)]
    assert not (tiny.root / "ran").exists()


def test_a_report_without_a_configuration_is_told_what_to_write(tiny: Project) -> None:
    (tiny.root / "mkdocs.yml").unlink()
    with pytest.raises(ReportError, match=r"mkdocs.yml: there is no such file \(write one with the line site_name"):
        check(tiny)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("{}.get(page.name)", "prints nothing (none)"),
        ("(sources()|first).title is none", "no text but bool"),
        ("rows('floods')", "no text but list"),
        ("sources()|map('upper')", "no text but"),
        ("figure", "no text but"),
        ("(sources()|first).title", "no text but texts by language"),
    ],
)
def test_what_has_no_words_is_not_printed(tiny: Project, printed: str, said: str) -> None:
    page = tiny.root / "templates/pages/index.en.md.j2"
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\n{{{{ {printed} }}}}\n", encoding="utf-8")
    with pytest.raises(ReportError) as error:
        check(tiny)
    (one,) = [one for one in error.value.findings if one.file.endswith("index.en.md.j2")]
    assert (said in one.found, one.line) == (True, len(text.splitlines()) + 2)
