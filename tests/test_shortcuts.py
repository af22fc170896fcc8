"""The shorter ways through Altair: they are taken, and lead where its own do."""

import json
import subprocess
import sys
from pathlib import Path

import altair as alt
import pytest
from altair.utils.schemapi import SchemaValidationError

from sourced.drawing.canvas import WIDTHS
from sourced.drawing.charts import _imported
from sourced.drawing.shortcuts import take_shortcuts
from sourced.drawing.specification import _as_dict
from sourced.project import Project
from sourced.site.load import load_report
from tests.conftest import GALLERY, ROOT


@pytest.fixture(autouse=True)
def _short() -> None:
    assert take_shortcuts(), "try the shortcuts with this Altair, and say so in TRIED"


def charts_of(root: Path, *, short: bool) -> str:
    """All charts of a report in all languages and widths, as Altair's functions give them."""
    report = load_report(Project(root))[0]
    found = {}
    for plan in report.plans.values():
        module = _imported(root / plan.file, plan.source)
        for language in report.languages:
            for size in WIDTHS:
                canvas = plan.canvas(report.figures, report.theme, language, size)
                made = plan.draw(root, canvas) if short else vars(module)[plan.function](canvas)
                found[f"{plan.id} {language.code} {size}"] = _as_dict(made)
    return json.dumps(found, sort_keys=True, default=str)


@pytest.mark.slow
@pytest.mark.parametrize("root", [ROOT, GALLERY], ids=lambda one: one.name)
def test_every_chart_is_as_altair_alone_makes_it(root: Path) -> None:
    asked = f"from pathlib import Path; from tests.test_shortcuts import charts_of; print(charts_of(Path({str(root)!r}), short=False))"
    alone = subprocess.run(  # noqa: S603
        [sys.executable, "-c", asked], cwd=ROOT, check=True, capture_output=True, encoding="utf-8"
    )
    assert charts_of(root, short=True) == alone.stdout.strip()


def test_a_word_for_a_channel_is_that_channel() -> None:
    words = {"x": "a:Q", "y": "sum(b):Q", "color": "c:N", "text": "d:N", "tooltip": ["a:Q", "d:N"]}
    data = [{"a": 1, "b": 2, "c": "x", "d": "y"}]
    tooltip = [alt.Tooltip("a:Q"), alt.Tooltip("d:N")]
    channels = alt.X("a:Q"), alt.Y("sum(b):Q"), alt.Color("c:N"), alt.Text("d:N")
    made = alt.Chart(alt.Data(values=data)).mark_bar().encode(**words)
    plain = alt.Chart(alt.Data(values=data)).mark_bar().encode(*channels, tooltip=tooltip)
    assert made.to_dict() == plain.to_dict()


def test_a_copy_of_a_chart_is_one_of_its_own() -> None:
    base = alt.Chart(alt.Data(values=[{"a": 1}])).encode(x="a:Q")
    span = alt.selection_interval(name="span", bind="scales")
    whole = alt.vconcat(alt.layer(base.mark_bar().add_params(span), base.mark_text().encode(text="a:Q")), base.mark_point(color="red"))
    copy = whole.copy()
    assert copy.to_dict() == whole.to_dict()
    copy.vconcat[1].mark.color = "blue"
    assert whole.to_dict() != copy.to_dict()


def test_what_a_schema_refuses_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(SchemaValidationError, match="nowhere"):
            alt.Chart().mark_text(baseline="nowhere")  # type: ignore[arg-type]
