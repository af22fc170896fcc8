"""What a command costs with all processes that it starts: wall time, processor time, and the most memory held at once.

`measured` runs it below a process of its own, this file, which Linux gives the orphans among them, so that none is left out.
Memory is looked at ten times a second, each shared page counted once.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

_ADOPT_ORPHANS: Final = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2)."""


class CommandError(Exception):
    """A command that failed, with what it said."""


@dataclass(frozen=True)
class Used:
    """Seconds by the clock, seconds of processors, and megabytes."""

    seconds: float
    cpu_seconds: float
    memory_mb: float


def measured(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None, timeout: float | None = None) -> Used:
    """What a command in a folder used; raise CommandError if it fails or takes longer."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, __file__, *command], cwd=folder, env=environment, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        out, said = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise CommandError(f"{' '.join(command)}: takes longer than {timeout:g} s") from error
    if process.returncode:
        raise CommandError(f"{' '.join(command)}: {(said + out)[-2000:]}")
    return Used(**json.loads(out.splitlines()[-1]))


class _Peak(threading.Thread):
    """The most memory that the processes below this one held at once, in MB."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.megabytes, self._done = 0.0, threading.Event()

    def run(self) -> None:
        """Look until it is told to stop."""
        while not self._done.wait(0.1):
            self.megabytes = max(self.megabytes, sum(map(_held, _below(os.getpid())[1:])) / 1024)

    def stop(self) -> None:
        """Look no more."""
        self._done.set()
        self.join()


def _below(process: int) -> list[int]:
    """A process and its children, and theirs."""
    children: list[str] = []
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            children += (task / "children").read_text(encoding="ascii").split()
    return [process, *(one for child in children for one in _below(int(child)))]


def _held(process: int) -> int:
    """Kilobytes of a process, each page shared with others divided among them."""
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii"), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0


def _run(command: Sequence[str]) -> tuple[Used, int]:
    """What a command used, and its status."""
    ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # who started this may ignore it: then Linux counts no child's time
    peak = _Peak()
    peak.start()
    started = time.perf_counter()
    status = subprocess.run(command, check=False).returncode  # noqa: S603
    seconds = time.perf_counter() - started
    peak.stop()
    with suppress(ChildProcessError):
        while True:
            os.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Used(round(seconds, 3), round(used.ru_utime + used.ru_stime, 3), round(peak.megabytes, 1)), status


if __name__ == "__main__":
    found, failed = _run(sys.argv[1:])
    print(f"\n{json.dumps(asdict(found))}", flush=True)
    sys.exit(1 if failed else 0)
