"""Findings: what is wrong, where, and what to write instead. Every stage reports in this form."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable
from dataclasses import asdict, dataclass, field
from enum import IntEnum
from typing import Final

NOT_TRANSLATED: Final = "is not translated yet"
"""What is said of cells, charts and pages alike whose text is there in the report's first language alone."""


class Severity(IntEnum):
    """How much a finding matters: an error stops the build, a warning is only listed."""

    ERROR = 0
    WARNING = 1


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to put right.

    `file` is relative to the project; `line` counts from 1 and is 0 where the whole file is meant; `column` is a
    table column's name or a template column's number; `found` says what stands there, `fix` what to write. `kind` is
    the kind of a doubt, which an editor may accept, and `about` the address of what is doubted.
    """

    severity: Severity = field(default=Severity.ERROR, kw_only=True)
    kind: str = field(default="", kw_only=True)
    about: str = field(default="", kw_only=True)
    file: str
    line: int
    column: str
    found: str
    fix: str
    read: frozenset[tuple[str, Hashable]] | None = field(default=None, kw_only=True, compare=False, repr=False)
    """The pieces of data that it can be due to, where that is known of it alone."""

    @property
    def place(self) -> str:
        """Where it is, as an editor looks for it."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        if self.column.isdigit():  # of a template, counted in characters as editors of text do
            return f"{place}:{self.column}"
        return place + (f' column "{self.column}"' if self.column else "")

    def __str__(self) -> str:
        kind = f"{self.kind}: " if self.kind else ""
        return f"{self.place}: {kind}{self.found} ({self.fix})"


class ReportError(Exception):
    """The report can't be built; carries all the findings, sorted, errors first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = in_order(findings)
        super().__init__("\n".join(map(str, self.findings)))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings once each, the most serious first: errors, of them those that keep whole files or rows from being read, then by place."""
    return sorted(dict.fromkeys(findings), key=lambda one: (one.severity, bool(one.column) and one.line > 1, one.file, one.line))


def stop_on_errors(findings: Iterable[Finding]) -> list[Finding]:
    """Raise `ReportError` if there is an error among the findings; otherwise give back the warnings, sorted."""
    listed = in_order(findings)
    if any(finding.severity is Severity.ERROR for finding in listed):
        raise ReportError(listed)
    return listed


def as_lines(findings: Iterable[Finding]) -> list[str]:
    """Findings in words, what is the same in several places (the languages of a page, say) told once, with all the places."""
    places: dict[tuple[str, str, str], list[Finding]] = {}
    for one in findings:
        places.setdefault((one.kind, one.found, one.fix), []).append(one)
    also = ((same[0], [one.place for one in same[1:]]) for same in places.values())
    return [f"{first} (also {', '.join(others)})" if others else str(first) for first, others in also]


def as_json(findings: Iterable[Finding]) -> str:
    """Findings as a JSON list of objects, in ASCII: it may go where no other characters can."""
    listed = [{**asdict(one), "severity": one.severity.name.lower()} for one in findings]
    for one in listed:
        del one["read"]
    return json.dumps(listed, indent=1) + "\n"


def as_annotations(findings: Iterable[Finding]) -> str:
    """Findings as workflow commands of GitHub, which shows them beside the lines of a change."""
    return "".join(map(_annotation, findings))


def _annotation(one: Finding) -> str:
    place = f"file={_escaped(one.file)}" + (f",line={one.line}" if one.line else "")
    column = f'column "{one.column}": ' if one.column else ""
    kind = f"{one.kind}: " if one.kind else ""
    words = f"{column}{kind}{one.found} ({one.fix})".replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{one.severity.name.lower()} {place}::{words}\n"


def _escaped(value: str) -> str:
    for mark, code in (("%", "%25"), (":", "%3A"), (",", "%2C"), ("\r", "%0D"), ("\n", "%0A")):
        value = value.replace(mark, code)
    return value


FORMS = {"text": lambda findings: "".join(f"{one}\n" for one in findings), "json": as_json, "github": as_annotations}
