"""A build daemon does what a build does, sooner the next time, and nobody misses it when it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sourced.commands.daemon import Wish, asked, stay
from sourced.findings import Finding, Severity
from sourced.project import Project
from sourced.site.outcome import Outcome
from sourced.system.generator import touched
from tests.conftest import ROOT

pytestmark = [pytest.mark.build, pytest.mark.skipif(sys.platform != "linux", reason="there is none")]
QUICK = Wish(None, downloads=False)


def ran(project: Project, *options: str) -> subprocess.CompletedProcess[str]:
    """What comes of `build` in a shell."""
    command = [sys.executable, str(ROOT / "build_site.py"), "build", "--no-downloads", "--project", str(project.root), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603


def socket_of(project: Project) -> Path:
    """Where a daemon listens."""
    return project.build / "daemon"


def pid_of(project: Project) -> int:
    """The process that listens there (its watcher is older), 0 if there is none."""
    found = 0
    for process in sorted(int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()):
        with suppress(OSError):
            if Path(f"/proc/{process}/cmdline").read_bytes().endswith(f"\0sourced.commands.daemon\0{project.root}\0".encode()):
                found = process
    return found


def until(true: Callable[[], object], seconds: float = 20) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def kept(tiny: Project) -> Iterator[Project]:
    """The tiny report, whose daemon ends with the test."""
    yield tiny
    socket_of(tiny).unlink(missing_ok=True)
    assert until(lambda: not pid_of(tiny))


def content(project: Project) -> dict[str, bytes]:
    """All files of a site."""
    return {path.relative_to(project.site).as_posix(): path.read_bytes() for path in project.site.rglob("*") if path.is_file()}


def test_a_daemon_stays_does_the_next_build_too_and_makes_what_a_build_makes(kept: Project, edit: Callable[[str, str, str], None]) -> None:
    first = ran(kept, "--daemon")
    assert "Built 32 pages" in first.stdout
    process = pid_of(kept)
    edit("data/observations.csv", "298.7", "299.7")
    second = ran(kept)
    assert "Built 32 pages" in second.stdout
    assert "Draw and write pages" in second.stderr
    assert process
    assert pid_of(kept) == process
    by_daemon = content(kept)
    assert b"299.7" in by_daemon["index.html"]
    assert "Built" in ran(kept, "--no-daemon", "--today", "2024-01-01").stdout
    assert "Built" in ran(kept, "--no-daemon").stdout
    assert content(kept) == by_daemon


def test_what_is_wrong_is_said_as_by_a_build(kept: Project, edit: Callable[[str, str, str], None]) -> None:
    ran(kept, "--daemon")
    edit("data/observations.csv", "298.7", "3,4")
    by_daemon = ran(kept)
    alone = ran(kept, "--no-daemon")
    assert by_daemon.returncode == alone.returncode == 1
    assert "error data/observations.csv:4" in by_daemon.stderr
    assert by_daemon.stderr == alone.stderr


def test_what_a_chart_prints_stands_where_the_build_was_asked_for(kept: Project) -> None:
    ran(kept, "--daemon")
    chart = next(kept.charts.glob("*.py"))
    chart.write_text(chart.read_text(encoding="utf-8") + '\nprint("a word of a chart")\n', encoding="utf-8")
    assert "a word of a chart" in ran(kept).stdout


def test_a_daemon_that_is_killed_leaves_the_build_to_who_asked(kept: Project, edit: Callable[[str, str, str], None]) -> None:
    ran(kept, "--daemon")
    os.kill(pid_of(kept), signal.SIGKILL)
    edit("data/observations.csv", "298.7", "299.7")
    assert "Built 32 pages" in ran(kept).stdout


def test_a_chart_that_ends_the_process_is_named(kept: Project) -> None:
    ran(kept, "--daemon")
    chart = next(kept.charts.glob("*.py"))
    chart.write_text(chart.read_text(encoding="utf-8") + "\nimport os\nos._exit(3)\n", encoding="utf-8")
    done = ran(kept)
    assert done.returncode == 1
    assert f"charts/{chart.name}" in done.stderr


def staying(project: Project, idle: float) -> threading.Thread:
    """A daemon in a thread, which listens already."""
    project.build.mkdir(exist_ok=True)
    thread = threading.Thread(target=stay, args=(project, idle), daemon=True)
    thread.start()
    assert until(socket_of(project).exists)
    return thread


def ends(thread: threading.Thread) -> bool:
    """Whether a thread ends in time."""
    thread.join(10)
    return not thread.is_alive()


def test_a_daemon_that_nobody_asks_ends(tiny: Project) -> None:
    assert ends(staying(tiny, 0.2))
    assert not socket_of(tiny).exists()


def test_a_daemon_whose_socket_is_gone_ends(tiny: Project) -> None:
    thread = staying(tiny, 60)
    socket_of(tiny).unlink()
    assert ends(thread)


def test_who_goes_away_before_all_is_said_keeps_no_daemon(tiny: Project) -> None:
    thread = staying(tiny, 1)
    with socket.socket(socket.AF_UNIX) as other:
        other.connect(str(socket_of(tiny)))
        other.sendall(b'{"generator"')
    assert ends(thread)


def test_a_daemon_ends_where_the_generator_is_another(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = staying(tiny, 60)
    monkeypatch.setattr("sourced.commands.daemon.touched", lambda: "another")
    assert asked(tiny, QUICK, print) is None
    assert ends(thread)


def test_without_a_daemon_none_is_asked(tiny: Project) -> None:
    assert asked(tiny, QUICK, print) is None


def test_the_state_of_the_generator_is_the_same_until_a_file_is_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sourced.system.generator.GENERATOR", tmp_path)
    before = touched()
    assert touched() == before
    (tmp_path / "new.py").write_text("", encoding="utf-8")
    assert touched() != before


def test_an_outcome_is_read_as_it_was_written() -> None:
    doubt = Finding("data/x.csv", 3, "value", "outlier", "correct it", severity=Severity.WARNING, kind="outlier")
    outcome = Outcome([doubt], 3, 2, 1)
    assert Outcome.read(json.loads(json.dumps(outcome.written()))) == outcome
