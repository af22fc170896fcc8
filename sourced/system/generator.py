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
    files = sorted(path for path in GENERATOR.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    installed = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    return digest(
        sys.version, *installed, *(part for path in files for part in (path.relative_to(GENERATOR).as_posix(), path.read_bytes()))
    )
