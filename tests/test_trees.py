"""Writing: only what changed, and the site as a whole or not at all."""

from pathlib import Path

import pytest

from sourced.system.tracking import digest
from sourced.system.trees import Content, Manifest, listing, restore, swap_in, write_tree


@pytest.fixture
def record(tmp_path: Path) -> Manifest:
    return Manifest(tmp_path / "tree", tmp_path / "tree.json")


def test_a_tree_holds_exactly_the_files_given(record: Manifest) -> None:
    write_tree(record, {"a/one.md": b"1", "two.bin": b"2"})
    assert write_tree(record, {"two.bin": b"2", "three.md": b"3"}) == 2
    assert listing(record.folder) == {"three.md", "two.bin"}
    assert not (record.folder / "a").exists()


def test_a_file_that_is_as_it_should_be_is_not_touched(record: Manifest) -> None:
    write_tree(record, {"one.md": b"1"})
    before = (record.folder / "one.md").stat().st_mtime_ns
    assert write_tree(record, {"one.md": b"1"}) == 0
    assert (record.folder / "one.md").stat().st_mtime_ns == before


def test_what_is_in_place_is_not_read(record: Manifest) -> None:
    write_tree(record, {"one.md": b"1"})
    unreadable = Content(digest(b"1"), lambda: pytest.fail("read"))
    assert write_tree(record, {"one.md": unreadable}) == 0
    assert write_tree(record, {"one.md": Content.of(b"2")}) == 1


def test_a_file_that_somebody_has_changed_is_put_right(record: Manifest) -> None:
    write_tree(record, {"a": b"1"})
    (record.folder / "a").write_bytes(b"2")
    assert not record.untouched
    assert write_tree(record, {"a": b"1"}) == 1
    assert (record.untouched, (record.folder / "a").read_bytes()) == (True, b"1")


def site(place: Path, text: bytes) -> Manifest:
    record = Manifest(place, place.with_suffix(".json"))
    write_tree(record, {"index.html": text})
    return record


@pytest.mark.parametrize("at_once", [True, False])
def test_a_new_site_takes_the_place_of_the_old(tmp_path: Path, at_once: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not at_once:
        monkeypatch.setattr("sourced.system.trees._exchanged", lambda *_: False)
    swap_in(site(tmp_path / "new", b"new"), site(tmp_path / "site", b"old"))
    for name, text in (("site", b"new"), ("new", b"old")):
        assert (tmp_path / name / "index.html").read_bytes() == text
        assert Manifest(tmp_path / name, tmp_path / f"{name}.json").untouched
    assert listing(tmp_path) == {"site/index.html", "site.json", "new/index.html", "new.json"}


def test_a_first_site_is_put_in_place(tmp_path: Path) -> None:
    swap_in(site(tmp_path / "new", b"new"), Manifest(tmp_path / "site", tmp_path / "site.json"))
    assert listing(tmp_path) == {"site/index.html", "site.json"}


def test_a_swap_that_died_half_way_is_put_right(tmp_path: Path) -> None:
    site(tmp_path / "site.old", b"old")
    restore(tmp_path / "site")
    assert (tmp_path / "site/index.html").read_bytes() == b"old"
