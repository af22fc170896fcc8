"""Which of the sources' addresses no longer answer: a Markdown list, with archived copies where the Wayback Machine has one.

    python tools/links.py [SOURCES.csv]

Asks each address once, ten at a time, and never fails. Needs nothing but Python.
"""

from __future__ import annotations

import csv
import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path

SOURCES = Path(__file__).parent.parent / "data" / "sources.csv"
ARCHIVE = "https://archive.org/wayback/available?url="
HEADERS = {"User-Agent": "Mozilla/5.0 (a report's weekly check of its sources)"}
SECONDS = 25
MARKS = "%:/?#[]@!$&'()*+,;=~"
"""What an address may hold as it is; all else, such as Chinese, is written in its bytes."""
REFUSED = {401, 403, 405, 406, 429, 503}
"""Answers of sites that turn programs away: no sign that the page is gone."""


def state(url: str) -> str:
    """Why an address is dead, "" if it answers or only turns programs away."""
    for method in ("HEAD", "GET"):
        try:
            request = urllib.request.Request(urllib.parse.quote(url, safe=MARKS), method=method, headers=HEADERS)  # noqa: S310 (http only)
            with urllib.request.urlopen(request, timeout=SECONDS):  # noqa: S310
                return ""
        except urllib.error.HTTPError as error:
            if error.code in REFUSED and method == "GET":
                return ""
            found = f"answers {error.code}"
        except (OSError, ValueError, HTTPException) as error:
            found = f"does not answer: {getattr(error, 'reason', error)}"
    return found


def archived(url: str, archive: str = ARCHIVE) -> str:
    """The address of the newest archived copy, "" if none is known."""
    try:
        with urllib.request.urlopen(archive + urllib.parse.quote(url, safe=""), timeout=SECONDS) as answer:  # noqa: S310
            snapshots = json.load(answer).get("archived_snapshots", {})
    except (OSError, ValueError, HTTPException):
        return ""
    return str(snapshots.get("closest", {}).get("url", ""))


def listed(sources: Path, archive: str = ARCHIVE) -> str:
    """The dead addresses of a table of sources as Markdown."""
    with sources.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["id"], row["url"]) for row in csv.DictReader(file)]
    with ThreadPoolExecutor(10) as pool:
        states = list(pool.map(state, (url for _, url in rows)))
        dead = [(name, url, why) for (name, url), why in zip(rows, states, strict=True) if why]
        copies = list(pool.map(lambda one: archived(one[1], archive), dead))
    lines = [f"{len(dead)} of {len(rows)} addresses of sources are dead.", ""]
    for (name, url, why), copy in zip(dead, copies, strict=True):
        lines.append(f"- `{name}` {why}: <{url}>" + (f" (archived: <{copy}>)" if copy else " (no archived copy)"))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(listed(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCES))
