"""Files of a report as they may be read and published: no link leads out of it, and what is hidden stays so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sourced.findings import Finding


def files_below(folder: Path, pattern: str = "*") -> list[Path]:
    """The files below a folder whose names fit; none that is hidden or lies in a hidden folder."""
    return [path for path in sorted(folder.rglob(pattern)) if not _is_hidden(path.relative_to(folder)) and path.is_file()]


def link_problems(folder: Path, root: Path) -> Iterator[Finding]:
    """Links in a folder of the report, or in its place, that lead out of the report, to something hidden in it, or nowhere."""
    for path in (folder, *sorted(folder.rglob("*"))):
        if path.is_symlink() and not _stays(path, root):
            name = path.relative_to(root).as_posix()
            yield Finding(name, 0, "", "is a link that leads out of the report, or to something hidden", "put the file itself there")


def _stays(link: Path, root: Path) -> bool:
    """Whether a link leads to what stands in the report for all to see."""
    try:
        target, home = link.resolve(strict=True), root.resolve()
    except (OSError, RuntimeError):  # it leads nowhere, or back to itself
        return False
    return target.is_relative_to(home) and not _is_hidden(target.relative_to(home))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
