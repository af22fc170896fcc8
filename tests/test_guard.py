"""A program and its watcher: whatever ends the program, or whoever started it, is told of."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from sourced.project import Project
from tests.conftest import ROOT
from tests.test_limits import in_chart

COMMAND = [sys.executable, str(ROOT / "build_site.py")]


@pytest.fixture(autouse=True)
def _hangup_as_usual() -> Iterator[None]:
    """What is started ends by SIGHUP, also where `nohup` started the tests."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


def said(project: Project, command: str) -> tuple[int, str]:
    """The status and the words of a command on a report."""
    run = [*COMMAND, command, "--project", str(project.root)]
    done = subprocess.run(run, check=False, capture_output=True, text=True, cwd=ROOT, timeout=120)  # noqa: S603
    return done.returncode, done.stderr


@pytest.mark.build
@pytest.mark.parametrize("ended", ["kill(getpid(), 15)", "kill(getpid(), 1)", "kill(getpid(), 9)"])
def test_a_chart_that_ends_the_program_by_a_signal_is_named(tiny: Project, ended: str) -> None:
    in_chart(tiny, f"from os import getpid, kill; {ended}; __import__('time').sleep(1)")
    status, words = said(tiny, "check")
    assert (status, "error charts/rain.py:" in words, "Traceback" in words) == (1, True, False), words


@pytest.mark.build
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_from_outside_ends_it_without_blaming_a_chart(tiny: Project, number: signal.Signals) -> None:
    in_chart(tiny, "print('drawing', flush=True); __import__('time').sleep(10)")
    run = [*COMMAND, "check", "--project", str(tiny.root)]
    process = subprocess.Popen(run, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT)  # noqa: S603
    assert process.stderr
    while "drawing" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(number)
    words = process.communicate(timeout=60)[1]
    assert (process.returncode, "error" in words) == (128 + number, False), words


@pytest.mark.build
def test_one_who_ignores_the_end_of_processes_can_start_it(tiny: Project) -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # which those that are started inherit
    try:
        status, words = said(tiny, "check")
    finally:
        signal.signal(signal.SIGCHLD, before)
    assert "error" not in words, (status, words)
