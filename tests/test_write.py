"""Writing: only what changed, and the site as a whole or not at all."""

from pathlib import Path

from sourced.write import swap_in, write_tree


def test_a_tree_holds_exactly_the_files_given(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a/one.md": "1", "two.bin": b"2"})
    assert write_tree(tmp_path, {"two.bin": b"2", "three.md": "3"}) == 2
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()) == ["three.md", "two.bin"]


def test_a_file_that_is_as_it_should_be_is_not_touched(tmp_path: Path) -> None:
    write_tree(tmp_path, {"one.md": "1"})
    before = (tmp_path / "one.md").stat().st_mtime_ns
    assert write_tree(tmp_path, {"one.md": "1"}) == 0
    assert (tmp_path / "one.md").stat().st_mtime_ns == before


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
