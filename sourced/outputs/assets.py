"""Files that pages need in place: what lies in docs/ besides pages, the stylesheet, the runtimes that a reader may ask for."""

from __future__ import annotations

from sourced.drawing.interactive import EXPLORE, VEGA
from sourced.outputs.redirects import FILE as MOVED
from sourced.outputs.search_index import ENGINE
from sourced.pages.look import verdict_rules
from sourced.pages.report import Report


def asset_files(report: Report) -> dict[str, str | bytes]:
    """Files of docs/ that are no pages, once for all languages; what is made for the site's stylesheet stands above it."""
    files: dict[str, str | bytes] = {}
    for path in sorted(report.project.docs.rglob("*")):
        if path.is_file() and path.suffix != ".md" and report.project.relative(path) != MOVED:
            files[f"{report.root.code}/{path.relative_to(report.project.docs).as_posix()}"] = path.read_bytes()
    sheet = f"{report.root.code}/assets/site.css"
    for script in (VEGA, EXPLORE):
        files[f"{report.root.code}/assets/{script.name}"] = script.read_bytes()
    files[f"{report.root.code}/assets/minisearch.js"] = ENGINE.read_bytes()
    before = files.get(sheet, b"")
    made = "\n".join((report.theme.css(), report.theme.native_css(), verdict_rules(report.figures.model.package), ""))
    files[sheet] = made.encode() + (before if isinstance(before, bytes) else before.encode())
    return files
