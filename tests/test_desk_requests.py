"""What is odd in requests to the preview and its desk: refused in words, with no traceback and nothing that hangs."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from sourced.desk.requests import HEADER, PREFIX, Door
from tests.test_desk import KEY, asked, desk, served  # noqa: F401 (fixtures)


def test_odd_requests_are_refused_without_a_traceback(
    served: tuple[Door, int],  # noqa: F811
    capfd: pytest.CaptureFixture[str],
) -> None:
    door, port = served
    token = door.head.split('data-token="')[1].partition('"')[0]
    headers = {"Origin": f"http://127.0.0.1:{port}", HEADER: token, "Content-Type": "application/json"}
    chance = random.Random(7)  # noqa: S311 (the same each time)
    odd: list[Any] = [None, True, -1, 1e308, "", "\0", "\ud800", "../x", '"\n', [], [[]], {}, {"": {}}, KEY, "observations", "rain"]
    names = [
        "table",
        "key",
        "cells",
        "entries",
        "address",
        "keys",
        "indicator",
        "updated",
        "next_update",
        "reasons",
        "message",
        "value",
        "id",
    ]

    def thing(depth: int) -> Any:
        kind = chance.randrange(4 if depth else 2)
        if kind < 2:
            return chance.choice(odd)
        if kind == 2:
            return [thing(depth - 1) for _ in range(chance.randrange(3))]
        return {chance.choice(names): thing(depth - 1) for _ in range(4)}

    for number in range(480):
        action = chance.choice([one for one in door._actions if one not in {"commit", "effects", "form"}])
        given = thing(1) if number % 4 == 0 else {name: thing(3) for name in names}
        if number % 4 == 3:
            given["entries"] = [
                {"table": "observations", "key": chance.choice([KEY, None]), "cells": {"value": chance.choice([*odd, "x" * 140_000])}}
            ]
        assert asked(port, "POST", f"{PREFIX}{action}", headers, json.dumps(given)) in {200, 400, 422}
    for body in ("[" * 100_000, "{", "\xff", '{"a":' * 50_000, "9" * 9_000):
        assert asked(port, "POST", f"{PREFIX}check", headers, body) == 400
    long = "9" * 5_000
    paths = ["/%00", "/a%00/", "/%ff", "/%2e%2e/%2e%2e/etc/passwd", f"/{long}", "/__reload?abc", "/__reload?", "/__reload?-1"]
    for path in [*paths, f"/__reload?{long}", f"{PREFIX}%00", f"{PREFIX}?", "/?%00", "//x/y", "/index.html/x"]:
        assert asked(port, "GET", path, {}) in {200, 301, 400, 404}, path
    assert "Traceback" not in capfd.readouterr().err
