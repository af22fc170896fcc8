"""Charts of many kinds (`tests/gallery`): what Altair draws comes through in both languages and widths, or is refused with the reason."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import altair as alt
import pandas as pd
import pytest
from selectolax.lexbor import LexborHTMLParser

from sourced.drawing.canvas import Canvas
from sourced.drawing.charts import Drawing, draw
from sourced.drawing.engine import Engine
from sourced.drawing.fitting import MORE, width_of
from sourced.drawing.specification import vega_lite
from sourced.drawing.svg import drawn_svg
from sourced.drawing.theme import DEFAULTS, SERIES, Theme
from sourced.findings import ReportError
from sourced.pages.report import Report
from sourced.site.load import load_report
from tests.conftest import GALLERY, copy_report
from tests.languages import CHINESE, ENGLISH, LANGUAGES
from tests.scenes import scene
from tests.test_theme import contrast

KINDS = (
    "box-plots", "facet-grid", "facet-wrapped", "flows", "heat-map", "heat-map-of-signs", "line-with-a-gap", "log-scale", "long-names",
    "long-names-upright", "many-lines", "map-of-rain", "map-of-visitors", "pie", "side-by-side", "stacked-areas", "transformed-fold",
    "transformed-stack", "transformed-sum", "two-axes",
)  # fmt: skip
NOT_EXPLORED = ("flows", "log-scale", "long-names", "long-names-upright", "map-of-visitors", "pie")
"""Of rows that are no figures, or of too few figures to choose from."""


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return load_report(copy_report(GALLERY, tmp_path_factory.mktemp("gallery")))[0]


@pytest.fixture(scope="session")
def drawings(gallery: Report) -> dict[tuple[str, str], Drawing]:
    """Every chart in every language."""
    started = {
        (language.code, plan.id): draw(plan, gallery.figures, gallery.theme, language, gallery.project.build, gallery.project.root)
        for language in LANGUAGES
        for plan in gallery.plans.values()
    }
    return {key: waited() for key, waited in started.items()}


def test_the_gallery_has_these_kinds(gallery: Report) -> None:
    assert tuple(sorted(gallery.plans)) == KINDS


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_fills_its_canvas_and_cuts_no_word_off(kind: str, gallery: Report, drawings: dict[tuple[str, str], Drawing]) -> None:
    for language in LANGUAGES:
        for size, drawn in drawings[language.code, kind].svgs.items():
            canvas = gallery.plans[kind].canvas(gallery.figures, gallery.theme, language, size)
            assert abs(width_of(drawn) - canvas.width) <= MORE, (language.code, size)
            laid_out = scene(drawings[language.code, kind].specs[size])
            assert [str(one) for one in laid_out.words if not one.inside(laid_out.frame)] == [], (language.code, size)
            assert [f"{one} on {other}" for one, other in combinations(laid_out.words, 2) if one.meets(other)] == [], (language.code, size)
            assert "…" not in "".join(one.text for one in laid_out.words)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_drawn_in_colours_of_the_palette_alone(kind: str, gallery: Report, drawings: dict[tuple[str, str], Drawing]) -> None:
    for drawn in drawings["en", kind].svgs.values():
        colours = set(re.findall(r'(?:fill|stroke|stop-color)="([^"]*)"', drawn)) - {"none", "transparent"}
        colours = {one for one in colours if not one.startswith(("url(", "color-mix(", "var("))}
        assert colours == set()
        assert set(re.findall(r"var\(--([\w-]+)\)", drawn)) <= gallery.theme.palette.keys()
        assert not re.search(r"var\(|color-mix", gallery.theme.resolved(drawn))


def test_names_have_one_place_and_one_colour_in_both_languages(drawings: dict[tuple[str, str], Drawing]) -> None:
    def colours(code: str) -> list[str]:
        return re.findall(r'<path aria-label="[^"]*"[^>]*fill="([^"]*)"', drawings[code, "pie"].svgs["wide"])

    assert colours("en") == colours("zh") == [f"var(--{name})" for name in SERIES[:5]]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_words_a_table_and_files(kind: str, gallery_site: Path, drawings: dict[tuple[str, str], Drawing]) -> None:
    for prefix, code in (("", "en"), ("zh/", "zh")):
        drawing = drawings[code, kind]
        page = LexborHTMLParser((gallery_site / prefix / "charts" / kind / "index.html").read_text(encoding="utf-8"))
        for drawn in page.css("svg.drawing"):
            assert re.search(r"\d", drawn.attributes.get("aria-label") or drawn.text()), "words without a number"
        rows = len(drawing.used) or sum(len(found) for _, found in drawing.rows_used.values())
        assert len(page.css(".tools tbody tr")) >= rows > 0
        files = gallery_site / prefix / "charts"
        assert all(
            (files / f"{kind}{ending}").stat().st_size > 100 for ending in (".svg", ".png", ".csv", ".json", ".phone.svg", ".phone.png")
        )
        with (files / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == rows
        taken = json.loads((files / f"{kind}.json").read_text(encoding="utf-8"))
        assert "var(--" not in json.dumps(taken)
        assert bool(drawing.explored) is (kind not in NOT_EXPLORED)


def test_a_gap_in_a_line_is_a_gap(drawings: dict[tuple[str, str], Drawing]) -> None:
    paths = re.findall(r'<path d="(M[^"]*)" stroke="var\(--series-1\)"', drawings["en", "line-with-a-gap"].svgs["wide"])
    assert [one.count("L") + 1 for one in paths] == [3, 6]


def test_each_row_of_a_stacked_area_says_its_words_and_the_area_stays_whole(drawings: dict[tuple[str, str], Drawing]) -> None:
    drawn = drawings["en", "stacked-areas"].svgs["wide"]
    assert len(re.findall(r'aria-label="[A-Z]', drawn)) == 160
    assert len(set(re.findall(r'fill="var\(--(series-\d+)\)"', drawn))) == 20


def test_months_and_days_are_of_the_language(drawings: dict[tuple[str, str], Drawing]) -> None:
    words = re.findall(r">([^<]+)</text>", drawings["zh", "heat-map"].svgs["wide"] + drawings["zh", "two-axes"].svgs["wide"])
    assert not [one for one in words if re.search("[A-Za-z]{3}", one)]


@pytest.mark.parametrize("scheme", [0, 1])
def test_the_generators_own_colours_stand_out(scheme: int) -> None:
    ground = {"paper", "rule", "ink-faint"} | {one for one in DEFAULTS if one.startswith(("ramp", "diverging"))}
    assert not [name for name in DEFAULTS.keys() - ground if contrast(DEFAULTS[name][scheme], DEFAULTS["paper"][scheme]) < 3]


def test_a_reports_colour_goes_before_the_generators() -> None:
    theme = Theme.of({"accent": ("#123456", "#abcdef", "#000000")}, {"light": "light", "dark": "dark", "night": "dark"})
    assert theme.palette["accent"] == ("#123456", "#abcdef", "#000000")
    assert theme.palette["ink"] == (*DEFAULTS["ink"], DEFAULTS["ink"][1])


def test_a_mixed_colour_is_a_real_one_outside_the_site() -> None:
    theme = Theme({"low": ("#000", "#fff"), "high": ("#ffffff", "#000000")})
    assert theme.resolved('fill="color-mix(in srgb,var(--low) 75%,var(--high))"') == 'fill="#404040"'
    assert theme.resolved('fill="color-mix(in srgb,var(--low) 75%,var(--high))"', dark=True) == 'fill="#bfbfbf"'


def test_the_engine_that_has_died_is_started_anew() -> None:
    engine = Engine()
    try:
        asked = json.dumps({"data": {"values": [{}]}, "mark": "point"})
        first = engine.svg(asked).result()
        assert engine._process is not None
        engine._process.kill()
        assert engine.svg(asked).result() == first
    finally:
        engine.stop()


def test_a_chart_that_is_compiled_without_its_rows_is_drawn_as_with_them(drawings: dict[tuple[str, str], Drawing]) -> None:
    used, fresh = Engine(), Engine()
    asked = {(key, size): spec for key, drawing in drawings.items() for size, spec in drawing.specs.items()}
    try:
        for at, spec in asked.items():
            once, twice, thrice = (used.svg(spec).result() for _ in range(3))
            assert _without_ids(once) == _without_ids(twice) == _without_ids(thrice), at
        for at, spec in asked.items():
            chart = json.loads(spec)
            for rows in chart["datasets"].values():
                del rows[-1]
            fewer = json.dumps(chart)
            assert _without_ids(used.svg(fewer).result()) == _without_ids(fresh.svg(fewer).result()), at
    finally:
        used.stop()
        fresh.stop()


def _without_ids(svg: str) -> str:
    """A drawing without the numbers that the engine counts on with."""
    return re.sub(r"(?<=[\"#])(clip|gradient_)\d+", r"\1", svg)


def test_times_stand_where_they_do_in_every_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    days = [{"day": f"2024-0{month}-01T00:00:00", "value": month} for month in (1, 3, 6)]
    axes = {"x": {"field": "day", "type": "temporal"}, "y": {"field": "value", "type": "quantitative"}}
    asked = json.dumps({"data": {"values": days}, "mark": "line", "encoding": axes})
    drawn = []
    for zone in ("UTC", "America/New_York"):
        monkeypatch.setenv("TZ", zone)
        drawn.append((one := Engine()).svg(asked).result())
        one.stop()
    assert drawn[0] == drawn[1]


def test_a_map_that_has_changed_is_drawn_anew(tmp_path: Path) -> None:
    project = copy_report(GALLERY, tmp_path)
    package = load_report(project)[0].figures.model.package
    with package.tracker.recording() as seen:
        package.content("maps/isles.geojson")
    (piece,) = seen
    before = package.tracker.digest(piece)
    (project.data / "maps/isles.geojson").write_text('{"type":"FeatureCollection","features":[]}', encoding="utf-8")
    assert load_report(project)[0].figures.model.package.tracker.digest(piece) != before


@pytest.fixture
def refusal(gallery: Report) -> Callable[[str], str]:
    """What is said of a chart whose function has this body, `frame` being rain of the isles, to be drawn for a phone."""

    def said(body: str) -> str:
        module = gallery.project.charts / "extra.py"
        head = "import altair as alt\nimport pandas as pd\nfrom sourced.drawing.charts import chart\n\n\n"
        declared = '@chart(section="isles", title={"en": "A", "zh": "甲"}, subtitle={"en": "B", "zh": "乙"})\ndef extra(canvas):\n'
        got = '    frame = canvas.frame(one for isle in ("ard", "bel") for one in canvas.figures.series("rain", isle))\n'
        module.write_text(f"{head}{declared}{got}    base = alt.Chart(frame)\n    return {body}\n", encoding="utf-8")
        try:
            report = load_report(gallery.project)[0]
            draw(report.plans["extra"], report.figures, report.theme, ENGLISH, gallery.project.build, gallery.project.root)()
        except ReportError as error:
            return str(error)
        finally:
            module.unlink()
        return ""

    return said


POINTS = 'mark_point().encode(x="plotted:Q", y="entity:N")'


@pytest.mark.parametrize(
    ("body", "found", "fix"),
    [
        (f"base.{POINTS}", "", ""),
        (f"base.{POINTS}.interactive()", "lets readers choose by", "readers choose by Explore"),
        (f'base.{POINTS}.add_params(alt.param(name="p", value=1, bind=alt.binding_range()))', 'lets readers choose by "p"', "Explore"),
        (f'alt.Chart("https://example.org/a.csv").{POINTS}', "takes its data from https://example.org/a.csv", "in data/"),
        (f'alt.Chart("data/observations.csv").{POINTS}', "neither GeoJSON nor TopoJSON", "take figures from the canvas"),
        ('alt.Chart(alt.topo_feature("data/maps/none.json", "a")).mark_geoshape()', "is no file in data/", "hold the map"),
        ('alt.Chart(alt.topo_feature("data/../mkdocs.yml", "a")).mark_geoshape()', "is no file in data/", "hold the map"),
        ('alt.Chart(alt.topo_feature("data/maps/isles.topojson", "isle")).mark_geoshape()', 'draws "isle", which its map has', '"isles"'),
        ('base.mark_image().encode(x="plotted:Q", url="entity:N")', "draws pictures (mark_image)", "mark_point"),
        ('base.mark_line().encode(x="tick:N", y=alt.Y("plotted:Q", impute={"value": 0}))', "fills in values", "leave it out"),
        ('base.mark_line().encode(y=alt.Y(alt.repeat(), type="quantitative")).repeat(["plotted"])', "repeats a view", "facet"),
        ('base.transform_sample(5).mark_point().encode(x="plotted:Q")', "draws some of its rows by chance", "condition"),
        (f"base.{POINTS}.properties(width=900)", "is 9", "leave widths out"),
        ('base.mark_bar().encode(x="plotted:Q", row="entity:N", column="tick:N")', "pixels for each panel", "make fewer panels"),
        ('base.mark_bar(color=canvas.colour("acent")).encode(x="plotted:Q")', 'takes the colour "acent"', 'use "accent"'),
        (
            'alt.Chart(pd.concat([frame, canvas.series("sea", "ard")])).mark_bar().encode(x="plotted:Q", y="tick:N")',
            'sets "plotted" in mm and in °C on one scale', "one frame",
        ),
        (
            'alt.Chart(frame.drop(3)).mark_area().encode(x="middle:T", y="plotted:Q", color="entity:N")',
            "stacks Ard as nothing in Apr 2023", "canvas.shared",
        ),
        (
            'alt.Chart(canvas.frame(one for key in canvas.figures.model.series if key[0] in ("catch", "staff") '
            'for one in canvas.figures.series(*key))).mark_point().encode(x="value:Q", color="entity:N")',
            "tells 23 things", "put the smaller ones together",
        ),
    ],
)  # fmt: skip
def test_what_can_not_be_drawn_is_refused_with_the_reason(refusal: Callable[[str], str], body: str, found: str, fix: str) -> None:
    said = refusal(body)
    if not found:
        assert said == ""
        return
    assert said.startswith("charts/extra.py:")
    assert "extra" in said.split(": ", 1)[1]
    assert found in said
    assert fix in said


def test_a_chart_of_nothing_that_the_canvas_gave_is_refused(tmp_path: Path) -> None:
    project = copy_report(GALLERY, tmp_path)
    text = (project.charts / "isles.py").read_text(encoding="utf-8")
    start, end = (
        text.index('    frame = pd.concat([canvas.series("catch", one, since'),
        text.index("    return (\n        alt.Chart(frame).mark_arc"),
    )
    typed = '    frame = pd.DataFrame({"plotted": [1], "entity": ["a"], "label": ["b"]})\n'
    (project.charts / "isles.py").write_text(text[:start] + typed + text[end:], encoding="utf-8")
    report = load_report(project)[0]
    with pytest.raises(ReportError, match="pie: draws nothing that the canvas gave it"):
        draw(report.plans["pie"], report.figures, report.theme, ENGLISH, project.build, project.root)()


def drawn_of(gallery: Report, tmp_path: Path, made: Callable[[pd.DataFrame], alt.TopLevelMixin]) -> Iterator[str]:
    """A chart of January's rain at each width."""
    for size in ("wide", "narrow"):
        canvas = Canvas(gallery.figures, gallery.theme, CHINESE, size)
        frame = canvas.frame(one for isle in ("ard", "bel", "corr") for one in gallery.figures.series("rain", isle))
        yield drawn_svg(vega_lite(made(frame), canvas), tmp_path, "x-", "图形")().svg


@pytest.mark.parametrize(
    "made",
    [
        lambda frame: alt.Chart(frame).mark_line().encode(x="middle:T", y="plotted:Q", column="entity:N"),
        lambda frame: alt.Chart(frame).mark_line().encode(x="middle:T", y="plotted:Q").facet("entity:N", columns=3),
        lambda frame: alt.concat(*[alt.Chart(frame).mark_bar().encode(x="plotted:Q", y="entity:N")] * 4, columns=2),
        lambda frame: alt.hconcat(*[alt.Chart(frame).mark_bar().encode(x="plotted:Q", y="entity:N")] * 2) & alt.Chart(frame).mark_bar(),
        lambda frame: (
            alt.layer(*[alt.Chart(frame).mark_area(), alt.Chart(frame).mark_rule()]).encode(x="middle:T", y="plotted:Q").facet("entity:N")
        ),
        lambda frame: alt.Chart(frame).mark_bar().encode(x="plotted:Q", color=alt.Color("plotted:Q", bin=True)),
        lambda frame: alt.Chart(frame).mark_bar().encode(x="plotted:Q", color=alt.Color("plotted:Q", scale=alt.Scale(scheme="viridis"))),
        lambda frame: alt.Chart(frame).mark_errorband().encode(x="middle:T", y="plotted:Q", description="label:N"),
        lambda frame: alt.Chart(frame).mark_tick().encode(x="middle:T", size="plotted:Q", opacity="entity:N", shape="entity:N"),
    ],
    ids=["column", "facet", "concat", "nested", "layers in panels", "bins", "scheme", "summary", "channels"],
)  # fmt: skip
def test_other_ways_of_altair_fill_the_canvas_and_speak_the_language(
    gallery: Report, tmp_path: Path, made: Callable[[pd.DataFrame], alt.TopLevelMixin]
) -> None:
    for width, drawn in zip((960, 350), drawn_of(gallery, tmp_path, made), strict=True):
        assert abs(width_of(drawn) - width) <= MORE
        assert not re.search(r'aria-label="[A-Za-z]', drawn)
        assert not re.search(">(plotted|entity|middle|label)<", drawn)


def test_an_axis_of_whole_years_names_them(drawings: dict[tuple[str, str], Drawing]) -> None:
    for size, svg_of in drawings["zh", "stacked-areas"].svgs.items():
        years = re.findall(r">(20\d\d)</text>", svg_of)
        assert years == sorted(set(years)), size
        assert years[:1] == ["2016"], size
