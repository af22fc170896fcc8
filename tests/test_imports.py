"""Rooms import downwards only, so that the way of the data can be read from the folders."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "sourced"
ROOMS = ("ground", "system", "words", "data", "evidence", "drawing", "pages", "outputs", "editing", "site", "commands")
"""From the ground up."""
GROUND = {"findings", "periods", "project"}
"""Modules in no room that all may use."""


def room(module: str) -> str:
    """The room of a module such as sourced.data.model."""
    _, name, *inner = module.split(".")
    return "ground" if not inner and name in GROUND else name


def imports() -> Iterator[tuple[str, str]]:
    """Every import of the generator from itself: the module that imports, and the one that it names."""
    for path in PACKAGE.rglob("*.py"):
        module = ".".join(["sourced", *path.relative_to(PACKAGE).with_suffix("").parts])
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sourced."):
                yield module, str(node.module)


def test_every_room_has_its_place_and_says_what_it_is_for() -> None:
    found = {path.parent.name: path.read_text(encoding="utf-8") for path in PACKAGE.glob("*/__init__.py")}
    assert found.keys() == set(ROOMS) - {"ground"}
    assert not [name for name, text in found.items() if not re.search(r"^In: .+^Out: .+^Never: ", text, re.MULTILINE | re.DOTALL)]


def test_no_room_imports_from_one_above_it() -> None:
    upward = [
        f"{above} (room {room(above)}) imports {below} (room {room(below)})"
        for above, below in imports()
        if ROOMS.index(room(below)) > ROOMS.index(room(above)) or room(above) == room(below) == "ground"
    ]
    assert not upward, "\n".join(upward)


def test_no_module_leads_back_to_itself() -> None:
    graph: dict[str, set[str]] = {}
    for above, below in imports():
        graph.setdefault(above, set()).add(below)
    TopologicalSorter(graph).prepare()  # raises CycleError with the circle


def test_the_generator_knows_nothing_of_the_report() -> None:
    words = re.compile(r"kuaishou|\bkling|快手|可灵|onerec", re.IGNORECASE)
    assert not [path.name for path in PACKAGE.rglob("*.py") if words.search(path.read_text(encoding="utf-8"))]
