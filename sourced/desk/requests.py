"""The desk's door: who may ask, what is taken, and the desk's own files; it is never part of what is published."""

from __future__ import annotations

import csv
import json
import secrets
from collections.abc import Callable, Mapping
from hmac import compare_digest
from typing import Any, Final

from sourced.desk.changes import CommitError
from sourced.findings import Finding, ReportError
from sourced.project import RUNTIME
from sourced.site.local_server import Answer, Request

PREFIX: Final = "/__desk/"
HEADER: Final = "x-desk-token"
"""The header that each request must bring; another site's page can't send it unasked."""
_KINDS: Final = {".js": "text/javascript", ".css": "text/css"}
Action = Callable[[Mapping[str, Any]], object]


class Door:
    """Answers for the desk whose actions it is given by name; `head` goes into the pages that the preview shows."""

    prefix = PREFIX

    def __init__(self, actions: Mapping[str, Action]) -> None:
        self._actions, self._token = actions, secrets.token_urlsafe(32)
        self.head = (
            f'<link rel="stylesheet" href="{PREFIX}desk.css">'
            f'<script type="module" src="{PREFIX}desk.js" id="desk-script" data-token="{self._token}"></script>'
        )

    def answer(self, request: Request) -> Answer:
        """Answer a request that has come by the server's own name."""
        name = request.path.removeprefix(PREFIX).partition("?")[0]
        if request.method == "GET":
            return _file(name)
        if refusal := self._refusal(request):
            return refusal
        if name not in self._actions:
            return _refused(404, "there is no such action")
        try:
            given = json.loads(request.body)
            if not isinstance(given, dict):
                return _refused(400, "an object is taken and nothing else")
            return _told(self._actions[name](given))
        except ReportError as error:
            return _told({"wrong": [told(one) for one in error.findings]}, 422)
        except CommitError as error:
            return _told({"wrong": [{"message": str(error), "text": str(error)}]}, 422)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, csv.Error) as error:
            return _refused(400, f"that is not to be understood: {type(error).__name__}: {error}")

    def _refusal(self, request: Request) -> Answer | None:
        """Why a request is not let in, None if it is: it must say that it comes from a page of ours, bring the token, and be JSON."""
        if "origin" not in request.headers:
            return _refused(403, "a page says where it comes from")
        if not compare_digest(request.headers.get(HEADER, "").encode(), self._token.encode()):
            return _refused(403, "the preview was started anew: load the page again")
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return _refused(415, "JSON is taken and nothing else")
        return None


def told(one: Finding) -> dict[str, Any]:
    """A finding as the desk shows it: what it says, and as `check` prints it; of a doubt, by what it is accepted."""
    fix = one.fix.partition("; or if it is right, ")[0] if one.kind else one.fix  # by a button, rather than by a row
    message = f"{one.found} ({fix})"
    doubt = {"doubt": {"kind": one.kind, "key": one.about}} if one.kind else {}
    return {"column": one.column, "message": message, "text": str(one), "severity": one.severity.name.lower(), **doubt}


def _file(name: str) -> Answer:
    """A file of the desk's own."""
    known = {path.name: path for path in sorted((RUNTIME / "desk").iterdir()) if path.suffix in _KINDS}
    if name not in known:
        return Answer(b"There is no such file.\n", "text/plain", 404)
    return Answer(known[name].read_bytes(), f"{_KINDS[known[name].suffix]}; charset=utf-8")


def _told(found: object, status: int = 200) -> Answer:
    return Answer(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"), "application/json", status)


def _refused(status: int, why: str) -> Answer:
    return _told({"wrong": [{"message": why, "text": why}]}, status)
