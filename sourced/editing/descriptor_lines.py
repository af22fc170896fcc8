"""What `datapackage.yaml` says of a table, changed in its own lines: comments, order and all else stay as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import yaml

from sourced.data.encodings import ending_of
from sourced.data.yaml_files import line_of, node_at, read_yaml, tree_of
from sourced.findings import Finding, ReportError

_PLAIN: Final = re.compile(r"\w[^:#'\"\n]*", re.ASCII)
"""Texts that YAML takes for what they are without quotes."""


def with_table_lines(text: str, file: str, table: str, values: Mapping[str, str | date]) -> str:
    """A descriptor's text in which a table says other things of itself; ReportError if it can't be done line by line."""
    before = read_yaml(text)
    places = [place for place, one in enumerate(before.get("resources", [])) if one.get("name") == table]
    if not places:
        raise ReportError([Finding(file, 0, "", f'describes no table "{table}"', "look at the page anew: the file was changed")])
    path = ("resources", places[0])
    new = text
    for name, value in values.items():
        new = _with_line(new, path, name, _written(value))
    before["resources"][places[0]] |= values
    if _said(new) != before:
        found = f'has "{table}" in a form that can\'t be changed line by line'
        raise ReportError([Finding(file, line_of(text, path), "", found, f"write {', '.join(values)} there by hand")])
    return new


def with_table(text: str, file: str, described: str) -> str:
    """A descriptor's text with one more table, behind the last; `described` are its lines. ReportError if it can't be done line by line."""
    before = read_yaml(text)
    listed = node_at(tree_of(text), "resources")
    ending, indent = ending_of(text), " " * listed.start_mark.column
    lines = f"{ending}{ending}{indent}- {f'{ending}{indent}  '.join(described.splitlines())}"
    end = _end(listed)
    new = f"{text[:end]}{lines}{text[end:]}"
    before["resources"].append(read_yaml(described))
    if listed.flow_style or _said(new) != before:
        found = "has its tables in a form that can't be added to line by line"
        raise ReportError([Finding(file, line_of(text, ("resources",)), "", found, f"add one there by hand:\n{described}")])
    return new


def _end(node: Any) -> int:
    """Where the last of what a node holds ends; blank lines and comments behind it count to what follows."""
    while not isinstance(node, yaml.ScalarNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return int(node.end_mark.index)


def _said(text: str) -> Any:
    try:
        return read_yaml(text)
    except (yaml.YAMLError, ValueError):
        return None


def _written(value: str | date) -> str:
    """A value as YAML has it in one line."""
    if isinstance(value, date):
        return value.isoformat()
    known = _PLAIN.fullmatch(value) and read_yaml(value) == value
    return value if known else "'" + value.replace("'", "''") + "'"


def _with_line(text: str, path: tuple[str, int], name: str, written: str) -> str:
    """A text in which a mapping holds a value by a name: in the place of the old one, else in a line of its own behind the first."""
    mapping = node_at(tree_of(text), path[0]).value[path[1]]
    marks = {key.value: (key.start_mark, value.start_mark, value.end_mark) for key, value in mapping.value}
    if name in marks:
        _, start, end = marks[name]
        return text[: start.index] + written + text[end.index :]
    behind = next((one for one in ("next_update", "updated") if one in marks), next(iter(marks)))
    key, _, end = marks[behind]
    between = ", " if mapping.flow_style else ending_of(text) + " " * key.column
    return f"{text[: end.index]}{between}{name}: {written}{text[end.index :]}"
