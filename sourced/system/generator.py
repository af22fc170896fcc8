"""What a result depends on besides data: the generator's own code, Python and its packages."""

from __future__ import annotations

import sys
import sysconfig
from functools import lru_cache
from pathlib import Path

from sourced.project import GENERATOR
from sourced.system.tracking import digest


@lru_cache(maxsize=1)
def generator() -> str:
    """A digest of the generator's own files, of Python and of every package installed beside it."""
    parts = (part for path in _files() for part in (path.relative_to(GENERATOR).as_posix(), path.read_bytes()))
    return digest(sys.version, *_installed(), *parts)


def touched() -> str:
    """A digest of where and when the same were last written, which takes no reading."""
    states = ((path, path.stat()) for path in _files())
    return digest(sys.executable, sys.version, *_installed(), *(f"{path} {state.st_size} {state.st_mtime_ns}" for path, state in states))


def _files() -> list[Path]:
    return sorted(path for path in GENERATOR.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _installed() -> list[str]:
    return sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
