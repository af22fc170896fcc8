"""Pages that every report has unless it has its own of the same name: the Evidence pages; and the navigation that is made for it.

A shared page is one template for all languages, whose prose is the generator's words. It is left out where the report
lacks the table that it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from sourced.data.tables import Package
from sourced.pages.page import ADDED
from sourced.project import OWN_TEMPLATES, Project
from sourced.system.links import files_below
from sourced.words.language import Language

TEMPLATE_ENDING: Final = ".md.j2"
FOLDER: Final = OWN_TEMPLATES / "pages"
EVIDENCE: Final = "evidence/"
NEEDS: Final = {"article": "claims", "forecasts": "forecasts", "scorecard": "scorecard", "glossary": "glossary"}
"""Tables that Evidence pages are about, by page; the others every report has."""
ORDER: Final = ("article", "forecasts", "scorecard", "sources", "data", "updates", "glossary", "method", "about")
"""The Evidence pages in the order in which readers see them."""


def shared_pages(package: Package) -> dict[str, Path]:
    """The templates of the shared pages that a report of these tables can have, by the page's name."""
    found = _named(FOLDER, TEMPLATE_ENDING)
    return {name: path for name, path in found.items() if NEEDS.get(name.removeprefix(EVIDENCE), "sources") in package.tables}


def own_pages(project: Project, language: Language) -> set[str]:
    """Names of the pages that the report has a template or a file of its own for, in a language."""
    templates = _named(project.templates / "pages", f".{language.code}{TEMPLATE_ENDING}")
    return {*templates, *_named(project.docs, f".{language.code}.md")}


def _named(folder: Path, ending: str) -> dict[str, Path]:
    """The files below a folder that end so, by their path without that ending."""
    return {path.relative_to(folder).as_posix().removesuffix(ending): path for path in files_below(folder, f"*{ending}")}


def page_names(project: Project, package: Package) -> frozenset[str]:
    """Names of all pages that are no pages of charts, claims or rows."""
    return frozenset(own_pages(project, package.languages[0]) | set(shared_pages(package)))


def navigation(names: Iterable[str], sections: Sequence[str]) -> list[Any]:
    """The navigation of a report that writes none, in MkDocs' form.

    The first page, its sections, other pages; then a folder of pages each, Evidence last.
    """
    pages = [name for name in names if not name.startswith(ADDED)]
    top = sorted((name for name in pages if "/" not in name), key=_by(("index", *sections)))
    folders = sorted({name.rpartition("/")[0] for name in pages if "/" in name}, key=lambda one: (f"{one}/" == EVIDENCE, one))
    return [f"{name}.md" for name in top] + [{folder: list(_listed(pages, folder))} for folder in folders]


def _listed(names: Iterable[str], folder: str) -> Iterator[str]:
    inner = [name.rpartition("/")[2] for name in names if name.rpartition("/")[0] == folder]
    return (f"{folder}/{name}.md" for name in sorted(inner, key=_by(("index", *ORDER))))


def _by(order: Sequence[str]) -> Callable[[str], tuple[int, str]]:
    """A key that sorts names by their place in an order, those not in it behind."""
    return lambda name: (order.index(name) if name in order else len(order), name)
