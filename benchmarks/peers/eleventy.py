"""Eleventy: pages as Markdown that call a shortcode, stations as data; charts by vega-embed, or by Vega when the site is built."""

from __future__ import annotations

import json
from functools import partial
from typing import Final

from benchmarks.peers.generator import PINNED, Generator
from benchmarks.peers.texts import HEADS, views
from benchmarks.peers.vega import EMBED, SCRIPTS
from benchmarks.peers.work import Work

SETTINGS: Final = """<imports>const heads = <heads>;

<drawn>
async function station(one, code) {
  const rows = one.spec.data.values, last = rows.at(-1);
  const said = code === "zh"
    ? `${one.number}号站降雨${last.value}毫米（${last.quarter}）。`
    : `Station ${one.number} had ${last.value} millimetres in ${last.quarter}.`;
  const cells = rows.map(({ quarter, value }) => `<tr><td>${quarter}</td><td>${value}</td></tr>`).join("");
  const head = heads[code].map((word) => `<th>${word}</th>`).join("");
  return `<p>${said}</p><div class="chart">${await drawn(one.spec)}</div>`
    + `<table><thead><tr>${head}</tr></thead><tbody>${cells}</tbody></table>`;
}

export default function (config) {
  config.addPassthroughCopy({ "src/assets": "assets" });
  config.addAsyncShortcode("station", station);
  return { dir: { input: "src" }, markdownTemplateEngine: "njk" };
}
"""
AT_BUILD: Final = (
    'import { parse, View } from "vega";\nimport { compile } from "vega-lite";\n\n',
    'const drawn = (spec) => new View(parse(compile(spec).spec), { renderer: "none" }).toSVG();\n',
)
IN_BROWSER: Final = ("", 'const drawn = (spec) => `<script type="application/json">${JSON.stringify(spec)}</script>`;\n')
LAYOUT: Final = """<!doctype html>
<html lang="{{ code }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<link rel="stylesheet" href="{{ root }}assets/site.css">
<scripts></head>
<body>
<nav><ul>{% for one in collections.all %}
<li><a href="{{ root }}{{ one.url | replace("/", "", 1) }}">{{ one.data.title }}</a></li>
{% endfor %}</ul></nav>
<main>{{ content | safe }}</main>
</body>
</html>
"""
STYLE: Final = "body { max-width: 60rem; margin: 0 auto; font-family: sans-serif; }\nnav ul { columns: 3; }\n"
ASSETS: Final = {f"src/assets/{name}": source for name, source in SCRIPTS.items()}


def files(work: Work, *, at_build: bool) -> dict[str, str]:
    """Settings, a layout, data for each station and a page for each page."""
    imports, drawn = AT_BUILD if at_build else IN_BROWSER
    names = () if at_build else (*SCRIPTS, "charts.js")
    scripts = "".join(f'<script defer src="{{{{ root }}}}assets/{name}"></script>\n' for name in names)
    settings = SETTINGS.replace("<imports>", imports).replace("<heads>", json.dumps(HEADS, ensure_ascii=False)).replace("<drawn>", drawn)
    made = {
        "package.json": '{"type": "module"}\n',
        "eleventy.config.js": settings,
        "src/assets/site.css": STYLE,
        "src/_includes/page.njk": LAYOUT.replace("<scripts>", scripts),
    }
    if not at_build:
        made["src/assets/charts.js"] = EMBED
    for chart in work.charts():
        made[f"src/_data/stations/{chart.station}.json"] = json.dumps({"number": chart.number, "spec": chart.vega_lite()}, indent=1)
    for view in views(work):
        root = "../" * view.address.count("/") or "./"
        head = f"---\nlayout: page.njk\ntitle: {view.title}\ncode: {view.code}\nroot: {root}\n---\n# {view.title}"
        calls = (f'{{% station stations["{chart.station}"], "{view.code}" %}}' for chart in view.page.charts)
        made[f"src/{view.file}.md"] = "\n\n".join([head, *view.page.paragraphs[view.code], *calls]) + "\n"
    return made


def _generators() -> tuple[Generator, ...]:
    version, program = PINNED["@11ty/eleventy"], "eleventy"
    commands = (program,), (program, "--serve", "--port={port}"), "_site"
    drawn = f"{version} with Vega {PINNED['vega']}"
    return (
        Generator("eleventy", "Eleventy, vega-embed", version, partial(files, at_build=False), *commands, ASSETS, program),
        Generator("eleventy-drawn", "Eleventy, drawn at build time", drawn, partial(files, at_build=True), *commands, {}, program),
    )


GENERATORS: Final = _generators()
