"""What stands at the foot of the preview and of a form: nothing lies over anything else, and it says what state things are in."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, Route, expect

from sourced.project import Project
from tests.serving import awaited, until
from tests.test_desk import lines
from tests.test_desk_browser import cell, edit, page, previewed, typed  # noqa: F401 (fixtures)

FIGURE = 'a.fig:has([data-key="rain.coast.2023-Q2"])'
APART = """(names) => names.map((one) => document.querySelector(one)?.getBoundingClientRect()).every((one, at, all) =>
    one && one.height && one.top >= 0 && one.bottom <= innerHeight && all.every((two, other) => at === other
        || one.right <= two.left || two.right <= one.left || one.bottom <= two.top || two.bottom <= one.top))"""


def apart(page: Page, *names: str) -> bool:  # noqa: F811
    """Whether none of some things lies over another, or does so for no more than a moment."""
    return until(page, lambda: bool(page.evaluate(APART, list(names))))


@pytest.mark.parametrize("page", [390, 1280], indirect=True)
def test_what_is_wrong_leaves_undo_and_the_desk_in_sight_and_escape_closes_it(page: Page, previewed: tuple[Project, str]) -> None:  # noqa: F811
    project, _ = previewed
    dialog = edit(page)
    typed(page, dialog, "value", "310.2")
    page.keyboard.press("Enter")
    expect(page.locator(".desk-undo")).to_be_visible()
    expect(page.locator("article").first).to_contain_text("310")
    file = project.data / "observations.csv"
    right = file.read_text(encoding="utf-8")
    file.write_text(right.replace("310.2", "3,4"), encoding="utf-8")
    page.locator("#what-is-wrong").wait_for()
    expect(page.locator(".since")).to_be_visible()  # the figure is another than at the last visit
    page.locator("h1").click()
    page.locator(FIGURE).first.focus()
    page.locator("#card .desk-edit button").wait_for()
    stack = ["#what-is-wrong", ".desk-undo", ".desk-open", ".desk-bar .desk-said", ".since", "#card"]
    assert apart(page, *stack, FIGURE)
    page.locator("h1").click()
    page.keyboard.press("Escape")
    expect(page.locator("#what-is-wrong")).to_have_count(0)
    page.reload()
    page.locator("#what-is-wrong").get_by_role("button", name="Close").click()
    expect(page.locator("#what-is-wrong")).to_have_count(0)
    expect(page.locator(".desk-undo")).to_be_visible()


def test_what_has_changed_stands_at_the_foot_however_late_its_script_comes(page: Page, previewed: tuple[Project, str]) -> None:  # noqa: F811
    project, _ = previewed
    file = project.data / "observations.csv"
    right = file.read_text(encoding="utf-8")
    file.write_text(right.replace("298.7", "310.2"), encoding="utf-8")
    expect(page.locator("article").first).to_contain_text("310")
    file.write_text(right.replace("298.7", "3,4"), encoding="utf-8")
    page.locator("#what-is-wrong").wait_for()
    page.route("**/reader*.js", late)
    page.reload()
    expect(page.locator(".since")).to_be_visible()
    page.locator("#what-is-wrong").wait_for()
    assert apart(page, "#what-is-wrong", ".since", ".desk-open")


def late(route: Route) -> None:
    """Let a script come long after what the preview has to tell."""
    time.sleep(1)
    route.continue_()


@pytest.mark.parametrize("page", [390, 1280], indirect=True)
def test_what_was_saved_leaves_the_figure_and_its_card_in_sight(page: Page) -> None:  # noqa: F811
    dialog = edit(page)
    typed(page, dialog, "value", "310.2")
    page.keyboard.press("Enter")
    expect(page.locator(".desk-bar .desk-said")).to_contain_text("Saved")
    expect(page.locator(FIGURE).first).to_contain_text("310")
    page.locator(FIGURE).first.focus()
    assert apart(page, ".desk-bar", ".since", "#card", FIGURE)


def test_the_foot_of_a_form_sums_up_and_leads_to_the_first_problem(page: Page) -> None:  # noqa: F811
    dialog = edit(page)
    save = dialog.locator("button[type=submit]")
    typed(page, dialog, "value", "x")
    expect(dialog.locator(".desk-status")).to_contain_text("Stops the build: 1 to put right")
    expect(save).to_have_attribute("aria-disabled", "true")
    dialog.locator("[data-column=note_en] textarea, [data-column=note_en] input").focus()
    dialog.locator(".desk-status button").click()
    expect(cell(dialog, "value")).to_be_focused()
    typed(page, dialog, "value", "300")
    expect(dialog.locator(".desk-status")).to_contain_text("Right.")
    expect(save).to_have_attribute("aria-disabled", "false")


def test_a_click_on_a_figure_keeps_its_card_with_edit_and_the_next_follows_it(page: Page) -> None:  # noqa: F811
    figure = page.locator(FIGURE).first
    address = page.url
    figure.click()
    expect(page.locator("#card .desk-edit button")).to_be_visible()
    assert page.url == address
    page.keyboard.press("e")
    expect(page.locator("dialog.desk")).to_be_visible()
    page.keyboard.press("Escape")
    figure.click()
    figure.click()
    page.wait_for_url("**/evidence/**")


def test_a_row_is_not_deleted_while_a_page_needs_it(page: Page, previewed: tuple[Project, str]) -> None:  # noqa: F811
    project, _ = previewed
    before = lines(project)
    dialog = edit(page)
    dialog.get_by_role("button", name="Delete …").click()
    asked = page.locator("dialog.desk").last
    expect(asked.locator(".desk-status")).to_contain_text("It can")
    if asked.get_by_role("button", name="Delete the row").get_attribute("aria-disabled") == "false":
        asked.get_by_role("button", name="Delete the row").click()
        expect(page.locator("dialog.desk")).to_have_count(0)
        expect(page.locator(".desk-bar .desk-said")).to_contain_text("deleted")
        assert len(lines(project)) == len(before) - 1
        page.locator(".desk-undo").click()
        expect(page.locator(".desk-bar .desk-said")).to_contain_text("Undone")
    assert lines(project) == before


def test_in_a_preview_no_worker_stands_between_a_page_and_its_reader(page: Page) -> None:  # noqa: F811
    workers = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
    assert page.evaluate(workers) == 0
    page.evaluate("navigator.serviceWorker.register('/sw.js').then(() => true)")  # as of a site that was once served at this address
    assert page.evaluate(workers) == 1
    page.reload()
    awaited(page, f"{workers}.then((left) => left === 0)")
