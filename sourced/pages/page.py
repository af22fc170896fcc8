"""A page while it is made: its text, and all that it has used."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from yaml import YAMLError

from sourced.data.yaml_files import read_yaml, yaml_problem
from sourced.drawing.images import Caption
from sourced.evidence.figures import Figure
from sourced.findings import Finding, ReportError
from sourced.project import Project
from sourced.system.trees import Content
from sourced.words.language import Language
from sourced.words.prose import plain

CHART_PAGES, CLAIM_PAGES, INDICATOR_PAGES, TABLE_PAGES = "charts/", "evidence/article/", "evidence/indicators/", "evidence/tables/"
SOURCES = "evidence/sources"
"""The page of sources; the parts of it, where they are many, stand below it."""
ADDED = (CHART_PAGES, CLAIM_PAGES, INDICATOR_PAGES, TABLE_PAGES, f"{SOURCES}/")
"""Folders of the pages that the generator adds in all languages alike; each is found by what stands on it, and in no navigation."""
WITHOUT_CARD = (INDICATOR_PAGES, TABLE_PAGES, f"{SOURCES}/")
"""Those whose pages nobody shares for their looks."""
_NOT_KEPT = frozenset({"name", "language", "file", "is_shared", "notes", "printed", "whole"})
_HEADING = re.compile(r"^# (.*)$", re.MULTILINE)


@dataclass
class Page:
    """A page while it is rendered: what it used, for the check of parity."""

    name: str
    language: Language
    file: str
    """The template or file that it is made from, from the report's root."""
    is_shared: bool = False
    """Whether that is one of the generator's, as the report has none of its own of that name."""
    figures: list[str] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    shown: list[tuple[str, ...]] = field(default_factory=list)
    """For each figure printed, the keys of the observations it rests on."""
    notes: dict[str, Figure] = field(default_factory=dict)
    """Figures that the prose prints, by key and form, in the order in which they come: the notes of the page."""
    printed: dict[str, Figure] = field(default_factory=dict)
    """All figures that the page prints, by key."""
    rows: list[str] = field(default_factory=list)
    """Rows that the page prints or names as evidence, as table:key."""
    drawn: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For each chart on the page, the keys of the observations it shows."""
    chart_titles: dict[str, str] = field(default_factory=dict)
    captions: dict[str, Caption] = field(default_factory=dict)
    """For each chart on the page, the words that its picture carries."""
    alts: dict[str, str] = field(default_factory=dict)
    """For each chart on the page, the chart in words."""
    text: str = ""
    after: str = ""
    """What follows the text: the notes."""
    updated: str = ""
    """The day on which the newest of the tables that it rests on was gone through, "" if it rests on none."""
    linked: str = ""
    """JSON-LD."""
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    """For evidence.json, what was computed for the page, by key."""
    whole: Content | None = None
    """Its Markdown, of a part of a long table: nobody reads that here, so it has no text."""

    @property
    def made(self) -> dict[str, Any]:
        """All that became of it, without the figures themselves: what is kept for the next build."""
        return {name: value for name, value in vars(self).items() if name not in _NOT_KEPT}

    @property
    def content(self) -> Content:
        """Its Markdown, as it stands in build/docs."""
        return self.whole or Content.of((self.text + self.after).encode())

    def note(self, figure: Figure) -> int:
        """The number of a figure's note."""
        self.notes.setdefault(figure.key, figure)
        return list(self.notes).index(figure.key) + 1

    @property
    def title(self) -> str:
        """The page's first heading, without markup."""
        heading = _HEADING.search(self.text)
        return plain(re.sub(r"\{[^{}]*\}\s*$", "", heading[1] if heading else self.name))

    @property
    def source(self) -> str:
        """The page's Markdown, from build/docs."""
        return f"{self.language.code}/{self.name}.md"

    @property
    def is_own(self) -> bool:
        """Whether a template or a file is there for it alone, the report's or the generator's."""
        return self.file.startswith(("templates/pages/", "docs/"))

    @property
    def is_added(self) -> bool:
        """Whether it is one of the pages that every report has, in a folder of theirs."""
        return self.name.startswith(ADDED)

    @property
    def address(self) -> str:
        """The page's address from its language's root."""
        name = self.name.removesuffix("index").rstrip("/")
        return f"{name}/" if name else ""

    @property
    def path(self) -> str:
        """The page's file from the site's root."""
        return f"{self.language.folder}/{self.address}index.html".lstrip("/")

    @property
    def base(self) -> str:
        """Relative address of the language's root as seen from the page."""
        depth = self.name.count("/") + (not self.name.endswith("index"))
        return "../" * depth if depth else "./"


def is_part(name: str) -> bool:
    """Whether a page has a part of an indicator's observations: those are taken away as data, by the indicator's address."""
    return name.startswith(INDICATOR_PAGES) and "/" in name.removeprefix(INDICATOR_PAGES)


@dataclass(frozen=True)
class PagePlan:
    """A page that the generator adds: how to fill in its text, and all that this depends on besides code and data."""

    page: Page
    base: object
    fill: Callable[[Page], str]


def file_behind(project: Project, template: str, data: str) -> str:
    """The file of the report that a page which all reports have is made from: its own template of that name, else that of its data."""
    return f"templates/{template}" if (project.templates / template).exists() else data


def front_matter(page: Page) -> dict[str, str]:
    """What a page says of itself above its text: title, description."""
    _, found, rest = page.text.partition("---\n")
    if not found:
        return {}
    above, closed, _ = rest.partition("\n---")
    if not closed:
        fix = "write --- below title and description"
        raise ReportError([Finding(page.file, 1, "", "begins with --- and has no second line of ---", fix)])
    try:
        said = read_yaml(above) or {}
    except YAMLError as error:
        raise ReportError([yaml_problem(error, page.file, lines=0 if above.startswith("image: ") else 1)]) from None
    if not isinstance(said, dict):
        raise ReportError([Finding(page.file, 2, "", "has no names between the lines of ---", "write title: … and description: …")])
    return {str(key): str(value) for key, value in said.items()}
