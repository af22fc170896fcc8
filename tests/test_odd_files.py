"""Files that are none, or whose names or words no page can have, are found before anything waits for them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sourced.findings import ReportError
from sourced.project import Project
from sourced.site.build import check
from tests.conftest import ROOT


def _fifo(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("place", "make", "found"),
    [
        ("data/datapackage.yaml", _fifo, "neither a file nor a folder"),
        ("data/terms.csv", _fifo, "neither a file nor a folder"),
        ("charts/more.py", _fifo, "neither a file nor a folder"),
        ("templates/pages/more.en.md.j2", _fifo, "neither a file nor a folder"),
        ("charts/more.py", Path.mkdir, "a folder called like a file"),
        ("docs/more.en.md", Path.mkdir, "a folder called like a file"),
        ("docs/more\n.en.md", Path.touch, "can't be printed"),
        (os.fsdecode(b"docs/\xff.en.md"), Path.touch, "can't be printed"),
        (os.fsdecode(b"templates/pages/\xff.en.md.j2"), Path.touch, "can't be printed"),
    ],
)
def test_what_is_no_file_of_a_report_is_said(tiny: Project, place: str, make: Callable[[Path], None], found: str) -> None:
    make(tiny.root / place)
    with pytest.raises(ReportError) as error:
        check(tiny)
    (said,) = (one for one in error.value.findings if found in one.found)
    assert str(said).isprintable()


@pytest.mark.parametrize("text", [b'msgid "x', b"\xff\0", b'msgid "sources"\nmsgstr "{0.__class__}"\n', b'msgid "sources"\nmsgstr "{"\n'])
def test_a_catalogue_of_words_that_is_none_is_said(tiny: Project, text: bytes) -> None:
    file = tiny.root / "locale/en/LC_MESSAGES/sourced.po"
    file.parent.mkdir(parents=True)
    file.write_bytes(text)
    with pytest.raises(ReportError) as error:
        check(tiny)
    assert [one.file for one in error.value.findings] == ["locale/en/LC_MESSAGES/sourced.po"]


BOUND = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
"""Takes from root the right to read what nobody may."""


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root reads everything")
@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(
    ("place", "mode"), [("data/observations.csv", 0), ("charts/rain.py", 0), ("mkdocs.yml", 0), ("charts", 0), ("templates/pages", 0o444)]
)
def test_what_may_not_be_read_is_named(tiny: Project, command: str, place: str, mode: int) -> None:
    path = tiny.root / place
    before = path.stat().st_mode
    path.chmod(mode)
    words = [*(BOUND if os.geteuid() == 0 else []), sys.executable, str(ROOT / "build_site.py"), command, "--project", str(tiny.root)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
    path.chmod(before)
    assert done.returncode == 1
    assert any(place in line and ("may not be read" in line or "cannot be read" in line) for line in done.stderr.splitlines()), done.stderr
    assert "Traceback" not in done.stderr
