"""What is kept between runs: data that come back as they were, and nothing that runs."""

from __future__ import annotations

import pickle
import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from sourced.drawing.images import Caption
from sourced.findings import Finding, Severity
from sourced.outputs.search_index import Document
from sourced.periods import Period
from sourced.project import Project
from sourced.system.encoding import UNREADABLE, decoded, encoded
from sourced.system.memo import Memo
from sourced.system.tracking import WHOLE, Tracker
from sourced.words.language import Texts

ATOMS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.text(min_size=600), st.binary(), st.decimals(allow_nan=False), st.dates()
)
KEYS = st.one_of(st.text(), st.integers(), st.just("$t"), st.tuples(st.text(), st.text()))
VALUES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner), st.lists(inner).map(tuple), st.dictionaries(KEYS, inner), st.frozensets(st.text()), st.sets(st.text())
    ),
    max_leaves=30,
)


@given(VALUES)
def test_plain_values_come_back_as_they_were(value: object) -> None:
    back = decoded(encoded(value))
    assert (back, repr(back)) == (value, repr(value)) or (type(back), back) == (type(value), value)


def test_objects_come_back_as_they_were() -> None:
    texts = Texts({"en": "one", "zh": "一"})
    value = [
        Finding("a.csv", 3, "x", "found", "fix", severity=Severity.WARNING), Period.parse("2025-Q3"), texts, Markup("<b>"),
        Document("a", "b", "c", "d", "e", "f"), (Decimal("1.50"), date(2025, 1, 31)), {("a", "b"): texts, 1: texts}, b"\x00\xff",
    ]  # fmt: skip
    back = decoded(encoded(value))
    assert back == value
    assert [type(one) for one in back] == [type(one) for one in value]
    assert back[6]["a", "b"] is back[6][1] is back[2]  # written once


def test_what_is_no_data_is_not_kept() -> None:
    for value in (Path(), print, object(), lambda: None, Tracker(), [Caption]):
        with pytest.raises(TypeError):
            encoded(value)


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\x80\x04.", pickle.dumps(["x"]), b"\0\0\0\0\0\0\0\x16" + b'{"$o":["Popen","true"]}', b"\0\0\0\0\0\0\0\x0c" + b'{"$r":[0,1]}',
        b"\0\0\0\0\0\0\0\x0b" + b'{"$n":"bad"}'[:11], b"\0\0\0\0\0\0\0\x0c" + b'{"$n":"bad"}', b"\0\0\0\0\0\0\0\x08" + b'{"$x":1}',
    ],
)  # fmt: skip
def test_what_was_not_encoded_is_not_read(raw: bytes) -> None:
    with pytest.raises(UNREADABLE):
        decoded(raw)


class _Hostile:
    """A pickle of it writes a file when it is read."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def __reduce__(self) -> tuple[object, tuple[str]]:
        import subprocess

        return subprocess.getoutput, (f"touch {self._target}",)


def test_a_cache_from_elsewhere_runs_nothing(tmp_path: Path) -> None:
    file = tmp_path / "memo.sqlite"
    memo = Memo(Tracker(), file)
    memo.keep("name", "base", "kept")
    memo.close()
    with sqlite3.connect(file) as hostile:
        blob = pickle.dumps(_Hostile(tmp_path / "RAN"))
        hostile.execute("UPDATE kept SET pieces = ?, value = ?", (blob, blob))
    hostile.close()
    memo = Memo(Tracker(), file)
    assert memo.find("name", "base") == (False, None)
    memo.close()
    assert not (tmp_path / "RAN").exists()


def test_pieces_come_back_as_they_were(tmp_path: Path) -> None:
    tracker = Tracker()
    for name in ("rows", "series"):
        tracker.holds(name, repr)
    memo = Memo(tracker, tmp_path / "memo.sqlite")
    pieces = {("rows", WHOLE), ("rows", "a"), ("series", ("rain", "coast"))}
    memo.keep("name", "base", ("value",), pieces)
    memo.close()
    memo = Memo(tracker, tmp_path / "memo.sqlite")
    with tracker.recording() as seen:
        assert memo.find("name", "base") == (True, ("value",))
    memo.close()
    assert seen == pieces


def test_all_that_a_build_keeps_can_be_read(built: Project) -> None:
    connection = sqlite3.connect(built.build / "cache/memo.sqlite")
    kept = connection.execute("SELECT value FROM kept").fetchall()
    connection.close()
    assert len(kept) > 50
    for (value,) in kept:
        decoded(value)
