"""Observable Framework: pages as Markdown with a block of JavaScript for each chart, by vega-embed as it is installed beside it.

Its bundler reads a tsconfig.json that one of the packages names and does not ship; `make peers` lays an empty one there.
"""

from __future__ import annotations

import json
from typing import Final

from benchmarks.peers.generator import PINNED, Generator
from benchmarks.peers.texts import views
from benchmarks.peers.vega import OPTIONS
from benchmarks.peers.work import Chart, Work

SETTINGS: Final = 'export default { title: "Stations", root: "src", globalStylesheets: [], footer: "" };\n'
"""Without fonts from elsewhere, as the others."""
IMPORT: Final = '```js\nimport embed from "vega-embed";\n```\n'


def files(work: Work) -> dict[str, str]:
    """Settings and a file for each page."""
    pages = {f"src/{view.file}.md": f"{view.markdown(work, _block)}\n{IMPORT}" for view in views(work)}
    return {"observablehq.config.js": SETTINGS, **pages}


def _block(chart: Chart) -> str:
    place = 'display(Object.assign(document.createElement("div"), { className: "chart" }))'
    return f"```js\nembed({place}, {json.dumps(chart.vega_lite())}, {OPTIONS});\n```"


_PREVIEW: Final = ("observable", "preview", "--no-open", "--host", "127.0.0.1", "--port", "{port}")
GENERATORS: Final = (
    Generator(
        "framework", "Observable Framework, vega-embed", PINNED["@observablehq/framework"], files,
        ("observable", "build"), _PREVIEW, "dist", {}, "observable",
    ),
)  # fmt: skip
