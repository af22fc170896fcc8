"""From save to refreshed page in Chromium, warm, on a copy of the real report: `python -m benchmarks.preview`.

Saves a cell of Kling's revenue and looks at a page that prints it until the new figure is there; then a wrong cell,
until the words are over the page.
"""

import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.rebuild import ROOT, copied
from tests.test_preview import free_port
from tools.published import chromium

ROWS = "data/financials/observations.csv"
CELL = re.compile(r"(?<=^revenue,kling,2025-Q3,,,)\d+(?=,)", re.MULTILINE)
SHOWN = "() => (document.body?.innerHTML ?? '').includes('CNY {} million')"
WRONG = "() => document.getElementById('what-is-wrong')"


def save(project: Path, value: str) -> float:
    """Put a value into the cell; give the time."""
    (project / ROWS).write_text(CELL.sub(value, (ROOT / ROWS).read_text(encoding="utf-8")), encoding="utf-8")
    return time.perf_counter()


def waited(page: Page, project: Path, value: str, condition: str) -> float:
    """Seconds from saving a value until a condition holds in the browser."""
    started = save(project, value)
    page.wait_for_function(condition, polling=10, timeout=60_000)
    return time.perf_counter() - started


def main() -> None:
    """Print the medians."""
    port = free_port()
    with tempfile.TemporaryDirectory() as name:
        project = copied(ROOT, Path(name))
        command = [sys.executable, str(ROOT / "build_site.py"), "serve", "--project", str(project), "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603
        try:
            if server.stdout:
                server.stdout.readline()
            with sync_playwright() as playwright:
                page = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"]).new_page()
                for address in ("financials/", "evidence/article/financials/", "evidence/indicators/revenue/"):
                    page.goto(f"http://127.0.0.1:{port}/{address}")
                    time.sleep(2)
                    times = []
                    for value in ("301", "302", "303", "304", "305", "306"):
                        times.append(waited(page, project, value, SHOWN.format(value)))
                        time.sleep(3)
                    report(f"save to refreshed page, /{address}", times[1:])
                times = []
                for value in ("307", "308", "309"):
                    times.append(waited(page, project, "3,4", WRONG))
                    waited(page, project, value, SHOWN.format(value))
                    time.sleep(3)
                report("save to a problem shown over the page", times)
                times = []
                for value, later in (("310", 0.2), ("311", 0.8), ("312", 1.4), ("313", 2.0)):
                    save(project, value)
                    time.sleep(later)  # while what was saved is being built
                    times.append(waited(page, project, "3,4", WRONG))
                    waited(page, project, value, SHOWN.format(value))
                    time.sleep(4)
                report("the same while a build is running", times)
        finally:
            server.terminate()
            server.wait()


def report(name: str, times: list[float]) -> None:
    """Print a line."""
    print(f"{name:58}{statistics.median(times):7.2f} s   ({min(times):.2f} to {max(times):.2f})", flush=True)


if __name__ == "__main__":
    main()
