"""The editor's desk without a browser: forms, checks, saves, undo, upkeep, commits, and who is let in."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import threading
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from sourced.data.package import load_package
from sourced.desk.desk import Desk
from sourced.desk.requests import HEADER, PREFIX, Door
from sourced.editing.descriptor_lines import with_table_lines
from sourced.editing.forms import form_of, options_of, suggested_key
from sourced.findings import ReportError
from sourced.project import RUNTIME, Project
from sourced.site.build import build, check
from sourced.site.local_server import LoopbackServer
from sourced.site.preview import _Handler, _State
from tests.conftest import ROOT

ROWS = "data/observations.csv"
KEY = "rain/coast/2023-Q1///office-2023"
DAY = date(2024, 6, 1)
SOURCE = {
    "id": "gauge-2024", "title": "Gauge book", "publisher": "The office", "kind": "dataset", "url": "https://example.org/gauge",
    "language": "en",
}  # fmt: skip


@pytest.fixture
def desk(tiny: Project) -> Iterator[Desk]:
    made = Desk(tiny, None, lambda: DAY)
    yield made
    made.effects.end()


def entry(cells: Mapping[str, str], key: str | None = KEY, table: str = "observations") -> dict[str, Any]:
    return {"table": table, "key": key, "cells": dict(cells)}


def lines(project: Project, file: str = ROWS) -> list[str]:
    return (project.root / file).read_text(encoding="utf-8").splitlines()


def test_a_form_is_the_schema_of_its_table() -> None:
    package = load_package(ROOT / "data", root=ROOT)
    form = form_of(package, package.tables["financials-observations"], {"indicator": "revenue"})
    inputs = {one.name: one for one in form.inputs}
    assert [inputs[one].kind for one in ("source", "qualifier", "value", "note_en")] == ["reference", "choice", "number", "long"]
    assert (inputs["source"].table, inputs["value"].required, inputs["note_en"].required) == ("sources", True, False)
    assert inputs["value"].description == "The value in the indicator's unit."
    assert [(one.value, one.label) for one in inputs["qualifier"].choices][:2] == [("exact", "exact"), ("at_least", "at least")]


def test_a_key_is_suggested_from_what_a_row_is_called() -> None:
    package = load_package(ROOT / "data", root=ROOT)
    assert suggested_key(package, package.tables["entities"], {"name_en": "Acme Video 2.0"}) == "acme-video-2-0"
    assert suggested_key(package, package.tables["entities"], {"name_en": "Kling"}) == "kling-2"
    assert suggested_key(package, package.tables["entities"], {"name_en": "可灵"}) == ""


@pytest.mark.parametrize(
    "cells",
    [{"value": "3,4"}, {"period": "Q1 2023"}, {"source": "nobody"}, {"note_en": "Only English"}, {"value": ""}, {"qualifier": "aprox"}],
)
def test_what_is_wrong_is_said_as_check_says_it(desk: Desk, tiny: Project, cells: dict[str, str]) -> None:
    told: Any = desk.check({"entries": [entry(cells)]})
    shown = sorted(one["text"] for one in [*told["rows"][0], *told["elsewhere"]] if one["severity"] == "error")
    (text,) = (one for one in lines(tiny) if one.startswith("rain,coast,2023-Q1"))
    names = lines(tiny)[0].split(",")
    row = dict(zip(names, text.split(","), strict=True)) | cells
    written = ",".join(f'"{cell}"' if "," in cell else cell for cell in row.values())
    path = tiny.root / ROWS
    path.write_text(path.read_text(encoding="utf-8").replace(text, written), encoding="utf-8")
    with pytest.raises(ReportError) as error:
        check(tiny, today=DAY)
    assert _placeless(shown) == _placeless(str(one) for one in error.value.findings if one.severity == 0)
    assert shown


def _placeless(texts: Iterable[str]) -> list[str]:
    """Findings without their lines: a row of another key has another place."""
    return sorted(re.sub(r"(?<=csv):[0-9]+", "", one) for one in texts)


def test_a_save_changes_one_line_and_is_undone_byte_for_byte(desk: Desk, tiny: Project) -> None:
    before, raw = lines(tiny), (tiny.root / ROWS).read_bytes()
    desk.save({"entries": [entry({"value": " ２１１.4 "})]})
    assert [one for one in zip(before, lines(tiny), strict=True) if one[0] != one[1]] == [
        ("rain,coast,2023-Q1,,,210.4,exact,high,office-2023,,", "rain,coast,2023-Q1,,,211.4,exact,high,office-2023,,")
    ]
    told: Any = desk.undo({})
    assert (told["undo"], (tiny.root / ROWS).read_bytes()) == ([], raw)


def test_saves_are_undone_from_the_last_on_and_not_over_another_hand(desk: Desk, tiny: Project) -> None:
    desk.save({"entries": [entry({"value": "211"})]})
    desk.save({"entries": [entry({"value": "212"})]})
    path = tiny.root / ROWS
    kept = path.read_bytes()
    path.write_bytes(kept + b"\n")
    with pytest.raises(ReportError, match="changed by something else"):
        desk.undo({})
    path.write_bytes(kept)
    desk.undo({})
    assert "rain,coast,2023-Q1,,,211,exact,high,office-2023,," in lines(tiny)


def test_a_row_that_is_wrong_is_not_written(desk: Desk, tiny: Project) -> None:
    before = lines(tiny)
    with pytest.raises(ReportError, match="is not a number"):
        desk.save({"entries": [entry({"value": "3,4"})]})
    assert (lines(tiny), desk.saves.done) == (before, [])


def test_a_form_that_holds_nothing_yet_is_told_what_must_be_filled_in(desk: Desk) -> None:
    told: Any = desk.check({"entries": [entry({"value": "", "period": " "}, None)]})
    assert [one["column"] for one in told["rows"][0]] == ["indicator", "entity", "period", "value", "qualifier", "confidence", "source"]
    assert {one["message"] for one in told["rows"][0]} == {"is empty (fill it in)"}


def test_a_source_is_made_with_the_row_that_names_it_and_undone_with_it(desk: Desk, tiny: Project) -> None:
    entries = [entry(SOURCE, None, "sources"), entry({"source": "gauge-2024"})]
    assert desk.check({"entries": entries})["rows"] == [[], []]  # type: ignore[index]
    desk.save({"entries": entries})
    assert lines(tiny, "data/sources.csv")[-1].startswith("gauge-2024,Gauge book,")
    assert any(",gauge-2024," in one for one in lines(tiny))
    desk.undo({})
    assert not any("gauge-2024" in one for one in [*lines(tiny), *lines(tiny, "data/sources.csv")])


def test_a_figure_leads_to_the_rows_that_it_rests_on(desk: Desk) -> None:
    ratio: Any = desk.look({"address": "ratio(rain.coast.2023-Q2, rain.hill-2.2023-Q2)"})
    assert [one["key"] for one in ratio["rows"]] == [
        "rain/coast/2023-Q2///office-2023", "rain/coast/2023-Q2///gazette-2023", "rain/hill-2/2023-Q2///office-2023",
    ]  # fmt: skip
    assert desk.look({"address": "nothing.at.all"}) == {"rows": []}


def test_the_next_row_of_a_series_begins_with_what_is_known(desk: Desk) -> None:
    told: Any = desk.series({"keys": ["rain.coast.2023-Q1", "rain.coast.2023-Q2", "ratio(rain.coast.2023-Q2, x)"]})
    assert [(one["latest"], one["cells"]["period"]) for one in told["series"]] == [("2023-Q2", "2023-Q3")]


def test_what_a_change_does_is_told_before_it_is_saved(desk: Desk, tiny: Project) -> None:
    before = lines(tiny)
    told: Any = desk.work_out({"entries": [entry({"value": "310"}, "rain/coast/2023-Q2///office-2023")]})
    assert "value 298.7 millimetres → 310 millimetres" in told["words"]
    assert "Charts drawn anew\n\n  rain-by-station" in told["words"]
    assert lines(tiny) == before


def test_an_overdue_table_is_listed_with_its_next_rows_and_gone_through_in_its_own_lines(desk: Desk, tiny: Project) -> None:
    listed: Any = desk.overdue({})
    table = next(one for one in listed["tables"] if one["table"] == "observations")
    assert ("rain", "coast", "2023-Q3") in {
        tuple(one["cells"][name] for name in ("indicator", "entity", "period")) for one in table["series"]
    }
    before = lines(tiny, "data/datapackage.yaml")
    given = {
        "table": "observations",
        "updated": "2024-06-01",
        "next_update": "2024-08-01",
        "reasons": {"next_reason": "It's: each quarter."},
    }
    desk.went_through(given)
    changed = [two for one, two in zip(before, lines(tiny, "data/datapackage.yaml"), strict=True) if one != two]
    assert changed == ["    updated: 2024-06-01", "    next_update: 2024-08-01", "    next_reason: 'It''s: each quarter.'"]
    assert not any(one["table"] == "observations" for one in desk.overdue({})["tables"])  # type: ignore[index]
    with pytest.raises(ReportError, match="is not a day"):
        desk.went_through({**given, "updated": "1.6.2024"})


def test_a_reason_that_stays_as_it_was_is_not_written_anew_and_the_next_update_lies_ahead(desk: Desk, tiny: Project) -> None:
    before = lines(tiny, "data/datapackage.yaml")
    (table,) = [one for one in desk.overdue({})["tables"] if one["table"] == "observations"]  # type: ignore[index]
    given = {"table": "observations", "updated": "2024-06-01", "next_update": "2999-08-01", "reasons": table["reasons"]}
    with pytest.raises(ReportError, match="has passed"):
        desk.went_through({**given, "next_update": "2001-01-01"})
    desk.went_through(given)
    changed = [two for one, two in zip(before, lines(tiny, "data/datapackage.yaml"), strict=True) if one != two]
    assert changed == ["    updated: 2024-06-01", "    next_update: 2999-08-01"]


def test_rows_without_a_name_are_found_by_the_names_of_what_they_are_of(desk: Desk) -> None:
    listed: Any = desk.options({"table": "observations"})
    (one,) = [one for one in listed["options"] if one["value"] == "rain/coast/2023-Q2///office-2023"]
    assert one["label"] == "rainfall, Coast Station, 2023-Q2, Yearbook of rain: 298.7"


def test_what_happened_is_found_by_the_name_of_whom_it_happened_to() -> None:
    package = load_package(ROOT / "data", root=ROOT)
    labels = {one.value: one.label for one in options_of(package, package.tables["moves"])}
    assert labels["chen-dingjia-departure"] == "Chen Dingjia, 2023-01-17, departure"


def test_a_descriptor_keeps_its_comments_and_gets_a_line_that_it_lacked() -> None:
    first = "# of the whole\nresources:\n  - name: a # first\n    updated: 2024-01-01  # by hand\n    schema: {}\n"
    text = f"{first}  - {{name: b, updated: 2024-01-01}}\n"
    day = date(2024, 2, 3)
    assert with_table_lines(text, "x", "a", {"next_update": day}) == text.replace(
        "updated: 2024-01-01  #", "updated: 2024-01-01\n    next_update: 2024-02-03  #"
    )
    assert with_table_lines(text, "x", "b", {"next_update": day, "updated": day}).endswith(
        "- {name: b, updated: 2024-02-03, next_update: 2024-02-03}\n"
    )
    with pytest.raises(ReportError, match="describes no table"):
        with_table_lines(text, "x", "c", {})


def git(project: Project, *arguments: str) -> str:
    command = ["git", "-C", str(project.root), "-c", "user.name=E", "-c", "user.email=e@example.org", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def repository(project: Project) -> None:
    """Put a report under Git."""
    git(project, "init", "-q")
    git(project, "config", "user.name", "E")
    git(project, "config", "user.email", "e@example.org")
    git(project, "add", "data")
    git(project, "commit", "-qm", "first")


def test_a_commit_holds_the_files_that_the_desk_changed_and_no_other(desk: Desk, tiny: Project) -> None:
    repository(tiny)
    other = tiny.data / "entities.csv"
    other.write_text(other.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    desk.save({"entries": [entry({"value": "211"})]})
    assert "+rain,coast,2023-Q1,,,211,exact" in desk.changes({})["diff"]  # type: ignore[index]
    desk.commit({"message": "-m Read again\n\nThe gauge had dried out."})
    assert git(tiny, "show", "--name-only", "--format=%s").split("\n\n") == ["-m Read again", f"{ROWS}\n"]
    assert git(tiny, "status", "--porcelain", "data").strip() == "M data/entities.csv"
    state: Any = desk.state({})
    assert (state["unsaved"], state["undo"]) == ([], [])


@pytest.fixture
def served(desk: Desk, tiny: Project) -> Iterator[tuple[Door, int]]:
    door = Door(desk.actions)
    (tiny.site / "sub").mkdir(parents=True)
    (tiny.site / "index.html").write_text("<html><head></head></html>", encoding="utf-8")
    server = LoopbackServer(("127.0.0.1", 0), partial(_Handler, directory=str(tiny.site), state=_State(), beside=door))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield door, server.server_port
    server.shutdown()
    server.server_close()


def asked(port: int, method: str, path: str, headers: Mapping[str, str], body: str = "{}") -> int:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    link.request(method, path, body if method == "POST" else None, {"Host": f"127.0.0.1:{port}", **headers})
    status = link.getresponse().status
    link.close()
    return status


def test_only_a_page_of_the_preview_is_let_in(served: tuple[Door, int]) -> None:
    door, port = served
    token = door.head.split('data-token="')[1].partition('"')[0]
    right = {"Origin": f"http://127.0.0.1:{port}", HEADER: token, "Content-Type": "application/json"}
    path = f"{PREFIX}state"
    assert asked(port, "POST", path, right) == 200
    assert asked(port, "POST", path, {**right, "Host": f"localhost:{port}", "Origin": f"http://localhost:{port}"}) == 200
    refused = [
        {HEADER: "guess"}, {HEADER: ""}, {"Host": f"evil.example:{port}"}, {"Origin": "https://evil.example"}, {"Origin": "null"},
        {"Origin": f"http://evil.example:{port}", "Host": f"evil.example:{port}"},
    ]  # fmt: skip
    assert [asked(port, "POST", path, {**right, **wrong}) for wrong in refused] == [403] * len(refused)
    assert asked(port, "POST", path, {name: value for name, value in right.items() if name != "Origin"}) == 403
    assert asked(port, "POST", path, {**right, "Content-Type": "text/plain"}) == 415
    assert asked(port, "POST", path, {**right, "Content-Length": "9999999"}) == 413
    assert asked(port, "POST", path, right, "[]") == 400
    assert asked(port, "POST", f"{PREFIX}nothing", right) == 404
    assert asked(port, "POST", "/", right) == 405


@pytest.mark.parametrize("path", ["/", "/index.html", "/__reload.js", f"{PREFIX}desk.js", "/sub/nothing.css"])
def test_nothing_is_shown_to_another_name(served: tuple[Door, int], path: str) -> None:
    assert asked(served[1], "GET", path, {"Host": "evil.example"}) == 403
    assert asked(served[1], "HEAD", path, {"Host": "evil.example"}) == 403


def test_the_desk_gives_no_file_but_its_own(served: tuple[Door, int]) -> None:
    assert asked(served[1], "GET", f"{PREFIX}desk.css", {}) == 200
    assert [asked(served[1], "GET", f"{PREFIX}{name}", {}) for name in ("../sw.js", "state", "%2e%2e/sw.js", "")] == [404] * 4


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 (it is refused)
def test_the_preview_can_not_be_reached_from_elsewhere(host: str) -> None:
    with pytest.raises((ValueError, OSError)):
        LoopbackServer((host, 0), BaseHTTPRequestHandler)


def test_each_start_has_a_token_of_its_own() -> None:
    assert Door({}).head != Door({}).head


@pytest.mark.build
def test_what_is_published_has_no_trace_of_the_desk(tiny: Project) -> None:
    build(tiny)
    names = {path.name for path in (RUNTIME / "desk").iterdir()}
    files = [path for path in tiny.site.rglob("*") if path.is_file()]
    assert files
    assert not names & {path.name for path in files}
    assert not [path for path in files if b"__desk" in path.read_bytes() or b"desk-" in path.read_bytes()]


def test_the_real_site_has_no_trace_of_the_desk(real_site: Path) -> None:
    kinds = {".html", ".js", ".css", ".json", ".txt", ".xml", ".md"}
    files = [path for path in real_site.rglob("*") if path.suffix in kinds]
    assert not [path for path in files if b"__desk" in path.read_bytes() or b"x-desk-token" in path.read_bytes().lower()]


def test_a_request_is_plain_data(served: tuple[Door, int]) -> None:
    door, port = served
    token = door.head.split('data-token="')[1].partition('"')[0]
    headers = {"Origin": f"http://127.0.0.1:{port}", HEADER: token, "Content-Type": "application/json"}
    bodies: list[dict[str, Any]] = [{"entries": []}, {"entries": [{"table": "observations"}]}, {}, {"entries": "x"}]
    for body in bodies:
        assert asked(port, "POST", f"{PREFIX}save", headers, json.dumps(body)) == 400
    assert asked(port, "POST", f"{PREFIX}form", headers, json.dumps({"table": "../x"})) == 400
