"""Files that pages need in place: the generator's, those of docs/ besides pages, the runtimes that a reader may ask for."""

from __future__ import annotations

from sourced.drawing.interactive import EXPLORE, VEGA
from sourced.outputs.redirects import FILE as MOVED
from sourced.outputs.search_index import ENGINE
from sourced.pages.look import claim_rules
from sourced.pages.report import Report
from sourced.project import OWN_ASSETS
from sourced.system.links import files_below

SHEET, ADDED = "assets/site.css", "assets/extra.css"
"""The site's stylesheet, and a report's additions to it."""


def asset_files(report: Report) -> dict[str, str | bytes]:
    """Files that are no pages, once for all languages: the generator's, then those of docs/, which may take their place.

    What is made for the site's stylesheet stands above it, what a report adds to it below.
    """
    found = {path.relative_to(OWN_ASSETS.parent).as_posix(): path.read_bytes() for path in files_below(OWN_ASSETS)}
    found |= {f"assets/{script.name}": script.read_bytes() for script in (VEGA, EXPLORE, ENGINE)}
    docs = report.project.docs
    own = (path for path in files_below(docs) if path.suffix != ".md" and report.project.relative(path) != MOVED)
    found |= {path.relative_to(docs).as_posix(): path.read_bytes() for path in own}
    made = "\n".join((report.theme.css(), report.theme.native_css(), claim_rules(report.figures.model.package), ""))
    found[SHEET] = made.encode() + found[SHEET] + found.pop(ADDED, b"")
    found[".nojekyll"] = b""  # GitHub Pages from a branch would make pages of the copies in Markdown
    return {f"{report.root.code}/{path}": content for path, content in found.items()}
