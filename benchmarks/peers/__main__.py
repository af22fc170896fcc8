"""Make the same report by ours and by other generators, and measure it: `make peers`, or `python -m benchmarks.peers --help`.

The rows go into results.csv, the tables into README.md and the figure into growth.svg, all beside this file. What is measured
anew takes the place of what was there; the rest stays.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from benchmarks.peers import growth, results, table
from benchmarks.peers.all import chosen
from benchmarks.peers.browser import browser
from benchmarks.peers.generator import HERE, INSTALLED, WORKS, Generator
from benchmarks.peers.measure import Subject, builds, previews, subjects, views
from benchmarks.peers.results import TIMES
from benchmarks.peers.work import SIZES

RESULTS: Final = HERE / "results.csv"
LANGUAGES: Final = ("en", "zh")
USUAL: Final = "small,long,longest,middle"
BILINGUAL: Final = ("small", "middle")
"""Sizes that are made in two languages too, the larger by these alone:"""
PAIR: Final = ("ours", "ours-daemon", "material", "material-undrawn")
VIEWED: Final = ("small",)
"""Sizes whose first page is looked at as readers get it."""
PREVIEWED: Final = ("small", "middle")


class Clock:
    """Says lines with the seconds since it was made before them."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    def __call__(self, words: str) -> None:
        """Say a line."""
        print(f"{time.monotonic() - self._begun:6.0f}  {words}", flush=True)


def main(words: Sequence[str]) -> int:
    """Measure what is asked for, and write it down; give the status of the program."""
    try:
        asked = _asked(words)
        generators = chosen(asked.only)
        if not asked.tables:
            _check(generators, asked.sizes)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    say, begun = Clock(), datetime.now(UTC).isoformat(timespec="seconds")
    if not asked.tables:
        warm = subjects(generators, SIZES["small"], LANGUAGES[:1], begun)
        builds(warm, 1, lambda words: say(f"warming up: {words}"), TIMES[:1])
    for name in () if asked.tables else asked.sizes:
        for count in (1, 2) if name in BILINGUAL else (1,):
            _measure(subjects(_at(generators, name, count), SIZES[name], LANGUAGES[:count], begun), name, asked, say)
    rows = results.read(RESULTS)
    shutil.rmtree(WORKS, ignore_errors=True)
    table.write(HERE / "README.md", rows)
    growth.draw(rows)
    return 0


def _at(generators: Sequence[Generator], size: str, languages: int) -> list[Generator]:
    """Those that are measured at a work: every download is made of the smallest only, as it takes minutes of the others."""
    if size == "small":
        return list(generators)
    return [one for one in generators if one.name != "ours-full" and (languages == 1 or one.name in PAIR)]


def _measure(found: Sequence[Subject], name: str, asked: argparse.Namespace, say: Clock) -> None:
    """Measure a work, and write down what was found."""
    if not found:
        return
    languages = found[0].work.languages
    say(f"{name}: {SIZES[name].pages} pages, {SIZES[name].charts} charts, languages: {', '.join(languages)}")
    builds(found, asked.runs, say)
    if len(languages) == 1 and not asked.no_browser:
        with browser() as started:
            if name in VIEWED:
                views(started, found, say)
            if name in PREVIEWED:
                previews(started, found, asked.runs, say)
    results.write(RESULTS, results.renewed(results.read(RESULTS), [row for one in found for row in one.rows]))


def _asked(words: Sequence[str]) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser("python -m benchmarks.peers", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=_listed, default=_listed(USUAL), help=f"of {', '.join(SIZES)}; default: {USUAL}")
    parser.add_argument("--only", type=_listed, default=[], help="generators by name; default: all")
    parser.add_argument("--runs", type=int, default=3, help="of each step; default: 3")
    parser.add_argument("--no-browser", action="store_true", help="time builds alone")
    parser.add_argument("--tables", action="store_true", help="measure nothing, write tables and figure of what was measured")
    return parser.parse_args(words)


def _listed(words: str) -> list[str]:
    """Words parted by commas."""
    return [word.strip() for word in words.split(",") if word.strip()]


def _check(generators: Sequence[Generator], sizes: Sequence[str]) -> None:
    """Raise ValueError if a size is unknown, or a generator is not installed."""
    if unknown := [name for name in sizes if name not in SIZES]:
        raise ValueError(f'there is no size "{unknown[0]}": name some of {", ".join(SIZES)}')
    if missing := [one.name for one in generators if not one.installed]:
        raise ValueError(f"not installed below {INSTALLED.name}/: {', '.join(missing)} (make peers installs them; --only leaves them out)")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
