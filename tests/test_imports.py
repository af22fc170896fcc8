"""Rooms import downwards only, so that the way of the data can be read from the folders."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter

from tools.house import BLOCK, PACKAGE, ROOMS, ROOT, drawing, imports, room


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


def test_the_picture_of_the_rooms_is_as_the_imports_are() -> None:
    assert BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")) == [drawing()], "run: python tools/house.py --write"


def test_the_guide_names_files_that_are_there() -> None:
    named = re.findall(
        r"`((?:charts|data|docs|sourced|templates|tests|tools)/[a-z0-9_./-]*)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    )
    assert len(named) > 20
    assert not [path for path in named if not (ROOT / path).exists()]
