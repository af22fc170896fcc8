"""Hostile input: what a stranger writes into data, templates, configuration and folders is refused where it stands, or made harmless."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import date
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from sourced.commands.cli import main
from sourced.data.history import RowChange
from sourced.desk.diff import Difference, as_markdown
from sourced.findings import Finding, ReportError
from sourced.outputs.markdown_copy import markdown_of
from sourced.pages.citations import Work, bibtex
from sourced.project import Project
from sourced.site.build import build, check
from sourced.site.finish import facts_of
from sourced.site.local_server import LOOPBACK, LoopbackServer
from sourced.site.preview import _Handler, _State
from sourced.words.language import Language
from sourced.words.prose import safe

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


@pytest.mark.parametrize(
    "call",
    [
        "{{ cycler.__init__.__globals__.os.popen('touch RAN').read() }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ figure.__globals__ }}",
        "{{ page|attr('__class__') }}",
        "{{ '{0.__class__}'.format(page) }}",
        "{{ [page].append(page) }}",
        "{% set x = language.locale.datetime_formats %}{{ x.os }}",
    ],
)
def test_templates_run_in_a_sandbox(tiny: Project, call: str) -> None:
    page = tiny.root / "templates/pages/index.en.md.j2"
    page.write_text(page.read_text(encoding="utf-8") + "\n" + call.replace("RAN", str(tiny.root / "RAN")) + "\n", encoding="utf-8")
    found = [one for one in findings(tiny) if one.file == "templates/pages/index.en.md.j2" and "no template may have" in one.found]
    assert found
    assert all(one.line for one in found)
    assert not (tiny.root / "RAN").exists()


def test_a_chart_s_words_run_in_the_sandbox(tiny: Project) -> None:
    module = next(path for path in (tiny.root / "charts").glob("*.py") if path.name != "theme.py")
    text = module.read_text(encoding="utf-8")
    module.write_text(text.replace('"en": "', '"en": "{{ cycler.__init__.__globals__ }}', 1), encoding="utf-8")
    assert any("unsafe" in one.found for one in findings(tiny))


@pytest.mark.build
@pytest.mark.parametrize("call", ["{{ cycler.__init__.__globals__.os }}", "{{ page.file.copy_file() }}", "{{ config.load_file('x') }}"])
def test_the_theme_s_templates_run_in_the_sandbox(tiny: Project, call: str) -> None:
    (tiny.theme / "404.html").write_text('{% extends "main.html" %}{% block content %}' + call + "{% endblock %}", encoding="utf-8")
    main = tiny.theme / "main.html"
    main.write_text("<html><body><article>" + call + "{{ page.content }}</article></body></html>", encoding="utf-8")
    with pytest.raises(ReportError) as error:
        build(tiny, downloads=False)
    assert any("unsafe" in one.found or "not safely callable" in one.found for one in error.value.findings), error.value.findings


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("extra: {x: !!python/object/apply:os.system ['touch RAN']}", "would run a program"),
        ("extra: {x: !!python/name:os.system }", "would run a program"),
        ("extra: {x: !anything 1}", "would run a program"),
        ("hooks: [docs/hook.py]", "a hook that is no file of Python beside it"),
        ("hooks: [../hook.py]", "a hook that is no file of Python beside it"),
        ("INHERIT: ../other.yml", "takes in a configuration from elsewhere"),
        ("markdown_extensions: [docs.evil]", "a Markdown extension that no package installs"),
        ("markdown_extensions: [{docs.evil: {}}]", "a Markdown extension that no package installs"),
        ("extra: {social: [{link: 'javascript:alert()'}]}", "links to a script"),
        ('repo_url: " Java\\tScript:alert()"', "links to a script"),
    ],
)
def test_a_configuration_runs_nothing_but_hooks_beside_it_here_or_in_a_browser(tiny: Project, line: str, found: str) -> None:
    option = line.partition(":")[0]
    (tiny.root / "docs/evil.py").write_text(f"open({str(tiny.root / 'RAN')!r}, 'w')", encoding="utf-8")
    file = tiny.root / "mkdocs.yml"
    kept = [one for one in file.read_text(encoding="utf-8").splitlines() if not one.startswith(f"{option}:")]
    file.write_text("\n".join([*kept, line.replace("RAN", str(tiny.root / "RAN"))]) + "\n", encoding="utf-8")
    told = [one for one in findings(tiny) if found in one.found]
    assert [(one.file, one.line) for one in told] == [("mkdocs.yml", len(kept) + 1)]
    assert not (tiny.root / "RAN").exists()


def test_the_cache_holds_no_code(built: Project) -> None:
    kept = [path for path in (built.build / "cache").rglob("*") if path.is_file()]
    assert kept
    assert {path.suffix for path in kept} <= {".sqlite", ".csv", ".svg", ".png", ".json", ".yaml"}, kept


@pytest.mark.parametrize(
    "place", ["data/more.csv", "data/observations.csv", "docs/assets/more.txt", "docs/more", "templates/pages/x.en.md.j2"]
)
@pytest.mark.parametrize("target", ["outside", ".env", "nowhere"])
def test_a_link_that_leads_out_of_the_report_is_refused(
    tiny: Project, tmp_path_factory: pytest.TempPathFactory, place: str, target: str
) -> None:
    outside = tmp_path_factory.mktemp("secret") / "secret"
    outside.write_text("secret", encoding="utf-8")
    (tiny.root / ".env").write_text("secret", encoding="utf-8")
    link = tiny.root / place
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to({"outside": outside, ".env": tiny.root / ".env", "nowhere": tiny.root / "nowhere"}[target])
    assert [one.file for one in findings(tiny) if "is a link that leads out" in one.found] == [place]


@pytest.mark.parametrize("run", [check, partial(build, downloads=False)], ids=["check", "build"])
@pytest.mark.parametrize(
    "place", ["build", "site", "site.old", "build/site", "build/docs", "build/cache", "build/docs/en", "build/last.json"]
)
def test_a_build_writes_through_no_link(
    tiny: Project, tmp_path_factory: pytest.TempPathFactory, place: str, run: Callable[[Project], object]
) -> None:
    outside = tmp_path_factory.mktemp("mine")
    (outside / "index.html").write_text("mine", encoding="utf-8")
    link = tiny.root / place
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(outside / "index.html" if link.suffix == ".json" else outside)
    with pytest.raises(ReportError) as error:
        run(tiny)
    assert [one.file for one in error.value.findings if "is a link" in one.found] == [place]
    assert {path.name: path.read_text(encoding="utf-8") for path in outside.rglob("*")} == {"index.html": "mine"}


def test_a_configuration_that_is_a_link_out_of_the_report_is_refused(tiny: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("secret") / "secret"
    (tiny.root / "mkdocs.yml").rename(outside)
    (tiny.root / "mkdocs.yml").symlink_to(outside)
    assert [one.file for one in findings(tiny) if "is a link that leads out" in one.found] == ["mkdocs.yml"]


@pytest.mark.build
def test_what_is_published_is_what_is_named_or_shown(tiny: Project) -> None:
    for name in (
        "data/notes.txt",
        "data/draft.csv",
        "data/.git/config",
        "docs/.hidden/x.txt",
        "docs/.env",
        "docs/assets/.x.css",
        "docs/.x/a.en.md",
    ):
        path = tiny.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("secret", encoding="utf-8")
    (tiny.docs / "assets/shown.txt").write_text("shown", encoding="utf-8")
    build(tiny)
    published = [path for path in tiny.site.rglob("*") if path.is_file()]
    assert not [path for path in published if path.read_bytes() == b"secret"]
    assert (tiny.site / "assets/shown.txt").exists()
    assert {"datapackage.yaml", "observations.csv"} <= {path.name for path in (tiny.site / "data").iterdir()}


FORMULAS = ("-2+3+cmd|' /C calc'!A0", "＝1+1", "－1+1", "\u3000=1+1")


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_does_not_pass_the_check(tiny: Project, edit: Edit, formula: str) -> None:
    edit("data/sources.csv", "Yearbook of rain", f'"{formula}"')
    assert [(one.line, one.column) for one in findings(tiny) if "would run as a formula" in one.found] == [(2, "title")]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_does_not_pass_the_import(tiny: Project, formula: str) -> None:
    book = tiny.root / "data.xlsx"
    assert CliRunner().invoke(main, ["export", "--project", str(tiny.root), str(book)]).exit_code == 0
    opened = load_workbook(book)
    cell = next(cell for row in opened["sources"].iter_rows() for cell in row if str(cell.value).startswith("Yearbook of rain"))
    cell.value, cell.data_type = formula, "s"
    opened.save(book)
    before = (tiny.data / "sources.csv").read_bytes()
    assert CliRunner().invoke(main, ["import", "--project", str(tiny.root), str(book)]).exit_code == 1
    assert (tiny.data / "sources.csv").read_bytes() == before


@pytest.mark.parametrize("path", ["javascript:alert(1)", "data:text/html,x", "//example.org", "../secret"])
def test_a_licence_leads_to_a_web_address(tiny: Project, path: str) -> None:
    file = tiny.root / DESCRIPTOR
    text = "".join(
        line for line in file.read_text(encoding="utf-8").splitlines(keepends=True) if not line.startswith(("licenses:", "  - {name: CC"))
    )
    file.write_text(text.replace("name: rain\n", f"name: rain\nlicenses: [{{name: X, path: '{path}'}}]\n"), encoding="utf-8")
    assert [one.line for one in findings(tiny) if "no web address" in one.found] == [line_of(tiny, DESCRIPTOR, "licenses:")]


def test_no_field_of_bibtex_can_be_broken_out_of() -> None:
    work = Work(
        "key", "report", r"A } title = {x}, \input{/etc/passwd} 100% & more", "", "One } and Two", date(2025, 1, 1), "", Language("en")
    )
    written = bibtex(work)
    inner = written.replace("\\textbraceleft{}", "").replace("\\textbraceright{}", "").replace("\\textbackslash{}", "")
    assert inner.count("{") == inner.count("}")
    assert "\\input" not in written
    assert r"100\% \& more" in written
    assert re.search(r"title = \{\{A \\textbraceright\{\} title", written)


@pytest.mark.parametrize(
    "words",
    ["@someone", "@org/team", "a@example.org", "https://example.org", "www.example.org", "#12", "org/repo#12", "GH-12", "mailto:a@b.org"],
)
def test_the_words_on_a_change_call_nobody_and_link_nowhere(words: str) -> None:
    row = RowChange("sources", "key", "revised", (("title", "before", words),))
    said = as_markdown(Difference(rows=[row]))
    assert words not in said
    assert words in said.replace("<!-- -->", "").replace("\\", "")
    assert not re.search(r"@\w|#\d|\w://\w|www\.|GH-\d|mailto:\w", said)


@pytest.mark.parametrize(
    "words",
    [
        '<meta http-equiv="refresh" content="0; url=https://example.org">', '<base href="https://example.org/">',
        "[words](&#106;avascript:alert(x))", "<a href='java&Tab;script:alert(x)'>words</a>", "<iframe src='assets/x.html'></iframe>",
    ],
)  # fmt: skip
def test_a_page_written_by_hand_leads_nowhere_by_itself(tiny: Project, words: str) -> None:
    page = tiny.root / "templates/pages/index.en.md.j2"
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\n{words}\n", encoding="utf-8")
    line = len(text.splitlines()) + 2
    found = [one for one in findings(tiny) if "what leads elsewhere" in one.found or "links to a script" in one.found]
    assert {(one.file, one.line) for one in found} == {("templates/pages/index.en.md.j2", line)}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("<meta http-equiv=refresh>", "<meta>"), ("<a href='&#106;ava\tscript:x'>a</a>", "links to"), ("<img src=x onerror=a>", "onerror"),
        ("<svg><a xlink:href='javascript:x'>a</a></svg>", "links to"), ("<form action='data:text/html,x'></form>", "links to"),
        ("<svg><a><set attributeName='href' to='javascript:x'/>a</a></svg>", "<set>"),
        ("<svg><a><animate attributeName='href' values='javascript:x'/>a</a></svg>", "<animate>"),
        ("<object data='x'></object>", "<object>"), ("<script>x</script>", "<script>"), ("<a href=' \x01vbscript:x'>a</a>", "links to"),
        ("<textarea>", "<textarea>"), ("<title>x", "<title>"), ("<plaintext>", "<plaintext>"),
        ("<style>p { display: none }</style>", "<style>"),
        ("</article>x<article>", "</article>"), ("</body >x", "</body>"),
        ("<a href='https://a:b@example.org/'>a</a>", "a name or a password"),
        ("<a href='https://example.org:99999/'>a</a>", "no web address"),
    ],
)  # fmt: skip
def test_a_finished_page_holds_nothing_foreign(words: str, found: str) -> None:
    facts = facts_of("index.html", f"<html><body><article>{words}</article></body></html>")
    assert any(found in one.found for one in facts.problems), facts.problems


@pytest.mark.parametrize("words", ["<a href='../x/'>a</a>", "<a href='https://example.org'>a</a>", "<a href='mailto:a@example.org'>a</a>"])
def test_a_link_is_nothing_foreign(words: str) -> None:
    assert not facts_of("index.html", f"<html><body><article>{words}</article></body></html>").problems


def test_words_of_cells_are_no_markup_in_markdown() -> None:
    cell = safe("<script>x</script> [a](javascript:b) ![i](x) `c` *d* &lt;b&gt;")
    said = markdown_of(f"<article><p>{cell} <code>{safe('a_b')}</code></p></article>")
    assert said == "&lt;script&gt;x&lt;/script&gt; \\[a\\](javascript:b) !\\[i\\](x) \\`c\\` \\*d\\* &lt;b&gt; `a_b`\n"


def test_the_preview_serves_the_site_alone(tmp_path: Path) -> None:
    site, secret = tmp_path / "site", tmp_path / "secret.txt"
    (site / "folder").mkdir(parents=True)
    (site / "a.txt").write_text("shown", encoding="utf-8")
    secret.write_text("secret", encoding="utf-8")
    (site / "link.txt").symlink_to(secret)
    (site / "out").symlink_to(tmp_path)
    server = LoopbackServer((LOOPBACK, 0), partial(_Handler, directory=str(site), state=_State(), beside=None))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def status(method: str, path: str) -> int:
        asked = HTTPConnection(LOOPBACK, server.server_port)
        asked.request(method, path)
        answer = asked.getresponse().status
        asked.close()
        return answer

    try:
        for method in ("GET", "HEAD"):
            assert [status(method, path) for path in ("/a.txt", "/link.txt", "/out/secret.txt", "/folder/")] == [200, 404, 404, 404]
    finally:
        server.shutdown()
        server.server_close()
