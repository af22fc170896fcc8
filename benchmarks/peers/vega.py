"""What generators have in common that draw by Vega in the browser: its scripts, shipped with the site, and a page's markup."""

from __future__ import annotations

import json
from typing import Final

from benchmarks.peers.work import Chart

SCRIPTS: Final = {
    "vega.js": "vega/build/vega.min.js",
    "vega-lite.js": "vega-lite/build/vega-lite.min.js",
    "vega-embed.js": "vega-embed/build/vega-embed.min.js",
}
"""By the name in the site, where they lie in the packages."""
OPTIONS: Final = '{ actions: false, renderer: "svg" }'
EMBED: Final = f"""for (const one of document.querySelectorAll(".chart")) {{
  vegaEmbed(one, JSON.parse(one.firstElementChild.textContent), {OPTIONS});
}}
"""
"""The script that draws all charts of a page."""


def element(chart: Chart) -> str:
    """A place for a chart, its specification in it."""
    return f'<div class="chart"><script type="application/json">{json.dumps(chart.vega_lite())}</script></div>'
