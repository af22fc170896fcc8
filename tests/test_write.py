"""Writing: only what changed, and the site as a whole or not at all."""

from pathlib import Path

from sourced.write import Record, lay_out, listing, swap_in, write_tree


def test_a_tree_holds_exactly_the_files_given(tmp_path: Path) -> None:
    write_tree(tmp_path / "tree", {"a/one.md": "1", "two.bin": b"2"}, tmp_path / "record")
    assert write_tree(tmp_path / "tree", {"two.bin": b"2", "three.md": "3"}, tmp_path / "record") == 2
    assert sorted(listing(tmp_path / "tree")) == ["three.md", "two.bin"]


def test_a_file_that_is_as_it_should_be_is_not_touched(tmp_path: Path) -> None:
    write_tree(tmp_path / "tree", {"one.md": "1"}, tmp_path / "record")
    before = (tmp_path / "tree/one.md").stat().st_mtime_ns
    assert write_tree(tmp_path / "tree", {"one.md": "1"}, tmp_path / "record") == 0
    assert (tmp_path / "tree/one.md").stat().st_mtime_ns == before


def test_what_is_the_same_as_before_is_shared_with_the_old_folder(tmp_path: Path) -> None:
    files = {"same.txt": b"1", "other.txt": b"2"}
    lay_out(tmp_path / "old", files, Record(tmp_path / "none", tmp_path / "none.json"))
    Record(tmp_path / "old", tmp_path / "old.json").save(files)
    lay_out(tmp_path / "new", {"same.txt": b"1", "other.txt": b"3"}, Record(tmp_path / "old", tmp_path / "old.json"))
    assert (tmp_path / "new/same.txt").samefile(tmp_path / "old/same.txt")
    assert ((tmp_path / "old/other.txt").read_bytes(), (tmp_path / "new/other.txt").read_bytes()) == (b"2", b"3")


def test_a_file_that_somebody_has_changed_in_the_old_folder_is_not_shared(tmp_path: Path) -> None:
    lay_out(tmp_path / "old", {"a": b"1"}, Record(tmp_path / "none", tmp_path / "none.json"))
    Record(tmp_path / "old", tmp_path / "old.json").save({"a": b"1"})
    (tmp_path / "old/a").write_bytes(b"tampered")
    lay_out(tmp_path / "new", {"a": b"1"}, Record(tmp_path / "old", tmp_path / "old.json"))
    assert (tmp_path / "new/a").read_bytes() == b"1"


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "index.html").write_text(text, encoding="utf-8")
    return path


def test_a_new_site_takes_the_place_of_the_old(tmp_path: Path) -> None:
    swap_in(folder(tmp_path / "new", "new"), folder(tmp_path / "site", "old"))
    assert (tmp_path / "site/index.html").read_text(encoding="utf-8") == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_a_swap_that_died_half_way_is_tidied_up(tmp_path: Path) -> None:
    folder(tmp_path / "site.old", "old")
    swap_in(folder(tmp_path / "new", "new"), tmp_path / "site")
    assert (tmp_path / "site/index.html").read_text(encoding="utf-8") == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]
