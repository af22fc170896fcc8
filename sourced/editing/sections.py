"""A section added to a report: its row, a page in each language to be written, its place in the navigation. Nothing is overwritten."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import yaml

from sourced.data.checks import checked_package
from sourced.data.names import SLUG_FIX, is_slug
from sourced.data.tables import Package
from sourced.editing.rows import add_row, write_whole
from sourced.findings import Finding, ReportError
from sourced.project import Project

TABLE: Final = "sections"
_TAKEN: Final = ("index", "evidence", "charts", "data", "guide")
"""Names that pages of every report have."""
_PAGE: Final = """\
---
title: {{ language.capitalised(term("section.KEY"))|tojson }}
description: {{ language.capitalised(term("section.KEY"))|tojson }}
---
{* description: a sentence for those who find the page by a search. The heading is the name in data/sections.csv. *}
# <span data-verbatim>{{ language.capitalised(term("section.KEY")) }}</span> {#KEY}
"""


def add_section(project: Project, name: str, given: Mapping[str, str]) -> list[str]:
    """Add a section of a name; `given` are cells of its row that differ from it. Give the files written.

    Raise ReportError, with nothing written, if it can't be added.
    """
    package, _ = checked_package(project.data, root=project.root)
    names = {f"name_{one.code}": name for one in package.languages}
    key = given.get("id") or re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    file = package.tables[TABLE].file
    if not is_slug(key) or not key[0].isalpha() or key in _TAKEN:
        found = f'can\'t have the section "{name}" added: its page would be called "{key}"'
        raise ReportError([Finding(file, 0, "id", found, f"give it a key of its own by --set id=KEY; {SLUG_FIX}")])
    pages = {f"templates/pages/{key}.{one.code}.md.j2": _PAGE.replace("KEY", key) for one in package.languages}
    if there := [path for path in pages if (project.root / path).exists()]:
        raise ReportError([Finding(path, 0, "", "is there already", "give the section another key by --set id=KEY") for path in there])
    navigation = dict(_navigation(project, package, key))
    row, *_ = add_row(project, package, TABLE, {**names, **given, "id": key})
    for path, text in {**pages, **navigation}.items():
        write_whole(project.root / path, text)
    return [row, *pages, *navigation]


def _navigation(project: Project, package: Package, key: str) -> Iterator[tuple[str, str]]:
    """The configurations of MkDocs that write a navigation, with the page behind those of the other sections."""
    sections = [f"{row.text('id')}.md" for row in package.rows(TABLE)]
    for path in sorted(project.root.glob("mkdocs*.yml")):
        text = path.read_text(encoding="utf-8")
        root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
        listed = next((value for name, value in root.value if name.value == "nav"), None) if root else None
        if listed is not None and listed.value:
            yield project.relative(path), _with_page(text, listed, sections, f"{key}.md")


def _with_page(text: str, listed: Any, sections: Sequence[str], page: str) -> str:
    """A configuration's text with a page behind the last of the sections' that its navigation lists, else behind the first page."""
    files = [one.value if isinstance(one, yaml.ScalarNode) else one.value[0][1].value for one in listed.value]
    at = max((place for place, file in enumerate(files) if file in sections), default=0)
    node = listed.value[at]
    end = node.end_mark.index if isinstance(node, yaml.ScalarNode) else node.value[0][1].end_mark.index
    ending = "\r\n" if "\r\n" in text else "\n"
    between = ", " if listed.flow_style else f"{ending}{' ' * (listed.start_mark.column)}- "
    return f"{text[:end]}{between}{page}{text[end:]}"
