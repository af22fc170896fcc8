"""Doubts accepted at the desk, with the row that raises them."""

from __future__ import annotations

from typing import Any

import pytest

from sourced.desk.desk import Desk
from sourced.findings import ReportError
from sourced.project import Project
from sourced.site.build import check
from tests.test_desk import DAY, desk, entry, git, lines, repository  # noqa: F401 (a fixture)

DOUBTED = {"indicator": "rain", "entity": "coast", "period": "2023-Q3", "value": "99000", "qualifier": "exact", "confidence": "high"}


def test_a_doubt_is_accepted_with_the_row_in_a_report_that_has_no_table_for_it_yet(desk: Desk, tiny: Project) -> None:  # noqa: F811
    path, accepted = tiny.data / "datapackage.yaml", tiny.data / "accepted.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  - name: accepted")].rstrip() + "\n", encoding="utf-8")
    accepted.unlink()
    repository(tiny)
    before = (path.read_bytes(), lines(tiny))
    row = entry({**DOUBTED, "source": "office-2023"}, None)
    told: Any = desk.check({"entries": [row]})
    [doubt] = [one["doubt"] for one in told["rows"][0] if "doubt" in one]
    assert doubt == {"kind": "outlier", "key": "rain.coast.2023-Q3"}
    asked = {"entries": [row], "answers": [{**doubt, "reason": "The gauge was flooded"}]}
    saved: Any = desk.save(asked)
    assert saved["words"].endswith(": new; doubt accepted (outlier)")
    assert lines(tiny, "data/accepted.csv")[1:] == [f"outlier,rain.coast.2023-Q3,99000,The gauge was flooded,{DAY}"]
    assert not [one for one in check(tiny, today=DAY).warnings if one.kind == "outlier"]
    desk.undo({})
    assert (path.read_bytes(), lines(tiny), accepted.exists()) == (*before, False)
    desk.save(asked)
    assert "+outlier,rain.coast.2023-Q3,99000" in desk.changes({})["diff"]  # type: ignore[index]
    desk.commit({"message": "A flood"})
    assert git(tiny, "status", "--porcelain", "data") == ""


def test_an_answer_to_no_doubt_saves_nothing(desk: Desk, tiny: Project) -> None:  # noqa: F811
    before = lines(tiny)
    with pytest.raises(ReportError, match="raises no doubt"):
        desk.save(
            {"entries": [entry({"value": "211"})], "answers": [{"kind": "outlier", "key": "rain.coast.2023-Q1", "reason": "Why not"}]}
        )
    assert lines(tiny) == before
