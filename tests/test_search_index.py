"""What can be searched: pages, claims, figures and rows, each with its title in the other language and its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sourced.words.variants import variants_in

Found = list[list[Any]]


def documents(site: Path, folder: str) -> Found:
    text = (site / folder / "search-index.js").read_text(encoding="utf-8")
    return list(json.loads(text.partition("window.searched=")[2].rstrip().removesuffix(";")))


@pytest.fixture
def english(tiny_site: Path) -> Found:
    return documents(tiny_site, "")


def one(found: Found, title: str) -> list[Any]:
    return next(document for document in found if document[0] == title)


def test_a_figure_is_found_by_either_language_and_shown_with_its_period(english: Found) -> None:
    title, other, _, section, figure, address, uses, older = one(english, "rainfall, Coast Station")
    assert (other, section, figure) == ("降雨量 · 海岸站", "weather", "Q2 2023: 298.7 millimetres")
    assert address == "evidence/indicators/rain/#rain-coast-2023-Q2"
    assert title
    assert uses > 0
    assert all(said.split(":")[0] and key.startswith("rain-coast-") for said, key in zip(older[::2], older[1::2], strict=True))


def test_pages_and_their_parts_are_found_with_their_words(english: Found) -> None:
    _, other, text, section, _, address, *_ = one(english, "Rain")
    assert (other, section, address) == ("降雨", "", "")
    assert "Coast Station had 298.7 millimetres" in text


def test_claims_are_found_with_their_verdicts(english: Found) -> None:
    assert {document[4] for document in english if document[5].startswith("evidence/article/weather/#")} >= {"corroborated"}


def test_rows_with_a_page_are_found(english: Found) -> None:
    assert [document for document in english if document[5].startswith("evidence/tables/floods/#")]


@pytest.mark.parametrize("folder", ["", "zh"])
def test_every_address_is_there(tiny_site: Path, folder: str) -> None:
    for document in documents(tiny_site, folder):
        path, _, anchor = document[5].partition("#")
        page = (tiny_site / folder / path / "index.html").read_text(encoding="utf-8")
        assert all(f'id="{name}"' in page for name in (anchor, *document[7][1::2]) if name), document


def test_of_traditional_characters_those_come_whose_simplified_form_is_in_a_text() -> None:
    assert variants_in("可灵, 臺灣") == "灣湾臺台靈灵"
    assert variants_in("Kling") == ""
