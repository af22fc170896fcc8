"""Doubts that an editor accepts: the rows that answer them, and the table that holds these, made in a report that has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sourced.data.checks import checked_package
from sourced.data.descriptor import DESCRIPTOR
from sourced.data.doubts import COLUMNS, described, unanswered
from sourced.data.doubts import TABLE as ACCEPTED
from sourced.data.package import read_package
from sourced.data.plausibility import doubts
from sourced.data.tables import Package
from sourced.data.typed_rows import build_model
from sourced.editing.descriptor_lines import with_table
from sourced.editing.entries import Entry, changed_copy, placed, row_at
from sourced.editing.rows import write_checked
from sourced.findings import Finding, ReportError
from sourced.project import Project


@dataclass(frozen=True)
class Answer:
    """A doubt of a kind about what stands at an address is answered by a reason."""

    kind: str
    key: str
    reason: str


def accept_doubt(project: Project, answer: Answer, day: date) -> tuple[str, str]:
    """Accept a doubt for the values that it has; give the file and the line written.

    Raise ReportError, with nothing written, if there is no such doubt.
    """
    texts, [(file, line)] = answered(project, [answer], day)
    write_checked(project, texts)
    return file, row_at(texts[file], line)


def answered(project: Project, answers: Sequence[Answer], day: date) -> tuple[dict[str, str], Sequence[tuple[str, int]]]:
    """The texts of the files that answers change, by path from the project's root, and the file and line of each answer's row.

    Raise ReportError if one answers no doubt.
    """
    package, _ = checked_package(project.data, root=project.root)
    opened = {(one.kind, one.key): one for one, _ in unanswered(doubts(build_model(package), day), package)}
    if missing := [one for one in answers if (one.kind, one.key) not in opened]:
        fix = "open are: " + "; ".join(" ".join(one) for one in opened) if opened else "none is open"
        found = f'raises no doubt "{missing[0].kind}" about "{missing[0].key}"'
        raise ReportError([Finding(project.data.name, 0, "", found, fix)])
    accepted = [opened[one.kind, one.key].accepting(one.reason, day) for one in answers]
    made = {} if ACCEPTED in package.tables else _table_made(project, package, day)
    if not made:
        done = placed(project, package, [_entry(package, one) for one in accepted])
        return dict(done.texts), done.lines
    with changed_copy(project, made) as data:
        copy = Project(data.parent)
        package, _ = read_package(data, root=data.parent)
        done = placed(copy, package, [_entry(package, one) for one in accepted])
    return {**made, **done.texts}, done.lines


def _entry(package: Package, cells: dict[str, str]) -> Entry:
    """The row of an answer: in place of that which answered the doubt for other values, if there is one."""
    table = package.tables[ACCEPTED]
    key = "/".join(cells[column] for column in table.key)
    known = {one.name for one in table.fields}
    return Entry(ACCEPTED, {name: cell for name, cell in cells.items() if name in known}, key if key in table.by_key else None)


def _table_made(project: Project, package: Package, day: date) -> dict[str, str]:
    """The texts of the files by which a report has the table: the descriptor and an empty one."""
    path = project.data / DESCRIPTOR
    file = project.relative(path)
    lines = described(day, [one.code for one in package.languages])
    text = with_table(path.read_bytes().decode("utf-8"), file, lines)
    return {f"{project.data.name}/{ACCEPTED}.csv": ",".join(COLUMNS) + "\n", file: text}
