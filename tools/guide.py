"""The tables of the guide's reference, made from the generator itself: `python -m tools.guide --write` renews them.

A table stands in a page of `guide/docs/reference/` between `<!-- NAME -->` and `<!-- /NAME -->`, where editors who read
the guide on the repository's site see it too; tests/test_guide.py holds it against the code.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import click

from sourced.commands.cli import main as program
from sourced.data.descriptor import read_descriptor
from sourced.data.descriptor_problems import NEEDED
from sourced.drawing import layouts
from sourced.drawing.canvas import Canvas
from sourced.drawing.charts import chart
from sourced.pages.markup import PageFigure
from sourced.pages.row_views import ClaimView, MeasureView, RowView
from sourced.pages.vocabulary import Vocabulary

ROOT: Final = Path(__file__).parent.parent
REFERENCE: Final = ROOT / "guide/docs/reference"
BLOCK: Final = re.compile(r"<!-- (?P<name>[a-z-]+) -->\n.*?<!-- /(?P=name) -->", re.DOTALL)
OPTIONAL: Final = ("accepted", "terms", "scopes", "verdicts", "claims", "forecasts", "scorecard", "glossary", "events")
"""Tables that a report may have; the others of NEEDED it must have."""
ORDER: Final = (*(name for name in NEEDED if name not in OPTIONAL), *OPTIONAL)
DESCRIBED_BY: Final = {"observations": "financials-observations"}
"""The report's own table, where its descriptor has none of the name."""


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    listed = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n" for row in listed)


def said(member: Any) -> str:
    """The whole docstring of a function or property in one line."""
    return " ".join((inspect.getdoc(member) or "").split()).replace("<", "&lt;")


def call(name: str, function: Callable[..., Any], *left_out: str) -> str:
    """How a function is called: at(address), figure(indicator, entity, period, scope="")."""
    parts = []
    for one in inspect.signature(function).parameters.values():
        if one.name not in ("self", *left_out):
            star = "*" if one.kind is one.VAR_POSITIONAL else "**" if one.kind is one.VAR_KEYWORD else ""
            parts.append(f"{star}{one.name}" + ("" if one.default is one.empty else f"={one.default!r}".replace("'", '"')))
    return f"{name}({', '.join(parts)})"


def members(owner: type) -> dict[str, Any]:
    """What a class offers by name, in the order in which it is written."""
    return {
        name: member for name, member in vars(owner).items() if not name.startswith("_") and hasattr(member, "__doc__") and said(member)
    }


def calls(owner: type, *left_out: str) -> str:
    """The functions of a class, and what each gives."""
    found = ((name, one) for name, one in members(owner).items() if inspect.isfunction(one) and name not in left_out)
    return table(("call", "gives"), ((f"`{call(name, one)}`", said(one)) for name, one in found))


def functions(module: ModuleType) -> str:
    """The functions that a module offers, and what each gives."""
    found = {name: one for name, one in vars(module).items() if inspect.isfunction(one) and one.__module__ == module.__name__}
    return table(("call", "gives"), ((f"`{call(name, one)}`", said(one)) for name, one in found.items() if not name.startswith("_")))


def properties(*owners: type) -> str:
    """The properties of classes, and what each gives."""
    found = ((name, one) for owner in owners for name, one in members(owner).items() if not inspect.isfunction(one))
    return table(("property", "gives"), ((f"`.{name}`", said(getattr(one, "func", one))) for name, one in found))


def columns() -> str:
    """The tables that the generator knows, and of each the columns."""
    described = {one["name"]: one for one in read_descriptor(ROOT / "data", ROOT)[0]["resources"]}
    parts = []
    for name in ORDER:
        resource = described[DESCRIBED_BY.get(name, name)]
        key = ", ".join(f"`{one}`" for one in resource["schema"]["primaryKey"])
        head = f"### {name} {{#{name}}}\n\n{'A report may have it. ' if name in OPTIONAL else ''}Key: {key}.\n\n"
        parts.append(head + table(("column", "", "holds"), _columns(name, resource["schema"]["fields"])))
    return "\n".join(parts)


def _columns(name: str, fields: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    """Name, whether it must be there and be filled in, and what it holds, of each column; those of languages as one."""
    for field in fields:
        column = re.sub(r"_en$", "_CODE", field["name"])
        if column.endswith("_zh") or column == "one_CODE":
            continue
        constraints = field.get("constraints", {})
        parts = ["read" if column in NEEDED.get(name, ()) else "", "filled in" if constraints.get("required") else ""]
        allowed = f" One of {', '.join(f'`{one}`' for one in constraints['enum'])}." if "enum" in constraints else ""
        text = re.sub(r",? (?:in English|in each language)(?=[.,])", "", str(field.get("description") or field["title"]))
        yield f"`{column}`", ", ".join(filter(None, parts)), text + allowed


def commands() -> str:
    """What the program's own help says of its commands."""
    context = click.Context(program, info_name="sourced")
    listed = ((name, program.get_command(context, name)) for name in program.list_commands(context))
    return "\n".join(_command(one, click.Context(one, info_name=name, parent=context)) for name, one in listed if one)


def _command(command: click.Command, context: click.Context) -> str:
    usage = " ".join(command.collect_usage_pieces(context))
    options = [one.get_help_record(context) for one in command.params if isinstance(one, click.Option)]
    listed = table(("option", "does"), ((f"`{record[0]}`", record[1]) for record in options if record))
    return f"### {command.name} {{#{command.name}}}\n\n`sourced {command.name} {usage}`\n\n{command.get_short_help_str(400)}\n\n{listed}"


TABLES: Final[Mapping[str, Callable[[], str]]] = {
    "vocabulary": lambda: calls(Vocabulary, "context"),
    "figure": lambda: properties(PageFigure),
    "rows": lambda: properties(RowView, ClaimView, MeasureView),
    "chart": lambda: f"`{call('@chart', chart)}`\n\n{inspect.getdoc(chart)}\n",
    "canvas": lambda: calls(Canvas),
    "layouts": lambda: functions(layouts),
    "columns": columns,
    "commands": commands,
}
"""What makes each table, by its name."""


def renewed(text: str) -> str:
    """A page with its tables as the code is."""
    return BLOCK.sub(lambda match: f"<!-- {match['name']} -->\n{TABLES[match['name']]()}<!-- /{match['name']} -->", text)


def main() -> None:
    """Renew the pages with --write; else say which tables there are."""
    for path in sorted(REFERENCE.glob("*.md")) if "--write" in sys.argv else ():
        text = path.read_text(encoding="utf-8")
        if (new := renewed(text)) != text:
            path.write_text(new, encoding="utf-8")
            print(f"Renewed {path.relative_to(ROOT)}")
    if "--write" not in sys.argv:
        print(", ".join(TABLES))


if __name__ == "__main__":
    main()
