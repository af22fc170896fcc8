"""A conclusion follows from rows that can bear it; one that does not stops the build, with file, line and remedy."""

import csv
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml

from sourced.evidence.scorecard import measures
from sourced.findings import Finding, ReportError
from sourced.project import Project
from sourced.site.load import load_report
from sourced.words.conventions import conventions_of

Edit = Callable[[str, str, str], None]
CLAIMS, FORECASTS = "data/claims.csv", "data/forecasts.csv"


def change(project: Project, table: str, key: str, cells: Mapping[str, str]) -> None:
    """Give a row these cells; columns that the table lacks are added, to the descriptor too."""
    descriptor = project.data / "datapackage.yaml"
    package = yaml.safe_load(descriptor.read_text(encoding="utf-8"))
    resource: dict[str, Any] = next(one for one in package["resources"] if one["name"] == table)
    known = [field["name"] for field in resource["schema"]["fields"]]
    resource["schema"]["fields"] += [{"name": name, "type": "string"} for name in cells if name not in known]
    descriptor.write_text(yaml.safe_dump(package, allow_unicode=True, sort_keys=False), encoding="utf-8")
    path = project.data / resource["path"]
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows = [{**dict.fromkeys([*known, *cells], ""), **row, **(cells if key in row.values() else {})} for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def declare(project: Project, **values: object) -> None:
    """Add to what the descriptor says of the whole package; those of a table as table=…."""
    descriptor = project.data / "datapackage.yaml"
    package = yaml.safe_load(descriptor.read_text(encoding="utf-8"))
    table = values.pop("table", "")
    target = next(one for one in package["resources"] if one["name"] == table) if table else package
    target.update(values)
    descriptor.write_text(yaml.safe_dump(package, allow_unicode=True, sort_keys=False), encoding="utf-8")


def problems(project: Project) -> list[tuple[str, str, str]]:
    try:
        load_report(project)
    except ReportError as error:
        return [_told(one) for one in error.findings]
    return []


def _told(one: Finding) -> tuple[str, str, str]:
    assert one.fix
    return f"{one.file}:{one.line}", one.column, one.found


@pytest.mark.parametrize(
    ("key", "cells", "line", "column", "found"),
    [
        pytest.param(
            "floods-many", {"contradicts": "rain.coast.2023-Q2", "supports": "rain.coast.2023-Q1", "period": "2023-Q1", "later": ""},
            4, "contradicts",
            "of 2023-04-01, and the claim speaks of the time up to 2023-03-31", id="evidence of a later time",
        ),
        pytest.param(
            "wet-spring", {"test": "", "supports": "sources:gazette-2023"}, 2, "supports",
            "names nothing but the article, its copies", id="the article corroborates itself",
        ),
        pytest.param(
            "wet-spring", {"test": "", "supports": "floods:yearless-flood"}, 2, "supports",
            "rows that are doubted", id="a doubted row corroborates",
        ),
        pytest.param(
            "wet-spring", {"test": "rain.hill-2.2023-Q1 > 90", "supports": ""}, 2, "test",
            "rests on the article, its origin or a doubted row alone", id="the article's own figure is compared",
        ),
        pytest.param(
            "hill-dry", {"test": "count(floods date=2023) > 4", "contradicts": ""}, 3, "test",
            "counts rows alone", id="silence contradicts",
        ),
        pytest.param(
            "cause", {"quote": "The gauge had been moved"}, 5, "quote", "is more than a phrase", id="a sentence is quoted"
        ),
    ],
)  # fmt: skip
def test_a_verdict_needs_evidence_that_can_bear_it(
    tiny: Project, key: str, cells: dict[str, str], line: int, column: str, found: str
) -> None:
    if cells.get("period"):
        change(tiny, "sources", "gazette-2023", {"published": "2023-02-01"})  # the claim's period then decides
    change(tiny, "claims", key, cells)
    told = [text for place, one, text in problems(tiny) if (place, one) == (f"{CLAIMS}:{line}", column)]
    assert [found in text for text in told] == [True]


def test_a_page_that_the_article_was_taken_from_does_not_corroborate_it(tiny: Project) -> None:
    change(tiny, "claims", "wet-spring", {"taken_from": "office-2023"})
    assert [column for _, column, _ in problems(tiny)] == ["test"]


def test_claims_on_one_fact_may_not_exclude_each_other(tiny: Project) -> None:
    change(tiny, "claims", "wet-spring", {"fact": "spring-rain"})
    change(tiny, "claims", "floods-many", {"fact": "spring-rain"})
    assert not problems(tiny)
    change(tiny, "claims", "hill-dry", {"fact": "spring-rain"})
    ((place, column, found),) = problems(tiny)
    assert (place, column) == (f"{CLAIMS}:3", "verdict")
    assert found == '"contradicted" where line 2, on the same fact "spring-rain", is "corroborated"'


@pytest.mark.parametrize(
    ("cells", "column", "found"),
    [
        ({"state": "did_not", "evidence": "rain.coast.2023-Q2", "refuted_by": ""}, "refuted_by", "is empty although the state is"),
        ({"refuted_by": "rain.coast.2023-Q2"}, "refuted_by", 'is filled in although the state is "open"'),
        ({"facts": "dry=perhaps"}, "facts", "says not how the fact stands"),
    ],
)
def test_a_forecast_did_not_come_true_only_by_what_shows_it(tiny: Project, cells: dict[str, str], column: str, found: str) -> None:
    change(tiny, "forecasts", "drier", cells)
    assert [(place, one, found in text) for place, one, text in problems(tiny)] == [(f"{FORECASTS}:2", column, True)]


def test_a_condition_set_after_the_fact_says_so(tiny: Project) -> None:
    from sourced.evidence.forecasts import set_after_due

    change(tiny, "forecasts", "drier", {"set_on": "2024-01-05"})
    (row,) = load_report(tiny)[0].figures.model.package.rows("forecasts")
    assert set_after_due(row)


def test_a_window_that_reaches_beyond_what_a_table_covers_gives_no_mark(tiny: Project) -> None:
    declare(tiny, table="floods", complete_until="2023-09-30", complete_for="floods that a page reports")
    text = (tiny.data / "datapackage.yaml").read_text(encoding="utf-8").replace("'2023-09-30'", "2023-09-30")
    (tiny.data / "datapackage.yaml").write_text(text, encoding="utf-8")
    floods = measures(load_report(tiny)[0].figures)[1]
    assert [score.figure is not None for score in floods.scores] == [True] * 7 + [False]


def test_a_measure_that_rests_on_the_article_alone_is_refused(tiny: Project, edit: Edit) -> None:
    edit("data/sources.csv", "Coast Gazette,,news", "Coast Gazette,,article")
    edit("data/scorecard.csv", "rain.coast.$quarter", "rain.hill-2.$quarter")
    assert ("data/scorecard.csv:2", "formula", "rests on rain.hill-2.2023-Q1, which the article under review alone has") in problems(tiny)


def test_the_newest_must_stand_in_the_timeline(tiny: Project) -> None:
    descriptor = tiny.data / "datapackage.yaml"
    text = descriptor.read_text(encoding="utf-8").replace("name: floods\n    path", "name: events\n    path", 1)
    descriptor.write_text(text, encoding="utf-8")
    for path in (tiny.data / "claims.csv", tiny.data / "scorecard.csv"):
        path.write_text(
            path.read_text(encoding="utf-8").replace("floods:", "events:").replace("count(floods", "count(events"), encoding="utf-8"
        )
    declare(tiny, timeline=[{"series": "rain.coast", "kind": "quarter", "topics": ["flood"]}])
    change(tiny, "events", "spring-flood", {"weight": "1", "topic": "flood"})
    ((place, column, found),) = problems(tiny)
    assert (place, column) == ("data/floods.csv:0", "weight")
    assert found == "has no event of weight 1 and topic flood from 2023-06-30 on, although rain.coast.2023-Q2 is the newest"
    change(tiny, "events", "spring-flood", {"date": "2023-07-01"})
    assert not [one for one in problems(tiny) if one[1] == "weight"]


def test_a_plan_is_not_set_against_an_outcome_nor_growth_counted_over_one_that_was_passed(tiny: Project, edit: Edit) -> None:
    edit(
        "data/indicators.csv", "damage,weather", "rain-plan,weather,planned rain,计划降雨,mm,1,neither,Water ordered,订水量\ndamage,weather"
    )
    rows = "rain-plan,coast,2023,2023-01,,400,exact,high,office-2023,,\nrain-plan,coast,2024,2024-01,,500,exact,high,office-2023,,\n"
    edit("data/observations.csv", "damage,coast", f"{rows}damage,coast")
    change(tiny, "indicators", "rain-plan", {"plan_for": "rain"})
    change(tiny, "claims", "wet-spring", {"supports": "change(rain-plan.coast.2024@2024-01, rain-plan.coast.2023@2023-01)"})
    assert [text for _, _, text in problems(tiny)] == ["rain-plan.coast.2023@2023-01 of 400 was passed: 509.1 has been reached"]
    change(tiny, "claims", "wet-spring", {"supports": "change(rain-plan.coast.2024@2024-01, rain.coast.2023-Q2)"})
    assert [text for _, _, text in problems(tiny)] == ["rain-plan.coast.2024@2024-01 is a plan and rain.coast.2023-Q2 an outcome"]
    edit("data/observations.csv", "rain-plan,coast,2023,2023-01,,400", "rain-plan,coast,2023,2023-11,,400")
    assert ("data/observations.csv:7", "value", "400 was planned in 2023-11, when 509.1 had been reached in 2023") in problems(tiny)


@pytest.mark.parametrize(
    ("code", "text", "word"),
    [
        ("en", "His exit was confirmed.", "confirmed"),
        ("en", "No exit was confirmed.", ""),
        ("en", "The company has not said or confirmed it.", ""),
        ("en", "Reported, never denied; the new employer confirmed it.", "confirmed"),
        ("zh", "离职已获证实。", "证实"),
        ("zh", "离职未获证实。", ""),
        ("zh", "公司确认其离职，原因不明。", "确认"),
        ("de", "Bestätigt.", ""),
    ],
)
def test_a_text_that_calls_something_confirmed_is_known_by_its_words(code: str, text: str, word: str) -> None:
    assert conventions_of(code).confirmation(text) == word


def test_what_no_row_has_as_confirmed_is_not_called_so(tiny: Project) -> None:
    change(tiny, "floods", "spring-flood", {"certainty": "reported", "note_en": "The office confirmed it.", "note_zh": "已获证实。"})
    assert {(column, found) for _, column, found in problems(tiny)} == {
        ("note_en", 'says "confirmed" of what no row has as confirmed'),
        ("note_zh", 'says "证实" of what no row has as confirmed'),
    }
