"""What has become of the data package: rows added, removed and revised between two states, and the states that Git knows."""

from __future__ import annotations

import csv
import io
import tarfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sourced.data.tables import Package
from sourced.findings import Finding, Severity
from sourced.system.git import COMMITS, TRUST, GitError, cut_off, git, line, newest
from sourced.system.memo import Memo
from sourced.system.tracking import digest

KINDS = ("added", "revised", "removed")


@dataclass(frozen=True)
class RowChange:
    """A row that was added, removed or revised; `cells` are (column, before, after), "" where there was no row."""

    table: str
    key: str
    kind: str
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Commit:
    """A commit that changed the data."""

    hash: str
    date: str
    """ISO, with time and zone."""
    subject: str
    body: str
    changes: tuple[RowChange, ...]

    def count(self, kind: str, table: str = "") -> int:
        """How many rows were added, revised or removed."""
        return sum(one.kind == kind and table in ("", one.table) for one in self.changes)

    @property
    def tables(self) -> list[str]:
        """The tables concerned, the most changed first."""
        return [table for table, _ in Counter(one.table for one in self.changes).most_common()]


@dataclass(frozen=True)
class History:
    """The commits that changed the data, the newest first; `complete` is False where older ones are missing or there is no Git."""

    commits: tuple[Commit, ...] = ()
    complete: bool = False
    state: str = ""
    """The newest of them, where a shallow clone ends, and what a partial one lacks."""


def row_changes(table: str, key: Sequence[str], before: str, after: str) -> list[RowChange]:
    """What changed between two texts of a CSV file, in the order of the newer one, removed rows last."""
    old, new = _keyed(key, before), _keyed(key, after)
    found = []
    for name, row in new.items():
        was = old.get(name)
        kind = "added" if was is None else "revised"
        cells = tuple((column, (was or {}).get(column, ""), value) for column, value in row.items() if (was or {}).get(column, "") != value)
        cells += tuple((column, value, "") for column, value in (was or {}).items() if column not in row and value)
        if was is None or cells:
            found.append(RowChange(table, name, kind, cells))
    gone = ((name, row) for name, row in old.items() if name not in new)
    found += [RowChange(table, name, "removed", tuple((column, value, "") for column, value in row.items() if value)) for name, row in gone]
    return found


def _keyed(key: Sequence[str], text: str) -> dict[str, dict[str, str]]:
    """The rows of a CSV text by key; by all their cells where it lacks a column of the key."""
    try:
        rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline="")))
    except csv.Error:
        return {}
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        cells = {column: (value or "").strip() for column, value in row.items() if isinstance(column, str) and not isinstance(value, list)}
        names = [cells.get(column) for column in key]
        found["/".join(name or "" for name in names) if key and None not in names else "/".join(cells.values())] = cells
    return found


def history_warnings(root: Path, data: Path) -> Iterator[Finding]:
    """Why the page of updates would be empty without a word to those who publish."""
    if data != root and (data / ".git").exists():
        found = "is a repository of its own, whose history the page of updates does not tell"
        yield Finding(data.relative_to(root).as_posix(), 0, "", found, "keep the whole report in one", severity=Severity.WARNING)
    if not any((folder / ".git").exists() for folder in (root.resolve(), *root.resolve().parents)):
        return
    try:
        _check_newest(root)
    except GitError as error:
        found = "is not read by Git, so the page of updates stays empty"
        fix = str(error) if TRUST in str(error) else f"{error}; clone the report anew, or take .git out"
        yield Finding(".git", 0, "", found, fix, severity=Severity.WARNING)


def _check_newest(root: Path) -> None:
    """Raise GitError for a repository that can't be read, or whose newest commit can't be; one without any is as good."""
    try:
        git(root, "log", "-1", "--format=%H")
    except GitError:
        git(root, "rev-parse", "--git-dir")  # what is wrong with the whole is said first
        if _has_commits(root):
            raise


def _has_commits(root: Path) -> bool:
    """Whether a repository names a newest commit, though it may be damaged."""
    try:
        git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    except GitError:
        return False
    return True


def data_at(root: Path, data: Path, revision: str, target: Path) -> Path:
    """Write the data package as a revision has it below `target`; give its folder. GitError if there is none."""
    prefix = line(root, "rev-parse", "--show-prefix")
    git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    inner = f"{prefix}{data.relative_to(root).as_posix()}"
    archive = git(root, "archive", "--format=tar", f"{revision}:{prefix}" if prefix else revision, data.relative_to(root).as_posix())
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(target, filter="data")
    except tarfile.TarError as error:
        raise GitError(f"{revision} can't be unpacked: {error}") from None
    if not (target / data.name).is_dir():
        raise GitError(f"{revision} has no {inner}")
    if not any((target / data.name).iterdir()):
        raise GitError(f"{inner} is a repository of its own there")
    return target / data.name


def history(root: Path, package: Package, memo: Memo) -> History:
    """The commits that changed the data, each worked out once; of a shallow clone those whose predecessor is there."""
    state = newest(root, package.folder)
    if not state:
        return History()
    files = {table.file: (table.name, table.key) for table in package.tables.values()}
    form = "--format=%x00%x00%H%x00%cI%x00 %s%x00 %b%x00"  # no message can hold such a sign, nor two stand together but between commits
    asked = ("log", f"-{COMMITS + 1}", "--raw", "--no-abbrev", "--no-renames", "--relative", form, "--", str(package.folder))
    try:
        listed = git(root, *asked)
    except GitError:  # a commit on the way is missing or damaged
        return History(state=state)
    entries, ends = listed.decode("utf-8", "replace").split("\0\0")[1:], cut_off(root)
    found = [_commit(root, entry, files, memo) for entry in entries[:COMMITS] if entry.partition("\0")[0] not in ends]
    commits = [one for one in found if one]
    whole = not ends and len(entries) <= COMMITS and len(commits) == len(found)
    return History(tuple(one for one in commits if one.changes), whole, state)


def _commit(root: Path, entry: str, files: Mapping[str, tuple[str, Sequence[str]]], memo: Memo) -> Commit | None:
    """A commit; None if Git has not the files that it changed, as in a partial clone, or its day is in no calendar."""
    name, when, subject, body, raw = entry.split("\0", 4)
    try:
        datetime.fromisoformat(when)
        changes = memo.recall(f"commit {name}", sorted(files.items()), lambda: tuple(_changes(root, raw, files)))
    except (GitError, ValueError):
        return None
    return Commit(name, when, _shown(subject).strip(), _shown(body).strip(), changes)


def _shown(message: str) -> str:
    """A message without signs that steer a terminal."""
    return "".join(one for one in message if one in "\n\t" or unicodedata.category(one) != "Cc")


def _changes(root: Path, raw: str, files: Mapping[str, tuple[str, Sequence[str]]]) -> Iterator[RowChange]:
    """The changes of rows that a commit's list of files comes to."""
    blobs = [(*line.split()[2:4], line.split("\t")[1]) for line in raw.splitlines() if line.startswith(":")]
    for before, after, path in blobs:
        if path in files:
            table, key = files[path]
            yield from row_changes(table, key, *(_blob(root, one) for one in (before, after)))


def _blob(root: Path, name: str) -> str:
    return "" if not name.strip("0") else git(root, "cat-file", "blob", name).decode("utf-8", "replace")


def texts_of(folder: Path, package: Package) -> dict[str, str]:
    """The CSV texts of a package's folder by table; "" for a file that is not there."""
    found = {}
    for table in package.tables.values():
        path = folder / Path(table.file).relative_to(package.folder.name)
        found[table.name] = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
    return found


def changes_between(before: Mapping[str, str], after: Mapping[str, str], package: Package) -> list[RowChange]:
    """All changes of rows between two sets of CSV texts."""
    pairs = ((table, before.get(table.name, ""), after[table.name]) for table in package.tables.values())
    return [one for table, old, new in pairs for one in row_changes(table.name, table.key, old, new)]


def state_of(found: History) -> str:
    """A digest of all that is told of a history."""
    return digest(found.state, str(found.complete), *(one.hash for one in found.commits))
