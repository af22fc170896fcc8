"""Measures generators beside one another: each step of all of them in turn, so that a machine's drift meets all alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from benchmarks.peers import browser
from benchmarks.peers.generator import WORKS, Generator, environment
from benchmarks.peers.results import COUNTS, SAVED, TIMES, Row
from benchmarks.peers.texts import SHOWN
from benchmarks.peers.work import MOST, Size, Work, made
from benchmarks.processes import CommandError, Used, measured

LONGEST: Final = 600.0
"""Seconds after which a build is given up."""
ONCE: Final = 20.0
"""A step that takes longer, in seconds, is taken once."""


@dataclass
class Subject:
    """A generator at a work, in a folder of its own."""

    generator: Generator
    size: Size
    work: Work
    begun: str
    rows: list[Row] = field(default_factory=list)
    given_up: bool = False

    @property
    def folder(self) -> Path:
        """Where its project lies."""
        name = f"{self.generator.name}-{self.size.pages}-{self.size.observations}-{len(self.work.languages)}"
        return WORKS / name

    def add(self, what: str, run: int, **numbers: Any) -> None:
        """Note a measurement."""
        one, size = self.generator, self.size
        sizes = (len(self.work.languages), size.pages, size.charts, size.observations)
        self.rows.append(Row(self.begun, one.name, one.version, one.command, *sizes, what, run, **numbers))

    def build(self) -> Used:
        """What a build used."""
        return measured(self.generator.build, self.folder, environment(), LONGEST)

    def took_long(self, what: str) -> bool:
        """Whether a step has been taken once, and took so long that this is enough."""
        return any(row.what == what and (row.seconds or 0) > ONCE for row in self.rows)

    def change(self, value: int) -> None:
        """Save another value in one cell."""
        self.generator.write(self.folder, self.work.changed(value))


def subjects(generators: Sequence[Generator], size: Size, languages: tuple[str, ...], begun: str) -> list[Subject]:
    """Each generator with the work written for it."""
    work = made(size, languages)
    found = [Subject(one, size, work, begun) for one in generators]
    for one in found:
        one.generator.write(one.folder, work)
        one.generator.clean(one.folder, work)
    return found


def builds(found: Sequence[Subject], runs: int, say: Callable[[str], None], steps: Sequence[str] = TIMES) -> None:
    """Time cold builds, builds of nothing new and of one cell, run by run, step by step, each of all generators in turn."""
    with ExitStack() as beside:
        for one in found:
            if one.generator.beside:
                beside.enter_context(one.generator.beside(one.folder))
        for run in range(runs):
            for what in steps:
                for one in found:
                    if not (one.given_up or one.took_long(what) or (what == "cold" and one.generator.beside)):
                        _step(one, what, run, say)


def _step(one: Subject, what: str, run: int, say: Callable[[str], None]) -> None:
    """Take one step of one generator; give it up at what has gone wrong."""
    value = MOST + 1 + run
    if what == "cold":
        one.generator.clean(one.folder, one.work)
    if what == "one cell changed":
        one.change(value)
    try:
        used = one.build()
        if what == "one cell changed":
            _check_says(one.folder / one.generator.site / "index.html", SHOWN.format(value))
    except CommandError as error:
        one.given_up = True
        say(f"{one.generator.name}, {what}: {error}")
        return
    one.add(what, run, **asdict(used))
    say(f"{one.generator.name}, {what}: {used.seconds:.2f} s, {used.cpu_seconds:.2f} s of processors, {used.memory_mb:.0f} MB")


def _check_says(page: Path, words: str) -> None:
    """Raise CommandError unless a built page says something."""
    if words not in text(page):
        raise CommandError(f'the built page does not say "{words}"')


def text(page: Path) -> str:
    """What a built page says, with plain spaces."""
    body = LexborHTMLParser(page.read_text(encoding="utf-8")).body
    return re.sub(r"\s+", " ", body.text()) if body else ""


def views(started: Browser, found: Sequence[Subject], say: Callable[[str], None]) -> None:
    """Weigh the first view of each built site, count its charts with and without script, and let Lighthouse judge it."""
    for one in found:
        if one.given_up:
            continue
        site = one.folder / one.generator.site
        numbers = browser.first_view(started, site) | {COUNTS[-1]: browser.lighthouse(site)}
        for what, number in numbers.items():
            one.add(what, 0, number=number)
        say(f"{one.generator.name}: " + ", ".join(f"{what} {number:g}" for what, number in numbers.items()))


def previews(started: Browser, found: Sequence[Subject], runs: int, say: Callable[[str], None]) -> None:
    """Time from a save to the figure in the browser, in each generator's own preview."""
    values = [MOST + 21 + run for run in range(runs + 1)]
    for one in found:
        if one.given_up:
            continue
        try:
            times = browser.saved_to_shown(started, one.generator, one.folder, one.change, values)
        except CommandError as error:
            say(f"{one.generator.name}, preview: {error}")
            continue
        for run, seconds in enumerate(times):
            one.add(SAVED, run, seconds=seconds)
        say(f"{one.generator.name}, {SAVED}: " + ", ".join(f"{seconds:.2f} s" for seconds in times))


def gathered(found: Sequence[Subject]) -> Iterator[Row]:
    """All that was measured."""
    for one in found:
        yield from one.rows
