"""The live preview: it serves the site, and tells the browser when it was built anew."""

import threading
import time
import urllib.request
from pathlib import Path

from sourced.preview import preview
from sourced.project import Project


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_saving_a_row_reloads_the_page(tiny: Project, tmp_path: Path) -> None:
    site, port, built = tmp_path / "site", free_port(), []

    def build() -> bool:
        built.append(time.monotonic())
        site.mkdir(exist_ok=True)
        (site / "index.html").write_text(f"<html><head></head>{len(built)}</html>", encoding="utf-8")
        return True

    threading.Thread(target=preview, args=(tiny, port, build, lambda _: None), daemon=True).start()
    deadline = time.monotonic() + 20
    while not built and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
        assert b'<script src="/__reload.js"></script></head>1</html>' in page.read()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/__reload", timeout=30) as events:
        (tiny.data / "observations.csv").write_text((tiny.data / "observations.csv").read_text(encoding="utf-8") + "\n", encoding="utf-8")
        assert events.readline() == b"data: built\n"
    assert len(built) == 2
