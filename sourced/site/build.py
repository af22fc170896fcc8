"""From `data/` to `site/`, or not at all: nothing is done, nor imported, where nothing has changed since the last build."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sourced.project import Project
from sourced.site.outcome import Outcome, PriorityPage, Progress, no_collection
from sourced.system.generator import generator
from sourced.system.git import newest
from sourced.system.links import stop_on_inner_links, stop_on_links
from sourced.system.tracking import digest
from sourced.system.trees import alone, site_of

if TYPE_CHECKING:
    from sourced.system.memo import Shelf


def _silent(_stage: str) -> None:
    """Show no progress."""


@no_collection()
def check(project: Project, *, today: date | None = None, progress: Progress = _silent) -> Outcome:
    """Find every problem that a build would, and what is doubtful on a day; write nothing outside of `build/`."""
    from sourced.site.stages import checked

    stop_on_links(project.root, project.build, project.site)
    with alone(project.build):
        stop_on_inner_links(project.root, project.build, project.site)
        return checked(project, today, progress)


@no_collection()
def build(
    project: Project,
    *,
    today: date | None = None,
    downloads: bool = True,
    progress: Progress = _silent,
    shelf: Shelf | None = None,
    ahead: PriorityPage | None = None,
) -> Outcome:
    """Build `site/` anew beside the old one, check it, and swap it in; without PNG files unless `downloads`.

    Who builds again and again in one process hands over the same `shelf` each time, and may have a page shown `ahead`.
    Raise ReportError with every problem of the first stage that has one; the old site then stays as it was.
    """
    stop_on_links(project.root, project.build, project.site)
    with alone(project.build):
        state = inputs(project, today, downloads)
        if last := _last_build(project, state):
            return last
        stop_on_inner_links(project.root, project.build, project.site)
        from sourced.site.stages import built  # takes as long as all of the above

        outcome = built(project, today, progress, shelf, ahead, downloads=downloads)
        _last(project).write_text(json.dumps({"state": state, **outcome.written()}), encoding="utf-8")
    return outcome


def inputs(project: Project, today: date | None, downloads: bool) -> str:
    """Digest of all that a build depends on: the report's own files, the generator and its packages, address and day."""
    folders = (project.data, project.charts, project.templates, project.docs, project.words)
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    files += [*sorted(project.root.glob("mkdocs*.yml")), *sorted(project.root.glob("*.py"))]
    parts = (part for path in files for part in (project.relative(path), path.read_bytes()))
    asked = f"{today} {downloads}", newest(project.root, project.data)
    return digest(generator(), project.address, os.environ.get("SITE_URL", ""), *asked, *parts)


def _last(project: Project) -> Path:
    return project.build / "last.json"


def _last_build(project: Project, state: str) -> Outcome | None:
    """What the last build had to say, if its inputs were the same and its site is untouched."""
    try:
        last = json.loads(_last(project).read_text(encoding="utf-8"))
        if last.pop("state") != state or not site_of(project).untouched:
            return None
        return Outcome.read(last)
    except (OSError, ValueError, KeyError, TypeError):
        return None
