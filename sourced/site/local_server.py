"""A server for this machine alone: none elsewhere reaches it, nor does a page of another site by the browser of who runs it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any, Final, Protocol

LOOPBACK: Final = "127.0.0.1"
LARGEST: Final = 256 * 1024
"""The most bytes that a request may bring."""


class LoopbackServer(ThreadingHTTPServer):
    """A server that none but this machine can reach, whoever asks it to be another."""

    daemon_threads = True

    def server_bind(self) -> None:
        """Take the address; ValueError if it is not one of this machine alone."""
        host = str(self.server_address[0])
        if not ip_address(host).is_loopback:
            raise ValueError(f"{host} can be reached from elsewhere")
        super().server_bind()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went on to another page."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@dataclass(frozen=True)
class Request:
    """What a browser asks for."""

    method: str
    path: str
    headers: Mapping[str, str]
    """By name in small letters."""
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """What it is told."""

    body: bytes
    kind: str = "application/json"
    status: int = 200


class Beside(Protocol):
    """What is served beside the site, at addresses of its own, and what it adds to the head of each page."""

    prefix: str
    head: str

    def answer(self, request: Request) -> Answer:
        """Answer a request below the prefix, which has come by the server's own name."""


def by_own_name(headers: Mapping[str, str], port: int) -> bool:
    """Whether a request names this server as its host, and comes from a page of it, if from any.

    A name of another site that leads here (DNS rebinding) would let its pages read ours.
    """
    names = {f"{name}:{port}" for name in (LOOPBACK, "localhost")} | ({LOOPBACK, "localhost"} if port == 80 else set())
    origin = headers.get("origin")
    return headers.get("host") in names and (origin is None or origin in {f"http://{name}" for name in names})
