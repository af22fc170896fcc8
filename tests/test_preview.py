"""The live preview: it serves the site, and tells the browser when it was built anew."""

import threading
import time
import urllib.request
from pathlib import Path

import pytest

from sourced.project import Project
from sourced.site.build import build as build_site
from sourced.site.outcome import PriorityPage
from sourced.site.preview import Tried, preview
from sourced.system.stopping import Stopped, stop_if_unwanted, stopping_when
from tests.conftest import TINY, copy_report


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_saving_a_row_reloads_the_page_and_a_problem_is_told(tiny: Project, tmp_path: Path) -> None:
    site, port, built, wrong = tmp_path / "site", free_port(), [], [""]

    def build(_: PriorityPage | None) -> Tried:
        built.append(time.monotonic())
        site.mkdir(exist_ok=True)
        (site / "index.html").write_text(f"<html><head></head>{len(built)}</html>", encoding="utf-8")
        return Tried(wrong[0])

    def save() -> None:
        path = tiny.data / "observations.csv"
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    threading.Thread(target=preview, args=(tiny, port, build, lambda _: None), daemon=True).start()
    deadline = time.monotonic() + 20
    while not built and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
        assert b'<script src="/__reload.js" data-seen="1"></script></head>1</html>' in page.read()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/__reload?1", timeout=30) as events:
        save()
        assert [events.readline(), events.readline()] == [b"event: built\n", b'data: ""\n']
        wrong[0] = "data/x.csv:3: is wrong"
        save()
        assert [events.readline() for _ in range(3)][1:] == [b"event: wrong\n", b'data: "data/x.csv:3: is wrong"\n']
    assert len(built) == 3


def test_the_page_looked_at_is_shown_ahead_and_not_loaded_twice(tiny: Project, tmp_path: Path) -> None:
    site, port = tmp_path / "site", free_port()

    def build(ahead: PriorityPage | None) -> Tried:
        site.mkdir(exist_ok=True)
        html = b"<html><head></head>new</html>" if ahead else b"<html><head></head>old</html>"
        if ahead:
            assert ahead.path == "index.html"
            ahead.show(html)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
                assert b'data-seen="2"></script></head>new' in page.read()
        (site / "index.html").write_bytes(html)
        return Tried()

    def save(file: Path) -> None:
        file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    started = threading.Event()
    threading.Thread(target=preview, args=(tiny, port, build, lambda _: started.set()), daemon=True).start()
    assert started.wait(20)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
        assert b"old" in page.read()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/__reload?1", timeout=30) as events:
        time.sleep(0.3)  # until the files are watched
        save(tiny.data / "observations.csv")
        assert [events.readline() for _ in range(5)] == [b"event: ahead\n", b'data: "/"\n', b"\n", b"event: built\n", b'data: "/"\n']


def test_what_is_saved_while_the_first_build_runs_is_built(tiny: Project, tmp_path: Path) -> None:
    site, file, again = tmp_path / "site", tiny.data / "observations.csv", threading.Event()

    def build(_: PriorityPage | None) -> Tried:
        if site.exists():
            again.set()
            return Tried()
        site.mkdir()
        time.sleep(0.5)
        file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        time.sleep(0.5)
        return Tried()

    threading.Thread(target=preview, args=(tiny, free_port(), build, lambda _: None), daemon=True).start()
    assert again.wait(20)


def test_a_save_stops_the_build_that_runs(tiny: Project, tmp_path: Path) -> None:
    site, port, begun = tmp_path / "site", free_port(), list[float]()
    started, done = threading.Event(), threading.Event()

    def build(_: PriorityPage | None) -> Tried:
        site.mkdir(exist_ok=True)
        (site / "index.html").write_text("<html><head></head></html>", encoding="utf-8")
        begun.append(time.monotonic())
        while len(begun) == 2:  # the first after a save would go on for ever
            stop_if_unwanted()
            time.sleep(0.01)
        if len(begun) == 3:
            done.set()
        return Tried()

    def save() -> float:
        path = tiny.data / "observations.csv"
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        return time.monotonic()

    threading.Thread(target=preview, args=(tiny, port, build, lambda _: started.set()), daemon=True).start()
    assert started.wait(20)
    time.sleep(0.5)
    save()
    while len(begun) < 2:
        time.sleep(0.01)
    saved = save()
    assert done.wait(10)
    assert begun[2] - saved < 2


@pytest.mark.build
@pytest.mark.parametrize("steps", [1, 5, 20, 60])
def test_a_build_that_was_stopped_leaves_the_site_as_it_was_and_the_next_one_whole(tiny: Project, tmp_path: Path, steps: int) -> None:
    cold = copy_report(TINY, tmp_path / "cold")
    for project in (tiny, cold):
        path = project.data / "observations.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("298.7", "297.6"), encoding="utf-8")
    asked = iter(range(10**6))
    with pytest.raises(Stopped), stopping_when(lambda: next(asked) >= steps):
        build_site(tiny)
    assert not tiny.site.exists()
    build_site(tiny)
    build_site(cold)
    names = [{path.relative_to(one.site): path.read_bytes() for path in one.site.rglob("*") if path.is_file()} for one in (tiny, cold)]
    assert names[0] == names[1]
