"""The command line: exit status, what it prints, no traceback."""

import json
import os
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from sourced import __version__
from sourced.project import Project
from tests.conftest import ROOT


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run build_site.py as an editor does."""
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, str(ROOT / "build_site.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)  # noqa: S603


@pytest.mark.build
def test_build_is_the_default_and_says_where_the_site_is(tiny: Project) -> None:
    done = run("--project", tiny.root)
    assert done.returncode == 0, done.stderr
    assert "Built 32 pages, 1 charts from 59 rows" in done.stdout
    assert f"open {tiny.site}/index.html" in done.stdout
    assert "Read data …" in done.stderr


@pytest.mark.slow
def test_errors_are_listed_and_the_status_is_one(tiny: Project) -> None:
    (tiny.data / "entities.csv").write_text("id\n", encoding="utf-8")
    for command in ("build", "check"):
        done = run(command, "--project", tiny.root)
        assert done.returncode == 1
        assert 'error data/entities.csv:1: lacks the columns "kind", "name_en", "name_zh", "parent"' in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_check_counts_what_is_doubtful(tiny: Project) -> None:
    done = run("check", "--project", tiny.root, "--today", "2023-12-30")
    assert (done.returncode, done.stdout) == (0, "59 rows, 32 pages, 1 charts: 1 warning on 2023-12-30\n")


@pytest.mark.slow
def test_check_speaks_to_machines(tiny: Project) -> None:
    done = run("check", "--project", tiny.root, "--today", "2023-12-30", "--format", "json")
    assert [(one["severity"], one["line"]) for one in json.loads(done.stdout)] == [("warning", 2)]
    assert run("check", "--project", tiny.root, "--format", "github").stdout.startswith("::warning file=data/")


@pytest.mark.parametrize(
    "arguments", [["biuld"], ["build", "--project", "nowhere"], ["serve", "--port", "0"], ["check", "--today", "soon"]]
)
def test_wrong_usage_has_status_two(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Usage:" in done.stderr


@pytest.mark.parametrize("command", [[], ["build"], ["serve"], ["check"]])
def test_help_says_what_a_command_does(command: list[str]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 8


def test_the_version_is_that_of_the_project() -> None:
    name = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"]
    assert run("--version").stdout == f"{name} {__version__}\n"


@pytest.mark.slow
def test_check_takes_the_day_that_it_is_and_says_so(tiny: Project) -> None:
    done = run("check", "--project", tiny.root)
    assert done.stdout.endswith(f" on {date.today()}\n")
    assert "expected by 2024-05-01" in done.stderr
    assert "this machine's day" in run("check", "--help").stdout


@pytest.mark.parametrize("command", ["diff", "export", "import", "add", "accept", "verify"])
def test_a_command_that_needs_no_day_takes_none(command: str) -> None:
    assert "--today" not in run(command, "--help").stdout


def test_plain_mkdocs_says_what_to_type() -> None:
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1
    assert "Type: make site" in done.stdout
