"""Work in a copy of the process: its result comes back, and whatever befalls it the original goes on."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from sourced.drawing.engine import Engine
from sourced.system.fork import forked

COPIES = sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1
needs_copies = pytest.mark.skipif(not COPIES, reason="the process is not copied here")


@needs_copies
def test_the_copy_works_while_the_original_goes_on() -> None:
    with forked(lambda: (os.getpid(), "done")) as result:
        own = os.getpid()
        found = result()
    assert found
    assert found[1] == "done"
    assert found[0] != own


def fail() -> str:
    raise ValueError


def die() -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return "never"


@pytest.mark.parametrize("work", [fail, die, lambda: lambda: None], ids=["raises", "killed", "not to be pickled"])
@pytest.mark.filterwarnings("ignore")
def test_a_copy_that_fails_gives_nothing(work: object, capfd: pytest.CaptureFixture[str]) -> None:
    with forked(work) as result:  # type: ignore[arg-type]
        assert result() is None
    assert capfd.readouterr().out == ""


@needs_copies
def test_a_copy_ends_with_the_context(tmp_path: Path) -> None:
    told = tmp_path / "copy"

    def endless() -> None:
        told.write_text(str(os.getpid()))
        time.sleep(600)

    with forked(endless):
        while not (told.exists() and told.read_text()):
            time.sleep(0.01)
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)


def test_on_a_single_core_there_is_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    with forked(lambda: "done") as result:
        assert result() is None


@needs_copies
def test_a_copy_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sourced.system.fork._LEAST", 0.1)
    with forked(lambda: time.sleep(60)) as result:
        assert result() is None


def stopped(one: Engine) -> str:
    one.stop()
    return "stopped"


def process_of(one: Engine) -> int:
    one.svg('{"data":{"values":[{}]},"mark":"point"}').result()
    return one._process.pid if one._process else 0


@needs_copies
def test_a_copy_asks_the_engine_that_was_started_for_it() -> None:
    one = Engine()
    one.start()
    try:
        with forked(partial(process_of, one)) as result:
            assert result() == (one._process and one._process.pid)
    finally:
        one.stop()


@needs_copies
def test_an_engine_that_is_lent_answers_both_and_stays_when_one_has_done() -> None:
    one, lent = Engine(), Engine()
    one.lend_to(lent)
    try:
        with forked(partial(process_of, lent)) as result:
            process = process_of(one)
            assert result() == process
        lent.stop()
        assert process_of(one) == process
    finally:
        one.stop()


@needs_copies
def test_a_copy_does_without_an_engine_that_has_stopped_answering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sourced.drawing.engine.LENT", 0.2)
    one, lent = Engine(), Engine()
    one.lend_to(lent)
    process = process_of(one)
    os.kill(process, signal.SIGSTOP)
    try:
        with forked(partial(process_of, lent)) as result:
            assert result() not in (None, 0, process)
        os.kill(process, signal.SIGCONT)
        assert process_of(one) == process
    finally:
        one.stop()


def test_a_drawing_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Engine()
    os.kill(process_of(one), signal.SIGSTOP)
    monkeypatch.setattr("sourced.drawing.engine.SECONDS", 0.1)
    with pytest.raises(ChildProcessError, match="it may never end"):
        process_of(one)
    one.stop()


@needs_copies
def test_what_a_thread_holds_does_not_hold_up_the_copys_engine() -> None:
    one = Engine()
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with one._changing:
            held.set()
            done.wait(20)

    threading.Thread(target=hold, daemon=True).start()
    held.wait(5)
    with forked(partial(stopped, one)) as result:
        assert result() == "stopped"
    done.set()


def test_an_engine_that_is_lent_again_lets_go_of_its_line() -> None:
    one, lent = Engine(), Engine()
    try:
        one.lend_to(lent)
        line = lent._line
        one.lend_to(lent)
        assert line
        assert (line.fileno(), lent._line is not line) == (-1, True)
    finally:
        lent.stop()
        one.stop()
