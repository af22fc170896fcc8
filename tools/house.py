"""A picture of the generator's rooms, drawn from its imports: `python tools/house.py [--write]`.

Prints a Mermaid drawing: a box a room with its modules, an arrow to each room that it imports from, save where other
arrows lead there already. `--write` renews the one in CONTRIBUTING.md.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "sourced"
ROOMS = ("ground", "system", "words", "data", "evidence", "drawing", "pages", "outputs", "editing", "site", "desk", "commands")
"""From the ground up."""
GROUND = {"findings", "periods", "project"}
"""Modules in no room that all may use."""
BLOCK = re.compile(r"(?<=<!-- house -->\n).*(?=<!-- /house -->)", re.DOTALL)


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the generator, by name and file."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield ".".join(["sourced", *path.relative_to(PACKAGE).with_suffix("").parts]), path


def room(module: str) -> str:
    """The room of a module such as sourced.data.model."""
    _, name, *inner = module.split(".")
    return "ground" if not inner and name in GROUND else name


def imports() -> Iterator[tuple[str, str]]:
    """Every import of the generator from itself: the module that imports, and the one that it names."""
    for module, path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sourced."):
                yield module, str(node.module)


def arrows() -> list[tuple[str, str]]:
    """From which room to which one further down there are imports, without those that other arrows imply."""
    below: dict[str, set[str]] = {one: set() for one in ROOMS}
    for above, other in imports():
        if ROOMS.index(room(other)) < ROOMS.index(room(above)):
            below[room(above)].add(room(other))
    return [(one, other) for one in ROOMS for other in ROOMS if other in below[one] and not _implied(one, other, below)]


def _implied(one: str, other: str, below: Mapping[str, set[str]]) -> bool:
    """Whether a room imports from another by way of a third as well."""
    return any(_leads(step, other, below) for step in below[one] - {other})


def _leads(one: str, other: str, below: Mapping[str, set[str]]) -> bool:
    """Whether imports lead from a room to another."""
    return other in below[one] or any(_leads(step, other, below) for step in below[one])


def drawing() -> str:
    """The rooms as a Mermaid flowchart, in a block of Markdown."""
    boxes = [f'    {one}["<b>{one}</b><br>{_named(one)}"]' for one in reversed(ROOMS)]
    lines = ["```mermaid", "flowchart TD", *boxes, *(f"    {one} --> {other}" for one, other in reversed(arrows())), "```"]
    return "\n".join(lines) + "\n"


def _named(one: str) -> str:
    """The names of a room's modules."""
    return ", ".join(name.rpartition(".")[2] for name, _ in modules() if room(name) == one and not name.endswith("__init__"))


def main() -> None:
    """Print the drawing; with --write, renew the one in CONTRIBUTING.md."""
    print(drawing(), end="")
    if "--write" in sys.argv:
        document = ROOT / "CONTRIBUTING.md"
        document.write_text(BLOCK.sub(lambda _: drawing(), document.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
