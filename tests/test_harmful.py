"""What no cell may hold: formulas, in whatever signs, and characters that nobody sees."""

from __future__ import annotations

import pytest

from sourced.data.harmful import is_formula, unseen


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "  =1", "\u3000=1", "\u00a0-2+3", "-2+3+cmd|' /C calc'!A0", "-cmd|' /C calc'!A0",
        "＝1+1", "＋1+1", "－1+1", "＠SUM(1)", "﹣1+1", "﹦1+1", "-5 in all", "--1", "words;=1+1", "words; @SUM(1)", "words|=1",
        "words\t=1", "words;-cmd()", "+8613912345678x", "-1;=1",
    ],
)  # fmt: skip
def test_a_formula_is_known(text: str) -> None:
    assert is_formula(text)


@pytest.mark.parametrize(
    "text", ["-698", "-2.5", "+3", "-2; -1.5; 3", "a = b", "x+y", "well-known", "me@example.org", "one; - two", "−5 in all", "a; b"]
)
def test_a_number_and_a_sentence_are_none(text: str) -> None:
    assert not is_formula(text)


@pytest.mark.parametrize(
    "character",
    [
        "\u2060",
        "\u00ad",
        "\u061c",
        "\U000e0041",
        "\U000e007f",
        "\ufff9",
        "\ufffb",
        "\u3164",
        "\u202e",
        "\u2066",
        "\u200d",
        "\ue000",
        "\x07",
    ],
)
def test_an_invisible_character_is_known(character: str) -> None:
    assert unseen(f"wor{character}ds") == character


def test_what_is_seen_is_none() -> None:
    assert unseen("Words\tand\n中文，（é）☂️ 葛\U000e0100") == ""
