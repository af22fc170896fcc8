"""The forms in which data are taken away: declared here, linked on the Data page, made in `sourced/outputs/downloads.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TABLE_FORMATS: Final[Mapping[str, str]] = {"json": "JSON", "parquet": "Parquet"}
"""Forms of a table beside its CSV, by the ending of their files: the name that readers know."""
PACKAGE_FORMATS: Final[Mapping[str, str]] = {"zip": "data/package.zip", "sqlite": "data/report.sqlite", "excel": "data/report.xlsx"}
"""Forms of the whole package, by name: their files below the site. Their words are page.data.NAME and page.data.NAME_why."""
