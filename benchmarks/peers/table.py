"""The tables of README.md, made of the measurements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from benchmarks.peers.all import GENERATORS
from benchmarks.peers.results import COUNTS, SAVED, TIMES, Row, found, median, ratio

BASE: Final = "ours"
"""Which all others are compared with."""
NOTHING: Final = "material-undrawn"
"""The one that draws nothing: what ours aims at."""
PARTS: Final = (
    ("everything, two languages", "ours-full", 2),
    ("without downloads", "ours", 2),
    ("without the second language", "ours", 1),
    ("without charts", "ours-undrawn", 1),
    ("MkDocs with Material drawing nothing", NOTHING, 1),
)
"""What is switched off one after the other: words, generator, languages."""
_MARKED: Final = re.compile(r"(?<=<!-- tables -->\n).*(?=<!-- /tables -->)", re.DOTALL)


def write(path: Path, rows: Sequence[Row]) -> None:
    """Put the tables between their marks."""
    text = path.read_text(encoding="utf-8")
    path.write_text(_MARKED.sub(lambda _: tables(rows), text), encoding="utf-8")


def tables(rows: Sequence[Row]) -> str:
    """All tables, those of builds by what was built."""
    works = sorted({row.work for row in rows}, key=lambda work: (work[1], work[3], work[0]))
    parts = [_builds(rows, work) for work in works]
    parts += [_price(rows, work[1:]) for work in works if work[0] > 1]
    parts += [_views(rows, work) for work in works if found_any(rows, work, COUNTS)]
    parts += [_saved(rows)]
    return "\n".join(parts)


def found_any(rows: Iterable[Row], work: tuple[int, int, int, int], what: Sequence[str]) -> bool:
    """Whether something of these was measured of a work."""
    return any(row.work == work and row.what in what for row in rows)


def _named(rows: Iterable[Row], work: tuple[int, int, int, int]) -> Iterator[Row]:
    """A row for each generator that was measured at a work, in the order of the generators."""
    first = {row.generator: row for row in rows if row.work == work}
    yield from (first[name] for name in GENERATORS if name in first)


def _builds(rows: Sequence[Row], work: tuple[int, int, int, int]) -> str:
    """How long builds take, and how ours compares."""
    languages, pages, charts, observations = work
    title = f"{pages:,} pages, {charts:,} charts, {observations:,} observations, {'one language' if languages == 1 else 'two languages'}"
    heads = [
        "",
        "version",
        "command",
        *TIMES,
        "processor time, cold",
        "memory, cold",
        *(f"ours ÷ it, {what}" for what in (*TIMES, "processor time, cold")),
    ]
    lines = []
    for one in _named(rows, work):
        runs = [found(rows, one.generator, work, what) for what in TIMES]
        ours = [found(rows, BASE, work, what) for what in TIMES]
        ratios = [*(ratio(mine, its) for mine, its in zip(ours, runs, strict=True)), ratio(ours[0], runs[0], "cpu_seconds")]
        compared = ["" if one.generator == BASE else shown(each) for each in ratios]
        used = [shown(median(runs[0], "cpu_seconds")), shown(median(runs[0], "memory_mb"), 0)]
        times = [shown(median(each)) for each in runs]
        lines.append([GENERATORS[one.generator].title, one.version, f"`{one.command}`", *times, *used, *compared])
    return _table(title, heads, lines)


def _price(rows: Sequence[Row], size: tuple[int, int, int]) -> str:
    """What each part of ours costs: what is left when one after the other is switched off."""
    pages, charts, observations = size
    lines = []
    for words, name, languages in PARTS:
        runs = [found(rows, name, (languages, pages, charts, observations), what) for what in TIMES]
        if not any(runs):
            continue
        aim = [found(rows, NOTHING, (languages, pages, charts, observations), what) for what in TIMES]
        lines.append([words, *(shown(median(each)) for each in runs), *(shown(ratio(a, b)) for a, b in zip(runs, aim, strict=True))])
    heads = ["ours", *TIMES, *(f"÷ Material drawing nothing, {what}" for what in TIMES)]
    return _table(f"Switched off one after the other, {pages:,} pages, {charts:,} charts", heads, lines)


def _views(rows: Sequence[Row], work: tuple[int, int, int, int]) -> str:
    """What a reader gets."""
    lines = []
    for one in _named(rows, work):
        numbers = (median(found(rows, one.generator, work, what), "number") for what in COUNTS)
        lines.append([GENERATORS[one.generator].title, *(f"{number:g}" if number is not None else "–" for number in numbers)])
    return _table("The first page as a reader gets it", ["", *COUNTS], lines)


def _saved(rows: Sequence[Row]) -> str:
    """How soon an author sees what was saved."""
    works = sorted({row.work for row in rows if row.what == SAVED}, key=lambda work: work[1])
    lines = [
        [one.title, *(shown(median(found(rows, name, work, SAVED))) for work in works)]
        for name, one in GENERATORS.items()
        if any(found(rows, name, work, SAVED) for work in works)
    ]
    return _table("From a save to the figure in the browser", ["", *(f"{work[1]:,} pages" for work in works)], lines)


def shown(number: float | None, decimals: int = 2) -> str:
    """A number as the table has it, a dash for none."""
    return "–" if number is None else f"{number:,.{decimals}f}"


def _table(title: str, heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rule = [" --- "] + [" ---: "] * (len(heads) - 1)
    body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"## {title}\n\n| {' | '.join(heads)} |\n|{'|'.join(rule)}|\n{body}\n"
