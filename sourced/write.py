"""The one place that writes: whole trees, only what changed, and the site swapped in as a whole."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def write_tree(folder: Path, files: Mapping[str, str | bytes]) -> int:
    """Make `folder` hold exactly `files` (relative path to content); give the number of files that changed."""
    wanted = {folder / name: content.encode() if isinstance(content, str) else content for name, content in files.items()}
    changed = 0
    for path in sorted(folder.rglob("*"), reverse=True) if folder.exists() else ():
        if path.is_file() and path not in wanted:
            path.unlink()
            changed += 1
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    for path, content in wanted.items():
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            changed += 1
    return changed


def swap_in(new: Path, site: Path) -> None:
    """Put the folder `new` in the place of `site`; a run that died half-way before is tidied up first."""
    old = site.with_name(f"{site.name}.old")
    if old.exists():
        shutil.rmtree(old) if site.exists() else old.rename(site)
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold `folder` for one build; another one waits. The lock goes with the process, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
