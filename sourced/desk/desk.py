"""What the desk can do, each action a function from what the browser sends to what it is told."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sourced.data.canonical import canonical_rows
from sourced.data.cells import cell_problem
from sourced.data.model import observation_key
from sourced.data.package import read_package
from sourced.data.tables import Field, Package, Table
from sourced.data.typed_rows import build_model
from sourced.desk import changes
from sourced.desk.effects import Effects
from sourced.desk.requests import Action, told
from sourced.desk.saved_words import saved_words
from sourced.desk.turns import Turns
from sourced.editing.acceptance import Answer, answered
from sourced.editing.descriptor_lines import with_table_lines
from sourced.editing.entries import Entry, Placed, cells_of, changed_copy, placed
from sourced.editing.forms import form_of, options_of, reference_of, row_words, suggested_key
from sourced.editing.removal import changed_meanwhile, naming
from sourced.editing.rows import data_problems
from sourced.editing.saves import Save, Saves
from sourced.editing.upkeep import overdue, series_of
from sourced.evidence.addresses import RowReference, evidence_at
from sourced.evidence.amounts import typed_amount
from sourced.evidence.figures import Figure, FigureError, Figures
from sourced.findings import Finding, ReportError, Severity
from sourced.project import Project

DESCRIPTOR = "datapackage.yaml"


class Desk:
    """The desk of a session: it reads the data as they are, and remembers what it saved."""

    def __init__(self, project: Project, today: date | None, clock: Callable[[], date] = date.today) -> None:
        self._project, self._clock, self._writing = project, clock, threading.Lock()
        self.saves, self.effects = Saves(project), Effects(project, today)
        self._turns, self._checking = Turns(), threading.Lock()
        self._known: tuple[object, Package] | None = None
        self._checked: tuple[object, list[Finding]] | None = None
        """What was checked last, and what was found: a save mostly follows a check of the same."""

    @property
    def actions(self) -> Mapping[str, Action]:
        """The actions by the names by which they are asked for."""
        return {
            "look": self.look, "form": self.form, "options": self.options, "tables": self.tables, "series": self.series,
            "check": self.check, "effects": self.work_out, "save": self.save, "undo": self.undo, "state": self.state,
            "overdue": self.overdue, "went-through": self.went_through, "changes": self.changes, "commit": self.commit,
        }  # fmt: skip

    @property
    def package(self) -> Package:
        """The data as they are; cells that are wrong are empty. ReportError if the descriptor is."""
        files = sorted(path for path in self._project.data.rglob("*") if path.is_file())
        state = tuple((path, (status := path.stat()).st_mtime_ns, status.st_size) for path in files)
        if not self._known or self._known[0] != state:
            self._known = state, read_package(self._project.data, root=self._project.root)[0]
        return self._known[1]

    def look(self, given: Mapping[str, Any]) -> object:
        """The rows that an address rests on: {address}."""
        package = self.package
        table, colon, key = str(given["address"]).partition(":")
        if colon and table in package.tables and key in package.tables[table].by_key:
            return {"rows": [self._row(package, package.tables[table], key)]}
        try:
            found = evidence_at(Figures(build_model(package)), str(given["address"]))
        except (FigureError, ReportError, KeyError, ValueError):
            return {"rows": []}
        return {"rows": list({(one["table"], one["key"]): one for one in self._behind(package, found)}.values())}

    def _behind(self, package: Package, found: Figure | RowReference) -> list[dict[str, str]]:
        """The rows behind a piece of evidence, those of inputs among them."""
        if isinstance(found, RowReference):
            return [self._row(package, found.table, found.key)]
        rows = [one for figure in found.inputs for one in self._behind(package, figure)]
        files = {table.file: table for table in package.tables.values()}
        observed = [(files[one.row.file], one.row) for one in found.observations]
        rows += [self._row(package, table, table.key_of(row)) for table, row in observed]
        return rows + [self._row(package, package.tables[found.row_table], key) for key in found.row_keys]

    def _row(self, package: Package, table: Table, key: str) -> dict[str, str]:
        row = table.by_key[key]
        value = f": {row.text('value')}" if "value" in row.cells else ""
        return {"table": table.name, "key": key, "words": row_words(package, table, row) + value}

    def form(self, given: Mapping[str, Any]) -> object:
        """The form for a row: {table, key?, cells?}."""
        package = self.package
        table, key = package.tables[given["table"]], given.get("key")
        cells = cells_of(self._project, table, key) if key is not None else dict(given.get("cells") or {})
        threading.Thread(target=self.effects.start, daemon=True).start()
        return asdict(form_of(package, table, cells, key))

    def options(self, given: Mapping[str, Any]) -> object:
        """The rows of a table by name, as a reference holds them: {table}."""
        return {"options": [asdict(one) for one in options_of(self.package, self.package.tables[given["table"]])]}

    def tables(self, _: Mapping[str, Any]) -> object:
        """The tables that have keys, so that their rows can be edited; and the one that is mostly meant, the first of observations."""
        package = self.package
        code = package.languages[0].code
        listed = [{"name": one.name, "title": one.title[code], "rows": len(one.rows)} for one in package.tables.values() if one.key]
        return {"tables": listed, "usual": next((str(one["name"]) for one in listed if str(one["name"]).endswith("observations")), "")}

    def series(self, given: Mapping[str, Any]) -> object:
        """The series whose next figure may be added: {indicator} or {keys} of figures."""
        package = self.package
        asked = [key.split(".")[:2] for key in given.get("keys") or [] if re.fullmatch(r"[a-z0-9-]+(\.[^.()]+){2,3}", key)]
        pairs = dict.fromkeys((one, two) for one, two in asked) if asked else {(str(given.get("indicator", "")), ""): None}
        tables = [table for name, table in package.tables.items() if name.endswith("observations")]
        found = [asdict(one) for what, whose in pairs if what for table in tables for one in series_of(package, table, what, whose)]
        return {"series": found}

    def check(self, given: Mapping[str, Any]) -> object:
        """What is wrong or doubtful with entries, as `check` says it: {entries, form?, turn?}.

        What is wrong with a cell by itself is told at once. The rest has the whole package checked, one question at a
        time; one that has been overtaken by then is not answered.
        """
        package, entries, wanted = self.package, _entries(given), self._turns.wanted(given)
        if by_themselves := _mistyped(package.tables[entries[-1].table], entries[-1]):
            rows = [*([] for _ in entries[:-1]), by_themselves]
            return {"rows": rows, "elsewhere": [], "said": [{} for _ in entries], "changed": False}
        with self._checking:
            return self._checked_whole(package, entries) if wanted() else {"overtaken": True}

    def _checked_whole(self, package: Package, entries: Sequence[Entry]) -> object:
        findings, done = self._findings(package, entries)
        last = package.tables[entries[-1].table]
        names = {one.name for one in last.fields} if entries[-1].before else set()
        mine = {place: number for number, place in enumerate(done.lines)}
        rows: list[list[dict[str, Any]]] = [[] for _ in entries]
        elsewhere = []
        columns = {field.name: field for field in last.fields}

        def offered(one: Finding) -> dict[str, Any]:
            field = columns.get(one.column) if one.file == last.file and not one.kind else None
            return {**told(one), "instead": _instead(field, one.fix)} if field else told(one)

        for one in findings:
            if one.file == last.file and not one.line and one.column in names:  # of the row as it was when it was opened
                rows[-1].append(told(one))
            elif (place := (one.file, one.line)) in mine and one.line:
                rows[mine[place]].append(offered(one))
            elif one.about and one.about == self._address(package, entries[-1]):  # said of a row that another source has of the same
                rows[-1].append(told(one))
            elif one.severity is Severity.ERROR:
                elsewhere.append(told(one))
        said = [self._said(package, entry) for entry in entries]
        changed = [file for file, text in done.texts.items() if (self._project.root / file).read_bytes() != text.encode()]
        return {"rows": rows, "elsewhere": elsewhere, "said": said, "changed": bool(changed)}

    def _address(self, package: Package, entry: Entry) -> str:
        """The address of what an entry is of, if it is an observation; "" if it is none."""
        table = package.tables[entry.table]
        if entry.gone or not table.name.endswith("observations"):
            return ""
        before = cells_of(self._project, table, entry.key) if entry.key is not None else {}
        cells = {name: cell.strip() for name, cell in {**before, **entry.cells}.items()}
        return observation_key(*(cells.get(name, "") for name in ("indicator", "entity", "period", "scope", "as_of")))

    def _findings(self, package: Package, entries: Sequence[Entry]) -> tuple[list[Finding], Placed]:
        done, day = placed(self._project, package, entries), self._clock()
        if found := list(self._kept(package, entries)):
            return found, done
        state = self._known and self._known[0], done.texts, day
        if not self._checked or self._checked[0] != state:
            with changed_copy(self._project, done.texts) as data:
                try:
                    found = data_problems(data, data.parent, day)
                except ReportError as error:
                    found = error.findings
            self._checked = state, found
        return self._checked[1], done

    def _kept(self, package: Package, entries: Sequence[Entry]) -> Iterator[Finding]:
        """What keeps entries from being looked at further: rows that others name, and rows that are other ones by now."""
        for entry in entries:
            table = package.tables[entry.table]
            if entry.gone and entry.key is not None:
                yield from naming(package, table, entry.key)
            if entry.before is not None and entry.key is not None:
                yield from changed_meanwhile(table, entry.before, cells_of(self._project, table, entry.key))

    def _said(self, package: Package, entry: Entry) -> dict[str, str]:
        """What is said beside an entry's cells: a value as a page would print it, and a key for a new row."""
        table, said = package.tables[entry.table], dict[str, str]()
        cells = {**(cells_of(self._project, table, entry.key) if entry.key is not None else {}), **entry.cells}
        if cells.get("value") and reference_of(table, "indicator"):
            with suppress(ReportError, KeyError, ValueError, ArithmeticError):
                indicator = build_model(package).indicators[cells["indicator"].strip()]
                [plain] = canonical_rows(replace(table, order=()), [["value"], [cells["value"]]])[1:]
                text = typed_amount(plain[0], indicator, cells.get("qualifier", "") or "exact", package.languages[0])
                said["value"] = "" if text == plain[0] else text
        if entry.key is None and (key := suggested_key(package, table, cells)):
            said[table.key[0]] = key
        return said

    def work_out(self, given: Mapping[str, Any]) -> object:
        """What entries would do, in the words of `diff`, and whether it stops the build: {entries, form?, turn?}."""
        wanted = self._turns.wanted(given)
        return asdict(self.effects.of(placed(self._project, self.package, _entries(given)).texts, wanted))

    def save(self, given: Mapping[str, Any]) -> object:
        """Write entries, and answers to doubts about them, if the whole package is right with them: {entries, answers?}."""
        with self._writing:
            package, entries = self.package, _entries(given)
            findings, done = self._findings(package, entries)
            if any(one.severity is Severity.ERROR for one in findings):
                raise ReportError(findings)
            if any(one.gone for one in entries) and (effect := self.effects.of(done.texts)).stops:
                raise ReportError([Finding(self._project.data.name, 0, "", f"can't do without the row: {effect.words.strip()}", "keep it")])
            answers = [Answer(str(one["kind"]), str(one["key"]), str(one["reason"])) for one in given.get("answers") or []]
            texts = {**done.texts, **self._answered(done.texts, answers)}
            self.effects.leave_off()
            words, undone = saved_words(self._project, package, entries[-1])
            accepted, open_again = (
                "".join(f"; doubt {what} ({one.kind})" for one in answers) for what in ("accepted", "no longer accepted")
            )
            return self._saved(self.saves.save(words + accepted, undone + open_again, texts))

    def _answered(self, texts: Mapping[str, str], answers: Sequence[Answer]) -> Mapping[str, str]:
        """The texts of the files that answers to doubts change, where other files have these texts; ReportError if one answers none."""
        if not answers:
            return {}
        with changed_copy(self._project, texts) as data:
            found, _ = answered(Project(data.parent), answers, self._clock())
        with changed_copy(self._project, {**texts, **found}) as data:
            data_problems(data, data.parent, self._clock())
        return found

    def undo(self, _: Mapping[str, Any]) -> object:
        """Take the last save back."""
        with self._writing:
            undone = self.saves.undo()
            return {**self._saved(undone), "words": undone.undone}

    def _saved(self, save: Save) -> dict[str, Any]:
        return {"words": save.words, "files": list(save.files), **self._state()}

    def _state(self) -> dict[str, Any]:
        return {"undo": [f"{one.at} {one.words}" for one in reversed(self.saves.done)], "unsaved": sorted(self.saves.files)}

    def state(self, _: Mapping[str, Any]) -> object:
        """What can be undone and committed, and how much waits to be gone through."""
        with suppress(ReportError):
            return {**self._state(), "overdue": len(overdue(self.package, self._clock()))}
        return {**self._state(), "overdue": 0}

    def overdue(self, _: Mapping[str, Any]) -> object:
        """What is to be gone through."""
        return {"tables": [asdict(one) for one in overdue(self.package, self._clock())], "today": self._clock().isoformat()}

    def went_through(self, given: Mapping[str, Any]) -> object:
        """Note in the descriptor that a table was gone through: {table, updated, next_update, reasons}."""
        with self._writing:
            path = self._project.data / DESCRIPTOR
            file = self._project.relative(path)
            values: dict[str, str | date] = {}
            for name in ("updated", "next_update"):
                if text := str(given.get(name) or "").strip():
                    values[name] = _day(text, file, name)
            if isinstance(next_update := values.get("next_update"), date) and next_update < self._clock():
                found = f"{next_update} has passed, so the table would wait to be gone through again at once"
                raise ReportError([Finding(file, 0, "next_update", found, "write a day to come")])
            values |= _reasons(given, self.package.tables[str(given["table"])])
            text = with_table_lines(path.read_bytes().decode(), file, str(given["table"]), values)
            with changed_copy(self._project, {file: text}) as data:
                data_problems(data, data.parent)
            return self._saved(
                self.saves.save(f"Went through {given['table']}", f"{given['table']}: as before it was gone through", {file: text})
            )

    def changes(self, _: Mapping[str, Any]) -> object:
        """What has changed since the last commit, as Git shows it."""
        return {"diff": changes.changes(self._project), **self._state()}

    def commit(self, given: Mapping[str, Any]) -> object:
        """Commit the files that the desk changed: {message}."""
        with self._writing:
            name = changes.commit(self._project, self.saves.files, str(given["message"]))
            self.saves.committed()
            return {"commit": name, **self._state()}


def _entries(given: Mapping[str, Any]) -> list[Entry]:
    """The entries of a request, their cells all text."""
    listed = [
        Entry(
            str(one["table"]),
            _texts(one["cells"]),
            one.get("key"),
            one.get("gone") is True,
            _texts(seen) if (seen := one.get("before")) else None,
        )
        for one in given["entries"]
    ]
    if not listed:
        raise ValueError("no entry")
    return listed


def _texts(cells: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): str(cell) for name, cell in cells.items()}


def _mistyped(table: Table, entry: Entry) -> list[dict[str, Any]]:
    """What is wrong with the cells of an entry each by itself, if one that is filled in is wrong, or if nothing is filled in."""
    cells = {one.name: entry.cells.get(one.name, "").strip() for one in table.fields if one.name in entry.cells or entry.key is None}
    wrong = {one: problem for one in table.fields if one.name in cells and (problem := cell_problem(one, cells[one.name]))}
    if any(cells[one.name] for one in wrong) or (entry.key is None and not any(cells.values())):
        line = row.line if entry.key is not None and (row := table.by_key.get(entry.key)) else 0
        return [
            {**told(Finding(table.file, line, one.name, *problem)), "instead": _instead(one, problem[1])} for one, problem in wrong.items()
        ]
    return []


def _instead(column: Field, fix: str) -> list[str]:
    """The cells that a remedy offers word for word, one or several to choose from; none if it is no more than advice."""
    meant = fix.removeprefix("write ").split(" or ") if fix.startswith("write ") else []
    return [] if any(cell_problem(column, one) for one in meant) else meant


def _reasons(given: Mapping[str, Any], table: Table) -> dict[str, str]:
    """What is said to be expected of a table, as far as it is another than before."""
    code = table.languages[0].code
    before = {"next_reason" if one == code else f"next_reason_{one}": text for one, text in table.next_reason.items()}
    reasons = {name: text.strip() for name, text in dict(given.get("reasons") or {}).items() if re.fullmatch(r"next_reason(_\w+)?", name)}
    return {name: text for name, text in reasons.items() if text and text != before.get(name)}


def _day(text: str, file: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ReportError([Finding(file, 0, name, f'"{text}" is not a day', "write a day of the calendar, 2026-01-31")]) from None
