"""What has been saved, so that it can be taken back: the last save first, and only while its files are as it left them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sourced.editing.rows import write_whole
from sourced.findings import Finding, ReportError
from sourced.project import Project


@dataclass(frozen=True)
class Save:
    """A change of files: what it was, and of each file the bytes before (None if it was not there) and after it."""

    words: str
    undone: str
    """What taking it back does."""
    files: Mapping[str, tuple[bytes | None, bytes]]
    at: str = field(default_factory=lambda: f"{datetime.now():%H:%M}")
    """When, by the clock on the wall."""


@dataclass
class Saves:
    """The saves of a session, the last at the end, and the files that are changed since the last commit."""

    project: Project
    done: list[Save] = field(default_factory=list)
    files: set[str] = field(default_factory=set)

    def save(self, words: str, undone: str, texts: Mapping[str, str]) -> Save:
        """Write files (path from the project's root to text), so that it can be undone; those that are so already stay untouched."""
        before = {file: path.read_bytes() if (path := self.project.root / file).exists() else None for file in texts}
        changed = {file: (before[file], text.encode()) for file, text in texts.items() if before[file] != text.encode()}
        save = Save(words, undone, changed)
        for file, (_, after) in changed.items():
            write_whole(self.project.root / file, after.decode())
        if changed:
            self.done.append(save)
            self.files |= changed.keys()
        return save

    def undo(self) -> Save:
        """Take the last save back; ReportError if there is none, or if a file was changed by something else meanwhile."""
        if not self.done:
            raise ReportError([Finding(self.project.data.name, 0, "", "has nothing to undo", "save something first")])
        save = self.done[-1]
        if astray := [file for file, (_, after) in save.files.items() if not self._holds(file, after)]:
            found, fix = "was changed by something else since it was saved", "take the change back there, or by Git"
            raise ReportError([Finding(file, 0, "", found, fix) for file in astray])
        for file, (before, _) in save.files.items():
            if before is None:
                (self.project.root / file).unlink()
            else:
                write_whole(self.project.root / file, before.decode())
        gone = {file for file, (before, _) in save.files.items() if before is None}
        self.files = (self.files | save.files.keys()) - gone
        return self.done.pop()

    def committed(self) -> None:
        """Note that all is committed: what was saved is taken back by Git from now on."""
        self.done.clear()
        self.files.clear()

    def _holds(self, file: str, content: bytes) -> bool:
        path = self.project.root / file
        return path.is_file() and path.read_bytes() == content
