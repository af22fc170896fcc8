"""Files that are none, or whose names or words no page can have, are found before anything waits for them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sourced.findings import ReportError
from sourced.project import Project
from sourced.site.build import check


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
