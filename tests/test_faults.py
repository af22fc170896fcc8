"""Faults while building: the old site stays whole, and the next run puts everything right."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sourced.project import Project
from sourced.site.build import build
from tests.conftest import ROOT
from tests.test_rebuild import tree

pytestmark = pytest.mark.build
COMMAND = [sys.executable, str(ROOT / "build_site.py"), "build", "--no-downloads", "--project"]


def start(project: Project) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*COMMAND, str(project.root)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT)  # noqa: S603


def run(project: Project) -> tuple[int, str]:
    process = start(project)
    said = process.communicate(timeout=60)[1].decode()
    return process.returncode, said


def change(project: Project, value: str) -> None:
    path = project.data / "observations.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(text.split(",hill-2,2023-Q2,,,")[1].split(",")[0], value, 1), encoding="utf-8")


def test_a_build_killed_at_any_moment_leaves_the_old_site_or_the_new(tiny: Project) -> None:
    """Eight moments here; `python -m benchmarks.kill 50` tries as many as it is told."""
    killed_at(tiny, 8)


def killed_at(project: Project, moments: int) -> int:
    """Kill a build at so many random moments; give how often it was killed before it was done."""
    rng = random.Random(20231122)  # noqa: S311
    build(project, downloads=False)
    before, killed = tree(project.site), 0
    for number in range(moments):
        change(project, f"{121 + number}.5")
        process = start(project)
        time.sleep(rng.uniform(0.05, 1.6))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        after_kill = tree(project.site)
        status, said = run(project)
        assert status == 0, said
        new = tree(project.site)
        assert after_kill in (before, new), number
        assert not project.site.with_name("site.old").exists()
        before = new
    return killed


@contextmanager
def hearing_ctrl_c() -> Iterator[None]:
    """Processes started meanwhile hear Ctrl-C, also if the tests themselves were started deaf to it (`nohup … &`)."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def test_ctrl_c_ends_in_a_sentence(tiny: Project) -> None:
    with hearing_ctrl_c():
        process = subprocess.Popen(  # noqa: S603
            [*COMMAND, str(tiny.root)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT, start_new_session=True
        )
    said = process.stderr.readline() if process.stderr else b""  # it has begun
    os.killpg(process.pid, signal.SIGINT)
    rest = process.communicate(timeout=60)[1]
    assert (process.returncode, b"Traceback" in rest, b"Stopped" in rest) == (130, False, True), said + rest


def test_two_builds_at_once_do_not_mix(tiny: Project) -> None:
    both = [start(tiny), start(tiny)]
    assert [process.communicate(timeout=60) and process.returncode for process in both] == [0, 0]
    site = tree(tiny.site)
    build(tiny, downloads=False)
    assert tree(tiny.site) == site


def test_a_full_disk_is_said_and_leaves_the_old_site(tiny: Project) -> None:
    build(tiny, downloads=False)
    before = tree(tiny.site)
    change(tiny, "133.5")
    done = limited(tiny, blocks=40)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    assert b"can't be written" in done.stderr
    assert tree(tiny.site) == before
    assert run(tiny)[0] == 0


def limited(project: Project, *, blocks: int) -> subprocess.CompletedProcess[bytes]:
    """A build that can write no file longer than so many blocks of 512 bytes: the system's refusal is that of a full disk."""
    command = f"ulimit -f {blocks}; trap '' XFSZ; exec " + " ".join([*COMMAND, str(project.root)])
    return subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False, cwd=ROOT)  # noqa: S603


def test_a_folder_that_can_t_be_written_is_said(tiny: Project) -> None:
    tiny.build.write_text("a file where the folder should be", encoding="utf-8")
    status, said = run(tiny)
    assert (status, "Traceback" in said, "build" in said) == (1, False, True)


def test_what_a_spreadsheet_leaves_beside_an_open_file_is_not_published(tiny: Project) -> None:
    for name in (".~lock.observations.csv#", "~$data.xlsx", ".DS_Store", "observations.csv~", ".observations.csv.part"):
        (tiny.data / name).write_text("x", encoding="utf-8")
    build(tiny, downloads=False)
    assert {path.name for path in (tiny.site / "data").iterdir() if path.suffix not in (".csv", ".yaml")} <= {"indicators", "sections"}
