"""The one place that writes: whole trees, only what changed, and the site swapped in as a whole."""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from sourced.memory import digest


class Record:
    """What the files of a folder hold: so that one that nobody has touched need not be read to know."""

    def __init__(self, folder: Path, file: Path) -> None:
        self.folder, self._file = folder, file
        self._known: dict[str, list[str | int]] = {}
        with suppress(OSError, ValueError):
            self._known = dict(json.loads(file.read_text(encoding="utf-8")))

    def same(self, path: str, content: bytes) -> bool:
        """Whether a file is untouched since it was recorded with this very content."""
        known = self._known.get(path)
        return bool(known) and known == [digest(content), *_touched(self.folder / path)]

    @property
    def untouched(self) -> bool:
        """Whether the folder holds the recorded files and no other, none of them touched since."""
        return bool(self._known) and listing(self.folder) == self._known.keys() and all(map(self._is_untouched, self._known))

    def _is_untouched(self, path: str) -> bool:
        return self._known[path][1:] == _touched(self.folder / path)

    def save(self, contents: Mapping[str, bytes]) -> None:
        """Record the files of the folder: path to content."""
        self._known = {path: [digest(content), *_touched(self.folder / path)] for path, content in contents.items()}
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps(self._known), encoding="utf-8")
        part.replace(self._file)


def _touched(path: Path) -> list[int]:
    """Size and time of the last change of a file; of none if it isn't there."""
    try:
        status = path.stat()
    except OSError:
        return []
    return [status.st_size, status.st_mtime_ns]


def write_tree(folder: Path, files: Mapping[str, str | bytes], record: Path) -> int:
    """Make `folder` hold exactly `files` (relative path to content), dated 1970; give the number of files that changed.

    The date keeps MkDocs from copying anew what it finds in its place already. `record` is a file beside the folder.
    """
    wanted = {path: content.encode() if isinstance(content, str) else content for path, content in files.items()}
    known = Record(folder, record)
    stale = [path for path in listing(folder) if path not in wanted]
    for path in stale:
        (folder / path).unlink()
    written = [path for path, content in wanted.items() if not known.same(path, content) and _written(folder / path, content)]
    known.save(wanted)
    for place, _, _ in os.walk(folder, topdown=False):
        if not os.listdir(place):  # noqa: PTH208 (os.walk gives text)
            Path(place).rmdir()
    return len(stale) + len(written)


def _written(path: Path, content: bytes) -> bool:
    """Write a file unless it is as it should be; give whether it was not."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (0, 0))
    return True


def lay_out(folder: Path, files: Mapping[str, bytes], before: Record) -> None:
    """Make the new folder `folder` hold `files`; those that are the same before are shared with the old folder by link."""
    for parent in sorted({folder, *((folder / path).parent for path in files)}):
        parent.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        if not (before.same(path, content) and _linked(before.folder / path, folder / path)):
            (folder / path).write_bytes(content)


def _linked(old: Path, new: Path) -> bool:
    try:
        os.link(old, new)
    except OSError:  # a file system without hard links
        return False
    return True


def listing(folder: Path) -> set[str]:
    """Paths of the files below a folder."""
    start = len(str(folder)) + 1
    return {f"{place}/{name}"[start:] for place, _, names in os.walk(folder) for name in names}


def swap_in(new: Path, site: Path) -> None:
    """Put the folder `new` in the place of `site`, in one step where the system can; a run that died half-way is tidied up."""
    old = site.with_name(f"{site.name}.old")
    if old.exists():
        shutil.rmtree(old) if site.exists() else old.rename(site)
    if site.exists() and _exchanged(new, site):
        new.rename(old)
    else:
        if site.exists():
            site.rename(old)
        new.rename(site)
    shutil.rmtree(old, ignore_errors=True)


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
