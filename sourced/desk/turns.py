"""Whose turn it is: somebody who types asks faster than is answered, and only the newest question of a form is worth an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


class Turns:
    """Knows of each form the number of its newest question."""

    def __init__(self) -> None:
        self._newest: dict[str, int] = {}

    def wanted(self, given: Mapping[str, Any]) -> Callable[[], bool]:
        """Note a question, {form, turn}; give what says whether it is still the newest. Without a form, it always is."""
        form, turn = str(given.get("form") or ""), int(given.get("turn") or 0)
        self._newest[form] = max(turn, self._newest.get(form, 0))
        return lambda: not form or self._newest[form] == turn
