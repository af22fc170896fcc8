"""What a name can hold can be set: in charts, cards and PDF, in one font; what no font has is told of, and a box stands there."""

from __future__ import annotations

from datetime import date

import pytest

from sourced.data.glyphs import BOX, boxed, missing_in
from sourced.outputs.pdf import typeset
from sourced.project import Project
from sourced.site.build import check


@pytest.mark.parametrize(
    "text",
    [
        "陈喆",
        "堃昇玥芃翀龘",
        "臺灣體騰訊業績",
        "㐂𠮷",
        "カカオ東京ヶ々",
        "카카오 펲",
        "Правда ΑΒΓ Ђ",
        "Ấn Độ",
        "₹₽₩€",
        "✓✕◐①",
        "10¹⁰ m₂",
        "Հայ",
    ],
)
def test_what_names_and_titles_hold_is_set_as_it_is(text: str) -> None:
    assert missing_in(text) == []
    assert boxed(text) == text


def test_what_the_font_lacks_is_a_box_and_what_nobody_sees_goes() -> None:
    assert missing_in("x𓀀ب🙂") == ["𓀀", "ب", "🙂"]
    assert boxed("x𓀀 e\u20f0🙂\n") == f"x{BOX} e{BOX}\n"


def test_a_cell_with_a_sign_that_no_font_has_is_a_warning_with_its_place(tiny: Project) -> None:
    file = tiny.data / "sources.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("Weather Office", "Weather 𓀀 Office"), encoding="utf-8")
    said = [one for one in check(tiny).warnings if "U+13080" in one.found or "U+13000" in one.found]
    assert said
    assert {(one.file, one.column) for one in said} == {("data/sources.csv", "publisher")}


def test_a_book_is_set_whatever_its_words_hold() -> None:
    assert typeset('#set document(title: "x")\n= 陈喆 𓀀 ✕', date(2026, 1, 1)).startswith(b"%PDF")
