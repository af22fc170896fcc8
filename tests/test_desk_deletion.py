"""A row taken out at the desk, and a row that somebody else has changed meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from sourced.desk.desk import Desk
from sourced.findings import Finding, ReportError, as_lines
from sourced.project import Project
from tests.test_desk import KEY, ROWS, desk, entry, lines  # noqa: F401 (a fixture)

SPARE = {
    "id": "gauge-2024", "title": "Gauge book", "publisher": "The office", "kind": "dataset", "url": "https://example.org/gauge",
    "language": "en",
}  # fmt: skip


def gone(table: str, key: str) -> dict[str, Any]:
    return {"entries": [{"table": table, "key": key, "cells": {}, "gone": True}]}


def test_a_row_that_nothing_names_is_taken_out_as_one_line_and_comes_back(desk: Desk, tiny: Project) -> None:  # noqa: F811
    before = lines(tiny, "data/sources.csv")
    desk.save({"entries": [entry(SPARE, None, "sources")]})
    told: Any = desk.save(gone("sources", "gauge-2024"))
    assert told["words"].endswith("Gauge book: deleted")
    assert lines(tiny, "data/sources.csv") == before
    desk.undo({})
    assert lines(tiny, "data/sources.csv")[-1].startswith("gauge-2024,")


def test_a_row_that_others_name_is_kept_and_they_are_listed(desk: Desk, tiny: Project) -> None:  # noqa: F811
    before = lines(tiny, "data/sources.csv")
    told: Any = desk.check(gone("sources", "office-2023"))
    assert any(one["text"].startswith("data/observations.csv:") and "names the row" in one["text"] for one in told["elsewhere"])
    with pytest.raises(ReportError, match="names the row"):
        desk.save(gone("sources", "office-2023"))
    assert lines(tiny, "data/sources.csv") == before


def test_the_only_row_behind_a_figure_of_a_page_is_kept_with_what_stops(desk: Desk, tiny: Project) -> None:  # noqa: F811
    before = lines(tiny)
    with pytest.raises(ReportError, match=r"there is no observation rain\.hill-2\.2023-Q2"):
        desk.save(gone("observations", "rain/hill-2/2023-Q2///office-2023"))
    assert lines(tiny) == before


@pytest.mark.build
def test_a_chart_that_draws_the_row_is_named_with_the_figure_that_goes(desk: Desk) -> None:  # noqa: F811
    cells = {"indicator": "rain", "entity": "coast", "period": "2023-Q3", "value": "190.2", "qualifier": "exact", "confidence": "high"}
    desk.save({"entries": [entry({**cells, "source": "office-2023"}, None)]})
    told: Any = desk.work_out(gone("observations", "rain/coast/2023-Q3///office-2023"))
    assert not told["stops"]
    assert "Charts drawn anew\n\n  rain-by-station\n" in told["words"]
    assert "  rain.coast.2023-Q3: 190.2 millimetres → none\n" in told["words"]


def test_a_form_opened_before_another_change_does_not_overwrite_it(desk: Desk, tiny: Project) -> None:  # noqa: F811
    seen = {one["name"]: one["value"] for one in desk.form({"table": "observations", "key": KEY})["inputs"]}  # type: ignore[index]
    desk.save({"entries": [{**entry({**seen, "value": "211"}), "before": seen}]})
    late = {"entries": [{**entry({**seen, "confidence": "low"}), "before": seen}]}
    told: Any = desk.check(late)
    assert [(one["column"], '"210.4" is now "211"' in one["message"]) for one in told["rows"][0]] == [("value", True)]
    with pytest.raises(ReportError, match="changed elsewhere"):
        desk.save(late)
    assert any("rain,coast,2023-Q1,,,211," in one for one in lines(tiny, ROWS))


def test_what_was_saved_says_when_which_row_and_what_from_what_to_what(desk: Desk) -> None:  # noqa: F811
    told: Any = desk.save({"entries": [entry({"value": "211"})]})
    assert told["words"].endswith("210.4 → 211")
    assert told["undo"][0][2] == ":"
    assert told["undo"][0].endswith(told["words"])


def test_an_undo_says_what_it_did(desk: Desk) -> None:  # noqa: F811
    desk.save({"entries": [entry({"value": "211"})]})
    assert desk.undo({})["words"].endswith("211 → 210.4")  # type: ignore[index]
    desk.save({"entries": [entry(SPARE, None, "sources")]})
    assert desk.undo({})["words"].endswith("Gauge book: taken out again")  # type: ignore[index]


def test_what_is_the_same_in_each_language_is_said_once() -> None:
    found = [Finding(f"templates/index.{code}.md.j2", 16, "", "there is no x", "write y") for code in ("en", "zh")]
    assert as_lines(found) == ["templates/index.en.md.j2:16: there is no x (write y) (also templates/index.zh.md.j2:16)"]
