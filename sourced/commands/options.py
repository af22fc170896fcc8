"""What all commands have: the option that names the report, and the report at that folder."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from sourced.project import Project

project_option = click.option(
    "--project", "root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path(),
    help="Folder of the report: data/, charts/, templates/, docs/ and mkdocs.yml. Default: this folder.",
)  # fmt: skip
"""The option itself."""


def project_at(root: Path) -> Project:
    """The report at a folder; the address of its published site is the environment's SITE_URL."""
    address = os.environ.get("SITE_URL", "").rstrip("/")
    if address and not re.fullmatch(r"https?://[^\s/?#\"'<>]+(/[^\s?#\"'<>]*)?", address):
        raise click.UsageError(f'SITE_URL is "{address}", which is no address: write https://NAME.github.io/REPOSITORY/')
    os.environ["SITE_URL"] = f"{address}/" if address else ""  # for MkDocs' configuration
    return Project(root.resolve(), os.environ["SITE_URL"])
