"""A program and its watcher: whatever ends the program, or whoever started it, is told of."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from sourced.project import Project
from tests.conftest import ROOT

COMMAND = [sys.executable, str(ROOT / "build_site.py")]


def said(project: Project, command: str) -> tuple[int, str]:
    """The status and the words of a command on a report."""
    run = [*COMMAND, command, "--project", str(project.root)]
    done = subprocess.run(run, check=False, capture_output=True, text=True, cwd=ROOT, timeout=120)  # noqa: S603
    return done.returncode, done.stderr


@pytest.mark.build
def test_one_who_ignores_the_end_of_processes_can_start_it(tiny: Project) -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # which those that are started inherit
    try:
        status, words = said(tiny, "check")
    finally:
        signal.signal(signal.SIGCHLD, before)
    assert "error" not in words, (status, words)
