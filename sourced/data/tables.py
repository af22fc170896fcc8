"""What a data package is made of: tables with columns, references between them, and typed rows that remember their line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Final

from sourced.findings import Finding
from sourced.system.tracking import Tracker
from sourced.words.language import Language, Texts, stem_of

Value = str | int | Decimal | None
"""What a cell holds once it is typed; None if it is empty."""
FILES: Final = "file of data"
"""What tracks who reads files of the folder that are no tables."""
PERIOD_COLUMNS = ("period", "as_of", "date", "due", "published")
"""Columns that hold periods, in whatever table."""

_PLURALS: Final = frozenset(("zero", "one", "two", "few", "many"))
"""CLDR's plurals that a language may have and the first one of the report may lack."""


@dataclass(frozen=True)
class Field:
    """A column as its Table Schema describes it."""

    name: str
    type: str
    title: Texts
    description: Texts
    required: bool
    unique: bool
    pattern: str | None
    enum: tuple[str, ...]
    minimum: Decimal | None
    maximum: Decimal | None
    format: str = ""
    """uri for addresses on the web."""
    prose: bool = False
    """Whether its cells are sentences that hold figures in braces, by address, and no bare digits."""

    @property
    def coded(self) -> bool:
        """Whether its cells are words of a list, or of a form: then full-width characters stand for plain ones."""
        return bool(self.enum or self.pattern) or self.name in PERIOD_COLUMNS


@dataclass(frozen=True)
class Reference:
    """A foreign key: `column` holds keys of `table`'s column `target`."""

    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Row:
    """A line of a table: typed cells, None where empty, with the place it came from."""

    file: str
    line: int
    cells: Mapping[str, Value]

    def __getitem__(self, column: str) -> Value:
        return self.cells[column]

    def text(self, column: str) -> str:
        """The cell as text, "" where it is empty."""
        value = self.cells[column]
        return "" if value is None else str(value)

    def optional(self, column: str) -> str:
        """The cell as text, "" where it is empty or the table has no such column."""
        return self.text(column) if column in self.cells else ""

    def problem(self, column: str, found: str, fix: str) -> Finding:
        """A finding about one of this row's cells."""
        return Finding(self.file, self.line, column, found, fix)


@dataclass(frozen=True)
class Table:
    """A resource of the package with its rows in the file's order."""

    name: str
    file: str
    title: Texts
    description: Texts
    updated: date | None
    next_update: date | None
    next_reason: Texts
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    complete_until: date | None = None
    """The day until which it holds all that there is of `complete_for`; nothing is concluded of a later time."""
    complete_for: Texts = field(default_factory=Texts)
    updated_by: Texts = field(default_factory=Texts)
    """Who last went through it."""
    order: tuple[str, ...] = ()
    """The columns by which its rows are sorted, none where their order means something."""
    rows: Sequence[Row] = ()
    by_key: Mapping[str, Row] = field(default_factory=dict, repr=False)
    """Rows by the cells of the primary key, parted by slashes, as addresses write it."""
    parts: tuple[str, ...] = ()
    """The beginnings of keys that part the table's rows where they are too many for one page."""
    languages: tuple[Language, ...] = ()
    """The languages of the report: a text that differs by language is in columns name_CODE."""

    def language_of(self, column: str) -> Language | None:
        """The language of a column's texts; None if they are in none, or in any."""
        return next((one for one in self.languages if column.endswith(f"_{one.code}")), None)

    def original_of(self, column: str) -> str:
        """The column of the first language whose text a column of another translates, "" if there is none."""
        if not self.languages or not (stem := stem_of(column, self.languages[1:])):
            return ""
        first, names = self.languages[0].code, {one.name for one in self.fields}
        plural = ("other",) if stem in _PLURALS else ()
        return next((one for kind in (stem, *plural) if (one := f"{kind}_{first}") in names), "")

    @property
    def twins(self) -> list[dict[str, Language]]:
        """Columns that hold one text in several languages, as groups of column and language.

        Beside a column of the bare name they hold translations of it, of which any may be missing.
        """
        names = [one.name for one in self.fields]
        stems = dict.fromkeys(stem for name in names if (stem := stem_of(name, self.languages)) and stem not in names)
        groups = ({f"{stem}_{one.code}": one for one in self.languages if f"{stem}_{one.code}" in names} for stem in stems)
        return [group for group in groups if len(group) > 1]

    @cached_property
    def held(self) -> frozenset[Value]:
        """What its cells hold, each once, as most stand there many times."""
        return frozenset(value for column in self.fields for value in {row.cells[column.name] for row in self.rows})

    def key_of(self, row: Row) -> str:
        """A row's key as addresses write it."""
        return "/".join(row.text(column) for column in self.key)


@dataclass(frozen=True)
class TimelineRule:
    """Of what the newest must stand in the timeline of the first page: rows of a table, or the results of a series."""

    topics: tuple[str, ...]
    """Topics of events of which one must tell of it."""
    table: str = ""
    where: str = ""
    """Conditions on the table's rows, as `count` has them."""
    series: str = ""
    """indicator.entity."""
    kind: str = ""
    """The kind of period of the series that counts."""


@dataclass(frozen=True)
class SupportRule:
    """How many of the figures on some pages must rest on a primary source or on two independent ones."""

    least: Fraction
    pages: tuple[str, ...]
    """By their names, without language and ending."""


@dataclass(frozen=True)
class Package:
    """The whole of `data/`: what describes it, and its tables by name."""

    folder: Path
    name: str
    languages: tuple[Language, ...]
    """The languages of the report, the first at the root of its site."""
    notice: Texts
    """A line for the foot of every page."""
    title: Texts
    description: Texts
    report: Texts
    """Title of the report that the package belongs to."""
    author: Texts
    licence: str
    """Address of the licence."""
    licence_name: str
    reviewed: str
    """Key of the publication whose claims are checked, "" if there is none."""
    reviewed_characters: int
    """How long its text is; 0 if that is not known."""
    tables: Mapping[str, Table]
    created: str = ""
    """The day on which the report was first published, "" if that is not said."""
    timeline: tuple[TimelineRule, ...] = ()
    supported: SupportRule | None = None
    tracker: Tracker = field(default_factory=Tracker, compare=False, repr=False)
    """Who reads what of the rows."""
    described_in: tuple[str, ...] = ()
    """The files that describe it, by path below `folder`: the descriptor, and the schemas in files of their own."""
    descriptor_digest: str = ""
    """Digest of the descriptor: of all that is no row."""

    @property
    def files(self) -> list[str]:
        """All its files, by path below `folder`: what describes it, and its tables."""
        return sorted([*self.described_in, *(Path(table.file).relative_to(self.folder.name).as_posix() for table in self.tables.values())])

    def rows(self, table: str) -> Sequence[Row]:
        """The rows of a table, or none where the package has no such table."""
        return self.tables[table].rows if table in self.tables else ()

    def content(self, path: str) -> str | None:
        """The text of a file in the folder, by its path there, noted as read; None if there is none."""
        self.tracker.note(FILES, path)
        return text_in(self.folder, path)


def text_in(folder: Path, path: str) -> str | None:
    """The text of a file in a folder, None if there is none or it lies elsewhere."""
    file = (folder / path).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        return None
    return file.read_text(encoding="utf-8", errors="replace")
