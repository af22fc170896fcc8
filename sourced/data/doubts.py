"""Doubts: what looks wrong and may be right, until an editor accepts it for the values that it is about.

A row of the table `accepted` answers one doubt: its kind, the address of what is doubted, the values for which it is
accepted, the reason. A note for readers answers none. When a value changes, the doubt is back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from sourced.data.canonical import csv_text
from sourced.data.tables import Package, Row
from sourced.findings import Finding, Severity

KINDS = ("outlier", "disagreement", "doubled", "future")
TABLE = "accepted"
COLUMNS = ("kind", "key", "value", "reason", "date")
_TITLES: Final[Mapping[str, Sequence[str]]] = {
    "en": ("Accepted doubts", "What looked wrong to a check, was looked into and is right.", "Kind", "Address", "Value", "Reason", "Day"),
    "zh": ("已核疑点", "检查时存疑、经核实无误的各处。", "类别", "地址", "数值", "理由", "日期"),
    "de": (
        "Angenommene Zweifel",
        "Was einer Prüfung falsch schien, nachgesehen wurde und richtig ist.",
        "Art",
        "Adresse",
        "Wert",
        "Grund",
        "Tag",
    ),
}
"""Of the table: its title, its description, the titles of its columns."""
_CONSTRAINTS: Final = (
    f"{{required: true, enum: [{', '.join(KINDS)}]}}", "{required: true}", "{required: true}", "{required: true}",
    r"{pattern: '\d{4}-\d{2}-\d{2}'}",
)  # fmt: skip


def described(day: date, codes: Sequence[str]) -> str:
    """The table as a report in these languages describes it, that had none."""
    first = _TITLES.get(codes[0], _TITLES["en"])
    known = [("", first), *((f"_{code}", _TITLES[code]) for code in codes[1:] if code in _TITLES)]
    lines = ["name: accepted", "path: accepted.csv", "order: [key, kind]"]
    lines += [f"{part}{end}: {words[place]}" for place, part in enumerate(("title", "description")) for end, words in known]
    lines += [f"updated: {day}", "schema:", "  fields:"]
    for place, (column, constraints) in enumerate(zip(COLUMNS, _CONSTRAINTS, strict=True), 2):
        titles = ", ".join(f"title{end}: {words[place]}" for end, words in known)
        lines.append(f"    - {{name: {column}, type: string, {titles}, constraints: {constraints}}}")
    return "\n".join([*lines, "  primaryKey: [kind, key]"])


@dataclass(frozen=True)
class Doubt:
    """One thing that looks wrong."""

    kind: str
    """One of KINDS."""
    key: str
    """The address of what is doubted: an observation, or table:key."""
    values: str
    """What it is about, parted by semicolons: with other values it is another doubt."""
    row: Row
    column: str
    found: str
    fix: str
    """What to do if it is wrong indeed."""

    def accepting(self, reason: str, day: date) -> dict[str, str]:
        """The row of the table `accepted` that answers it."""
        return dict(zip(COLUMNS, (self.kind, self.key, self.values, reason, str(day)), strict=True))

    def finding(self, package: Package, before: str = "") -> Finding:
        """The warning, with the row that answers the doubt; `before` are the values for which it was accepted once."""
        table = package.tables.get(TABLE)
        row = csv_text([[self.kind, self.key, self.values, "WHY", "DAY"]]).strip()
        where = table.file if table else f"{package.folder.name}/{TABLE}.csv, which accept makes"
        change = f'change its row in {where} to "{row}"' if before else f'add "{row}" to {where}'
        found = f"{self.found}; it was accepted for {before}" if before else self.found
        said = self.row.problem(self.column, found, f"{self.fix}; or if it is right, {change}")
        return Finding(said.file, said.line, said.column, said.found, said.fix, severity=Severity.WARNING, kind=self.kind, about=self.key)


def shown(values: Iterable[Decimal]) -> str:
    """Values as the table `accepted` has them: each once, in order."""
    return "; ".join(f"{one:f}" for one in sorted(set(values)))


def unanswered(doubts: Iterable[Doubt], package: Package) -> Iterator[tuple[Doubt, str]]:
    """The doubts that no row accepts for the values that they are about, with the values that they were accepted for, "" if none."""
    rows = {(row.text("kind"), row.text("key")): row for row in package.rows(TABLE)}
    for one in doubts:
        row = rows.get((one.kind, one.key))
        before = row.text("value") if row else ""
        if _parts(before) != _parts(one.values):
            yield one, before


def stale_acceptances(doubts: Iterable[Doubt], package: Package, *, dated: bool) -> Iterator[Finding]:
    """Rows of the table `accepted` whose doubt does not arise; of those about the future only if a day was given."""
    arising = {(one.kind, one.key) for one in doubts}
    for row in package.rows(TABLE):
        kind, key = row.text("kind"), row.text("key")
        if (kind, key) not in arising and (dated or kind != "future"):
            found = f'accepts a doubt ({kind}) about "{key}" that does not arise: the row is gone or changed, or its key is mistyped'
            yield Finding(row.file, row.line, "key", found, "remove it, or correct it", severity=Severity.WARNING)


def _parts(values: str) -> set[Decimal | str]:
    """Values as they compare: 650 and 650.0 are the same."""
    return {_number(part.strip()) for part in values.split(";") if part.strip()}


def _number(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text
