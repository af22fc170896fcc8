"""How soon the desk answers somebody who types: a mistyped cell at once, the newest question before older ones."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from sourced.desk.desk import Desk
from sourced.desk.turns import Turns
from tests.test_desk import desk, entry  # noqa: F401 (a fixture)


def test_a_cell_that_is_wrong_by_itself_is_told_while_the_package_is_being_checked(desk: Desk) -> None:  # noqa: F811
    with desk._checking:  # as if a check of the whole package were under way
        told: Any = desk.check({"entries": [entry({"value": "45%"})], "form": "a", "turn": 2})
    assert [(one["message"], one["instead"]) for one in told["rows"][0]] == [('"45%" is not a number (write 45)', ["45"])]
    assert told["rows"][0][0]["text"].startswith("data/observations.csv:")


@pytest.mark.parametrize(
    ("column", "text", "offered"),
    [
        ("value", "1,234", ["1234", "1.234"]), ("qualifier", "aprox", ["approx"]),
        ("value", "3亿", []), ("value", "x", []),
    ],
)  # fmt: skip
def test_what_a_cell_may_be_instead_is_offered_where_it_is_beyond_doubt(desk: Desk, column: str, text: str, offered: list[str]) -> None:  # noqa: F811
    told: Any = desk.check({"entries": [entry({column: text})]})
    assert [one["instead"] for one in told["rows"][0]] == [offered]


def test_a_new_row_names_its_empty_cells_beside_a_mistyped_one(desk: Desk) -> None:  # noqa: F811
    with desk._checking:
        told: Any = desk.check({"entries": [entry({"indicator": "rain", "value": "x"}, key=None)]})
    found = {one["column"]: one["message"] for one in told["rows"][0]}
    assert found["source"] == "is empty (fill it in)"
    assert found["value"].startswith('"x" is not a number')


def test_a_question_that_has_been_overtaken_is_not_answered(desk: Desk) -> None:  # noqa: F811
    answers: dict[int, Any] = {}

    def ask(turn: int, value: str) -> None:
        answers[turn] = desk.check({"entries": [entry({"value": value})], "form": "a", "turn": turn})

    with desk._checking:
        asking = [threading.Thread(target=ask, args=(turn, value)) for turn, value in ((1, "3"), (2, "31"), (3, "310"))]
        for one in asking:
            one.start()
        while desk._turns._newest.get("a") != 3:
            pass
    for one in asking:
        one.join()
    assert answers[1] == answers[2] == {"overtaken": True}
    assert answers[3]["changed"]


def test_another_form_overtakes_nothing_and_an_older_question_that_comes_late_is_old() -> None:
    turns = Turns()
    first, other = turns.wanted({"form": "a", "turn": 2}), turns.wanted({"form": "b", "turn": 9})
    late, nobody = turns.wanted({"form": "a", "turn": 1}), turns.wanted({})
    assert (first(), other(), late(), nobody()) == (True, True, False, True)


def test_what_a_change_does_is_not_worked_out_once_it_is_overtaken(desk: Desk) -> None:  # noqa: F811
    desk._turns.wanted({"form": "a", "turn": 2})
    assert desk.work_out({"entries": [entry({"value": "310"})], "form": "a", "turn": 1}) == {"words": "", "stops": False}
    assert desk.effects._process is None


def test_once_it_is_over_nothing_is_worked_out_nor_any_process_started(desk: Desk) -> None:  # noqa: F811
    asking = threading.Thread(target=desk.work_out, args=({"entries": [entry({"value": "310"})]},))
    with desk.effects._turn:
        asking.start()  # waits for its turn
    desk.effects.end()
    desk.effects.start()
    asking.join()
    assert desk.effects._process is None
    assert desk.work_out({"entries": [entry({"value": "31"})]}) == {"words": "", "stops": False}
