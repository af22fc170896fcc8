"""Files of a report as they may be read and published: no link leads out of it, and what is hidden stays so."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sourced.findings import Finding, stop_on_errors

_FILES: Final = (".py", ".j2", ".md", ".csv", ".yaml", ".po")
"""Endings of files that the generator reads."""


def files_below(folder: Path, pattern: str = "*") -> list[Path]:
    """The files below a folder whose names fit; none that is hidden or lies in a hidden folder."""
    return [path for path in sorted(folder.rglob(pattern)) if not _is_hidden(path.relative_to(folder)) and path.is_file()]


def link_problems(folder: Path, root: Path) -> Iterator[Finding]:
    """What in a folder of the report, or in its place, is no file that can be read and published.

    Links that lead out of the report, to something hidden in it, or nowhere; names that no address can have; what is neither
    file nor folder, on which a reader waits without end; folders called like files of the report; what may not be read.
    """
    for path in (folder, *sorted(folder.rglob("*"))):
        if problem := _unread(path) or _problem(path, root):
            name = path.relative_to(root).as_posix().encode("utf-8", "replace").decode()
            yield Finding("".join(one if one.isprintable() else "?" for one in name), 0, "", *problem)


def stop_on_links(root: Path, build: Path, site: Path) -> None:
    """Raise ReportError for links in the places that a build writes to: what they lead to would be overwritten or lost."""
    stop_on_errors(_written_through(path, root) for path in _places(build, site) if path.is_symlink())


def stop_on_inner_links(root: Path, build: Path, site: Path) -> None:
    """The same of links anywhere below, where a build clears away as well."""
    parts = (build / "docs", build / "site", build / "cache", site)
    stop_on_errors(_written_through(path, root) for part in parts for path in _links_below(str(part)))


def _written_through(path: Path, root: Path) -> Finding:
    found = "is a link, and a build would write to where it leads"
    return Finding(path.relative_to(root).as_posix(), 0, "", found, "take the link out")


def _places(build: Path, site: Path) -> Iterator[Path]:
    yield from (build, site, site.with_name(f"{site.name}.old"))
    if build.is_dir() and not build.is_symlink():
        yield from build.iterdir()


def _links_below(folder: str) -> Iterator[Path]:
    """The links anywhere below a folder, if it is there."""
    if not os.path.isdir(folder):  # noqa: PTH112 (there are thousands)
        return
    with os.scandir(folder) as found:
        for one in found:
            if one.is_symlink():
                yield Path(one.path)
            elif one.is_dir():
                yield from _links_below(one.path)


def _unread(path: Path) -> tuple[str, str] | None:
    """A folder also has to be entered; of what lies in one that can't be, only the name may be known."""
    try:
        path.lstat()
        right, needed = ("rx", os.R_OK | os.X_OK) if path.is_dir() else ("r", os.R_OK)
        if not path.exists() or os.access(path, needed):
            return None
    except FileNotFoundError:
        return None
    except PermissionError:
        right = "rx"
    return "may not be read by you", f"give yourself the right: chmod u+{right}"


def _problem(path: Path, root: Path) -> tuple[str, str] | None:
    if path.is_symlink() and not _stays(path, root):
        return "is a link that leads out of the report, or to something hidden", "put the file itself there"
    if not path.name.isprintable():  # bytes that are no UTF-8 are none either
        return "has a name with characters that can't be printed", "rename it"
    if path.exists() and not path.is_file() and not path.is_dir():
        return "is neither a file nor a folder", "put a file in its place, or take it out"
    if path.is_dir() and path.suffix in _FILES:
        return "is a folder called like a file", "rename it"
    return None


def _stays(link: Path, root: Path) -> bool:
    """Whether a link leads to what stands in the report for all to see."""
    try:
        target, home = link.resolve(strict=True), root.resolve()
    except (OSError, RuntimeError):  # it leads nowhere, or back to itself
        return False
    return target.is_relative_to(home) and not _is_hidden(target.relative_to(home))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
