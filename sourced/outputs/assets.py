"""Files that pages need in place: the generator's, those of docs/ besides pages, the runtimes that a reader may ask for."""

from __future__ import annotations

import re
from typing import Final

from sourced.drawing.images import png
from sourced.drawing.interactive import EXPLORE, VEGA
from sourced.outputs.redirects import FILE as MOVED
from sourced.outputs.search_index import ENGINE
from sourced.pages.look import claim_rules
from sourced.pages.report import Report
from sourced.project import OWN_ASSETS
from sourced.system.links import files_below

SHEET, ADDED = "assets/site.css", "assets/extra.css"
"""The site's stylesheet, and a report's additions to it."""
ICON, TOUCH_ICON = "assets/icon.svg", "assets/icon.png"
"""The report's sign, and the picture of it that phones put on their screens."""
_SIDE: Final = 90
"""Half a touch icon's pixels, as pictures are made at twice their size."""
_ROOT: Final = re.compile(r"<svg\b([^>]*?)(/?)>")


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
    if report.downloads:
        found[TOUCH_ICON] = png(on_ground(found[ICON].decode(errors="replace")), report.project.build / "cache")()
    found[".nojekyll"] = b""  # GitHub Pages from a branch would make pages of the copies in Markdown
    return {f"{report.root.code}/{path}": content for path, content in found.items()}


def on_ground(icon: str) -> str:
    """An icon with a white margin, for phones fill what is transparent with black."""
    inner = _SIDE * 0.8
    placed = f' x="{_SIDE * 0.1}" y="{_SIDE * 0.1}" width="{inner}" height="{inner}"'
    root = _ROOT.search(icon)
    if root is None:
        return icon
    own = {name: value for name, value in re.findall(r'([\w:-]+)="([^"]*)"', root[1]) if name not in {"x", "y"}}
    own.setdefault("viewBox", f"0 0 {own.get('width', '32')} {own.get('height', '32')}")
    rest = "".join(f' {name}="{value}"' for name, value in own.items() if name not in {"width", "height"})
    ground = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SIDE}" height="{_SIDE}"><rect width="{_SIDE}" height="{_SIDE}" fill="#fff"/>'
    )
    return f"{ground}<svg{rest}{placed}{root[2]}>{icon[root.end() :]}</svg>"
