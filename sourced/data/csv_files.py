"""A CSV file as people and programs save it: bytes to cells, with findings for what can't be taken for a table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from sourced.data.encodings import decoded, readings
from sourced.data.suggestions import garbled, half_width, quoted
from sourced.findings import Finding, ReportError

SAVE = 'save it as "CSV UTF-8 (comma delimited)"'
FIX = f"{SAVE}, or run check --fix"
_MARKS = {";": "semicolons", "\t": "tabs", "|": "vertical bars", "，": "full-width commas"}
_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")
_CELL = re.compile(r'(?:"(?:[^"]|"")*"|[^",\r\n][^,\r\n]*|)(?=[,\r\n]|$),?')
_RESTARTS = 20
"""How often reading goes on behind a line that can't be split."""
Line = tuple[int, list[str]]
"""The number of a line and its cells."""


@dataclass(frozen=True)
class Lines:
    """What a file holds: its header, and its rows with the lines they begin in; none if the header is not as it must be."""

    header: list[str]
    rows: Sequence[Line]
    whole: bool = True
    """Whether all its rows are there."""


def bytes_of(path: Path, file: str) -> bytes:
    """A file's bytes; Finding raised as `Unreadable` if there is none, or no file at its place."""
    try:
        if path.exists() and not path.is_file():
            raise Unreadable(Finding(file, 0, "", "is no file but a folder or the like", "put the table's file in its place"))
        return path.read_bytes()
    except FileNotFoundError:
        near = _other_spelling(path)
        fix = f"rename {near} to {path.name}" if near else "add it, or drop it from datapackage.yaml"
        raise Unreadable(Finding(file, 0, "", "cannot be read: there is no such file", fix)) from None
    except OSError as error:
        fix = "make it readable, or put a copy in its place"
        raise Unreadable(Finding(file, 0, "", f"cannot be read: {error.strerror}", fix)) from None


def _other_spelling(path: Path) -> str:
    """A file beside the one that is missing which has nearly its name."""
    try:
        names = sorted(one.name for one in path.parent.iterdir() if one.is_file())
    except OSError:
        return ""
    same = [name for name in names if name.casefold() == path.name.casefold()]
    return next(iter(same or get_close_matches(path.name, [name for name in names if name.endswith(".csv")], 1, 0.85)), "")


class Unreadable(Exception):  # noqa: N818 (it is a finding, not a fault of the program)
    """A file that can't be taken for a table; carries the finding."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(str(finding))


def lines_of(raw: bytes, file: str, titles: Mapping[str, Sequence[str]], findings: list[Finding]) -> Lines:
    """The rows of a file whose header must be the names of `titles`; what is wrong is added to `findings`."""
    names = list(titles)
    text, encoding = decoded(raw)
    if problem := _encoding_problem(raw, text, encoding, file):
        findings.append(problem)
        return Lines([], [], whole=False)
    parts = io.StringIO(text, newline="").readlines()
    header = _header(parts)
    if problems := list(_header_problems(file, header, titles, parts)):
        findings += problems
        return Lines(header, [], whole=False)
    before = len(findings)
    rows = list(_rows(parts, file, names, findings))
    return Lines(header, rows, whole=len(findings) == before)


def _encoding_problem(raw: bytes, text: str, encoding: str, file: str) -> Finding | None:
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Finding(file, 0, "", "is an Excel workbook that was given the name of a CSV file", f"open it in Excel and {SAVE}")
    if encoding.startswith("utf-16"):
        return Finding(file, 1, "", 'is in UTF-16, as Excel saves "Unicode text"', FIX)
    if encoding == "utf-32":
        return Finding(file, 1, "", "is in UTF-32", FIX)
    if encoding == "gb18030":
        line = next((number for number, one in enumerate(raw.split(b"\n"), 1) if not one.isascii()), 1)
        return Finding(file, line, "", "is in GBK, as Excel in China saves it", FIX)
    if not encoding:
        return _stray_bytes(raw, file)
    first = text.partition("\n")[0]
    if not text.isascii() and garbled(text):
        line = next(number for number, one in enumerate(text.split("\n"), 1) if not one.isascii())
        found = f"has garbled characters, such as {quoted(_word(text))}: UTF-8 was taken for another encoding and saved"
        return Finding(file, line, "", found, "go back to the version before, and open it as UTF-8")
    return _something_else(first, file)


def _something_else(first: str, file: str) -> Finding | None:
    """What a file is whose first line is no table's."""
    if first.startswith("version https://git-lfs."):
        return Finding(file, 1, "", "is a pointer of Git LFS: the table itself is not here", "fetch it: git lfs pull")
    if re.match(r'"?sep=', first):
        return Finding(file, 1, "", f"begins with {quoted(first.strip())}, which is for Excel alone", f"delete that line, and {SAVE}")
    if re.match(r"\s*<(!doctype|html|\?xml)", first, re.IGNORECASE):
        return Finding(file, 1, "", "is a web page, not a table", "put the CSV file in its place")
    return None


def _word(text: str) -> str:
    """The first that is not plain."""
    return next(word for word in re.split(r"[,\s]", text) if not word.isascii())


def _stray_bytes(raw: bytes, file: str) -> Finding:
    """Where a file stops being UTF-8, with the words there as Windows has them."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        start = error.start
    line = raw[:start].count(b"\n") + 1
    cells = re.split(rb"[\n,;\"]", raw[:start])[-1][-20:], re.split(rb"[\r\n,;\"]", raw[start:])[0][:40]
    read = list(readings(cells[0].decode("utf-8", "replace"), cells[1]))
    return Finding(file, line, "", f"is not UTF-8 text here: {', or '.join(read[:5])}" if read else "is not UTF-8 text here", SAVE)


def _header(parts: list[str]) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader(parts), [])]
    except csv.Error:
        return [cell.strip() for cell in parts[0].split(",")]


def _header_problems(file: str, header: list[str], titles: Mapping[str, Sequence[str]], parts: list[str]) -> Iterator[Finding]:
    names = list(titles)
    if header == names:
        return
    first = f"the first line must be: {','.join(names)}"
    if not any(part.strip(', \t\r\n"') for part in parts):
        yield Finding(file, 1, "", "is empty", f"its {first.removeprefix('the ')}")
        return
    known = set(header) & set(names)
    if problem := _other_table(file, header, names, parts, first):
        yield problem
    elif len(header) > len(names) and header[: len(names)] == names and not any(header[len(names) :]):
        more = len(header) - len(names)
        some = "an empty column" if more == 1 else f"{more} empty columns"
        yield Finding(file, 1, "", f"has {some} at its right", f"remove {'it' if more == 1 else 'them'}, or run check --fix")
    elif sorted(header) == sorted(names):
        yield Finding(file, 1, "", "has its columns in another order", f"{first}; or run check --fix")
    elif len(known) * 2 < len(names) and set(header) - known and not _renamed(header, titles):
        yield Finding(file, 1, "", f"does not begin with the names of its columns but with {quoted(','.join(header))}", first)
    else:
        yield from _column_problems(file, header, titles, first)


def _other_table(file: str, header: list[str], names: list[str], parts: list[str], first: str) -> Finding | None:
    """What is wrong with a file that is a table, though not one of this form; None if that is not it."""
    for mark, word in _MARKS.items():
        if [cell.strip(' "\r\n') for cell in parts[0].split(mark)] == names:
            return Finding(file, 1, "", f"has its cells parted by {word}", FIX)
    for line, part in enumerate(parts[1:4], 2):
        if [cell.strip(' "\r\n') for cell in part.split(",")] == names:
            return Finding(file, line, "", f"has the names of its columns in line {line}", f"remove what stands above: {first}")
    if _CONFLICT.match(parts[0]):
        return Finding(
            file, 1, "", f"holds {quoted(parts[0].strip())}, left by a merge in Git", "keep one of the two versions, and no such line"
        )
    if len(header) == len(names) and not set(header) & set(names) and any(re.search(r"\d", cell) for cell in header):
        return Finding(file, 1, "", "lacks the line with the names of its columns", f"put above the first row: {','.join(names)}")
    return None


def _renamed(header: list[str], names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Columns of the header that have another name than they should, each with that name."""
    missing = [name for name in names if name not in header]
    found: dict[str, str] = {}
    for name in header:
        plain = re.sub(r"[^a-z0-9]+", "_", half_width(name).casefold()).strip("_")
        if name in names or not name:
            continue
        titled = next((one for one in missing if name.casefold() in [title.casefold() for title in names[one]]), "")
        if titled:
            found[name] = titled
        elif close := get_close_matches(plain, [one for one in missing if one not in found.values()], 1, 0.75):
            found[name] = close[0]
    return found


def _column_problems(file: str, header: list[str], names: Mapping[str, Sequence[str]], first: str) -> Iterator[Finding]:
    renamed = _renamed(header, names)
    for name in dict.fromkeys(header):
        if name in renamed:
            yield Finding(file, 1, name, "is no column of the table", f'rename it to "{renamed[name]}"')
        elif name not in names:
            found = f'has an unknown column "{name}"' if name else "has a column without a name"
            yield Finding(
                file, 1, name, found, "remove it, or describe it in datapackage.yaml" if name else "remove it, or run check --fix"
            )
        elif header.count(name) > 1:
            yield Finding(file, 1, name, f'has the column "{name}" twice', "remove one of them")
    missing = [name for name in names if name not in header and name not in renamed.values()]
    if missing:
        some = f"the column{'s' if len(missing) > 1 else ''} " + ", ".join(f'"{name}"' for name in missing)
        yield Finding(file, 1, "", f"lacks {some}", first)


def _rows(parts: list[str], file: str, names: list[str], findings: list[Finding]) -> Iterator[Line]:
    """The rows below the header; a line that can't be split is a finding, and reading goes on behind it."""
    start, header = 0, True
    for _ in range(_RESTARTS):
        reader = csv.reader(parts[start:], strict=True)
        line = start + 1
        try:
            for cells in reader:
                if not header:
                    yield line, cells
                header = False
                line = start + reader.line_num + 1
            return
        except csv.Error as error:
            findings.append(_split_problem(file, line, parts[line - 1], str(error), names))
            header = False
            start = next((one for one in range(line, len(parts)) if _width(parts[one]) == len(names)), len(parts))


def _width(part: str) -> int:
    try:
        return len(next(csv.reader([part], strict=True), []))
    except csv.Error:
        return 0


def _split_problem(file: str, line: int, part: str, error: str, names: list[str]) -> Finding:
    if "field larger" in error:
        return Finding(file, line, "", "holds a cell longer than any table has", 'look for a lone " that joins many lines')
    place, cells = 0, 0
    while (match := _CELL.match(part, place)) and match.end() > place:
        place, cells = match.end(), cells + 1
    column = names[cells] if cells < len(names) else ""
    found = f"cannot be split into cells: {quoted(part[place:].strip())} has a quotation mark that nothing closes rightly"
    return Finding(file, line, column, found, 'take the lone " out; within a text in quotes write it twice, ""')


def text_of(path: Path, file: str) -> str:
    """The text of a page or a template; raise ReportError if it is not there or not UTF-8."""
    try:
        text, encoding = decoded(bytes_of(path, file))
    except Unreadable as error:
        raise ReportError([error.finding]) from None
    if encoding not in ("utf-8", ""):
        name = "GBK" if encoding == "gb18030" else encoding[:6].upper()
        raise ReportError([Finding(file, 0, "", f"is in {name}, not in UTF-8", "save it as UTF-8")])
    if not encoding:
        raise ReportError([replace(_stray_bytes(path.read_bytes(), file), fix="save it as UTF-8")])
    return text.replace("\r\n", "\n")


def conflict(cells: Sequence[str]) -> bool:
    """Whether a row is a line that a merge in Git has left."""
    return bool(cells) and bool(_CONFLICT.match(cells[0]))


def as_lists(raw: bytes, names: Sequence[str] = ()) -> list[list[str]]:
    """A CSV file as typed, header first, blank rows left out: from UTF-8, UTF-16 or GBK, its cells parted by whatever mark.

    Columns that only lack their order are put right for `names`. ValueError if it is no CSV.
    """
    text, encoding = decoded(raw)
    if not encoding:
        raise ValueError("no text")
    first = text.partition("\n")[0]
    marks = [mark for mark in _MARKS if names and [cell.strip(' "\r') for cell in first.split(mark)] == list(names)]
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=marks[0] if marks else ",")
        rows = [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise ValueError(str(error)) from None
    return arranged(rows, list(names)) if rows and names else rows


def arranged(rows: list[list[str]], names: list[str]) -> list[list[str]]:
    """Without nameless empty columns at the right, the columns in the order of `names` where they are the same ones."""
    width = len(names)
    if len(rows[0]) > width and not any(cell.strip() for row in rows for cell in row[width:]):
        rows = [row[:width] for row in rows]
    header = [cell.strip() for cell in rows[0]]
    if header == names or sorted(header) != sorted(names) or any(len(row) != width for row in rows):
        return rows
    places = [header.index(name) for name in names]
    return [[row[place] for place in places] for row in rows]
