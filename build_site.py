#!/usr/bin/env python3
"""The command line of the report: build, serve, check. See README.md; the work is done in `sourced/`."""

import sys
from typing import Any


def on_config(config: Any) -> Any:
    """MkDocs' hook: tell those who type `mkdocs build` or `mkdocs serve` what to type instead."""
    from sourced.commands.cli import refuse_plain_mkdocs

    return refuse_plain_mkdocs(config)


if __name__ == "__main__":
    try:
        from sourced.commands.cli import program

        program()
    except KeyboardInterrupt:  # before there was anything to stop
        sys.exit(130)
