"""The guide's snippets: found in its pages, and done one after the other in a report, as a reader would.

A comment above a block, which readers do not see, says what is done with it:

    <!-- file: FILE -->                 it is the whole of the file
    <!-- end of FILE -->                it is added at the file's end
    <!-- below LINE in FILE -->         it is put below the first line that begins so
    <!-- instead of LINE in FILE -->    it takes the place of that line
    <!-- not run: WHY -->               nothing

`sh` without one is run in the report's folder; `text` is what the block above it prints, `…` standing for anything.
`<!-- after PAGE -->` below a page's title: it goes on where that page ends.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "guide/docs"
KINDS = ("sh", "python", "csv", "yaml", "jinja", "css", "text")
_BLOCK = re.compile(r"(?:^<!-- (?P<note>[^\n]*) -->\n)?^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_NOTE = re.compile(r"(?:file: |end of |(?P<how>below|instead of) (?P<line>.+) in )(?P<file>\S+)|not run: .+")
_PROGRAM = """#!{python}
import sys
sys.path.insert(0, {root!r})
from sourced.commands.cli import program
program()
"""


@dataclass(frozen=True)
class Snippet:
    """A fenced block of a page: its language, the comment above it, its text, and what the block below says that it prints."""

    page: str
    line: int
    kind: str
    note: str
    text: str
    prints: str = ""

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def pages() -> list[str]:
    """The pages of the guide by their path."""
    return sorted(path.relative_to(PAGES).as_posix() for path in PAGES.rglob("*.md"))


def snippets(page: str) -> Iterator[Snippet]:
    """The blocks of a page, and of the page that it goes on from."""
    text = (PAGES / page).read_text(encoding="utf-8")
    if before := re.search(r"^<!-- after (\S+) -->$", text, re.MULTILINE):
        yield from snippets((Path(page).parent / before[1]).as_posix())
    found = [
        Snippet(page, text.count("\n", 0, match.start()) + 1, match["kind"], match["note"] or "", match["text"])
        for match in _BLOCK.finditer(text)
    ]
    for one, following in zip_longest(found, found[1:]):
        if one.kind != "text" or one.note:
            prints = following.text if following and following.kind == "text" and not following.note else ""
            yield Snippet(one.page, one.line, one.kind, one.note, one.text, prints)


@dataclass
class Reader:
    """One who does what a page says, beginning in a folder."""

    folder: Path
    tools: Path

    def __post_init__(self) -> None:
        self.tools.mkdir(exist_ok=True)
        (self.tools / "sourced").write_text(_PROGRAM.format(python=sys.executable, root=str(ROOT)), encoding="utf-8")
        (self.tools / "sourced").chmod(0o755)

    def do(self, one: Snippet) -> None:
        """Do what a snippet says."""
        if one.note.startswith("not run: "):
            return
        if one.kind == "sh" and not one.note:
            self._run(one)
            return
        note = _NOTE.fullmatch(one.note)
        assert note, f"{one}: no comment above the block says what is done with it, or this one does not: {one.note!r}"
        path = self.folder / note["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_edited(one, path, note["how"] or "", note["line"] or ""), encoding="utf-8")

    def run(self, text: str) -> tuple[int, str]:
        """Run lines in the shell, go where they lead if they end well, and give the status and what was said."""
        here = self.tools / "here"
        told = {**os.environ, "PATH": f"{self.tools}:{os.environ['PATH']}", "GIT_CONFIG_GLOBAL": "/dev/null", "COLUMNS": "200"}
        told |= {f"GIT_{who}_{what}": "an.editor@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        done = subprocess.run(  # noqa: S603
            ["/bin/sh", "-ec", f"{text}\npwd > {here}"],
            cwd=self.folder, env=told, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        self.folder = Path(here.read_text(encoding="utf-8").strip()) if done.returncode == 0 else self.folder
        return done.returncode, done.stdout

    def _run(self, one: Snippet) -> None:
        """Run a block; hold its end against whether the page shows an error, and its words against the page's."""
        status, said = self.run(one.text)
        assert status == int(one.prints.startswith("error")), f"{one}: status {status}\n{said}"
        for line in one.prints.splitlines():
            pattern = ".*".join(map(re.escape, line.split("…")))
            assert re.search(pattern, said), f"{one}: does not print {line!r} but\n{said}"


def _edited(one: Snippet, path: Path, how: str, line: str) -> str:
    """A file's text after a snippet."""
    if one.note.startswith("file: "):
        return one.text
    text = path.read_text(encoding="utf-8")
    if not how:
        return text + one.text
    lines = text.splitlines(keepends=True)
    place = next((number for number, found in enumerate(lines) if found.strip().startswith(line)), None)
    assert place is not None, f"{one}: no line of {path.name} begins with {line!r}"
    return "".join([*lines[: place + (how == "below")], one.text, *lines[place + 1 :]])
