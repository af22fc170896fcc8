"""The editor's desk as it is used: in a Chromium, by keyboard, on the tiny report in the real report's look."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from sourced.commands.cli import _tried
from sourced.desk.desk import Desk
from sourced.desk.requests import Door
from sourced.project import Project
from sourced.site.preview import preview
from tests.serving import awaited
from tests.test_desk import DAY, git, lines, repository
from tests.test_preview import free_port

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def previewed(tiny: Project) -> Iterator[tuple[Project, str]]:
    """The tiny report with the script that shows cards, under Git and in a preview with its desk."""
    repository(tiny)
    desk, port, started = Desk(tiny, None, lambda: DAY), free_port(), threading.Event()
    build = partial(_tried, tiny, None, {})
    threading.Thread(target=preview, args=(tiny, port, build, lambda _: started.set(), Door(desk.actions)), daemon=True).start()
    assert started.wait(60)
    time.sleep(0.3)  # until the files are watched
    yield tiny, f"http://127.0.0.1:{port}/"
    desk.effects.end()


@pytest.fixture(params=[1280])
def page(browser: Browser, previewed: tuple[Project, str], request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    opened = context.new_page()
    opened.goto(previewed[1])
    opened.locator(".desk-open").wait_for()
    yield opened
    context.close()


def edit(page: Page, figure: str = "rain.coast.2023-Q2") -> Locator:
    """Open the form of a figure by keyboard, by way of its card; give the dialog."""
    page.locator(f'a.fig:has([data-key="{figure}"])').first.focus()
    page.locator("#card .desk-edit button").wait_for()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.desk-edit') !== null"):
            break
    page.keyboard.press("Enter")
    dialog = page.locator("dialog.desk")
    dialog.wait_for()
    if not dialog.locator("form").count():  # several rows stand behind it
        dialog.locator("li button").first.focus()
        page.keyboard.press("Enter")
    dialog.locator("form").wait_for()
    return dialog


def cell(dialog: Locator, column: str) -> Locator:
    return dialog.locator(f"[data-column={column}]").locator("input, select, textarea").first


def typed(page: Page, dialog: Locator, column: str, text: str) -> None:
    """Fill a cell in by keyboard."""
    cell(dialog, column).focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def test_a_figure_is_changed_by_keyboard_seen_on_the_page_and_undone(page: Page, previewed: tuple[Project, str]) -> None:
    project, _ = previewed
    dialog = edit(page)
    expect(cell(dialog, "value")).to_be_focused()
    typed(page, dialog, "value", "3,4")
    expect(dialog.locator("[data-column=value] .desk-wrong")).to_have_text('"3,4" is not a number (write 3.4)')
    expect(cell(dialog, "value")).to_have_attribute("aria-invalid", "true")
    typed(page, dialog, "value", "310.2")
    expect(dialog.locator(".desk-effects")).to_contain_text("value 298.7 millimetres → 310.2 millimetres")
    page.keyboard.press("Enter")
    expect(page.locator("article").first).to_contain_text("310")
    expect(page.locator('a.fig:has([data-key="rain.coast.2023-Q2"])').first).to_be_focused()
    assert "rain,coast,2023-Q2,,,310.2,exact,high,office-2023,," in lines(project)
    expect(page.locator(".desk-bar .desk-said")).to_contain_text("Saved: Observations")
    expect(page.locator(".desk-undo")).to_be_visible()
    page.locator(".desk-undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".desk-bar .desk-said")).to_contain_text("Undone: Observations")
    expect(page.locator(".desk-bar .desk-said")).to_contain_text("310.2 → 298.7")
    expect(page.locator("article").first).to_contain_text("298.7")
    assert git(project, "status", "--porcelain", "data") == ""


def test_a_source_is_made_on_the_way_and_all_is_committed(page: Page, previewed: tuple[Project, str]) -> None:
    project, _ = previewed
    dialog = edit(page)
    typed(page, dialog, "source", "Gauge book")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("dialog.desk")).to_have_count(2)
    inner = page.locator("dialog.desk").last
    expect(cell(inner, "title")).to_have_value("Gauge book")
    for column, text in {"publisher": "Rain office", "url": "https://example.org/gauge", "published": "2024-02", "language": "en"}.items():
        typed(page, inner, column, text)
    cell(inner, "kind").select_option("dataset")
    expect(cell(inner, "id")).to_have_value("rain-office-2024-02")
    expect(inner.locator(".desk-status")).to_have_text("Right.")
    cell(inner, "url").focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog.desk")).to_have_count(1)
    expect(cell(dialog, "source")).to_have_value("Gauge book")
    expect(dialog.locator(".desk-status")).to_contain_text("Right.")
    dialog.locator("button[type=submit]").click()
    expect(page.locator("dialog.desk")).to_have_count(0)
    page.locator(".desk-open").click()
    page.get_by_role("button", name="See the changes and commit them").click()
    expect(page.locator(".desk-diff")).to_contain_text("+rain-office-2024-02,Gauge book")
    page.locator("dialog.desk textarea").fill("Read in the gauge book")
    page.get_by_role("button", name="Commit", exact=True).click()
    expect(page.locator(".desk-bar .desk-said")).to_contain_text("nothing was pushed")
    expect(page.locator(".desk-undo")).to_be_hidden()
    assert git(project, "show", "--name-only", "--format=%s").split() == [
        "Read", "in", "the", "gauge", "book", "data/observations.csv", "data/sources.csv",
    ]  # fmt: skip


def test_a_doubt_is_accepted_in_the_form_and_saved_with_the_row(page: Page, previewed: tuple[Project, str]) -> None:
    project, _ = previewed
    dialog = edit(page)
    typed(page, dialog, "value", "310.2")
    expect(dialog.locator("[data-column=value] .desk-wrong")).to_contain_text("it was accepted for 298.7; 301 (")
    dialog.get_by_role("button", name="It is right: accept the doubt").click()
    expect(dialog.locator(".desk-accept input")).to_be_focused()
    page.keyboard.type("A flood")
    expect(dialog.locator(".desk-status")).to_contain_text("Right.")
    expect(dialog.locator(".desk-accept input")).to_have_value("A flood")
    assert not _faults(page)
    page.keyboard.press("Enter")
    expect(page.locator(".desk-bar .desk-said")).to_contain_text("doubt accepted (disagreement)")
    assert lines(project, "data/accepted.csv")[1:] == [f"disagreement,rain.coast.2023-Q2,301; 310.2,A flood,{DAY}"]
    expect(page.locator("#what-is-doubtful")).to_have_count(0)


def test_the_figure_that_was_saved_keeps_the_focus_when_the_page_is_loaded_again(page: Page) -> None:
    figure = page.locator('a.fig:has([data-key="rain.coast.2023-Q2"])').first
    for value in ("310.2", "312.2"):  # the second time on a page that has brought the focus back
        dialog = edit(page)
        typed(page, dialog, "value", value)
        page.keyboard.press("Enter")
        expect(page.locator("article").first).to_contain_text(value)
        expect(figure).to_be_focused()
    for _ in range(2):
        page.reload()
        expect(figure).to_be_focused()
    page.keyboard.press("Tab")
    page.reload()
    page.locator(".desk-open").wait_for()
    expect(figure).not_to_be_focused()


def test_leaving_a_form_asks_where_something_would_be_lost(page: Page) -> None:
    asked: list[str] = []

    def answer(one: Dialog) -> None:
        asked.append(one.message)
        (one.accept if len(asked) > 1 else one.dismiss)()

    page.on("dialog", answer)
    dialog = edit(page)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert not asked
    dialog = edit(page)
    typed(page, dialog, "value", "1")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(1)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert asked == ["Leave without saving? What you typed is lost."] * 2


@pytest.mark.parametrize("page", [390, 1280], indirect=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_is_clean_for_axe_and_fits(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    dialog = edit(page)
    typed(page, dialog, "value", "x")
    expect(dialog.locator("[data-column=value] .desk-wrong")).not_to_be_empty()
    assert not _faults(page)
    typed(page, dialog, "source", "office")
    assert not _faults(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth && document.querySelector('dialog').scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    page.on("dialog", lambda one: one.accept())
    page.keyboard.press("Escape")
    page.locator(".desk-open").click()
    page.get_by_label("Find a row").wait_for()
    assert not _faults(page)


def _faults(page: Page) -> list[str]:
    """What axe finds within the desk."""
    found = Axe().run(page, context="dialog.desk", options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


def test_an_observation_is_added_where_it_is_read(page: Page, previewed: tuple[Project, str]) -> None:
    project, address = previewed
    page.locator("figure.chart").get_by_role("button", name="Add an observation").click()
    choice = page.locator("dialog.desk li button").filter(has_text="Coast")
    choice.click()
    dialog = page.locator("dialog.desk:has(form)")
    expect(cell(dialog, "period")).to_have_value("2023-Q3")
    typed(page, dialog, "value", "250")
    cell(dialog, "qualifier").select_option("exact")
    cell(dialog, "confidence").select_option("high")
    typed(page, dialog, "source", "office-2023")
    expect(dialog.locator(".desk-status")).to_contain_text("Right.")
    page.keyboard.press("Enter")
    expect(page.locator("dialog.desk")).to_have_count(0)
    assert "rain,coast,2023-Q3,,,250,exact,high,office-2023,," in lines(project)
    page.goto(f"{address}evidence/indicators/rain/")
    expect(page.get_by_role("button", name="Add an observation")).to_be_visible()


def test_an_overdue_table_is_gone_through(page: Page, previewed: tuple[Project, str]) -> None:
    project, _ = previewed
    page.locator(".desk-open").click()
    page.get_by_role("button", name="to be gone through").click()
    page.get_by_role("button", name="I went through it").first.click()
    page.get_by_label("Next figures expected by").fill("2024-08-01")
    page.keyboard.press("Enter")
    expect(page.locator(".desk-bar .desk-said")).to_contain_text("Saved: Went through observations")
    assert Path(project.data / "datapackage.yaml").read_text(encoding="utf-8").count("next_update: 2024-08-01") == 1


@pytest.mark.parametrize("page", [390, 1280], indirect=True)
def test_a_doubt_is_told_at_the_foot_of_the_window_until_it_is_answered(page: Page, previewed: tuple[Project, str]) -> None:
    project, _ = previewed
    box, file = page.locator("#what-is-doubtful"), project.data / "observations.csv"
    expect(box).to_have_count(0)
    right = file.read_text(encoding="utf-8")
    rows = "".join(
        f"rain,coast,{quarter},,,{value},exact,high,office-2023,,\n" for quarter, value in (("2022-Q3", 98765432), ("2022-Q4", 298))
    )
    file.write_text(right + rows, encoding="utf-8")
    expect(box.locator("summary")).to_have_text("1 doubt")
    awaited(page, "document.getElementById('what-is-doubtful')?.getBoundingClientRect().bottom === innerHeight")  # through its reloads
    colours = "document.querySelectorAll('#what-is-doubtful, #what-is-doubtful summary')"
    awaited(page, f"new Set([...{colours}].map((one) => getComputedStyle(one).color)).size === 1")
    box.locator("summary").click()
    expect(box).to_contain_text("outlier: 98,765,432 where its neighbours are")
    file.write_text(right, encoding="utf-8")
    expect(box).to_have_count(0)
