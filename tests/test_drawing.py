"""Charts: what a canvas hands out, and that drawings repeat, carry ids of their own and follow the scheme."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import altair as alt
import pytest

from sourced.data.model import Unit
from sourced.drawing.canvas import Canvas
from sourced.drawing.charts import draw, load_charts
from sourced.drawing.specification import vega_lite
from sourced.drawing.svg import drawn_svg
from sourced.drawing.theme import Theme
from sourced.findings import ReportError
from sourced.pages.report import Report
from sourced.project import Project
from sourced.site.load import load_report
from sourced.system.memo import Memo
from sourced.system.tracking import Tracker
from sourced.words.language import Texts
from tests.languages import CHINESE, ENGLISH, LANGUAGES

COUNT = Unit("count", "compact", Decimal(10**6), Texts({"en.one": "{}", "en.other": "{}"}), Texts({"en": ""}))


@pytest.fixture
def report(tiny: Project) -> Report:
    return load_report(tiny)[0]


def test_a_frame_has_a_row_a_figure_with_words_and_numbers(report: Report) -> None:
    canvas = Canvas(report.figures, report.theme, CHINESE, "narrow")
    frame = canvas.series("rain", "hill-2")
    first = frame.iloc[0]
    assert list(frame["key"]) == ["rain.hill-2.2023-Q1", "rain.hill-2.2023-Q2"]
    assert (first["shown"], first["short"], first["label"]) == ("超过95毫米", "超95", "山丘二站 · 2023年Q1：超过95毫米")
    assert (first["value"], first["unit"], first["tick"], first["exact"]) == (95.0, "毫米", "Q1|2023", False)


def test_a_chart_that_does_not_ask_how_wide_it_is_is_set_out_once_and_drawn_as_if_it_had_asked(
    tiny: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    module = tiny.charts / "rain.py"
    text = module.read_text(encoding="utf-8")
    drawn, calls = [], []
    for asks in ("", "canvas.narrow, "):
        module.write_text(text.replace("    colours = ", f"    print({asks}'set out')\n    colours = "), encoding="utf-8")
        report = load_report(tiny)[0]
        drawn.append(draw(report.plans["rain-by-station"], report.figures, report.theme, CHINESE, tmp_path, tiny.root)())
        calls.append(capsys.readouterr().out.count("set out"))
    assert calls == [1, 2]
    assert drawn[0] == drawn[1]


def test_a_canvas_makes_a_frame_of_the_same_figures_anew_for_whoever_asks(report: Report) -> None:
    canvas = Canvas(report.figures, report.theme, ENGLISH, "wide")
    frame = canvas.series("rain", "coast")
    frame["short"] = "changed"
    assert "changed" not in set(canvas.series("rain", "coast")["short"])


def test_what_a_canvas_hands_out_is_remembered(report: Report) -> None:
    canvas = Canvas(report.figures, report.theme, ENGLISH, "wide")
    canvas.series("rain", "coast")
    canvas.rows("sources", show=["title"])
    assert list(canvas.used) == ["rain.coast.2023-Q1", "rain.coast.2023-Q2"]
    assert [len(rows) for _, rows in canvas.rows_used.values()] == [2]


def test_an_entity_without_a_colour_takes_its_owners(report: Report) -> None:
    theme = Theme({"coast": ("#123456", "#abcdef"), "other": ("#000000", "#ffffff")})
    canvas = Canvas(report.figures, theme, ENGLISH, "wide")
    assert canvas.owner("coast") == "coast"
    assert canvas.owner("hill-2") == "other"


def test_a_drawing_repeats_byte_for_byte_with_and_without_the_cache(report: Report, tmp_path: Path) -> None:
    plan = report.plans["rain-by-station"]
    root = report.project.root
    cold, warm, elsewhere = (draw(plan, report.figures, report.theme, ENGLISH, tmp_path / cache, root)() for cache in ("a", "a", "b"))
    assert cold.svgs == warm.svgs == elsewhere.svgs


def test_wide_and_narrow_drawings_share_no_id(report: Report, tmp_path: Path) -> None:
    plan = report.plans["rain-by-station"]
    drawing = draw(plan, report.figures, report.theme, ENGLISH, tmp_path, report.project.root)()
    assert drawing.svgs["wide"] != drawing.svgs["narrow"]
    assert 'viewBox="0 0 960 ' in drawing.svgs["wide"]
    assert 'viewBox="0 0 350 ' in drawing.svgs["narrow"]


def test_two_charts_of_one_name_are_refused(tiny: Project) -> None:
    (tiny.charts / "twin.py").write_text((tiny.charts / "rain.py").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ReportError, match=r'names a chart "rain-by-station" as charts/rain\.py does'):
        load_charts(tiny.charts, tiny.root, LANGUAGES, Memo(Tracker()))


@pytest.mark.parametrize(
    "row", ["rain,hill-2,2023-Q3,,,80,exact,high,office-2023,,\n", "rain,coast,2023-Q3,,,0,exact,high,office-2023,,\n"]
)
def test_a_chart_draws_with_a_row_added(tiny: Project, row: str) -> None:
    with (tiny.data / "observations.csv").open("a", encoding="utf-8") as file:
        file.write(row)
    report = load_report(tiny)[0]
    plan = report.plans["rain-by-station"]
    drawing = draw(plan, report.figures, report.theme, ENGLISH, tiny.build, tiny.root)()
    assert len(drawing.used) == 5


def test_numbers_that_are_read_keep_their_decimals(tmp_path: Path) -> None:
    made = '{"data":{"values":[{"t":"0.084"}]},"mark":"text","encoding":{"text":{"field":"t"},"x":{"value":10.12345}}}'
    drawn = drawn_svg(made, tmp_path, "x-", "mark")().svg
    assert ">0.084<" in drawn
    assert "10.12345" not in drawn


def test_a_drawing_speaks_the_language_of_its_page(report: Report, tmp_path: Path) -> None:
    plan = report.plans["rain-by-station"]
    drawn = draw(plan, report.figures, report.theme, CHINESE, tmp_path, report.project.root)().svgs["wide"]
    assert 'aria-roledescription="图形"' in drawn
    assert not re.search(r'aria-(label|roledescription)="[A-Za-z -]+"', drawn)


def test_what_is_exact_reads_alike_on_an_axis(report: Report) -> None:
    canvas = Canvas(report.figures, report.theme, ENGLISH, "wide")
    rain = report.figures.observed("rain", "coast", "2023-Q1")
    shares = [
        report.figures.computed("x", (rain,), Decimal(value), "percent", 1, "exact", form="product") for value in ("16", "14.9", "9.5")
    ]
    assert list(canvas.frame(shares[:2])["short"]) == ["16.0%", "14.9%"]
    assert list(canvas.frame(shares)["short"]) == ["16.0%", "14.9%", "9.5%"]
    assert list(canvas.frame(shares)["shown"]) == ["16.0%", "14.9%", "9.5%"]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        (("20.2", "39.54"), ["20.20 million", "39.54 million"]),
        (("20.2", "3.954"), ["20.2 million", "3.954 million"]),
        (("0.0107", "0.0103"), ["10,700", "10,300"]),
    ],
)
def test_amounts_in_words_read_alike_where_they_are_alike_in_size(report: Report, values: tuple[str, ...], shown: list[str]) -> None:
    canvas = Canvas(report.figures, report.theme, ENGLISH, "wide")
    rain = report.figures.observed("rain", "coast", "2023-Q1")
    amounts = [replace(rain, value=Decimal(one), unit=COUNT, decimals=4) for one in values]
    assert list(canvas.frame(amounts)["shown"]) == shown


def test_a_chart_may_be_narrower_than_most(report: Report) -> None:
    plan = replace(report.plans["rain-by-station"], wide=640)
    assert plan.canvas(report.figures, report.theme, ENGLISH, "wide").width == 640
    assert plan.canvas(report.figures, report.theme, ENGLISH, "narrow").width == 350


def test_a_mark_without_words_and_a_word_that_is_drawn_are_hidden_from_the_ear(report: Report, tmp_path: Path) -> None:
    canvas = Canvas(report.figures, report.theme, CHINESE, "wide")
    base = alt.Chart(canvas.series("rain", "coast")).encode(x="tick:N", y="plotted:Q")
    drawn = alt.layer(base.mark_rule(), base.mark_bar().encode(description="label:N"), base.mark_text().encode(text="short:N"))
    labels = re.findall(r'aria-label="([^"]*)"', drawn_svg(vega_lite(drawn, canvas), tmp_path, "x-", "图形")().svg)
    assert labels == list(canvas.series("rain", "coast")["label"])
