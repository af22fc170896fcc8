"""The command line: build (the default), serve, check. Exit status 0: done; 1: the report has errors; 2: wrong usage."""

from __future__ import annotations

import errno
import gc
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn

from sourced.data.cells import cell_problem
from sourced.data.package import load_package
from sourced.data.tables import Field, Package, Table
from sourced.findings import FORMS, Finding, ReportError, Severity
from sourced.project import Project
from sourced.site.build import STAGES, Outcome, PriorityPage, Progress, build, check, load_report
from sourced.system.memo import Shelf

T = TypeVar("T")
_errors = Console(stderr=True, highlight=False, soft_wrap=True)
_out = Console(highlight=False, soft_wrap=True)


class _BuildByDefault(click.Group):
    """`build_site.py` alone, or with options only, builds."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in {"--help", "-h"}):
            args = ["build", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; Ctrl-C ends it in a sentence and with the status that shells expect."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            _errors.print("Stopped; the site is as it was, and the next run clears up")
            sys.stdout.flush()
            raise click.exceptions.Exit(130) from None
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            place = os.path.relpath(error.filename) if error.filename else "a file"
            _errors.print(f"[red]error[/] {place}: {error.strerror} (make room, or give yourself the right to read and write there)")
            raise click.exceptions.Exit(1) from None


def _project(command: Callable[..., None]) -> Callable[..., None]:
    command = click.option(
        "--project", "root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path(),
        help="Folder of the report: data/, charts/, templates/, docs/ and mkdocs.yml. Default: this folder.",
    )(command)  # fmt: skip
    return click.option(
        "--today", type=click.DateTime(["%Y-%m-%d"]), default=None,
        help="Mark as overdue the tables whose next update lay before this day. Default: mark none.",
    )(command)  # fmt: skip


@click.group(cls=_BuildByDefault, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Build the report site from its curated tables.

    `build` makes site/, `serve` shows it while you edit, `check` only says what is wrong, `verify` holds the claims
    against the article's text.
    """


@main.command("build")
@_project
@click.option("--downloads/--no-downloads", default=True,
              help="Whether to make charts as PNG and the data as JSON, SQLite, workbook and zip too. Default: make them.")  # fmt: skip
def build_command(root: Path, today: datetime | None, *, downloads: bool) -> None:
    """Build site/ beside the old one, check it, and swap it in whole."""
    project, started = _at(root), perf_counter()
    outcome = _run(partial(build, downloads=downloads), project, today)
    if outcome is None:
        _errors.print(f"[bold]Nothing was changed[/]: {_shown(project.site)} is as it was.")
        sys.exit(1)
    _out.print(f"Built {outcome.pages} pages, {outcome.charts} charts from {outcome.rows} rows in {perf_counter() - started:.1f} s")
    _out.print(f"Look at it: open {_shown(project.site)}/index.html, or run: python -m http.server -d {_shown(project.site)}")


@main.command("check")
@_project
@click.option("--format", "form", type=click.Choice(list(FORMS)), default=None,
              help="text; json: a list on standard output; github: annotations, the default within a GitHub workflow.")  # fmt: skip
@click.option("--fix", is_flag=True, help="First bring the CSV files into canonical form and order.")
def check_command(root: Path, today: datetime | None, form: str | None, *, fix: bool) -> None:
    """Say everything that is wrong with data, charts and templates, and what is doubtful or overdue; build nothing."""
    project, found, outcome = _at(root), list[Finding](), None
    if fix:
        from sourced.editing.rows import put_in_order

        for file in _or_exit(put_in_order, project):
            _errors.print(f"Put in order: {file}")
    form = form or ("github" if os.environ.get("GITHUB_ACTIONS") else "text")
    try:
        with _Progress() as progress:
            outcome = check(project, today=_day(today or datetime.now()), progress=progress)
        found = outcome.warnings
    except ReportError as error:
        found = error.findings
    if form == "text":
        _report(found)
    else:
        click.echo(FORMS[form](found), nl=False)
    if outcome is None:
        sys.exit(1)
    if form == "text":
        wrong = f"{len(found)} warning{'s' if len(found) > 1 else ''}" if found else "nothing wrong"
        _out.print(f"{outcome.rows} rows, {outcome.pages} pages, {outcome.charts} charts: {wrong}")


@main.command("serve")
@_project
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on this machine.")
def serve_command(root: Path, today: datetime | None, port: int) -> None:
    """Show the site on this machine and build it anew whenever a file of the report is saved."""
    from sourced.site.preview import preview

    project = _at(root)
    gc.enable()
    try:
        preview(project, port, partial(_tried, project, today, {}), _out.print)
    except OSError as error:
        raise click.UsageError(f"port {port} can't be used ({error.strerror}); choose another with --port") from None


@main.command("diff")
@_project
@click.argument("revision", default="HEAD")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
def diff_command(root: Path, today: datetime | None, revision: str, form: str) -> None:
    """Say what the data of this folder change against those of a Git REVISION (default: HEAD): rows, figures, titles, pages."""
    del today
    from sourced.data.history import GitError
    from sourced.diff import FORMS as WORDS
    from sourced.diff import difference

    try:
        click.echo(WORDS[form](difference(_at(root), revision)), nl=False)
    except GitError as error:
        raise click.UsageError(f"{revision} can't be compared with: {error}") from None
    except ReportError as error:
        _report(error.findings)
        sys.exit(1)


@main.command("export")
@_project
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default=Path("data.xlsx"))
def export_command(root: Path, today: datetime | None, file: Path) -> None:
    """Write the data as an Excel workbook FILE (default: data.xlsx), a sheet a table."""
    del today
    from sourced.data.workbook import workbook

    project = _at(root)
    package = _or_exit(load_package, project.data, root=project.root)
    file.write_bytes(workbook(project, package))
    _out.print(f"Wrote {_shown(file)}; bring your changes back with: import {_shown(file)}")


@main.command("import")
@_project
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_command(root: Path, today: datetime | None, file: Path) -> None:
    """Take over the changes made in a workbook that `export` wrote, if the data are right with them."""
    del today
    from sourced.data.canonical import canonical_texts
    from sourced.data.workbook import missing_sheets, sheet_name, workbook_changes
    from sourced.editing.rows import write_checked

    project = _at(root)
    package = _or_exit(load_package, project.data, root=project.root)
    texts = _or_exit(workbook_changes, package, project, file)
    sheets = {table.file: f"{file.name}, sheet {sheet_name(table.name)}" for table in package.tables.values() if table.file in texts}
    try:
        _report(write_checked(project, texts, canonical_texts(package, project, texts)) if texts else [])
    except ReportError as error:  # said where the editor has it: in the sheet
        _report([replace(one, file=sheets.get(one.file, one.file)) for one in error.findings])
        sys.exit(1)
    for name in missing_sheets(package, file):
        _out.print(f"No sheet {name}: its table stays as it is")
    _out.print("".join(f"Changed {name}\n" for name in texts) or "Nothing has changed\n", end="")


@main.command("add")
@_project
@click.argument("table")
@click.option("--set", "given", multiple=True, metavar="COLUMN=VALUE", help="A cell; as often as needed. What is missing is asked for.")
def add_command(root: Path, today: datetime | None, table: str, given: tuple[str, ...]) -> None:
    """Add a row to TABLE (observation, source, move, release, event, …), if the data are right with it."""
    del today
    from sourced.editing.rows import add_row

    project = _at(root)
    package = _or_exit(load_package, project.data, root=project.root)
    values = dict(one.partition("=")[::2] for one in given)
    if wrong := [one for one in given if "=" not in one]:
        raise click.UsageError(f"--set {wrong[0]} names no cell: write --set COLUMN=VALUE")
    _ask_for_the_indicator(package, table, values)
    chosen = _table_for(package, table, values)
    if missing := _missing(chosen, values):
        if not sys.stdin.isatty():
            raise click.UsageError(f"{chosen.name} also needs " + " ".join(f"--set {name}=…" for name in missing))
        for field in chosen.fields:
            if field.name not in values:
                values[field.name] = _asked(field, chosen, package)
    file, line, warnings = _or_exit(add_row, project, package, chosen.name, values)
    _report(warnings)
    _out.print(f"Added to {file}:\n{line}", markup=False)


def _ask_for_the_indicator(package: Package, name: str, values: dict[str, str]) -> None:
    """Where a name may mean several tables of observations, the indicator says which: ask for it, or say that it is unknown."""
    from sourced.editing.rows import tables_named

    found = tables_named(package, name)
    field = next((one for table in found for one in package.tables[table].fields if one.name == "indicator"), None)
    if len(found) < 2 or field is None:
        return
    known = [row.text("id") for row in package.rows("indicators")]
    if "indicator" not in values and sys.stdin.isatty():
        values["indicator"] = _asked(field, package.tables[found[0]], package)
    if (given := values.get("indicator", known[0] if known else "")) not in known:
        raise click.UsageError(f'there is no indicator "{given}": {_like(given, known)}')


def _table_for(package: Package, name: str, values: Mapping[str, str]) -> Table:
    """The table that a name means; among tables of observations, the one of the indicator's section."""
    from sourced.editing.rows import tables_named

    found = tables_named(package, name)
    sections = {row.text("id"): row.text("section") for row in package.rows("indicators")}
    section = sections.get(values.get("indicator", ""), "")
    chosen = [table for table in found if len(found) == 1 or table.partition("-")[0] == section]
    if len(chosen) != 1:
        meant = ", ".join(found or package.tables)
        said = f"{name} may be {meant}: name it, or set indicator=…" if found else f'"{name}" is no table: use one of {meant}'
        raise click.UsageError(said)
    return package.tables[chosen[0]]


def _missing(table: Table, values: Mapping[str, str]) -> list[str]:
    return [field.name for field in table.fields if field.required and not values.get(field.name)]


def _asked(field: Field, table: Table, package: Package) -> str:
    """A cell, asked for at the prompt: what it is, the words allowed, and whether it may stay empty."""
    reference = next((one for one in table.references if one.column == field.name), None)
    known = [row.text(reference.target) for row in package.rows(reference.table)] if reference else []
    said = f"{field.title['en']} ({field.name})" + (f": {field.description['en'].rstrip('.')}" if field.description["en"] else "")
    said += "" if field.required else " [may stay empty]"
    while True:
        kind = click.Choice(list(field.enum)) if field.enum and field.required else None
        answer = str(click.prompt(said, type=kind, default=None if field.required else "", show_default=False)).strip()
        if problem := cell_problem(field, answer):
            click.echo(f"{problem[0]}: {problem[1]}", err=True)
        elif not answer or not known or answer in known:
            return answer
        else:
            file = package.tables[reference.table].file if reference else ""
            click.echo(f'"{answer}" is not in {file}: {_like(answer, known)}', err=True)


def _like(key: str, known: list[str]) -> str:
    """The known keys that are like one that is not known, in words."""
    return ", ".join(get_close_matches(key, known, 5, 0.4)) or "none is like it"


def _or_exit(make: Callable[..., T], *arguments: Any, **options: Any) -> T:
    """What `make` gives; its findings and status 1 if it has any."""
    try:
        return make(*arguments, **options)
    except ReportError as error:
        _report(error.findings)
        sys.exit(1)


@main.command("verify")
@_project
@click.option("--article", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The article's text, UTF-8.")
def verify_command(root: Path, today: datetime | None, article: Path) -> None:
    """Hold the claims against the article's text: spans, hashes, and numbers and names outside every claim."""
    from sourced.evidence.article import verify

    try:
        with article.open(encoding="utf-8", newline="") as file:
            text = file.read()
        report, _ = load_report(_at(root), today=_day(today))
    except UnicodeDecodeError:
        raise click.UsageError(f"{article} is not UTF-8 text") from None
    except ReportError as error:
        _report(error.findings)
        sys.exit(1)
    done = verify(report.figures.model, text)
    _report(done.findings)
    _out.print(f"{done.claims} claims; within their passages: characters {done.characters}, numerals {done.numerals}, names {done.names}")
    if done.findings:
        sys.exit(1)


def _tried(project: Project, today: datetime | None, shelf: Shelf, ahead: PriorityPage | None) -> str:
    """Build without downloads; what is wrong in words, "" if nothing."""
    try:
        outcome = build(project, today=_day(today), downloads=False, shelf=shelf, ahead=ahead)
    except ReportError as error:
        _report(error.findings)
        return "".join(f"{one}\n" for one in error.findings)
    except Exception as error:  # noqa: BLE001 (the preview goes on whatever happens)
        _errors.print_exception()
        return f"{type(error).__name__}: {error}"
    _report(outcome.warnings)
    return ""


def _run(stage: Callable[..., Outcome], project: Project, today: datetime | None) -> Outcome | None:
    """Run build or check with its progress shown; print findings; None if there were errors."""
    try:
        with _Progress() as progress:
            outcome = stage(project, today=_day(today), progress=progress)
    except ReportError as error:
        _report(error.findings)
        return None
    except OSError as error:
        place = os.path.relpath(error.filename) if error.filename else "a file"
        _errors.print(f"[red]error[/] {place} can't be written: {error.strerror} (make room, or give yourself the right to write there)")
        return None
    _report(outcome.warnings)
    return outcome


class _Progress:
    """A live line on a terminal, plain lines elsewhere; used as a context that gives the function to call."""

    def __enter__(self) -> Progress:
        self.bar: Bar | None = None
        if not _errors.is_terminal:
            return lambda stage: _errors.print(f"{stage} …")
        self.bar = Bar(SpinnerColumn(), TextColumn("{task.description}"), console=_errors, transient=True)
        self.bar.start()
        task = self.bar.add_task(STAGES[0], total=len(STAGES))
        bar = self.bar
        return lambda stage: bar.update(task, description=stage, advance=1)

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()


def _report(findings: list[Finding]) -> None:
    for finding in findings:
        colour = "red" if finding.severity is Severity.ERROR else "yellow"
        _errors.print(f"[{colour}]{finding.severity.name.lower()}[/] ", end="")
        _errors.print(str(finding), markup=False)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    if errors:
        _errors.print(f"{errors} error{'s' if errors > 1 else ''}")


def _at(root: Path) -> Project:
    """The report at a folder; the address of its published site is the environment's SITE_URL."""
    address = os.environ.get("SITE_URL", "").rstrip("/")
    if address and not re.fullmatch(r"https?://[^\s/?#\"'<>]+(/[^\s?#\"'<>]*)?", address):
        raise click.UsageError(f'SITE_URL is "{address}", which is no address: write https://NAME.github.io/REPOSITORY/')
    os.environ["SITE_URL"] = f"{address}/" if address else ""  # for MkDocs' configuration
    return Project(root.resolve(), os.environ["SITE_URL"])


def _day(today: datetime | None) -> date | None:
    return today.date() if today else None


def _shown(path: Path) -> str:
    """A path as seen from where the reader stands, if that is shorter."""
    shown = os.path.relpath(path)
    return str(path) if shown.startswith("..") else shown


def program() -> None:
    """The command line as a process of its own: it ends when it is done, so nothing need be collected before or then."""
    gc.disable()
    try:
        main()
    finally:
        if "duckdb" not in sys.modules:  # it would report what stays as leaked
            gc.freeze()


def refuse_plain_mkdocs(config: Any) -> Any:
    """Stop MkDocs, with a hint, unless it was handed the folder that `build` renders."""
    from mkdocs.exceptions import Abort

    if Path(config["docs_dir"]).name == "docs" and Path(config["docs_dir"]).parent.name != "build":
        raise Abort("This site is rendered from data first. Type: make site (or make serve for a live preview).")
    return config
