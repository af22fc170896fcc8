"""What a person finds who knows spreadsheets and no more: help at hand in the form, and words where something is not there."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from sourced.drawing.interactive import FEWEST, MOST_KINDS
from sourced.project import RUNTIME, Project
from tests.serving import until
from tests.test_desk_browser import cell, edit, page, previewed, typed  # noqa: F401 (fixtures)


def test_a_remedy_is_written_by_its_button(page: Page) -> None:  # noqa: F811
    dialog = edit(page)
    typed(page, dialog, "value", "1,234")
    expect(dialog.locator("[data-column=value] .desk-offers button")).to_have_text(["Write 1234", "Write 1.234"])
    dialog.get_by_role("button", name="Write 1234").click()
    expect(cell(dialog, "value")).to_have_value("1234")
    expect(dialog.locator(".desk-status")).to_contain_text("Right")
    expect(dialog.locator("[data-column=value] .desk-offers button")).to_have_count(0)


def test_a_row_is_named_in_any_language(page: Page) -> None:  # noqa: F811
    dialog = edit(page)
    typed(page, dialog, "entity", "山丘二站")
    page.keyboard.press("Tab")
    expect(cell(dialog, "entity")).to_have_value("Hill Station 2")


def test_a_key_that_is_nowhere_is_said_once_the_cell_is_left_and_in_the_words_of_the_form(page: Page) -> None:  # noqa: F811
    dialog = edit(page)
    typed(page, dialog, "entity", "Hil")
    expect(dialog.locator(".desk-status")).to_have_text("Choose a row of the list, or go on typing.")
    expect(dialog.locator("[data-column=entity] .desk-wrong")).to_have_text("")
    page.keyboard.press("Tab")
    expect(dialog.locator("[data-column=entity] .desk-wrong")).to_have_text(
        "There is no “Hil” here: choose one of the list, or “Make …” at its end."
    )


def test_the_row_of_just_that_name_comes_first(page: Page) -> None:  # noqa: F811
    dialog = edit(page)
    typed(page, dialog, "entity", "coast")
    expect(dialog.locator("[data-column=entity] [role=option]").first).to_contain_text("coast")


def test_an_empty_form_begins_with_its_first_cell(page: Page) -> None:  # noqa: F811
    page.locator(".desk-open").click()
    page.get_by_role("button", name="Add a row to this table").click()
    page.locator("dialog.desk form").wait_for()
    expect(page.locator("dialog.desk form [data-column]").first.locator("input, select")).to_be_focused()


def test_a_new_row_asks_first_for_what_cannot_stay_empty(page: Page) -> None:  # noqa: F811
    page.locator(".desk-open").click()
    page.locator("dialog.desk select").select_option("sources")
    page.get_by_role("button", name="Add a row to this table").click()
    form = page.locator("dialog.desk form")
    form.wait_for()
    optional = form.locator("[data-column]").evaluate_all("all => all.map((one) => one.textContent.includes('may stay empty'))")
    assert optional == sorted(optional)


def test_loading_the_page_anew_asks_where_something_typed_would_be_lost(page: Page) -> None:  # noqa: F811
    asked: list[str] = []

    def answer(one: Dialog) -> None:
        asked.append(one.type)
        one.accept()

    page.on("dialog", answer)
    dialog = edit(page)
    page.reload()
    page.locator(".desk-open").wait_for()
    assert asked == []
    dialog = edit(page)
    typed(page, dialog, "value", "31")
    page.reload()
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("page", [390], indirect=True)
def test_the_card_of_a_narrow_window_stands_above_what_is_wrong(page: Page, previewed: tuple[Project, str]) -> None:  # noqa: F811
    file = previewed[0].data / "observations.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("298.7", "3,4"), encoding="utf-8")
    page.locator("#what-is-wrong").wait_for()
    page.locator('a.fig:has([data-key="rain.coast.2023-Q2"])').first.focus()
    page.locator("#card.sheet").wait_for()
    side = "([name, one]) => document.getElementById(name).getBoundingClientRect()[one]"
    top, bottom, red = (page.evaluate(side, asked) for asked in (["card", "top"], ["card", "bottom"], ["what-is-wrong", "top"]))
    assert 0 <= top < bottom <= red


def test_why_readers_cannot_explore_a_chart_is_said_as_the_generator_has_it() -> None:
    words = (RUNTIME / "desk" / "desk.js").read_text(encoding="utf-8")
    assert f"at least {FEWEST} figures to choose among, of at most {MOST_KINDS} kinds" in words


def test_what_was_done_is_told_even_if_the_page_is_rebuilt_before_the_answer_has_come(page: Page) -> None:  # noqa: F811
    dialog = edit(page)
    typed(page, dialog, "value", "310.2")
    page.keyboard.press("Enter")
    expect(page.locator("article").first).to_contain_text("310")

    def late(route: Route) -> None:
        answer = route.fetch()
        time.sleep(2)  # meanwhile the page has been built
        route.fulfill(response=answer)

    page.route("**/__desk/undo", late)
    page.locator(".desk-undo").click()
    expect(page.locator(".desk-bar .desk-said")).to_contain_text("Undone")
    expect(page.locator("article").first).to_contain_text("298.7")


def test_a_form_shows_that_what_a_change_does_is_still_being_worked_out(page: Page) -> None:  # noqa: F811
    waiting: list[Route] = []
    page.route("**/__desk/effects", lambda route: waiting.append(route))  # noqa: PLW0108
    dialog = edit(page)
    typed(page, dialog, "value", "310")
    expect(dialog.locator(".desk-busy")).to_be_visible()
    expect(dialog.locator(".desk-effects")).to_contain_text("Working it out")
    expect(dialog.locator(".desk-status")).to_contain_text("still being worked out")
    assert until(page, lambda: bool(waiting))  # it says so before it asks
    waiting[-1].continue_()
    expect(dialog.locator(".desk-busy")).to_have_count(0)
    expect(dialog.locator(".desk-effects")).not_to_contain_text("Working it out")


def test_the_desk_begins_with_the_table_of_observations(page: Page) -> None:  # noqa: F811
    page.locator(".desk-open").click()
    expect(page.locator("dialog.desk select")).to_have_value("observations")
