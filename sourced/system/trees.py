"""The one place that writes: whole trees, only what changed, and the site swapped in as a whole."""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sourced.project import Project
from sourced.system.tracking import digest


@dataclass(frozen=True)
class Content:
    """What a file holds, told by its digest, so that it is read only where it is not in place."""

    digest: str
    read: Callable[[], bytes]

    @classmethod
    def of(cls, given: str | bytes) -> Content:
        """What is in memory anyway."""
        content = given.encode() if isinstance(given, str) else given
        return cls(digest(content), lambda: content)


Contents = Mapping[str, Content | bytes]
"""Files by their relative paths."""


class Manifest:
    """What the files of a folder hold, kept in a file: so that one that nobody has touched need not be read to know."""

    def __init__(self, folder: Path, file: Path) -> None:
        self.folder, self.file = folder, file

    @cached_property
    def _known(self) -> dict[str, list[str | int]]:
        with suppress(OSError, ValueError):
            return dict(json.loads(self.file.read_text(encoding="utf-8")))
        return {}

    def same(self, path: str, found: str) -> bool:
        """Whether a file is untouched since it was recorded with a content of this digest."""
        known = self._known.get(path)
        return bool(known) and known == [found, *self._touched(path)]

    @property
    def digests(self) -> dict[str, str]:
        """Of the recorded files, by path, the digests of their contents."""
        return {path: str(found) for path, (found, *_) in self._known.items()}

    @property
    def untouched(self) -> bool:
        """Whether the folder holds the recorded files and no other, none of them touched since."""
        return bool(self._known) and listing(self.folder) == self._known.keys() and all(map(self._is_untouched, self._known))

    def _is_untouched(self, path: str) -> bool:
        return self._known[path][1:] == self._touched(path)

    def _touched(self, path: str) -> list[int]:
        """Size and time of the last change of a file; of none if it isn't there."""
        try:
            status = os.stat(f"{self.folder}/{path}")  # noqa: PTH116 (thousands of them)
        except OSError:
            return []
        return [status.st_size, status.st_mtime_ns]

    def save(self, digests: Mapping[str, str]) -> None:
        """Record the files of the folder: path to digest of the content."""
        self._known = {path: [found, *self._touched(path)] for path, found in digests.items()}
        part = self.file.with_suffix(".part")
        part.write_text(json.dumps(self._known), encoding="utf-8")
        part.replace(self.file)


def docs_of(project: Project) -> Manifest:
    """A report's pages in Markdown, and all else that its site has, as MkDocs gets them."""
    return Manifest(project.build / "docs", project.build / "docs.json")


def site_of(project: Project) -> Manifest:
    """Its finished site."""
    return Manifest(project.site, project.build / "site.json")


def next_site_of(project: Project) -> Manifest:
    """Where its next site is made, from what the last but one has left."""
    return Manifest(project.build / "site", project.build / "next.json")


def in_place(records: Sequence[Manifest], digests: Mapping[str, str], kept: Callable[[], Mapping[str, bytes] | None]) -> dict[str, Content]:
    """Files of these digests: as a folder has them, if it has all of them, else as they were `kept`, none if they can't be read."""
    for record in records:
        if all(record.same(path, found) for path, found in digests.items()):
            return {path: Content(found, (record.folder / path).read_bytes) for path, found in digests.items()}
    return {path: Content.of(content) for path, content in (kept() or {}).items()}


def write_tree(record: Manifest, files: Contents, *, dated: bool = True) -> int:
    """Make the record's folder hold exactly `files`; give the number of files that changed.

    Unless `dated`, files are dated 1970: then MkDocs never takes them for newer than what was made of them.
    """
    from concurrent.futures import ThreadPoolExecutor  # not imported where nothing has changed

    from sourced.system.fork import cores, shares

    folder = record.folder
    contents = {path: one if isinstance(one, Content) else Content.of(one) for path, one in files.items()}
    digests = {path: content.digest for path, content in contents.items()}
    stale = [path for path in listing(folder) if path not in files]
    for path in stale:
        (folder / path).unlink()
    different = {path: content for path, content in contents.items() if not record.same(path, content.digest)}
    for parent in {(folder / path).parent for path in different}:
        parent.mkdir(parents=True, exist_ok=True)

    def write(part: Sequence[tuple[str, Content]]) -> int:
        return sum(_written(folder / path, content.read(), dated=dated) for path, content in part)

    with ThreadPoolExecutor(cores()) as threads:  # most of the time goes to the system, which makes several files at once
        changed = sum(threads.map(write, shares(list(different.items()))))
    record.save(digests)
    for place, folders, names in os.walk(folder, topdown=False):
        if not names and (not folders or not os.listdir(place)):  # noqa: PTH208 (os.walk gives text)
            Path(place).rmdir()
    return len(stale) + changed


def _written(path: Path, content: bytes, *, dated: bool) -> bool:
    """Write a file unless it is as it should be; give whether it was not."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.write_bytes(content)
    if not dated:
        os.utime(path, (0, 0))
    return True


def listing(folder: Path) -> set[str]:
    """Paths of the files below a folder."""
    start = len(str(folder)) + 1
    return {f"{place}/{name}"[start:] for place, _, names in os.walk(folder) for name in names}


def swap_in(new: Manifest, site: Manifest) -> None:
    """Exchange the new site for the old one, in one step where the system can; what was the site is the next one's stock.

    A run that died half-way through the two steps of a system that can't is put right by `restore`.
    """
    if not (site.folder.exists() and _exchanged(new.folder, site.folder)):
        old = _aside(site.folder)
        if site.folder.exists():
            site.folder.rename(old)
        new.folder.rename(site.folder)
        if old.exists():
            old.rename(new.folder)
    part = new.file.with_suffix(".part")
    new.file.replace(part)
    if site.file.exists():
        site.file.replace(new.file)
    part.replace(site.file)


def restore(site: Path) -> None:
    """Put back the site that a run which died while swapping has left aside."""
    if (old := _aside(site)).exists():
        shutil.rmtree(old) if site.exists() else old.rename(site)


def _aside(site: Path) -> Path:
    return site.with_name(f"{site.name}.old")


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders at once (renameat2 of Linux), if the system can."""
    exchange, here = 2, -100
    try:
        return bool(ctypes.CDLL(None).renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)
    except (AttributeError, OSError):
        return False


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold `folder` for one build; another one waits. The lock goes with the process, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
