"""Charts as pictures: words in the picture, real colours, lines that fit, the same bytes twice."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourced.drawing.images import Caption, picture, png, wrapped
from sourced.drawing.theme import Theme

THEME = Theme({"accent": ("#c00000", "#ff8080"), "paper": ("#ffffff", "#000000"), "ink": ("#111111", "#eeeeee")})
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="marks" width="300" height="90" viewBox="0 0 300 90"><path fill="var(--accent)"/></svg>'
)


def test_a_picture_carries_its_words_and_real_colours() -> None:
    made = picture(SVG, Caption("Rain & wind", "By station", "Sources: Weather Office", "Rain"), THEME)
    assert 'fill="#c00000"' in made
    assert "var(" not in made
    for words in ("Rain &amp; wind", "By station", "Sources: Weather Office"):
        assert words in made


def test_the_palette_follows_the_scheme_with_and_without_light_dark() -> None:
    both, plain = Theme({"ink": ("#111", "#eee")}).css().split("\n")
    assert both == ":root{--ink:light-dark(#111,#eee);}"
    assert plain == (
        "@supports not (color:light-dark(#000,#fff)){:root{--ink:#111;}"
        '@media screen and (prefers-color-scheme:dark){:root:where(:not([data-scheme="light"])){--ink:#eee;}}'
        '@media screen{:root:where([data-scheme="dark"]){--ink:#eee;}}}'
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Kling has kept shipping all year", ["Kling has kept", "shipping all", "year"]),
        ("可灵持续发布新版本，按季推出。", ["可灵持续发布新版", "本，按季推出。"]),
        ("", []),
    ],
)
def test_words_are_broken_to_fit(text: str, lines: list[str]) -> None:
    assert wrapped(text, 160, 20) == lines


@given(st.text(max_size=200))
def test_no_word_is_lost(text: str) -> None:
    assert "".join("".join(wrapped(text, 120, 14)).split()) == "".join(text.split())


def test_a_png_is_twice_the_size_and_kept(tmp_path: Path) -> None:
    made = picture(SVG, Caption("雨", "按站", "", ""), THEME)
    first = png(made, tmp_path)()
    assert first.startswith(b"\x89PNG")
    assert int.from_bytes(first[16:20]) == 2 * (300 + 48)
    assert png(made, tmp_path)() == first
    assert [path.suffix for path in tmp_path.iterdir()] == [".png"]
