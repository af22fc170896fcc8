"""Break the tiny report's tables in so many ways: `python -m benchmarks.fuzz 2000`.

Each case ends in a good build or in findings with file and remedy; anything else is printed with its seed and fails.
"""

from __future__ import annotations

import csv
import io
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sourced.findings import ReportError
from sourced.project import Project
from sourced.site.build import build
from tests.conftest import TINY, copy_report

CELLS = (
    "", " ", "0", "-1", "1e400", "NaN", "inf", "1,5", "1,234", "1.234,5", "１２.５", "12%", "3.4亿", "—", "2023-Q9", "2023-13", "9999-Q1",
    "0000", "2023/2020", "<b id=fuzz>x</b>", "<script>fuzz()</script>", "javascript:fuzz()", "https://x.example/\" onclick=\"fuzz()",
    "[x](javascript:fuzz())", "![x](https://x.example/i.png)", "{{ fuzz }}", "{% fuzz %}", "{fuzz}", "{", "}", "=1+1", "@SUM(A1)",
    "+1", "-x",
    "\t=1", "a\nb", 'a"b', "'", "\\", "`x`", "# x", "| x |", "***", "&lt;", "&#60;", "\u202efuzz", "\u200b", "\x00", "\x1b[31m", "é" * 300,
    "长" * 12000, "count(",
    "ratio(a,b)", "rain.coast.2023-Q1", "sources:office-2023", "ratio(" * 50, "1" * 60, "../../etc", "C:\\x", "🌧️",
)  # fmt: skip
"""What people, spreadsheets and attackers put into cells."""
Rows = list[list[str]]


def _cell(rng: random.Random, rows: Rows) -> None:
    row = rng.randrange(len(rows))
    if rows[row]:
        rows[row][rng.randrange(len(rows[row]))] = rng.choice(CELLS)


def _drop(rng: random.Random, rows: Rows) -> None:
    del rows[rng.randrange(len(rows))]


def _double(rng: random.Random, rows: Rows) -> None:
    rows.insert(rng.randrange(len(rows) + 1), list(rng.choice(rows)))


def _shuffle(rng: random.Random, rows: Rows) -> None:
    rng.shuffle(rows)


def _column(rng: random.Random, rows: Rows) -> None:
    place = rng.randrange(len(rows[0]))
    for row in rows:
        if place < len(row):
            del row[place]


def _swap(rng: random.Random, rows: Rows) -> None:
    one, other = rng.choice(rows), rng.choice(rows)
    place = rng.randrange(min(len(one), len(other)) or 1)
    if place < min(len(one), len(other)):
        one[place], other[place] = other[place], one[place]


EDITS: tuple[Callable[[random.Random, Rows], None], ...] = (_cell, _cell, _cell, _cell, _cell, _drop, _double, _shuffle, _column, _swap)


def _raw(rng: random.Random, content: bytes) -> bytes:
    """The same text as other programs save it, or damaged."""
    kind = rng.randrange(8)
    text = content.decode("utf-8", "replace")
    if kind == 0:
        return text.encode("gb18030")
    if kind == 1:
        return text.encode("utf-16")
    if kind == 2:
        return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    if kind == 3:
        return text.replace(",", ";").encode()
    if kind == 4:
        return text.replace(",", "\t").encode()
    if kind == 5:
        place = rng.randrange(len(content) or 1)
        return content[:place] + bytes(rng.randrange(256) for _ in range(rng.randrange(1, 9))) + content[place:]
    if kind == 6:
        return content[: rng.randrange(len(content) or 1)]
    return content.replace(b'"', b"").replace(b",", b'","', 1)


def broken(content: bytes, rng: random.Random) -> bytes:
    """A table's file with one to three things wrong with it, or right after all."""
    rows = [list(row) for row in csv.reader(io.StringIO(content.decode()))]
    for _ in range(rng.randrange(1, 4)):
        if rows:
            rng.choice(EDITS)(rng, rows)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    made = out.getvalue().encode("utf-8", "replace")
    return _raw(rng, made) if rng.random() < 0.2 else made


def outcome(project: Project) -> str:
    """How a build ends: "built", "refused", or what is wrong with that."""
    try:
        build(project, downloads=False)
    except ReportError as error:
        vague = [one for one in error.findings if not (one.file and one.found and one.fix)]
        return f"vague: {vague[0]}" if vague else "refused"
    for page in project.site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for harm in ("<b id=fuzz", "<script>fuzz", 'href="javascript:', 'onclick="fuzz', '<img alt="x" src="https'):
            if harm in text:
                return f"markup from a cell in {page.name}: {harm}"
    return "built"


def main(cases: int, first: int = 0) -> int:
    """Run so many cases; give the number of those that ended otherwise than they should."""
    counts: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        project = copy_report(TINY, Path(folder))
        tables = sorted(project.data.glob("*.csv"))
        for seed in range(first, first + cases):
            rng = random.Random(seed)  # noqa: S311
            path = rng.choice(tables)
            original, started = path.read_bytes(), time.perf_counter()
            path.write_bytes(broken(original, rng))
            try:
                ended = outcome(project)
            except Exception as error:  # noqa: BLE001 (what must not happen)
                ended = f"{type(error).__name__}: {error}"
            slowest = max(slowest, time.perf_counter() - started)
            path.write_bytes(original)
            counts[ended if ended in ("built", "refused") else "wrong"] += 1
            if ended not in ("built", "refused"):
                print(f"seed {seed}, {path.name}: {ended}")
    print(f"{cases} cases: {counts['built']} built, {counts['refused']} refused, {counts['wrong']} wrong; the slowest took {slowest:.1f} s")
    return counts["wrong"]


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000, int(sys.argv[2]) if len(sys.argv) > 2 else 0) else 0)
