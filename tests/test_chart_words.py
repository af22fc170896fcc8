"""What is said of a chart: to the ear its finding and range, beside it what its signs mean."""

import pytest
from markupsafe import Markup

from sourced.drawing.charts import Drawing, draw
from sourced.pages.chart_words import description, signs_explained
from sourced.pages.report import Report
from sourced.project import Project
from sourced.site.load import load_report
from sourced.words.language import Language
from tests.languages import CHINESE, ENGLISH


@pytest.fixture
def report(tiny: Project) -> Report:
    return load_report(tiny)[0]


def words(*texts: str) -> Drawing:
    return Drawing({}, {"wide": "".join(f'<text x="0">{text}</text>' for text in texts)}, (), {}, "")


@pytest.mark.parametrize(
    ("language", "texts", "said"),
    [
        (ENGLISH, ["&gt;95", "12"], "“>”: more than."),
        (ENGLISH, ["~1.8?", "Q1 2025"], "“~”: about; “?”: rests on one weak source."),
        (ENGLISH, ["est. 3.2", "Runway?", "-> 2"], ""),
        (CHINESE, ["超95", "约180（存疑）"], ""),
    ],
)
def test_a_sign_that_is_no_word_is_explained_where_it_is_used(language: Language, texts: list[str], said: str) -> None:
    assert signs_explained(words(*texts), language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (ENGLISH, "Rain fell. By station. rainfall, Q1 2023 to Q2 2023: lowest over 95 millimetres, highest 298.7 millimetres."),
        (CHINESE, "Rain fell。By station。降雨量，2023年Q1至2023年Q2：最低超过95毫米，最高298.7毫米。"),
    ],
)
def test_the_words_for_the_ear_are_title_and_range(report: Report, language: Language, said: str) -> None:
    drawing = draw(report.plans["rain-by-station"], report.figures, report.theme, language, report.project.build, report.project.root)()
    texts = {"title": Markup("Rain fell"), "subtitle": Markup("By station"), "note": Markup("")}
    assert description(texts, drawing, report.figures, language) == said
