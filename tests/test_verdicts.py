"""Verdicts rest on evidence, sentences on rows; what does not is refused with its place and a remedy."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sourced.evidence.figures import Figures
from sourced.evidence.verdicts import checked_claims
from sourced.findings import ReportError
from sourced.project import Project
from sourced.site.build import check
from sourced.site.compose import compose
from sourced.site.load import load_report

Edit = Callable[[str, str, str], None]
CLAIMS, FORECASTS, SCORECARD = "data/claims.csv", "data/forecasts.csv", "data/scorecard.csv"


def test_claims_come_in_the_order_of_the_article_with_their_evidence(rain: Figures) -> None:
    found = checked_claims(rain)
    assert [one.verdict for one in found] == ["corroborated", "contradicted", "corrected", "unverifiable", "opinion", "forecast"]
    assert [test.holds for one in found for test in one.tests] == [True, False]
    assert [len(one.supports) for one in found] == [1, 0, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "column", "found"),
    [
        (CLAIMS, ",corroborated,rain.coast.2023-Q2 >= claim,rain.coast.2023-Q2,", ",corroborated,,,", 2, "supports", "is empty"),
        (
            CLAIMS,
            ",corrected,,floods:spring-flood,count(floods date=2023),",
            ",corrected,,floods:spring-flood,,",
            4,
            "contradicts",
            "is empty",
        ),
        (CLAIMS, ",corroborated,rain", ",contradicted,rain", 2, "verdict", "goes against the test, which holds"),
        (CLAIMS, "contradicted,rain", "corroborated,rain", 3, "verdict", "which fails: 120.2 millimetres < over 95 millimetres"),
        (CLAIMS, "floods:spring-flood", "floods:autumn-flood", 4, "supports", 'no row "autumn-flood"'),
        (CLAIMS, "rain.hill-2.2023-Q2,,,", "rain.hill-3.2023-Q2,,,", 3, "contradicts", 'no entity "hill-3"'),
        (CLAIMS, "unverifiable,,,,The station log.,气象站日志。", "unverifiable,,,,,", 5, "where_en", "is empty"),
        (CLAIMS, "opinion,,,,,,A", "corroborated,,sources:office-2023,,,,A", 6, "verdict", 'does not fit a claim of kind "opinion"'),
        (CLAIMS, "The office measured {rain.coast.2023-Q2}", "The office measured 298.7", 2, "explanation_en", 'bare figure "298.7"'),
        (CLAIMS, "气象局在{2023-Q2}测得", "气象局测得", 2, "explanation_zh", "has other figures than its English twin: 2023-Q2"),
        (
            CLAIMS,
            "measured {rain.coast.2023-Q2}",
            "measured {rain.coast.2023-Q9}",
            2,
            "explanation_en",
            "no observation rain.coast.2023-Q9",
        ),
        (CLAIMS, "measured {rain.coast.2023-Q2}", "measured {rain.coast.2023-Q2|loud}", 2, "explanation_en", '"loud" is no way to print'),
        (CLAIMS, "A matter of taste.", "A matter of {taste.", 6, "explanation_en", "has a lone brace"),
        (CLAIMS, ",见仁见智。", ",", 6, "explanation_zh", "is not translated yet"),
        (CLAIMS, "weather,0,0,12", "weather,0,12,12", 2, "char_end", "is not behind the first character"),
        (CLAIMS, "weather,2,81,110", "weather,2,81,121", 7, "char_end", "lies behind the text's last character 120"),
        (FORECASTS, "2023-12-31", "", 2, "due", "is empty"),
        (FORECASTS, "2023-12-31", "2023-02-30", 2, "due", "is not in the calendar"),
        (FORECASTS, "Less rain at the coast in summer than in spring.", "", 2, "condition_en", "is empty"),
        (FORECASTS, ",open,,", ",did_not,,", 2, "evidence", 'is empty although the state is "did_not"'),
        (FORECASTS, "drier,", "wetter,", 2, "claim", '"wetter" is not in data/claims.csv'),
        ("data/sources.csv", "https://example.org/rain/yearbook", "", 2, "url", "is empty"),
        (SCORECARD, "rain.coast.$quarter", "rain.cost.$quarter", 2, "formula", 'no entity "cost"'),
        (SCORECARD, "count(floods date&$year)", "rain.hill-2.2019-Q1", 3, "formula", "has no value in the last 8 quarters"),
    ],
)
def test_what_does_not_rest_on_evidence_is_refused(
    tiny: Project, edit: Edit, file: str, old: str, new: str, line: int, column: str, found: str
) -> None:
    edit(file, old, new)
    with pytest.raises(ReportError) as error:
        load_report(tiny)
    places = [(one.file, one.line, one.column) for one in error.value.findings]
    assert (file, line, column) in places
    finding = error.value.findings[places.index((file, line, column))]
    assert found in finding.found
    assert finding.fix


@pytest.mark.parametrize(
    ("file", "old", "new", "found", "fix"),
    [
        (
            "data/verdicts.csv",
            "✕,contradicts,fails,",
            "✕,,fails,",
            '"contradicted" has no rule of evidence',
            "supports, contradicts, where",
        ),
        ("data/verdicts.csv", "opinion,opinion,观点", "opinion,opinion,", "is not translated yet", "write what"),
    ],
)
def test_a_verdict_without_a_rule_a_word_or_a_colour_is_refused(
    tiny: Project, edit: Edit, file: str, old: str, new: str, found: str, fix: str
) -> None:
    edit(file, old, new)
    with pytest.raises(ReportError) as error:
        load_report(tiny)
    finding = next(one for one in error.value.findings if one.file == file)
    assert found in finding.found
    assert fix in finding.fix


def test_a_verdict_of_a_colour_that_the_palette_has_not_is_refused(tiny: Project, edit: Edit) -> None:
    edit("data/verdicts.csv", "与证据相反,worse", "与证据相反,puce")
    with pytest.raises(ReportError, match=r'charts/theme.py: has no colour "puce", which the verdict "contradicted" has \(add "puce" to'):
        load_report(tiny)


def test_a_new_verdict_is_one_row(tiny: Project, edit: Edit) -> None:
    edit("data/verdicts.csv", "opinion,opinion", "likely,likely,很可能,accent,≈,supports,holds,,4\nopinion,opinion")
    edit(CLAIMS, ",corroborated,rain", ",likely,rain")
    composed = compose(load_report(tiny)[0])
    files = composed.files
    page, sheet = files["en/evidence/article.md"].read().decode(), files["en/assets/site.css"].read().decode()
    assert '<input type="radio" name="verdict" value="likely" id="verdict-likely"> likely' in page
    assert '<span class="verdict v-likely">likely</span>' in page
    assert '.verdict.v-likely{color:var(--accent)}.verdict.v-likely::before{content:"≈"}' in sheet
    assert 'article:has(#verdict-likely:checked) .claim:not([data-verdict="likely"]){display:none}' in sheet
    assert '"ratingValue":4' in composed.linked["en/evidence/article/weather.md"]


def test_a_forecast_that_has_fallen_due_is_brought_to_mind(tiny: Project) -> None:
    due = [one for one in check(tiny, today=date(2024, 1, 1)).warnings if one.file == FORECASTS]
    assert [(one.line, one.column, one.found) for one in due] == [(2, "due", "fell due on 2023-12-31 and is still open")]
    assert not [one for one in check(tiny, today=date(2023, 12, 30)).warnings if one.file == FORECASTS]


@pytest.mark.build
def test_a_stale_table_is_listed(tiny: Project) -> None:
    (stale,) = [one for one in check(tiny, today=date(2024, 5, 2)).warnings if "expected" in one.found]
    assert (stale.file, stale.found) == ("data/observations.csv", "its next figures were expected by 2024-05-01")


def test_a_claim_stands_on_its_page_with_verdict_reason_and_evidence(tiny_site: Path) -> None:
    page = (tiny_site / "evidence/article/weather/index.html").read_text(encoding="utf-8")
    claim = page[page.index('id="floods-many"') : page.index('id="cause"')]
    assert 'data-verdict="corrected"' in claim
    assert "corroborated with a correction" in claim
    assert '<data class="claimed" value="3" data-claim="floods-many">3</data>' in claim
    assert 'href="../../../evidence/tables/floods/#spring-flood" data-row="floods:spring-flood"' in claim


@pytest.mark.build
def test_words_in_a_cell_stay_words(tiny: Project, edit: Edit) -> None:
    edit(CLAIMS, "A matter of taste.", "A <b>matter</b> of *taste* & [x](javascript:alert).")
    report, _ = load_report(tiny)
    page = compose(report).files["en/evidence/article/weather.md"].read().decode()
    assert isinstance(page, str)
    assert "&#60;b&#62;matter&#60;/b&#62; of &#42;taste&#42; &#38; &#91;x&#93;(javascript:alert)" in page
