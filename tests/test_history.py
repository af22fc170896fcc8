"""What a change of the data does to the report, and what its history in Git says."""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sourced.data.history import RowChange, row_changes
from sourced.desk.diff import as_json, as_markdown, as_text, compare_with_revision
from sourced.project import Project
from sourced.site.build import build
from sourced.system.git import GitError
from tests.test_cli import run

Edit = Callable[[str, str, str], None]
ATOM = "{http://www.w3.org/2005/Atom}"
AGAIN = "Coast Station's rainfall, Q2 2023: now 300.1 millimetres, before 299.9 millimetres"
FIRST = "Coast Station's rainfall, Q2 2023: now 299.9 millimetres, before 298.7 millimetres"
UPDATES = '---\ntitle: U\ndescription: U\n---\n# U {#u}\n\n{% include "partials/updates.html.j2" %}\n'


def git(project: Project, *arguments: str) -> None:
    about = ("-c", "user.name=An Editor", "-c", "user.email=editor@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(project.root), *about, *arguments], check=True, capture_output=True)  # noqa: S603, S607


def commit(project: Project, message: str, day: int) -> None:
    """Commit everything, on a day of 2030."""
    when = f"2030-01-{day:02}T12:00:00+00:00"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("GIT_COMMITTER_DATE", when)
        git(project, "commit", "-qam", message)


@pytest.fixture
def kept(tiny: Project) -> Project:
    """The tiny report in a repository of its own, with a page of updates."""
    for code in ("en", "zh"):
        (tiny.templates / f"pages/updates.{code}.md.j2").write_text(UPDATES, encoding="utf-8")
    path = tiny.root / "mkdocs.yml"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n  - U: updates.md\n", encoding="utf-8")
    (tiny.root / ".gitignore").write_text("build/\nsite/\n", encoding="utf-8")
    git(tiny, "init", "-q", "-b", "main")
    git(tiny, "add", "-A")
    commit(tiny, "First rows", 1)
    return tiny


@pytest.fixture
def revised(kept: Project, edit: Edit) -> Project:
    """The same with three commits: first rows, a revision, another."""
    for day, before, after, subject in ((2, "298.7", "299.9", "Corrected"), (3, "299.9", "300.1", "Corrected again")):
        edit("data/observations.csv", before, after)
        commit(kept, subject, day)
    return kept


def cloned(project: Project, depth: int, target: Path) -> Project:
    """A shallow clone of a report's repository."""
    git(project, "clone", "-q", f"--depth={depth}", project.root.as_uri(), str(target))
    return Project(target)


def told(project: Project) -> tuple[str, str, list[str | None]]:
    """What a build says on both pages of updates, and the titles of its feed."""
    build(project, downloads=False)
    en, zh = (
        html.unescape((project.site / f"{folder}updates/index.html").read_text(encoding="utf-8")).replace("’", "'")
        for folder in ("", "zh/")
    )
    feed = ElementTree.parse(project.site / "feed.xml").getroot()  # noqa: S314 (our own)
    return en, zh, [one.findtext(f"{ATOM}title") for one in feed.findall(f"{ATOM}entry")]


def test_rows_are_told_apart_by_key() -> None:
    before, after = "id,name\na,One\nb,Two\n", "id,name,more\na,Uno,x\nc,Three,\n"
    assert row_changes("t", ["id"], before, after) == [
        RowChange("t", "a", "revised", (("name", "One", "Uno"), ("more", "", "x"))),
        RowChange("t", "c", "added", (("id", "", "c"), ("name", "", "Three"))),
        RowChange("t", "b", "removed", (("id", "b", ""), ("name", "Two", ""))),
    ]


@pytest.mark.build
@pytest.mark.parametrize("message", ["one\n\nbody \x1f here \x1e\n", "no body", "colour \x1b[31m red"])
def test_a_message_may_hold_any_signs(kept: Project, edit: Edit, message: str) -> None:
    edit("data/observations.csv", "298.7", "299.9")
    commit(kept, message, 2)
    build(kept, downloads=False)
    page = (kept.site / "updates/index.html").read_text(encoding="utf-8")
    assert message.rsplit(maxsplit=1)[-1] in page
    assert not {"\x1b", "\x1e", "\x1f"} & set(page)


@pytest.mark.build
def test_a_file_with_a_chinese_name_has_its_history(kept: Project, edit: Edit) -> None:
    git(kept, "mv", "data/observations.csv", "data/观测.csv")
    edit("data/datapackage.yaml", "path: observations.csv", "path: 观测.csv")
    commit(kept, "Renamed", 2)
    edit("data/观测.csv", "298.7", "299.9")
    commit(kept, "Corrected", 3)
    build(kept, downloads=False)
    page = html.unescape((kept.site / "updates/index.html").read_text(encoding="utf-8"))
    assert FIRST in page.replace("’", "'")


@pytest.mark.build
def test_nothing_changed_is_said(kept: Project) -> None:
    assert as_text(compare_with_revision(kept, "HEAD")) == "No row of the data has changed.\n"


@pytest.mark.build
def test_a_revised_value_names_the_figures_titles_charts_and_pages_that_change(kept: Project, edit: Edit) -> None:
    edit("data/observations.csv", "298.7", "299.9")
    found = compare_with_revision(kept, "HEAD")
    assert found.figures["rain.coast.2023-Q2"] == ("298.7 millimetres", "299.9 millimetres")
    assert found.titles == {"rain-by-station": ("The coast had 298.7 millimetres of rain", "The coast had 299.9 millimetres of rain")}
    assert (found.charts, found.indicators) == (["rain-by-station"], ["rainfall"])
    assert "/" in found.pages
    assert "rainfall, Coast Station, Q2 2023, by office-2023: value 298.7 millimetres → 299.9 millimetres\n" in as_text(found)
    assert json.loads(as_json(found))["rows"][0]["kind"] == "revised"


@pytest.mark.build
def test_a_chart_is_drawn_anew_where_a_row_that_it_drew_is_gone(kept: Project) -> None:
    path = kept.data / "observations.csv"
    text = path.read_text(encoding="utf-8")
    row = "rain,coast,2023-Q3,,,190.2,exact,high,office-2023,,\n"
    path.write_text(text + row, encoding="utf-8")
    commit(kept, "One more quarter", 2)
    path.write_text(text, encoding="utf-8")
    found = compare_with_revision(kept, "HEAD")
    assert (found.charts, found.figures["rain.coast.2023-Q3"]) == (["rain-by-station"], ("190.2 millimetres", ""))
    assert {"/", "charts/rain-by-station/"} <= set(found.pages)


@pytest.mark.build
def test_a_verdict_that_flips_and_rows_that_come_and_go_are_told(kept: Project) -> None:
    path = kept.data / "claims.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (row,) = [line for line in lines if ",opinion," in line][:1] or [lines[-1]]
    path.write_text("".join(line for line in lines if line != row), encoding="utf-8")
    found = compare_with_revision(kept, "HEAD")
    assert [one.kind for one in found.rows] == ["removed"]


@pytest.mark.build
def test_markup_in_cells_is_words_in_markdown(kept: Project, edit: Edit) -> None:
    edit("data/sources.csv", "Yearbook of rain", "Yearbook [of](http://x.example) `rain`")
    said = as_markdown(compare_with_revision(kept, "HEAD"))
    assert "\\[of\\](http:<!-- -->//x.example) \\`rain\\`" in said


@pytest.mark.build
def test_older_data_that_today_s_report_can_t_read_are_compared_by_rows(kept: Project, edit: Edit) -> None:
    edit("data/entities.csv", "海岸站", "")
    git(kept, "commit", "-qam", "Broken")
    edit("data/entities.csv", "Coast Station,,", "Coast Station,海岸站,")
    found = compare_with_revision(kept, "HEAD")
    assert "name_zh" in found.unreadable
    assert [one.key for one in found.rows] == ["coast"]


@pytest.mark.parametrize(("revision", "found"), [("nowhere", "nowhere"), ("HEAD~9", "HEAD~9")])
@pytest.mark.build
def test_an_unknown_revision_is_said(kept: Project, revision: str, found: str) -> None:
    with pytest.raises(GitError):
        compare_with_revision(kept, revision)
    done = run("diff", revision, "--project", kept.root)
    assert (done.returncode, found in done.stderr, "Traceback" in done.stderr) == (2, True, False)


@pytest.mark.build
def test_a_folder_without_git_is_said(tiny: Project) -> None:
    done = run("diff", "--project", tiny.root)
    assert (done.returncode, "not a git repository" in done.stderr) == (2, True)


@pytest.mark.build
def test_the_page_of_updates_tells_what_was_revised_and_editors_why(kept: Project, edit: Edit) -> None:
    edit("data/observations.csv", "298.7", "299.9")
    commit(kept, "The office <b>corrected</b> its figure\n\nSee its notice.", 2)
    build(kept, downloads=False)
    raw = (kept.site / "updates/index.html").read_text(encoding="utf-8")
    page = html.unescape(raw).replace("’", "'")
    words = "Coast Station's rainfall, Q2 2023: now 299.9 millimetres, before 298.7 millimetres"
    assert f'href="../evidence/indicators/rain/#rain-coast-2023-Q2">{words}</a>' in page
    assert "<b>corrected" not in raw
    for_editors = page[page.index("For editors") :]
    assert for_editors.index("See its notice.") < for_editors.index("First rows")
    assert "corrected</b> its figure" not in page[: page.index("For editors")]
    assert "海岸站2023年第二季度降雨量：现为299.9毫米，此前为298.7毫米" in (kept.site / "zh/updates/index.html").read_text(
        encoding="utf-8"
    ).replace("<wbr>", "")


@pytest.mark.build
def test_the_feed_tells_it_in_each_language_and_nothing_of_what_editors_wrote(kept: Project, edit: Edit) -> None:
    edit("data/observations.csv", "298.7", "299.9")
    commit(kept, "Corrected & checked", 2)
    build(Project(kept.root, "https://rain.example/"), downloads=False)
    for folder, revised in (
        ("", "Coast Station's rainfall, Q2 2023: now 299.9 millimetres"),
        ("zh/", "海岸站2023年第二季度降雨量：现为299.9毫米"),
    ):
        text = (kept.site / f"{folder}feed.xml").read_text(encoding="utf-8")
        entries = ElementTree.fromstring(text).findall(f"{ATOM}entry")  # noqa: S314 (our own)
        assert len({one.findtext(f"{ATOM}id") for one in entries}) == 2
        assert revised in (entries[0].findtext(f"{ATOM}title") or "")
        assert revised in (entries[0].findtext(f"{ATOM}summary") or "")
        assert "Corrected" not in text
        link = entries[0].find(f"{ATOM}link")
        assert link is not None
        assert link.attrib["href"].startswith(f"https://rain.example/{folder}evidence/updates/#d20")


@pytest.mark.build
def test_several_commits_of_a_day_are_one_entry_of_what_they_come_to(kept: Project, edit: Edit) -> None:
    for before, after in (("298.7", "299.9"), ("299.9", "300.1")):
        edit("data/observations.csv", before, after)
        commit(kept, "Corrected", 2)
    page, _, feed = told(kept)
    assert len(feed) == 2
    assert "now 300.1 millimetres, before 298.7 millimetres" in page
    assert "299.9" not in page


@pytest.mark.build
def test_what_was_undone_on_the_same_day_is_no_news(kept: Project, edit: Edit) -> None:
    for before, after in (("298.7", "299.9"), ("299.9", "298.7")):
        edit("data/observations.csv", before, after)
        commit(kept, "To and fro", 2)
    assert len(told(kept)[2]) == 1


@pytest.mark.build
def test_the_newest_figure_of_a_series_leads_and_a_verdict_that_changed_follows(kept: Project, edit: Edit) -> None:
    edit("data/observations.csv", "damage,coast", "rain,coast,2023-Q3,,,180,at_least,high,office-2023,,\ndamage,coast")
    edit("data/claims.csv", ",contradicted,", ",corrected,")
    commit(kept, "A quarter more", 2)
    page, zh, feed = told(kept)
    assert feed[0] == "New: Coast Station's rainfall, Q3 2023: over 180 millimetres; 1 verdict changed"
    assert "now corroborated with a correction, before contradicted" in page
    assert "现判“更正后成立”，原判“与证据相反”" in zh


@pytest.mark.build
def test_another_source_for_a_figure_is_no_new_figure(kept: Project, edit: Edit) -> None:
    edit("data/observations.csv", "rain,coast,2023-Q1", "rain,coast,2023-Q1,,,210,approx,medium,gazette-2023,,\nrain,coast,2023-Q1")
    commit(kept, "A second source", 2)
    assert told(kept)[2][0] == "1 figure has a further source"


@pytest.mark.build
def test_a_feed_without_an_address_is_valid_too(kept: Project, edit: Edit) -> None:
    edit("data/observations.csv", "298.7", "299.9")
    commit(kept, "Corrected \x1b[31m", 2)
    build(kept, downloads=False)
    feed = ElementTree.parse(kept.site / "feed.xml").getroot()  # noqa: S314 (our own)
    for one in (feed, *feed.findall(f"{ATOM}entry")):
        assert all(one.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    assert all(one.findtext(f"{ATOM}content") for one in feed.findall(f"{ATOM}entry"))
    assert feed.findtext(f"{ATOM}author/{ATOM}name")


@pytest.mark.build
def test_a_new_commit_is_built_and_changes_not_committed_are_not_listed(kept: Project, edit: Edit) -> None:
    build(kept, downloads=False)
    edit("data/observations.csv", "298.7", "299.9")
    build(kept, downloads=False)
    assert "299.9 millimetres" not in (kept.site / "updates/index.html").read_text(encoding="utf-8")
    commit(kept, "Corrected", 2)
    build(kept, downloads=False)
    assert "299.9 millimetres" in (kept.site / "updates/index.html").read_text(encoding="utf-8")


@pytest.mark.build
def test_without_history_the_page_says_so(tiny_site: Path, tiny: Project) -> None:
    (tiny.templates / "pages/updates.en.md.j2").write_text(UPDATES, encoding="utf-8")
    (tiny.templates / "pages/updates.zh.md.j2").write_text(UPDATES, encoding="utf-8")
    path = tiny.root / "mkdocs.yml"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n  - U: updates.md\n", encoding="utf-8")
    build(tiny, downloads=False)
    assert "does not hold the history of its data" in (tiny.site / "updates/index.html").read_text(encoding="utf-8")
    assert (tiny_site / "feed.xml").exists()


@pytest.mark.build
def test_a_clone_of_the_newest_commit_alone_lists_no_updates_and_says_so(revised: Project, tmp_path: Path) -> None:
    page, zh, feed = told(cloned(revised, 1, tmp_path / "clone"))
    assert feed == []
    assert "Corrected again" not in page
    assert "The report opens" not in page
    assert "does not hold the history of its data" in page
    assert "未附数据的历史" in zh


@pytest.mark.build
def test_a_shallow_clone_lists_the_updates_that_it_knows_and_says_that_there_are_older_ones(revised: Project, tmp_path: Path) -> None:
    page, zh, feed = told(cloned(revised, 2, tmp_path / "clone"))
    assert feed == [AGAIN]
    assert AGAIN in page
    assert "The report opens" not in page
    assert "Older updates are not listed." in page
    assert "更早的更新未列出。" in zh


@pytest.mark.build
def test_a_clone_made_deeper_is_built_anew_though_no_file_has_changed(revised: Project, tmp_path: Path) -> None:
    clone = cloned(revised, 1, tmp_path / "clone")
    told(clone)
    git(clone, "fetch", "-q", "--depth=2")
    assert told(clone)[2] == [AGAIN]
    git(clone, "fetch", "-q", "--unshallow")
    page, _, feed = told(clone)
    assert feed == [AGAIN, FIRST, "The report opens with 6 figures"]
    assert "The report opens with 6 figures" in page
    assert "Older updates" not in page
    git(clone, "fetch", "-q", "--depth=1")
    assert told(clone)[2] == []


@pytest.mark.build
def test_a_partial_clone_is_built_anew_when_what_it_lacked_has_come(revised: Project, tmp_path: Path) -> None:
    git(revised, "config", "uploadpack.allowFilter", "true")
    git(revised, "clone", "-q", "--filter=blob:none", revised.root.as_uri(), str(tmp_path / "clone"))
    clone = Project(tmp_path / "clone")
    assert told(clone)[2] == []
    git(clone, "log", "-p", "--", "data")  # asks for all that is missing
    assert told(clone)[2] == [AGAIN, FIRST, "The report opens with 6 figures"]


@pytest.mark.build
def test_a_shallow_clone_can_be_compared_with_what_it_knows(revised: Project, tmp_path: Path) -> None:
    clone = cloned(revised, 2, tmp_path / "clone")
    assert as_text(compare_with_revision(clone, "HEAD")) == "No row of the data has changed.\n"
    assert "299.9 millimetres → 300.1 millimetres" in as_text(compare_with_revision(clone, "HEAD~1"))
    with pytest.raises(GitError):
        compare_with_revision(clone, "HEAD~2")


@pytest.mark.build
def test_nothing_is_told_twice_of_a_day_and_of_the_first_only_that_the_report_begins(revised: Project) -> None:
    page, _, _ = told(revised)
    days = [re.sub(r"<details.*?</details>", "", one, flags=re.DOTALL) for one in page.split('<section class="update"')[1:]]
    for day in days:
        heading, _, rest = day.partition("</h2>")
        assert not [line for line in re.findall(r"<li[^>]*>(.*?)</li>", rest) if line in heading]
    assert "<li" not in days[-1].partition("</section>")[0]
