"""The command line: build (the default), serve, check. Exit status 0: done; 1: the report has errors; 2: wrong usage."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from sourced import DISTRIBUTION, __version__
from sourced.commands.daemon import Wish, asked, ended
from sourced.commands.options import project_at, project_option
from sourced.commands.terminal import (
    FEW,
    ShownProgress,
    errors,
    or_exit,
    out,
    print_findings,
    print_refusal,
    print_result,
    quiet,
    shown,
)
from sourced.findings import FORMS, Finding, ReportError, Severity, as_lines
from sourced.project import Project
from sourced.site.build import build, check
from sourced.site.outcome import Outcome, PriorityPage
from sourced.system.guard import watched

if TYPE_CHECKING:
    from sourced.site.preview import Tried
    from sourced.system.memo import Shelf


class _BuildByDefault(click.Group):
    """`build_site.py` alone, or with options only, builds; the commands that write rows are imported when one is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        from sourced.commands.writing import COMMANDS

        return sorted([*super().list_commands(ctx), *(one.name or "" for one in COMMANDS)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        if found := super().get_command(ctx, cmd_name):
            return found
        from sourced.commands.writing import COMMANDS

        return next((one for one in COMMANDS if one.name == cmd_name), None)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, with `build` before them where no command is named."""
        if not args or (args[0].startswith("-") and args[0] not in {"--help", "-h", "--version"}):
            args = ["build", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; Ctrl-C ends it in a sentence and with the status that shells expect."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            errors.print("Stopped; the site is as it was, and the next run clears up")
            sys.stdout.flush()
            raise click.exceptions.Exit(130) from None
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            print_refusal(error)
            raise click.exceptions.Exit(1) from None


def _print_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    """Print the generator's name and version, and end."""
    if asked:
        click.echo(f"{DISTRIBUTION} {__version__}")
        ctx.exit()


_day_option = click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), default=None,
    help="Day for which overdue tables are marked on pages, and they, forecasts that are due and times in the future told of. Default: "
    "none, so that builds on different days are the same.",
)  # fmt: skip
_check_day_option = click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), default=lambda: f"{date.today()}", show_default="this machine's day",
    help="Day for which overdue tables, forecasts that are due and times in the future are told of.",
)  # fmt: skip


@click.group(cls=_BuildByDefault, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version and exit.")
def main() -> None:
    """Build the report site from its curated tables.

    `build` makes site/, `serve` shows it while you edit, `check` only says what is wrong, `verify` holds the claims
    against the article's text.
    """


@main.command("build")
@project_option
@_day_option
@click.option("--downloads/--no-downloads", default=True,
              help="Whether to make charts as PNG and the data as JSON, SQLite, workbook and zip too. Default: make them.")  # fmt: skip
@click.option("--daemon/--no-daemon", default=None,
              help="Have a process stay that does the next build of this report sooner, for a quarter of an hour after the last (Linux); "
                   "or end the one that does. Default: ask one if it is there.")  # fmt: skip
def build_command(root: Path, today: datetime | None, *, downloads: bool, daemon: bool | None) -> None:
    """Build site/ beside the old one, check it, and swap it in whole."""
    project, started = project_at(root), perf_counter()
    outcome = _built(project, Wish(_day(today), downloads), daemon)
    if outcome is None:
        errors.print(f"[bold]Nothing was changed[/]: {shown(project.site)} is as it was.")
        sys.exit(1)
    print_findings(outcome.warnings, most=FEW)
    out.print(f"Built {outcome.pages} pages, {outcome.charts} charts from {outcome.rows} rows in {perf_counter() - started:.1f} s")
    out.print(f"Look at it: open {shown(project.site)}/index.html, or run: python -m http.server -d {shown(project.site)}")


def _built(project: Project, wish: Wish, daemon: bool | None) -> Outcome | None:
    """What a build had to say, by a daemon if there may be one; None, with the reasons printed, if there is nothing."""
    try:
        if daemon is False:
            ended(project)
        with ShownProgress() as progress:
            return asked(project, wish, progress, start=bool(daemon)) or build(
                project, today=wish.today, downloads=wish.downloads, progress=progress
            )
    except ReportError as error:
        print_findings(error.findings, most=FEW)
    except OSError as error:
        print_refusal(error, writing=True)
    return None


@main.command("check")
@project_option
@_check_day_option
@click.option("--format", "form", type=click.Choice(list(FORMS)), default=None,
              help="text; json: a list on standard output; github: annotations, the default within a GitHub workflow.")  # fmt: skip
@click.option("--fix", is_flag=True, help="First bring the CSV files into canonical form and order.")
def check_command(root: Path, today: datetime, form: str | None, *, fix: bool) -> None:
    """Say everything that is wrong with data, charts and templates, and what is doubtful or overdue; build nothing."""
    project = project_at(root)
    if fix:
        _put_in_order(project)
    outcome, found = _checked(project, today)
    form = form or ("github" if os.environ.get("GITHUB_ACTIONS") else "text")
    if form == "text":
        print_findings(found)
    else:
        print_result(FORMS[form](found))
    if outcome is None:
        sys.exit(1)
    if form == "text":
        wrong = f"{len(found)} warning{'s' if len(found) > 1 else ''}" if found else "nothing wrong"
        out.print(f"{outcome.rows} rows, {outcome.pages} pages, {outcome.charts} charts: {wrong} on {today:%Y-%m-%d}")


def _put_in_order(project: Project) -> None:
    """Bring the CSV files into canonical form, and say which were not."""
    from sourced.editing.rows import put_in_order

    for file in or_exit(put_in_order, project):
        errors.print(f"Put in order: {file}")


def _checked(project: Project, today: datetime) -> tuple[Outcome | None, list[Finding]]:
    """What a check had to say, None if there are errors; and what it found."""
    try:
        with ShownProgress() as progress, quiet():
            outcome = check(project, today=_day(today), progress=progress)
    except ReportError as error:
        return None, error.findings
    return outcome, outcome.warnings


@main.command("serve")
@project_option
@_day_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on this machine.")
def serve_command(root: Path, today: datetime | None, port: int) -> None:
    """Show the site on this machine, to look at and to edit; build it anew whenever a file of the report is saved."""
    from sourced.desk.desk import Desk
    from sourced.desk.requests import Door
    from sourced.site.preview import preview

    project = project_at(root)
    gc.enable()
    desk = Desk(project, _day(today))
    try:
        preview(project, port, partial(_tried, project, today, {}), out.print, Door(desk.actions))
    except OSError as error:
        raise click.UsageError(f"port {port} can't be used ({error.strerror}); choose another with --port") from None
    finally:
        desk.effects.stop()


def _tried(project: Project, today: datetime | None, shelf: Shelf, ahead: PriorityPage | None) -> Tried:
    """Build without downloads; what is wrong and what is doubtful, in words."""
    from sourced.site.preview import Tried

    try:
        outcome = build(project, today=_day(today), downloads=False, shelf=shelf, ahead=ahead)
    except ReportError as error:
        print_findings(error.findings, most=FEW)
        return Tried("".join(f"{one}\n" for one in as_lines(one for one in error.findings if one.severity is Severity.ERROR)))
    except Exception as error:  # noqa: BLE001 (the preview goes on whatever happens)
        errors.print_exception()
        return Tried(f"{type(error).__name__}: {error}")
    print_findings(outcome.warnings, most=FEW)
    return Tried(doubts=_summed_up(outcome.warnings))


def _summed_up(warnings: Sequence[Finding]) -> str:
    """Warnings below a line that says how many they are, doubts about values first and counted apart; "" if there are none."""
    doubts, others = (as_lines(one for one in warnings if bool(one.kind) is doubted) for doubted in (True, False))
    counts = [f"{len(lines)} {name}{'s' if len(lines) > 1 else ''}" for lines, name in ((doubts, "doubt"), (others, "warning")) if lines]
    return "\n".join([", ".join(counts), *doubts, *others]) if counts else ""


@main.command("diff")
@project_option
@click.argument("revision", default="HEAD")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
def diff_command(root: Path, revision: str, form: str) -> None:
    """Say what the data of this folder change against those of a Git REVISION (default: HEAD): rows, figures, titles, pages."""
    from sourced.desk.diff import DIFFERENCE_FORMS, compare_with_revision
    from sourced.system.git import GitError

    try:
        with quiet():
            difference = or_exit(compare_with_revision, project_at(root), revision)
        print_result(DIFFERENCE_FORMS[form](difference))
    except GitError as error:
        raise click.UsageError(f"{revision} can't be compared with: {error}") from None


@main.command("verify")
@project_option
@click.option("--article", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The article's text, UTF-8.")
def verify_command(root: Path, article: Path) -> None:
    """Hold the claims against the article's text: spans, hashes, and numbers and names outside every claim."""
    from sourced.evidence.article import verify
    from sourced.site.load import load_report

    try:
        text = article.read_bytes().decode("utf-8")  # its line ends as they are, since spans count characters
    except UnicodeDecodeError:
        raise click.UsageError(f"{article} is not UTF-8 text") from None
    report, _ = or_exit(load_report, project_at(root))
    done = verify(report.figures.model, text)
    print_findings(done.findings)
    out.print(f"{done.claims} claims; within their passages: characters {done.characters}, numerals {done.numerals}, names {done.names}")
    if done.findings:
        sys.exit(1)


def _day(today: datetime | None) -> date | None:
    """The day of --today, None if it was not given."""
    return today.date() if today else None


def program() -> None:
    """The command line as a process of its own, watched by another."""
    sys.exit(watched(_command))


def _command() -> int:
    """Run a command, and give its status; the process ends when it is done, so nothing need be collected before or then."""
    gc.disable()
    try:
        main()
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    else:
        return 0
    finally:
        if "duckdb" not in sys.modules:  # it would report what stays as leaked
            gc.freeze()


def refuse_plain_mkdocs(config: Any) -> Any:
    """Stop MkDocs, with a hint, unless it was handed the folder that `build` renders."""
    from mkdocs.exceptions import Abort

    if Path(config["docs_dir"]).name == "docs" and Path(config["docs_dir"]).parent.name != "build":
        raise Abort("This site is rendered from data first. Type: make site (or make serve for a live preview).")
    return config
