"""Astro: pages and a component for a station, stations as data, charts by vega-embed in the bundle."""

from __future__ import annotations

import json
from typing import Final

from benchmarks.peers.generator import PINNED, Generator
from benchmarks.peers.texts import HEADS, View, views
from benchmarks.peers.vega import OPTIONS
from benchmarks.peers.work import Work
from tools.published import BASE

SETTINGS: Final = f"""export default {{
  base: "{BASE}",
  cacheDir: "./.cache",
  devToolbar: {{ enabled: false }},
  vite: {{ cacheDir: "./.vite" }},
}};
"""
LAYOUT: Final = f"""---
const {{ title, code }} = Astro.props;
const pages = Object.values(import.meta.glob("../pages/**/*.astro", {{ eager: true }}));
---
<!doctype html>
<html lang={{code}}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}}</title>
</head>
<body>
<nav><ul>{{pages.map((one) => <li><a href={{`${{import.meta.env.BASE_URL}}${{one.address}}`}}>{{one.title}}</a></li>)}}</ul></nav>
<main><h1>{{title}}</h1><slot /></main>
</body>
</html>
<style>body {{ max-width: 60rem; margin: 0 auto; font-family: sans-serif; }} nav ul {{ columns: 3; }}</style>
<script>
import embed from "vega-embed";
for (const one of document.querySelectorAll(".chart")) embed(one, JSON.parse(one.firstElementChild.textContent), {OPTIONS});
</script>
"""
STATION: Final = """---
const heads = <heads>;
const { of: one, code } = Astro.props;
const rows = one.spec.data.values, last = rows.at(-1);
const said = code === "zh"
  ? `${one.number}号站降雨${last.value}毫米（${last.quarter}）。`
  : `Station ${one.number} had ${last.value} millimetres in ${last.quarter}.`;
---
<p>{said}</p>
<div class="chart"><script is:inline type="application/json" set:html={JSON.stringify(one.spec)}></script></div>
<table>
<thead><tr>{heads[code].map((word) => <th>{word}</th>)}</tr></thead>
<tbody>{rows.map((row) => <tr><td>{row.quarter}</td><td>{row.value}</td></tr>)}</tbody>
</table>
"""


def files(work: Work) -> dict[str, str]:
    """Settings, a layout, a component, data for each station and a page for each page."""
    return {
        "astro.config.mjs": SETTINGS,
        "src/layouts/Page.astro": LAYOUT,
        "src/components/Station.astro": STATION.replace("<heads>", json.dumps(HEADS, ensure_ascii=False)),
        **{
            f"src/data/{chart.station}.json": json.dumps({"number": chart.number, "spec": chart.vega_lite()}, indent=1)
            for chart in work.charts()
        },
        **{f"src/pages/{view.file}.astro": _page(view) for view in views(work)},
    }


def _page(view: View) -> str:
    """A page: its imports, its prose, its stations."""
    up = "../" if view.first else "../../"
    charts = view.page.charts
    lines = [
        f'import Page from "{up}layouts/Page.astro";',
        f'import Station from "{up}components/Station.astro";',
        *(f'import station{one.number} from "{up}data/{one.station}.json";' for one in charts),
        f'export const title = "{view.title}", address = "{view.address}";',
    ]
    prose = [f"<p>{paragraph}</p>" for paragraph in view.page.paragraphs[view.code]]
    stations = [f'<Station of={{station{one.number}}} code="{view.code}" />' for one in charts]
    body = "\n".join([f'<Page title={{title}} code="{view.code}">', *prose, *stations, "</Page>"])
    return "---\n{}\n---\n{}\n".format("\n".join(lines), body)


GENERATORS: Final = (
    Generator(
        "astro", "Astro, vega-embed", PINNED["astro"], files,
        ("astro", "build"), ("astro", "dev", "--host", "127.0.0.1", "--port", "{port}"), "dist", {}, "astro",
    ),
)  # fmt: skip
