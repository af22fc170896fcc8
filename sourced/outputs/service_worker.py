"""The script that lets pages be read again without a network."""

from __future__ import annotations

from collections.abc import Mapping

from sourced.project import RUNTIME
from sourced.system.memo import digest

SCRIPT = RUNTIME / "sw.js"


def service_worker(files: Mapping[str, str | bytes]) -> str:
    """The script for a site of these files; it names its store by them."""
    return SCRIPT.read_text(encoding="utf-8").replace("VERSION", _version(files))


def _version(files: Mapping[str, str | bytes]) -> str:
    """A short digest of the report's pages and looks: the name of a browser's store of them."""
    return digest(*(part for path in sorted(files) if path.endswith((".md", ".css", ".js")) for part in (path, files[path])))[:12]
