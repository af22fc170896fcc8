#!/usr/bin/env python3
"""The command line of the report: build, serve, check. See README.md; the work is done in `sourced/`."""

from typing import Any

from sourced.cli import program, refuse_plain_mkdocs


def on_config(config: Any) -> Any:
    """MkDocs' hook: tell those who type `mkdocs build` or `mkdocs serve` what to type instead."""
    return refuse_plain_mkdocs(config)


if __name__ == "__main__":
    program()
