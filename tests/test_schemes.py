"""A third scheme of colours: declared and named, it is offered by the button, kept, and had by pages that are embedded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from sourced.findings import ReportError
from sourced.project import Project
from sourced.site.build import build
from sourced.site.load import load_report
from tests.conftest import TINY, copy_report
from tools.published import served

PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 17, 17)", "sepia": "rgb(244, 236, 216)"}
WORDS = {"light": ("Light", "浅色"), "dark": ("Dark", "深色"), "sepia": ("Sepia", "暖色")}
LOOK = """[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.documentElement).colorScheme]"""


def with_sepia(project: Project) -> Project:
    """The report with a third scheme: paper of its own, all else as in the light one."""
    theme, terms = project.charts / "theme.py", project.data / "terms.csv"
    text = re.sub(r'\(("#\w+"), ("#\w+")\)', r"(\1, \2, \1)", theme.read_text(encoding="utf-8")).replace(
        '"#111", "#fff")', '"#111", "#f4ecd8")'
    )
    theme.write_text(text + '\nSCHEMES = {"light": "light", "dark": "dark", "sepia": "light"}\n', encoding="utf-8")
    terms.write_text(terms.read_text(encoding="utf-8") + "scheme.sepia,Sepia,暖色\n", encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The tiny report with three schemes."""
    project = with_sepia(copy_report(TINY, tmp_path_factory.mktemp("sepia")))
    build(project, downloads=False)
    with served(project.site) as address:
        yield address


@pytest.mark.parametrize("path", ["", "zh/"])
@pytest.mark.parametrize("order", [("light", "dark", "sepia"), ("dark", "sepia", "light")])
def test_the_button_goes_through_all_schemes_from_that_of_the_system(
    browser: Browser, address: str, path: str, order: tuple[str, str, str]
) -> None:
    page = browser.new_page(color_scheme="dark" if order[0] == "dark" else "light")
    page.goto(address + path)
    button, native = page.locator("button.scheme"), {"light": "light", "dark": "dark", "sepia": "light"}
    for place, scheme in enumerate([*order, order[0]]):
        after = order[(place + 1) % 3]
        assert page.evaluate(LOOK) == [PAPER[scheme], native[scheme] if place else "light dark"]
        assert button.inner_text() == WORDS[after][path == "zh/"]
        button.click()
    page.close()


def test_what_was_chosen_is_kept_also_where_a_chart_is_embedded_and_paper_stays_light(browser: Browser, address: str) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(address)
    page.locator("button.scheme").click()
    page.goto(f"{address}charts/rain-by-station/embed/")
    assert page.evaluate(LOOK) == [PAPER["sepia"], "light"]
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')") == "light-dark(#fff,#111)"
    page.close()


@pytest.mark.parametrize(
    ("file", "old", "new", "found", "fix"),
    [
        ("data/terms.csv", "scheme.sepia,Sepia,暖色\n", "", 'no word for the scheme "sepia"', "add the row scheme.sepia"),
        ("charts/theme.py", ', "#f4ecd8"', "", 'no colour for each scheme as "paper"', "light, dark, sepia"),
        ("charts/theme.py", '"sepia": "light"', '"sepia": "brown"', "schemes that can't be", '{"name": "light"}'),
        ("charts/theme.py", '"light": "light", "dark": "dark"', '"dark": "dark", "light": "light"', "other schemes first", "put these two"),
    ],
)
def test_a_scheme_that_lacks_something_is_refused(
    tiny: Project, edit: Callable[[str, str, str], None], file: str, old: str, new: str, found: str, fix: str
) -> None:
    with_sepia(tiny)
    edit(file, old, new)
    with pytest.raises(ReportError) as error:
        load_report(tiny)
    finding = next(one for one in error.value.findings if one.file == file)
    assert found in finding.found
    assert fix in finding.fix
