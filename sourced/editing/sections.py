"""A section added to a report: its row, a page in each language to be written, its place in the navigation. Nothing is overwritten."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import yaml

from sourced.data.checks import checked_package
from sourced.data.encodings import ending_of
from sourced.data.names import SLUG_FIX, is_slug
from sourced.data.package import read_package
from sourced.data.tables import Package
from sourced.data.yaml_files import node_at, tree_of
from sourced.editing.entries import Entry, changed_copy, placed
from sourced.editing.rows import write_whole
from sourced.findings import Finding, ReportError, stop_on_errors
from sourced.project import Project
from sourced.system.links import files_below

TABLE: Final = "sections"
_TAKEN: Final = ("index", "evidence", "charts", "data", "guide")
"""Names that pages of every report have."""
_PAGE: Final = """\
---
title: {{ language.capitalised(term("section.KEY"))|tojson }}
description: {{ language.capitalised(term("section.KEY"))|tojson }}
---
MARK{* to be written *}
{* HEAD *}
# <span data-verbatim>{{ language.capitalised(term("section.KEY")) }}</span> {#KEY}

<p class="said">SAID</p>

{* EXAMPLE

FIGURE

{{ chart("CHART") }}
*}
"""
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "HEAD": "The heading is the name in data/sections.csv. description: a sentence for those who find the page by a search.",
        "SAID": "Say here in a sentence or two what this section shows and what it rests on, and delete this sentence.",
        "EXAMPLE": "Two lines to move out of this comment, with rows of yours: a figure, and a chart. A chart is drawn by a function in"
        ' charts/ that says section="KEY"; its name is the chart\'s, with hyphens.',
        "FIGURE": "{{ name('ENTITY') }}: {{ figure('INDICATOR', 'ENTITY', 'PERIOD') }}.",
    },
    "zh": {
        "HEAD": "标题即data/sections.csv中的名称。description：供经搜索而来的读者阅读的一句话。",
        "SAID": "请在此用一两句话说明本部分展示什么、依据什么，然后删去这一句。",
        "EXAMPLE": '把下面两行移出注释并换成您自己的行：数字和图。图由charts/中写有section="KEY"的函数绘制，函数名即图名。',
        "FIGURE": "{{ name('ENTITY') }}：{{ figure('INDICATOR', 'ENTITY', 'PERIOD') }}。",
    },
    "de": {
        "HEAD": "Die Überschrift ist der Name in data/sections.csv. description: ein Satz für die, die die Seite über eine Suche finden.",
        "SAID": "Sagen Sie hier in einem oder zwei Sätzen, was dieser Teil zeigt und worauf er beruht, und löschen Sie diesen Satz.",
        "EXAMPLE": "Zwei Zeilen zum Herausnehmen, mit Ihren Daten: eine Zahl und ein Diagramm. Ein Diagramm zeichnet eine"
        ' Funktion in charts/, die section="KEY" sagt; ihr Name ist der des Diagramms, mit Bindestrichen.',
        "FIGURE": "{{ name('ENTITY') }}: {{ figure('INDICATOR', 'ENTITY', 'PERIOD') }}.",
    },
}
"""What a page begins with, in the languages of which the generator has it; in others it is the English, marked as not translated."""
_CHART: Final = re.compile(r"^@chart\(.*?^def (\w+)\(", re.MULTILINE | re.DOTALL)


def name_columns(package: Package) -> dict[str, str]:
    """The columns of a section's name in the languages that the report has besides its first, by column; their names in English."""
    return {f"name_{one.code}": one.english_name for one in package.languages[1:]}


def add_section(project: Project, name: str, given: Mapping[str, str]) -> list[str]:
    """Add a section, `name` in the report's first language; `given` are other cells of its row. Give the files written.

    Names that are not given stay empty, to be translated. Raise ReportError, with nothing written, if it can't be added.
    """
    package, _ = checked_package(project.data, root=project.root)
    key = given.get("id") or re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    table = package.tables[TABLE]
    if not is_slug(key) or not key[0].isalpha() or key in _TAKEN:
        found = f'can\'t have the section "{name}" added: its page would be called "{key}"'
        raise ReportError([Finding(table.file, 0, "id", found, f"give it a key of its own by --set id=KEY; {SLUG_FIX}")])
    pages = {f"templates/pages/{key}.{one.code}.md.j2": _page(project, package, key, one.code) for one in package.languages}
    if there := [path for path in pages if (project.root / path).exists()]:
        raise ReportError([Finding(path, 0, "", "is there already", "give the section another key by --set id=KEY") for path in there])
    navigation = dict(_navigation(project, package, key))
    row = Entry(TABLE, {f"name_{package.languages[0].code}": name, **given, "id": key})
    done = placed(project, package, [row])
    with changed_copy(project, done.texts) as data:
        _, wrong = read_package(data, root=data.parent)
    lacking = {(table.file, column) for column in name_columns(package) if not given.get(column)}
    stop_on_errors(one for one in wrong if (one.file, one.column) not in lacking)
    for path, text in {**done.texts, **pages, **navigation}.items():
        write_whole(project.root / path, text)
    return [table.file, *pages, *navigation]


def _page(project: Project, package: Package, key: str, code: str) -> str:
    """A page to be written: its heading, what is to be said below it, and an example of a figure and a chart."""
    text = _PAGE
    for word, said in _WORDS.get(code, _WORDS["en"]).items():
        text = text.replace(word, said)
    mark = "" if code in _WORDS else f"{{* not translated into {code} yet *}}\n"
    for word, said in {"MARK": mark, "KEY": key, **dict(_example(project, package, key))}.items():
        text = text.replace(word, said)
    return text


def _example(project: Project, package: Package, key: str) -> Iterator[tuple[str, str]]:
    """The parts of a figure and a chart that the report has, words in their place if it has none."""
    rows = (row for name in package.tables if name.endswith("observations") for row in package.rows(name))
    row = next((one for one in rows if not one.optional("scope") and not one.optional("as_of")), None)
    for column in ("indicator", "entity", "period"):
        yield column.upper(), row.text(column) if row else column
    charts = (found for path in files_below(project.charts, "*.py") for found in _CHART.findall(path.read_text(encoding="utf-8")))
    yield "CHART", next(charts, f"{key}_by_year").replace("_", "-")


def _navigation(project: Project, package: Package, key: str) -> Iterator[tuple[str, str]]:
    """The configurations of MkDocs that write a navigation, with the page behind those of the other sections."""
    sections = [f"{row.text('id')}.md" for row in package.rows(TABLE)]
    for path in sorted(project.root.glob("mkdocs*.yml")):
        text = path.read_text(encoding="utf-8")
        listed = node_at(tree_of(text), "nav")
        if listed is not None and listed.value:
            yield project.relative(path), _with_page(text, listed, sections, f"{key}.md")


def _with_page(text: str, listed: Any, sections: Sequence[str], page: str) -> str:
    """A configuration's text with a page behind the last of the sections' that its navigation lists, else behind the first page."""
    files = [one.value if isinstance(one, yaml.ScalarNode) else one.value[0][1].value for one in listed.value]
    at = max((place for place, file in enumerate(files) if file in sections), default=0)
    node = listed.value[at]
    end = node.end_mark.index if isinstance(node, yaml.ScalarNode) else node.value[0][1].end_mark.index
    ending = ending_of(text)
    between = ", " if listed.flow_style else f"{ending}{' ' * (listed.start_mark.column)}- "
    return f"{text[:end]}{between}{page}{text[end:]}"
