"""What was saved, in the words of a list: the row, and which of its columns from what to what."""

from __future__ import annotations

from sourced.data.tables import Package, Table
from sourced.editing.entries import Entry, cells_of
from sourced.editing.forms import name_of, reference_of, row_words
from sourced.project import Project


def saved_words(project: Project, package: Package, entry: Entry) -> tuple[str, str]:
    """What an entry saves, in a package without it, and what taking that back does."""
    table = package.tables[entry.table]
    row = table.by_key.get(entry.key) if entry.key is not None else None
    if row is None or entry.key is None:
        named = f"{table.title.first}: {_new_words(package, table, entry)}"
        return f"{named}: new", f"{named}: taken out again"
    named = f"{table.title.first}: {row_words(package, table, row)}"
    if entry.gone:
        return f"{named}: deleted", f"{named}: there again"
    old = cells_of(project, table, entry.key)
    pairs = [(one.title.first or one.name, old.get(one.name, ""), entry.cells.get(one.name)) for one in table.fields]
    changed = [(title, _short(was), _short(new)) for title, was, new in pairs if new is not None and new != was]
    there, back = (
        "; ".join(f"{title} {before} → {after}" for title, *ends in changed for before, after in [ends[::way]]) for way in (1, -1)
    )
    return ": ".join(filter(None, (named, there))), ": ".join(filter(None, (named, back)))


def _new_words(package: Package, table: Table, entry: Entry) -> str:
    """What a new row is of, in words."""
    code = package.languages[0].code
    named = next((entry.cells[one] for one in (f"title_{code}", "title", f"name_{code}", "name") if entry.cells.get(one)), "")
    known = {
        one: package.tables[ref.table].by_key.get(entry.cells.get(one, ""))
        for one in table.key
        if (ref := reference_of(table, one)) and ref.table
    }
    words = [(name_of(package, row) if (row := known.get(one)) else "") or entry.cells.get(one, "") for one in table.key]
    return named or ", ".join(word for word in words if word)


def _short(cell: str) -> str:
    """A cell in the words of a list: what is long is cut, what is empty says so."""
    return (cell if len(cell) <= 40 else f"{cell[:39]}…") or "(empty)"
