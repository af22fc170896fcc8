"""What a new report is to be: as given on the command line, the rest asked for at the prompt."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from sourced import DISTRIBUTION
from sourced.editing.scaffold import LANGUAGES, TITLE, Plan, installed_from, sections_named

RUNNERS: Final = {"uv": "uvx --from", "pipx": "pipx run --spec"}
"""Programs that run a package without installing it for good, by the folder of their cache."""


def asked(title: str | None, codes: Sequence[str], names: Sequence[str]) -> Plan:
    """A plan as given on the command line, the rest asked for at the prompt, or as in the example; raise UsageError if it can't be."""
    asks = sys.stdin.isatty()
    title = title or (click.prompt("Title", default=TITLE) if asks else TITLE)
    if not codes:
        said = click.prompt(f"Languages, the first at the root ({', '.join(LANGUAGES)})", default="en") if asks else "en"
        codes = re.split(r"[\s,]+", said.strip())
    if wrong := [code for code in codes if code not in LANGUAGES]:
        fix = f"begin with one of {', '.join(LANGUAGES)}; the guide says how to add another"
        raise click.UsageError(f"the example is not written in {wrong[0]}: {fix}")
    if not names and asks:
        each = "; in each language: Who pays / Wer zahlt" if len(set(codes)) > 1 else ""
        said = click.prompt(f"Sections, parted by commas (none: those of the example{each})", default="", show_default=False)
        names = [one.strip() for one in said.split(",") if one.strip()]
    languages = tuple(dict.fromkeys(codes))
    return Plan(title, languages, sections_named(names, languages), called())


def called() -> str:
    """How this program was called, for another folder."""
    program, runner = Path(sys.argv[0]), next((one for one in RUNNERS if f"/.cache/{one}/" in Path(sys.prefix).as_posix()), "")
    if runner:
        return f"{RUNNERS[runner]} {installed_from() or DISTRIBUTION} {program.name}"
    return program.name if program.suffix != ".py" else f"{sys.executable} {program.resolve()}"
