"""A new report: `new FOLDER` writes one that is true, small and right at once."""

import re
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from sourced.commands.cli import main
from sourced.editing import scaffold
from sourced.editing.scaffold import Plan, files_of, sections_named, write
from sourced.project import Project
from sourced.site.build import build, check

DAY = date(2026, 11, 28)
Made = Callable[..., Project]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    def make(*codes: str, title: str = "Two censuses", sections: tuple[str, ...] = ()) -> Project:
        write(tmp_path / "new", files_of(Plan(title, codes, sections_named(sections, codes), "sourced"), DAY))
        return Project(tmp_path / "new")

    return make


@pytest.mark.build
@pytest.mark.parametrize("codes", [("en",), ("de",), ("zh", "en"), ("en", "de", "zh")])
def test_it_builds_at_once_and_nothing_is_wrong(made: Made, codes: tuple[str, ...]) -> None:
    project = made(*codes)
    assert check(project, today=DAY).warnings == []
    outcome = build(project, downloads=False)
    assert (outcome.charts, outcome.warnings) == (2, [])
    for code in codes[1:]:
        assert (project.site / code / "evidence/data/index.html").is_file()


@pytest.mark.build
def test_sections_are_those_that_were_named_each_with_a_chart(made: Made) -> None:
    project = made("en", "zh", sections=("Mix", "Prices 2030", "排放"))
    assert build(project, downloads=False).charts == 3
    page = (project.site / "index.html").read_text(encoding="utf-8")
    assert [f'href="{one}/"' in page for one in ("mix", "prices-2030", "section-3")] == [True, True, True]
    assert "Part C" in page
    assert "排放" in (project.site / "zh/index.html").read_text(encoding="utf-8")


def test_a_section_is_named_in_each_language_or_is_told_to_be_named_alike(made: Made, tmp_path: Path) -> None:
    named = made("en", "de", sections=("Who pays / Wer zahlt", "Mix")).data / "sections.csv"
    assert named.read_text(encoding="utf-8") == "id,name_en,name_de\nwho-pays,Who pays,Wer zahlt\nmix,Mix,Mix\n"
    words = ["new", "--title", "T", "--language", "en", "--language", "de", "--section"]
    alike, otherwise = (CliRunner().invoke(main, [*words, one, str(tmp_path / one[:3])]).output for one in ("Mix", "Who pays / Wer zahlt"))
    assert ["is called alike in every language" in one for one in (alike, otherwise)] == [True, False]


@pytest.mark.build
def test_each_of_its_charts_is_of_another_kind_and_has_room_for_its_words(made: Made) -> None:
    project = made("en", "zh", "de", sections=("Residents", "Seats", "Crowding"))
    assert [one for one in check(project).warnings if one.file.startswith("charts/")] == []
    specifications = [(project.build / f"docs/en/charts/{one}-by-state.json").read_text() for one in ("residents", "seats", "crowding")]
    assert len({tuple(re.findall(r'"type": "(bar|line|point|text)"', one)) for one in specifications}) == 3


def test_what_a_report_lacks_leaves_no_trace(made: Made) -> None:
    project = made("en")
    build(project, downloads=False)
    evidence = {path.parent.name for path in (project.site / "evidence").glob("*/index.html")}
    assert evidence == {"about", "data", "method", "sources", "updates"}
    shown = "".join((project.site / f"evidence/{page}index.html").read_text("utf-8").partition("<article>")[2] for page in ("", "method/"))
    assert not [word for word in ("orecast", "corecard", "lossary", "erdict is", "laim ") if word in shown]


@pytest.mark.build
def test_how_fresh_tables_are_is_said_where_one_says_when_its_next_figures_are_due(made: Made) -> None:
    project = made("en")
    build(project, downloads=False)
    data = project.site / "evidence/data/index.html"
    assert 'id="freshness"' not in data.read_text(encoding="utf-8")
    assert 'href="../evidence/data/#table-observations">Observations</a>' in (project.site / "seats/index.html").read_text(encoding="utf-8")
    path = project.data / "datapackage.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: 'Observations'\n", "title: 'Observations'\n    next_update: 2031-04-01\n"), encoding="utf-8")
    build(project, downloads=False)
    assert (
        data.read_text(encoding="utf-8").count('<table class="freshness') == data.read_text(encoding="utf-8").count('id="freshness"') == 1
    )
    assert 'href="../evidence/data/#freshness">Observations</a>' in (project.site / "seats/index.html").read_text(encoding="utf-8")


EVENTS = """\
  - name: events
    path: events.csv
    title: Events
    updated: 2026-11-28
    schema:
      fields:
        - {name: id, type: string, title: Key, constraints: {required: true, unique: true}}
        - {name: date, type: string, title: Date, constraints: {required: true}}
        - {name: title_en, type: string, title: Event (en), constraints: {required: true}}
        - {name: source, type: string, title: Source, constraints: {required: true}}
      primaryKey: [id]
      foreignKeys:
        - {fields: [source], reference: {resource: sources, fields: [id]}}
"""
LISTED = """\
---
title: Events
description: What happened.
---
# Events {#events}

{% for row in rows("events") %}
- {{ row.when }}: {{ row.title }}. {{ row.sources }}
{% endfor %}
"""


@pytest.mark.build
def test_a_page_that_lists_rows_cites_their_sources_and_names_their_table_behind_it(made: Made) -> None:
    project = made("en")
    with (project.data / "datapackage.yaml").open("a", encoding="utf-8") as descriptor:
        descriptor.write("\n" + EVENTS)
    (project.data / "events.csv").write_text("id,date,title_en,source\nresults,2021-04-26,Results,census-2020\n", encoding="utf-8")
    (project.templates / "pages/events.en.md.j2").write_text(LISTED, encoding="utf-8")
    seats = project.templates / "pages/seats.en.md.j2"
    seats.write_text(seats.read_text(encoding="utf-8") + '\n{{ rows("events")[0].title }}, in the end.\n', encoding="utf-8")
    build(project, downloads=False)
    alone, beside = ((project.site / f"{name}/index.html").read_text(encoding="utf-8") for name in ("events", "seats"))
    assert 'href="../evidence/sources/#census-2020"' in alone.partition('<p class="fresh">')[0]
    behind = [re.findall(r">([^<>]+)</a>", page.partition('<p class="fresh">')[2].partition("</p>")[0]) for page in (alone, beside)]
    assert (behind[0], behind[1][-2:]) == (["Events"], ["Observations", "Events"])
    assert 'id="notes"' not in alone
    assert '<th scope="col">Event</th>' in (project.site / "evidence/tables/events/index.html").read_text(encoding="utf-8")


@pytest.mark.build
@pytest.mark.parametrize("code", ["en", "zh", "de"])
def test_the_pages_that_every_report_has_show_no_markup_as_text(made: Made, code: str) -> None:
    project = made(code)
    build(project)
    for page in project.site.rglob("index.html"):
        assert not [sign for sign in ("](", "&#42;", "&lt;") if sign in page.read_text("utf-8").partition("<article>")[2]], page


@pytest.mark.build
def test_a_file_of_the_same_name_takes_the_place_of_the_generators(made: Made) -> None:
    project = made("en")
    own = {
        "templates/theme/404.html": "<h1>Gone</h1>",
        "docs/assets/icon.svg": "<svg/>",
        "docs/assets/extra.css": "h1 { color: red; }",
        "templates/pages/evidence/sources.en.md.j2": (
            "---\ndescription: Mine.\n---\n# My sources {#sources}\n\n{% include 'partials/sources.md.j2' %}\n"
        ),
        "templates/partials/cite.md.j2": "Cite me.\n",
    }
    for name, text in own.items():
        (project.root / name).parent.mkdir(parents=True, exist_ok=True)
        (project.root / name).write_text(text, encoding="utf-8")
    build(project, downloads=False)

    def said(path: str) -> str:
        return (project.site / path).read_text(encoding="utf-8")

    assert (said("404.html"), said("assets/icon.svg")) == ("<h1>Gone</h1>", "<svg/>")
    assert said("assets/site.css").endswith("h1 { color: red; }")
    assert "My sources</h1>" in said("evidence/sources/index.html")
    assert "Cite me." in said("evidence/data/index.html")


def test_it_is_written_into_an_empty_folder_only(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    done = CliRunner().invoke(main, ["new", str(tmp_path)])
    assert (done.exit_code, "holds files already: name a folder that is new or empty" in done.output) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_language_that_the_example_is_not_written_in_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["new", str(tmp_path / "new"), "--language", "fr"])
    assert (done.exit_code, "begin with one of en, zh, de" in done.output) == (2, True)
    assert not (tmp_path / "new").exists()


@pytest.mark.slow
def test_the_package_has_all_that_a_new_report_needs(tmp_path: Path) -> None:
    environment, root = tmp_path / "tools", Path(__file__).parent.parent
    run(sys.executable, "-m", "venv", environment)
    run(environment / "bin/python", "-m", "pip", "install", "--quiet", "--no-deps", root)
    (installed,) = environment.glob("lib/python*/site-packages")
    (installed / "others.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    run(environment / "bin/sourced", "new", tmp_path / "new")
    run(environment / "bin/sourced", "build", "--no-downloads", "--project", tmp_path / "new")
    assert (tmp_path / "new/site/assets/vega.js").is_file()


def run(*words: str | Path) -> None:
    subprocess.run(words, check=True, cwd=words[-1].parent if isinstance(words[-1], Path) else None)  # noqa: S603


def test_nothing_of_the_example_outlives_its_rows_unseen() -> None:
    """What the descriptor and the page about the report say goes on being true when figures, charts and pages are replaced."""
    files = files_of(Plan("Two censuses", ("en",), sections_named((), ("en",)), "sourced"), DAY)
    said = [text for name, text in files.items() if name == "data/datapackage.yaml" or name.startswith("docs/")]
    assert said
    assert not [word for text in said for word in ("Census", "next_update", "Four states", "Say here") if word in text]


def test_it_says_how_to_begin_the_history_of_the_data(tmp_path: Path) -> None:
    said = CliRunner().invoke(main, ["new", str(tmp_path / "x"), "--language", "en"]).output
    assert "git init && git add . && git commit" in said


def clone(folder: Path, remote: str, *, pushed: bool = False) -> str:
    """A generator's clone with a remote, if one is named; gives the commit that is in use."""
    folder.mkdir()
    (folder / "pyproject.toml").touch()
    commands = [["init", "--quiet"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "Begin"]]
    commands += [["remote", "add", "origin", remote]] if remote else []
    commands += [["update-ref", "refs/remotes/origin/main", "HEAD"]] if pushed else []
    for words in commands:
        subprocess.run(["git", "-C", str(folder), *words], check=True)  # noqa: S603, S607
    return subprocess.run(["git", "-C", str(folder), "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603, S607


def test_a_generator_that_others_can_reach_is_named_by_its_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Made) -> None:
    for number, (remote, pushed) in enumerate([("https://host.example/a/b", True), ("git@host.example:a/b", False)]):
        commit = clone(tmp_path / f"clone{number}", remote, pushed=pushed)
        monkeypatch.setattr(scaffold, "GENERATOR", tmp_path / f"clone{number}" / "sourced")
        assert scaffold.requirement() == f"sourced-report @ git+https://host.example/a/b@{commit}"
        root = made("en").root
        assert ("once it has been pushed" in (root / "requirements.txt").read_text(encoding="utf-8")) is not pushed
        assert "Before others can build it" not in (root / "README.md").read_text(encoding="utf-8")
        root.rename(tmp_path / f"made{number}")


def test_a_generator_that_others_can_t_reach_is_named_by_its_folder_and_the_report_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Made
) -> None:
    clone(tmp_path / "clone", "")
    monkeypatch.setattr(scaffold, "GENERATOR", tmp_path / "clone" / "sourced")
    root = made("en").root
    assert (root / "requirements.txt").read_text(encoding="utf-8").splitlines()[-1] == f"sourced-report @ file://{tmp_path}/clone"
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert "Before others can build it" in readme
    assert "git+https://HOST/OWNER/REPOSITORY@COMMIT" in readme


def test_what_a_report_says_of_its_commands_works_on_any_machine(made: Made) -> None:
    readme = (made("en").root / "README.md").read_text(encoding="utf-8")
    assert ".venv/bin/sourced build" in readme
    assert str(Path(sys.executable).parent) not in readme
