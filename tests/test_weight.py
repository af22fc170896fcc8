"""What a first view weighs, and that the document says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.weight import BUDGET, LINE, first_view, told, weighed

ROOT = Path(__file__).parent.parent


def test_every_page_is_within_the_budget_and_the_document_says_what_that_comes_to(real_site: Path) -> None:
    pages = weighed(real_site)
    assert len(pages) > 400
    assert not [page for size, requests, page in pages if size > BUDGET[0] or requests > BUDGET[1]]
    (line,) = LINE.findall((ROOT / "PUBLISHING.md").read_text(encoding="utf-8"))
    said, found = ([float(number) for number in re.findall(r"[\d.]+\d", text)] for text in (line, told(pages)))
    assert said == pytest.approx(found, rel=0.15), "run: python benchmarks/weight.py --write"


@pytest.mark.parametrize("address", ["assets/site.css", "/assets/site.css", "/report/assets/site.css"])
def test_addresses_are_found_in_a_site_wherever_it_lies(tmp_path: Path, address: str) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/site.css").write_text("p { color: red }", encoding="utf-8")
    (page := tmp_path / "404.html").write_text(f'<link rel="stylesheet" href="{address}">', encoding="utf-8")
    assert first_view(tmp_path, page)[1] == 2
    page.write_text('<link rel="stylesheet" href="/assets/none.css">', encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        first_view(tmp_path, page)
