"""What is said in the terminal: findings, progress, paths. Results go to standard output, all else to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click
from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn

from sourced.findings import Finding, ReportError, Severity
from sourced.site.outcome import STAGES, Progress

T = TypeVar("T")
errors = Console(stderr=True, highlight=False, soft_wrap=True)
out = Console(highlight=False, soft_wrap=True)
FEW = 5
"""How many warnings a build tells of one by one."""
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def print_findings(findings: list[Finding], *, most: int = 0) -> None:
    """Print findings, a line each, how many of them are errors, and how a doubt is accepted; of warnings `most`, if it is given."""
    wrong = [one for one in findings if one.severity is Severity.ERROR]
    warnings = [one for one in findings if one.severity is Severity.WARNING]
    told = warnings[:most] if most else warnings
    for finding in [*wrong, *told]:
        errors.print(f"[{_COLOURS[finding.severity]}]{finding.severity.name.lower()}[/] ", end="")
        errors.print(str(finding), markup=False)
    if left := len(warnings) - len(told):
        errors.print(f"{left} more warning{'s' if left > 1 else ''}: check lists all")
    if any(one.kind for one in told):
        errors.print(f'Accept a doubt that is none: {_called()} accept KIND ADDRESS "why"')
    if wrong:
        errors.print(f"{len(wrong)} error{'s' if len(wrong) > 1 else ''}")


def _called() -> str:
    """How this program was called."""
    context = click.get_current_context(silent=True)
    return (context and context.find_root().info_name) or "sourced"


def exit_with(findings: list[Finding]) -> NoReturn:
    """Print findings and end with status 1."""
    print_findings(findings)
    sys.exit(1)


def or_exit(make: Callable[..., T], *arguments: Any, **options: Any) -> T:
    """What `make` gives; its findings and status 1 if it has any."""
    try:
        return make(*arguments, **options)
    except ReportError as error:
        exit_with(error.findings)


def print_refusal(error: OSError, *, writing: bool = False) -> None:
    """Print what the system refused: at which file, why, and what may help."""
    place = os.path.relpath(error.filename) if error.filename else "a file"
    if isinstance(error, PermissionError) and (shut := _shut(Path(place))):
        errors.print(f"[red]error[/] {shut} may not be read by you (give yourself the right: chmod u+r, and for a folder u+rx)")
        return
    what, right = (" can't be written", "write") if writing else ("", "read and write")
    errors.print(f"[red]error[/] {place}{what}: {error.strerror} (make room, or give yourself the right to {right} there)")


def _shut(place: Path) -> Path | None:
    """The first folder on the way to a file that may not be entered, or the file if it is there and may not be read."""
    way = [(one, os.X_OK) for one in reversed(place.parents)]
    return next((one for one, right in (*way, (place, os.R_OK)) if one.exists() and not os.access(one, right)), None)


def print_result(text: str) -> None:
    """Print what a program may read; characters that standard output has no form for are escaped."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding), nl=False)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep standard output for what is printed afterwards: what a chart or a hook prints meanwhile goes to standard error."""
    stream = sys.stdout
    stream.flush()
    try:
        kept = os.dup(1)
        os.dup2(2, 1)
    except OSError:  # there is none
        yield
        return
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        sys.stdout = stream
        os.dup2(kept, 1)
        os.close(kept)


def shown(path: Path) -> str:
    """A path as seen from where the reader stands, if that is shorter."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


class ShownProgress:
    """A live line on a terminal, plain lines elsewhere; used as a context that gives the function to call."""

    def __enter__(self) -> Progress:
        self.bar: Bar | None = None
        if not errors.is_terminal:
            return lambda stage: errors.print(f"{stage} …")
        self.bar = Bar(SpinnerColumn(), TextColumn("{task.description}"), console=errors, transient=True)
        self.bar.start()
        task = self.bar.add_task(STAGES[0], total=len(STAGES))
        bar = self.bar
        return lambda stage: bar.update(task, description=stage, advance=1)

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()
