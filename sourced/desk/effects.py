"""What a change would do, worked out in a process beside ours: it may draw charts while a build does, and neither waits.

It is asked one thing a line, as JSON: a folder of data; and answers in the words of `diff`. It ends when its input does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import date

from sourced.editing.entries import changed_copy
from sourced.findings import ReportError, as_lines
from sourced.project import GENERATOR, Project


@dataclass(frozen=True)
class Effect:
    """What a change would do, in words, and whether it would stop the build."""

    words: str
    stops: bool = False


class Effects:
    """Asks that process, one question at a time; it starts with the first, or ahead of it."""

    def __init__(self, project: Project, today: date | None) -> None:
        self._project, self._today, self._turn = project, today, threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._over = False
        """Whether no process is to be started any more."""

    def start(self) -> None:
        """Start the process, so that it has read the report when the first question comes."""
        with self._turn:
            if not self._over:
                self._running()

    def of(self, texts: Mapping[str, str], wanted: Callable[[], bool] = lambda: True) -> Effect:
        """What other texts of files would do; the problem in words if that can't be told, nothing if it is wanted no longer."""
        with self._turn:
            return self._worked_out(texts) if wanted() and not self._over else Effect("")

    def _worked_out(self, texts: Mapping[str, str]) -> Effect:
        with changed_copy(self._project, texts) as data:
            process = self._running()
            if process.stdin is None or process.stdout is None:
                return Effect("There is no way to ask.")
            try:
                process.stdin.write(json.dumps(str(data)) + "\n")
                process.stdin.flush()
                answer = process.stdout.readline()
            except BrokenPipeError:
                answer = ""
            return Effect(**json.loads(answer)) if answer else Effect("What it does could not be worked out.")

    def _running(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is not None:
            self.stop()
        if self._process is None:
            command = [sys.executable, "-P", "-m", "sourced.desk.effects", str(self._project.root), str(self._today or "")]
            environment = {**os.environ, "PYTHONPATH": str(GENERATOR.parent), "SITE_URL": self._project.address}
            self._process = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True, encoding="utf-8", start_new_session=True
            )
        return self._process

    def leave_off(self) -> None:
        """Have nobody wait for an answer that is no longer wanted: what it would have done is being done."""
        if self._turn.locked() and (process := self._process):
            process.kill()

    def stop(self) -> None:
        """End the process; the next question starts it anew."""
        if process := self._process:
            self._process = None
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    if pipe:
                        pipe.close()

    def end(self) -> None:
        """End the process for good, also for those who have asked and wait for their turn."""
        self._over = True
        self.leave_off()
        with self._turn:
            self.stop()


def _serve(root: str, today: str) -> None:
    """Answer until the input ends."""
    from pathlib import Path

    import altair  # noqa: F401 (a third of a second, before somebody waits)

    from sourced.desk.diff import as_text, compare_with_changed
    from sourced.drawing.engine import engine
    from sourced.site.load import load_report
    from sourced.system.memo import Shelf

    project = Project(Path(root), os.environ.get("SITE_URL", ""))
    shelf: Shelf = {}
    engine().start()
    for line in sys.stdin:
        try:
            day = date.fromisoformat(today) if today else None
            present, _ = load_report(project, today=day, downloads=False, remember=True, shelf=shelf, data=project.data)
            with closing(present.memo):
                effect = Effect(as_text(compare_with_changed(present, Path(json.loads(line)), shelf)))
        except ReportError as error:
            effect = Effect("".join(f"{one}\n" for one in as_lines(error.findings)), stops=True)
        except Exception as error:  # noqa: BLE001 (whatever it is, the one who asked is told)
            effect = Effect(f"What it does could not be worked out: {type(error).__name__}: {error}")
        sys.stdout.write(json.dumps(asdict(effect)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve(*sys.argv[1:])
