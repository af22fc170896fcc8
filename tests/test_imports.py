"""Modules import downwards only, in the order of the data."""

import ast
import re
from pathlib import Path

ORDER = [
    "findings", "periods", "language", "project", "beside", "blocks",
    "memory", "remedies", "reading", "descriptor", "package", "prose", "checks",
    "model", "doubts", "figures", "addresses", "scorecard", "verdicts", "engine", "drawing", "layouts", "explore", "pictures",
    "history", "markup", "citations", "cells", "revisions", "vocabulary", "frames", "notes", "indicators", "linked", "found",
    "moved", "searching", "typeset", "cards", "pages", "finish", "write", "plaintext", "site", "places", "editing", "takeaway", "book",
    "build", "differences", "verify", "preview", "cli",
]  # fmt: skip
PACKAGE = Path(__file__).parent.parent / "sourced"


def test_every_module_has_its_place() -> None:
    assert {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"} == set(ORDER)


def test_no_module_imports_one_above_it() -> None:
    upward = []
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sourced."):
                imported = str(node.module).removeprefix("sourced.")
                if ORDER.index(imported) >= ORDER.index(path.stem):
                    upward.append(f"{path.stem} -> {imported}")
    assert not upward


def test_the_generator_knows_nothing_of_the_report() -> None:
    words = re.compile(r"kuaishou|\bkling|快手|可灵|onerec", re.IGNORECASE)
    assert not [path.name for path in PACKAGE.glob("*.py") if words.search(path.read_text(encoding="utf-8"))]
