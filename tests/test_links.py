"""The weekly check of the sources' addresses, against a server of our own."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tools.links import archived, listed, state


class Site(BaseHTTPRequestHandler):
    """Pages that answer as their path says; /archive knows a copy of what is gone."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        if self.path == "/gibberish":
            self.wfile.write(b"no HTTP at all\r\n\r\n")
            return
        code = int(self.path[1:4]) if self.path[1:4].isdigit() else 200
        self.send_response(405 if self.command == "HEAD" and self.path.startswith("/get") else code)
        self.end_headers()
        if self.path.startswith("/archive") and self.command == "GET":
            copies = {"closest": {"url": "https://archive.example/copy"}} if self.path.endswith("404") else {}
            self.wfile.write(json.dumps({"archived_snapshots": copies}).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/200", "/get-only", "/403", "/429", "/可灵?q=a b"])
def test_what_answers_or_turns_programs_away_is_alive(site: str, path: str) -> None:
    assert state(site + path) == ""


def test_what_is_gone_or_nowhere_is_dead(site: str) -> None:
    assert state(f"{site}/404") == "answers 404"
    assert state(f"{site}/gibberish").startswith("does not answer")
    assert state("http://[").startswith("does not answer")
    assert state("http://127.0.0.1:9/").startswith("does not answer")


def test_the_dead_are_listed_with_their_archived_copies(site: str, tmp_path: Path) -> None:
    sources = tmp_path / "sources.csv"
    sources.write_text(f"id,url\ngood,{site}/200\ngone,{site}/404\nlost,{site}/410\n", encoding="utf-8")
    assert listed(sources, f"{site}/archive?url=").splitlines() == [
        "2 of 3 addresses of sources are dead.",
        "",
        f"- `gone` answers 404: <{site}/404> (archived: <https://archive.example/copy>)",
        f"- `lost` answers 410: <{site}/410> (no archived copy)",
    ]


def test_an_archive_that_is_down_is_no_copy() -> None:
    assert archived("http://127.0.0.1:9/", "http://127.0.0.1:9/?url=") == ""
