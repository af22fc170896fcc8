"""A language added to a report: its name, columns, pages to be translated. Nothing that is there is overwritten."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from sourced.data.canonical import csv_text, read_rows
from sourced.data.descriptor import DESCRIPTOR, tables_of
from sourced.data.encodings import ending_of
from sourced.data.tables import Table
from sourced.data.yaml_files import node_at, read_yaml_file, tree_of
from sourced.editing.rows import write_whole
from sourced.editing.scaffold import NAMES
from sourced.editing.starter_words import StarterWords
from sourced.findings import Finding, ReportError
from sourced.project import GENERATOR, Project
from sourced.system.links import files_below
from sourced.words.catalogue import has_words
from sourced.words.language import Language, is_language

_PLURALS: Final = ("zero", "one", "two", "few", "many", "other")
_MARKS: Final = {".md.j2": "{{* not translated into {} yet *}}", ".md": "<!-- not translated into {} yet -->"}
"""By the ending of a page, the comment that `check` finds."""
Added = dict[int, list[str]]
"""Columns to add to a table, by the place of that behind which they go."""


def add_language(project: Project, code: str) -> list[str]:
    """Add a language; give the files written. Raise ReportError, with nothing written, if it can't be added."""
    path = project.data / DESCRIPTOR
    file = project.relative(path)
    text, description = read_yaml_file(path, file)
    codes = description["languages"]
    if not is_language(code) or code in codes or not has_words(project.root, code):
        own = f"locale/{code}/LC_MESSAGES/sourced.po"
        fix = f"name another than {', '.join(codes)}, of which the generator has words, such as de, or add {own}"
        raise ReportError([Finding(file, 0, "", f'can\'t have the language "{code}" added', fix)])
    if astray := [one for one in description["resources"] if isinstance(one["schema"], str)]:
        found = "is a schema in a file of its own, which is not changed by the program"
        fix = f"put the fields into {file}, or add the columns …_{code} by hand"
        raise ReportError([Finding(f"{project.data.name}/{one['schema']}", 0, "", found, fix) for one in astray])
    tables = tables_of(description, project.data, project.root)
    added = [_columns(table, codes, code) for table in tables]
    begun = StarterWords(project, description, _sections(project, tables), code)
    texts = {file: begun.described(_described(text, code, codes[0], added)), **begun.charts()}
    texts |= {one.file: _widened(project, one, new, codes[0]) for one, new in zip(tables, added, strict=True) if new}
    texts |= dict(_pages(project, codes[0], code, begun))
    for name, content in texts.items():
        write_whole(project.root / name, content)
    return list(texts)


def _columns(table: Table, codes: Sequence[str], code: str) -> Added:
    """The columns of a language, each group behind the last of its kind in the other languages."""
    names = [one.name for one in table.fields]
    found: Added = {}
    for name in names:
        stem, _, first = name.rpartition("_")
        if first != codes[0]:
            continue
        plural = stem in _PLURALS
        if plural and stem != "other":
            continue
        kinds = _PLURALS if plural else (stem,)
        last = max(names.index(one) for kind in kinds for other in codes if (one := f"{kind}_{other}") in names)
        new = [f"{kind}_{code}" for kind in (Language(code).plurals if plural else kinds)]
        found[last] = [one for one in new if one not in names]
    return {place: new for place, new in found.items() if new}


def _described(text: str, code: str, first: str, added: Sequence[Added]) -> str:
    """A descriptor's text with a language and its columns, all other lines as they are."""
    root, ending = tree_of(text), ending_of(text)
    listed = node_at(root, "languages")
    last = listed.value[-1]
    between = ", " if listed.flow_style else ending + " " * (last.start_mark.column - 2) + "- "
    inserted = [(last.end_mark.index, between + code)]
    for resource, new in zip(node_at(root, "resources").value, added, strict=True):
        fields = node_at(node_at(resource, "schema"), "fields").value
        sources = {node_at(one, "name").value: text[one.start_mark.index : one.end_mark.index].rstrip() for one in fields}
        for place, columns in new.items():
            node = fields[place]
            end = node.start_mark.index + len(sources[node_at(node, "name").value])
            start = ending + " " * (node.start_mark.column - 2) + "- "
            inserted.append((end, "".join(start + _field(sources, one, code, first) for one in columns)))
    for place, words in sorted(inserted, reverse=True):
        text = text[:place] + words + text[place:]
    return text


def _field(sources: Mapping[str, str], column: str, code: str, first: str) -> str:
    """A column as it is described in the first language, in the name of another."""
    stem = column.removesuffix(f"_{code}")
    like = f"{stem}_{first}" if f"{stem}_{first}" in sources else f"other_{first}"
    return sources[like].replace(like, column).replace(f"({first})", f"({code})")


def _widened(project: Project, table: Table, added: Added, first: str) -> str:
    """A table's file with the new columns: empty, but for rows that a new report begins with, whose words are known."""
    names = [one.name for one in table.fields]
    header = [one for place, name in enumerate(names) for one in (name, *added.get(place, ()))]
    known = _begun_with(project.root / table.file)
    wide = []
    for row in read_rows(project.root / table.file, names)[1:]:
        cells = dict(zip(names, row, strict=True))
        begun = known.get(row[0], {})
        same = begun and all(begun.get(name, cells[name]) == cells[name] for name in names if name.endswith(f"_{first}"))
        wide.append([cells.get(name, begun.get(name, "") if same else "") for name in header])
    return csv_text([header, *wide])


def _begun_with(file: Path) -> dict[str, dict[str, str]]:
    """The rows that a new report begins with in a table of this name, in all languages that the generator has them in."""
    if file.name == "sections.csv":  # which has those that were asked for
        return {key: {f"name_{code}": name for code, name in names.items()} for key, names in NAMES.items()}
    path = GENERATOR / "starter" / "data" / file.name
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as opened:
        return {next(iter(row.values())): row for row in csv.DictReader(opened)}


def _sections(project: Project, tables: Sequence[Table]) -> list[dict[str, str]]:
    """The rows of the report's sections."""
    table = next((one for one in tables if one.name == "sections"), None)
    if table is None:
        return []
    header, *rows = read_rows(project.root / table.file, [one.name for one in table.fields])
    return [dict(zip(header, row, strict=True)) for row in rows]


def _pages(project: Project, first: str, code: str, begun: StarterWords) -> Iterator[tuple[str, str]]:
    """The pages of the first language that the new one lacks: as a new report has them, or else marked as not translated."""
    for folder, ending in ((project.templates, ".md.j2"), (project.docs, ".md")):
        for path in files_below(folder, f"*.{first}{ending}"):
            new = path.with_name(path.name.removesuffix(f".{first}{ending}") + f".{code}{ending}")
            if not new.exists():
                known = begun.page(project.relative(path), project.relative(new))
                yield project.relative(new), known or _marked(path.read_text(encoding="utf-8"), _MARKS[ending].format(code))


def _marked(text: str, mark: str) -> str:
    """A page's text with a comment of its own line behind what stands above the text."""
    end = text.find("\n---\n", 3) + 5 if text.startswith("---\n") else 0
    return f"{text[:end]}{mark}\n{text[end:]}"
