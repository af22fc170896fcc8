"""What was made before, kept with all that it was made from, and taken again only while every bit of that is the same.

Data note who reads them (`sourced/system/tracking.py`); a result is kept in `build/cache/memo.sqlite` with a digest of
each piece that was read while it was made ("constructive traces" in Mokhov, Mitchell and Peyton Jones, "Build Systems
à la Carte", 2018). What is kept is data (`sourced/system/encoding.py`): reading it runs no code. Deleting the file, or
putting another build's in its place, costs time and nothing else.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from sourced.system.encoding import UNREADABLE, decoded, encoded
from sourced.system.fork import all_forked, cores
from sourced.system.generator import generator
from sourced.system.stopping import stop_if_unwanted
from sourced.system.tracking import Piece, Tracker, digest

T = TypeVar("T")
Kept = tuple[str, str, bytes, bytes, bytes]
"""A row of the table of kept results."""
FORM: Final = 6
"""To be raised when the tables of kept results are laid out otherwise."""
_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS kept (name TEXT, base TEXT, pieces BLOB, value BLOB, long BLOB, PRIMARY KEY (name, base))",
    "CREATE TABLE IF NOT EXISTS used (name TEXT, base TEXT, run INTEGER, PRIMARY KEY (name, base))",  # apart, for it is written by each run
)
Loaded = tuple[Mapping[Piece, str], Any]
"""A kept result: the pieces that it was made from with their digests, and its value."""
Shelf = dict[tuple[str, str], Loaded]
"""Kept results that this process has read, by name and base."""
RUNS: Final = 20
"""For how many runs a result is kept that none of them has used: long enough to go from branch to branch."""


class Memo:
    """Results by name, each with a digest of what it was made from. Used as a context; a failed run leaves it as it was."""

    def __init__(
        self, tracker: Tracker, file: Path | None = None, shelf: Shelf | None = None, also: str = "", *, reads_only: bool = False
    ) -> None:
        """Keep results in `file`; without one, or where it can't be written, keep none, nor where it is only to be read.

        Who builds again and again hands over the same `shelf` each time, so that nothing is read twice. `also` is what
        every result depends on besides code.
        """
        self.tracker, self._file, self._reads_only = tracker, file, reads_only
        self._code = digest(generator(), also) if file else ""
        self._used: set[tuple[str, str]] = set()
        self._shelf: Shelf = {} if shelf is None else shelf
        self._alone = shelf is None
        self._hold: set[tuple[str, str]] = set()
        """What was found to hold: data do not change within a run."""
        self._apart: list[Kept] | None = None
        self._connection = self._opened(file) if file else None
        self.made: list[str] = []
        """Names of the results that had to be made anew."""

    def _opened(self, file: Path) -> sqlite3.Connection | None:
        try:
            return self._connected(file)
        except (sqlite3.OperationalError, OSError):  # another run holds it, or the folder is read-only
            return None
        except sqlite3.DatabaseError:  # damaged, or no database at all: it is only a cache
            file.unlink()
            return self._connected(file)

    def _connected(self, file: Path) -> sqlite3.Connection:
        if self._reads_only:  # each question by itself, so that no build waits for us
            return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=5)
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, isolation_level=None, timeout=5)
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_spill=OFF")  # nothing is written before the end, so that a copy can read meanwhile
        if connection.execute("PRAGMA user_version").fetchone() != (FORM,):
            connection.execute("DROP TABLE IF EXISTS kept")
            connection.execute("DROP TABLE IF EXISTS used")
            connection.execute(f"PRAGMA user_version={FORM}")
        for table in _TABLES:
            connection.execute(table)
        connection.execute("SELECT count(*) FROM used").fetchone()
        connection.execute("BEGIN")
        return connection

    def recall(self, name: str, base: object, make: Callable[[], T]) -> T:
        """The result kept as `name` if its `base`, the code and the data that it read are the same; else what `make` gives.

        `base` is anything with a telling repr: all that the result depends on besides code and data.
        """
        found, value = self.find(name, base)
        if found:
            return value  # type: ignore[no-any-return]
        with self.tracker.recording() as seen:
            made = make()
        self.keep(name, base, made, seen)
        return made

    def recall_all(self, asked: Mapping[str, tuple[object, Callable[[], T]]]) -> dict[str, T]:
        """Several results by name, from their bases and what makes them; what is missing is made in as many threads as there are cores.

        So what makes them must read no data, and should let go of the interpreter.
        """
        known = {name: value for name, (base, _) in asked.items() for found, value in [self.find(name, base)] if found}
        missing = [name for name in asked if name not in known]
        with ThreadPoolExecutor(cores()) as threads:
            made = dict(zip(missing, threads.map(lambda name: asked[name][1](), missing), strict=True))
        for name, value in made.items():
            self.keep(name, asked[name][0], value)
        return {name: made[name] if name in made else known[name] for name in asked}

    def keep(self, name: str, base: object, value: object, seen: Iterable[Piece] = (), *, long: object = None) -> None:
        """Keep a result under a name; `seen` is what was read for it, `long` what of it is read only when it is asked for (`long`)."""
        self.made.append(name)
        if self._connection and not self._reads_only:
            pieces = {piece: self.tracker.digest(piece) for piece in seen}
            row = name, self._basis(base), _written(pieces), encoded(value), encoded(long)
            if self._apart is None:
                self._insert(row)
            else:
                self._apart.append(row)

    def _insert(self, row: Kept) -> None:
        if self._connection:
            with suppress(sqlite3.DatabaseError):  # a full disk, say: then it is made again next time
                self._connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?)", row)
                self._used.add(row[:2])

    @contextmanager
    def fork(self, works: Sequence[Callable[[], object]]) -> Iterator[Callable[[], None]]:
        """Start `works` in copies of this process; give the function that waits for them and keeps here what they have kept there.

        So it is a head start and no more: whoever needs those results recalls them, or makes what is missing.
        """
        if not works or self._file is None or self._connection is None or self._reads_only:
            yield lambda: None
            return
        self.close()  # a connection must not be in two processes
        with all_forked([partial(self._kept_by, work) for work in works]) as waited:
            self._connection = self._opened(self._file)
            yield lambda: self._take([row for rows in waited() for row in rows or []])

    def _kept_by(self, work: Callable[[], object]) -> list[Kept]:
        """In the copy: what was kept while `work` was done."""
        self._connection, self._apart = self._opened(self._file) if self._file else None, []
        work()
        return self._apart

    def _take(self, rows: list[Kept]) -> None:
        for row in rows:
            self._insert(row)
            self.made.append(row[0])

    def _basis(self, base: object) -> str:
        return digest(f"{self._code}\0{base!r}")

    def find(self, name: str, base: object) -> tuple[bool, Any]:
        """Whether a result is kept under a name and still holds, and the result; what it read counts as read."""
        stop_if_unwanted()
        if self._connection is None:
            return False, None
        key = name, self._basis(base)
        if key not in self._hold and not (self._holds(key) or self._load(key)):
            return False, None
        self._hold.add(key)
        pieces, value = self._shelf[key]
        self.tracker.note_all(pieces)
        self._used.add(key)
        return True, value

    def long(self, name: str, base: object) -> Any:
        """What was kept with a result to be read when it is asked for; None if it can't be."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute("SELECT long FROM kept WHERE name = ? AND base = ?", (name, self._basis(base))).fetchone()
            return decoded(row[0]) if row else None
        except (sqlite3.DatabaseError, *UNREADABLE):
            return None

    def _holds(self, key: tuple[str, str]) -> bool:
        """Whether a result is on the shelf and all that it was made from is as it was."""
        return key in self._shelf and self.tracker.as_told(self._shelf[key][0])

    def _load(self, key: tuple[str, str]) -> bool:
        """Put a kept result on the shelf, if it can be read and holds."""
        if self._connection is None:
            return False
        try:
            row = self._connection.execute("SELECT pieces, value FROM kept WHERE name = ? AND base = ?", key).fetchone()
            if row is None or not self.tracker.as_told(pieces := _read(row[0])):
                return False
            self._shelf[key] = pieces, decoded(row[1])
        except (sqlite3.DatabaseError, *UNREADABLE):
            return False
        return True

    def let_go(self, begin: str) -> None:
        """Hold results whose names begin so no longer in memory, unless the next run will look for them there."""
        for key in [key for key in self._shelf if key[0].startswith(begin)] if self._alone else ():
            del self._shelf[key]
            self._hold.discard(key)

    def forget_unused(self) -> None:
        """Drop what the last twenty runs had no use for, and from the shelf what this one had none for."""
        for key in self._shelf.keys() - self._used:
            del self._shelf[key]
        if self._connection:
            with suppress(sqlite3.DatabaseError):
                (run,) = self._connection.execute("SELECT coalesce(max(run), 0) + 1 FROM used").fetchone()
                used = [(*key, run) for key in sorted(self._used)]
                self._connection.executemany("INSERT OR REPLACE INTO used VALUES (?, ?, ?)", used)
                self._connection.execute("DELETE FROM used WHERE run < ?", (run - RUNS,))
                self._connection.execute("DELETE FROM kept WHERE (name, base) NOT IN (SELECT name, base FROM used)")

    def close(self) -> None:
        """Keep what was made, also of a run that failed: each result stands by itself."""
        if self._connection:
            with suppress(sqlite3.DatabaseError):  # there is none to end where nothing was begun
                self._connection.execute("COMMIT")
            self._connection.close()
            self._connection = None


def _written(pieces: Mapping[Piece, str]) -> bytes:
    """Pieces with their digests as bytes, by holder: there are hundreds of thousands of them."""
    by_holder: dict[str, tuple[list[object], list[str]]] = {}
    for (holder, key), found in pieces.items():
        keys, digests = by_holder.setdefault(holder, ([], []))
        keys.append(key)
        digests.append(found)
    return json.dumps(by_holder, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _read(raw: bytes) -> dict[Piece, str]:
    """The pieces with their digests that were written."""
    found: dict[Piece, str] = {}
    for holder, (keys, digests) in json.loads(raw.decode("utf-8", "surrogatepass")).items():
        found.update(((holder, tuple(key) if type(key) is list else key), one) for key, one in zip(keys, digests, strict=True))
    return found
