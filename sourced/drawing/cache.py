"""What the engine made, kept in files named by a hash of what it was made from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import Future
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Final, TypeVar

from sourced.drawing.engine import FONTS

T = TypeVar("T")


def cached(file: Path, ask: Callable[[], Future[T]], content: Callable[[T], bytes]) -> Callable[[], bytes]:
    """What a file of the cache holds, to be waited for; without the file, `content` of the engine's answer, which is kept."""
    if file.exists():
        return file.read_bytes
    answer = ask()

    def waited() -> bytes:
        made = content(answer.result())
        _keep(file, made)
        return made

    return waited


def hashed(*parts: str) -> str:
    """The name for what is made of these parts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _keep(file: Path, content: bytes) -> None:
    """Write a file of the cache, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}")
    part.write_bytes(content)
    part.replace(file)


installed: Final = lru_cache(maxsize=8)(version)
"""The version of a package, which is read from its files."""


@lru_cache(maxsize=1)
def font_hash() -> str:
    """Hash of the font that charts are measured with."""
    return hashlib.sha256((FONTS / "chart-sans.otf").read_bytes()).hexdigest()
