"""What is known of a generator: the files that it is given, its commands, and where it puts the pages."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.peers.work import Work

ROOT: Final = Path(__file__).parents[2]
HERE: Final = Path(__file__).parent
INSTALLED: Final = ROOT / "build" / "peers"
"""Where the other generators are installed, and where the works are made: Node looks for packages in the folders above."""
WORKS: Final = INSTALLED / "works"
"""Where the works lie."""
OLD: Final = "old"
"""The folder beside works in which lies what was made of them before, until all is measured."""
MODULES: Final = INSTALLED / "node_modules"
PROGRAMS: Final = (MODULES / ".bin", INSTALLED / "venv" / "bin")
PINNED: Final = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
_QUIET: Final = {"ASTRO_TELEMETRY_DISABLED": "1", "OBSERVABLE_TELEMETRY_DISABLE": "true", "NO_UPDATE_NOTIFIER": "1", "NO_COLOR": "1"}


@dataclass(frozen=True)
class Generator:
    """One that makes a site of the work."""

    name: str
    """As it is called on the command line."""
    title: str
    """As it is called in the table."""
    version: str
    files: Callable[[Work], dict[str, str]]
    """The files of its project, by path: those that an author would write."""
    build: tuple[str, ...]
    serve: tuple[str, ...]
    """The command of its preview, with {port}."""
    site: str
    """The folder of the built site."""
    copied: Mapping[str, str] = field(default_factory=dict)
    """Files of installed packages that the project ships itself, by path in the project."""
    program: str = ""
    """The file without which it is not installed."""
    beside: Callable[[Path], AbstractContextManager[object]] | None = None
    """What is at work in a project's folder while it is built, and has what cold builds begin without."""

    @property
    def command(self) -> str:
        """The command of its build, as one would type it."""
        return " ".join(Path(word).name if Path(word).is_absolute() else word for word in self.build)

    @property
    def installed(self) -> bool:
        """Whether it can be run."""
        return not self.program or bool(shutil.which(self.program, path=environment()["PATH"]))

    def write(self, folder: Path, work: Work) -> None:
        """Write the work as a project, only files that differ from what is there."""
        for name, text in self.files(work).items():
            path = folder / name
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
        for name, source in self.copied.items():
            if not (folder / name).exists():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(MODULES / source, folder / name)

    def clean(self, folder: Path, work: Work) -> None:
        """Leave only what was written: no site, no cache.

        The rest is put by, not deleted: ext4 without a journal makes new files many times as slowly for minutes after thousands were.
        """
        own = {folder / name for name in (*self.files(work), *self.copied)}
        folders = {parent for file in own for parent in file.parents}
        aside = folder.parent / OLD / f"{folder.name}-{time.monotonic_ns()}"
        for path in [one for place in sorted(folders) if place.is_dir() and place.is_relative_to(folder) for one in place.iterdir()]:
            if path not in own and path not in folders:
                target = aside / path.relative_to(folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                path.rename(target)


def environment() -> dict[str, str]:
    """What programs are run with: those installed here first, nothing asked, nothing told to their makers."""
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV"}}
    return kept | _QUIET | {"PATH": os.pathsep.join([*map(str, PROGRAMS), os.environ["PATH"]])}


def pinned(name: str) -> str:
    """The version of a package of Python that is pinned for the comparison."""
    lines = (HERE / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if "==" in line)[name]
