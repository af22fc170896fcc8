"""Charts as Vega lays them out: no words on words, lines or marks, and nothing beyond the edge, at both widths, in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

import altair as alt
import pandas as pd
import pytest

from sourced.drawing.canvas import Canvas
from sourced.drawing.specification import vega_lite
from sourced.drawing.theme import Theme
from sourced.evidence.figures import Figures
from sourced.pages.report import Report
from sourced.words.language import Language
from tests.conftest import ROOT
from tests.languages import CHINESE, ENGLISH
from tests.scenes import Scene, scene


def clashes(drawn: Scene) -> Iterator[str]:
    """Words that lie on other words, on points or lines, or on the edge of a bar."""
    yield from (f"{one} lies on {other}" for one, other in combinations(drawn.words, 2) if one.meets(other))
    yield from (f"{one} lies on {other}" for one in drawn.words for other in (*drawn.points, *drawn.lines) if one.meets(other))
    yield from (f"{one} lies on the edge of {bar}" for one in drawn.words for bar in drawn.bars if one.meets(bar) and not one.inside(bar))


@pytest.mark.slow
@pytest.mark.parametrize("language", [ENGLISH, CHINESE], ids=["en", "zh"])
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_no_words_lie_on_anything_and_nothing_leaves_the_drawing(real: Report, size: str, language: Language) -> None:
    found = []
    for plan in real.plans.values():
        canvas = plan.canvas(real.figures, real.theme, language, size)
        drawn = scene(vega_lite(plan.draw(ROOT, canvas), canvas))
        assert drawn.words, plan.id
        found += [f"{plan.id}: {one}" for one in clashes(drawn)]
        found += [
            f"{plan.id}: {one} leaves the drawing" for one in (*drawn.words, *drawn.points, *drawn.bars) if not one.inside(drawn.frame)
        ]
    assert found == []


@pytest.mark.parametrize(
    "panels", [{}, {"facet": alt.Facet("entity:N", columns=2)}, {"column": "entity:N"}], ids=["legend", "facet", "column"]
)
def test_the_title_of_an_axis_stands_below_legends_and_heads_of_panels(rain: Figures, panels: dict[str, Any]) -> None:
    canvas = Canvas(rain, Theme.of({}), ENGLISH, "wide")
    frame = canvas.frame([*rain.series("rain", "coast"), *rain.series("rain", "hill-2")])
    drawn = alt.Chart(frame).mark_bar().encode(x="period:N", y=alt.Y("plotted:Q", title="millimetres"), color="entity:N", **panels)
    assert list(clashes(scene(vega_lite(drawn, canvas)))) == []


def test_names_of_narrow_columns_side_by_side_stay_in_the_middle_of_them(rain: Figures) -> None:
    canvas = Canvas(rain, Theme.of({}), ENGLISH, "narrow")
    frame = pd.concat([canvas.series("rain", "coast").head(1).assign(period=str(year)) for year in range(1996, 2028, 4)])
    words = [one for one in scene(vega_lite(alt.Chart(frame).mark_rect().encode(x="period:O"), canvas)).words if one.text.isdigit()]
    assert len({round(other.left - one.left) for one, other in pairwise(words)}) <= 2


def laid_out(*marks: dict[str, object]) -> Scene:
    """A drawing of 200 by 100 pixels with these marks, each a word in the middle unless it says otherwise."""
    layers = [
        {
            "mark": {"type": "text", **mark} if "type" not in mark else mark,
            "encoding": {"x": {"value": mark.get("x", 100)}, "y": {"value": 50}, "text": {"value": "words"}},
        }
        for mark in marks
    ]
    return scene(json.dumps({"data": {"values": [{}]}, "width": 200, "height": 100, "autosize": "none", "layer": layers}))


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        (({}, {"dx": 20}), "word 'words' at"),
        (({}, {"type": "point", "size": 80}), "lies on point"),
        (({}, {"type": "rule"}), "lies on line"),
        (({}, {"dx": 60}), ""),
    ],
)
def test_words_on_other_things_are_found(marks: tuple[dict[str, object], ...], said: str) -> None:
    found = list(clashes(laid_out(*marks)))
    assert any(said in one for one in found) if said else not found


@pytest.mark.parametrize(("moved", "within"), [(0, True), (95, False)])
def test_words_beyond_the_edge_are_found(moved: int, within: bool) -> None:
    drawn = laid_out({"dx": moved})
    assert drawn.words[0].inside(drawn.frame) is within
