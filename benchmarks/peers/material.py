"""MkDocs with Material, and Zensical, which reads the same project: pages as Markdown, charts by vega-embed."""

from __future__ import annotations

from typing import Final

from benchmarks.peers.generator import Generator, pinned
from benchmarks.peers.texts import views
from benchmarks.peers.vega import EMBED, SCRIPTS, element
from benchmarks.peers.work import Work

SETTINGS: Final = "site_name: Stations\ntheme: {name: material, font: false}\n"
ASSETS: Final = {f"docs/assets/{name}": source for name, source in SCRIPTS.items()}


def files(work: Work) -> dict[str, str]:
    """Settings and a file for each page."""
    pages = {f"docs/{view.file}.md": view.markdown(work, element) for view in views(work)}
    if not work.drawn:
        return {"mkdocs.yml": SETTINGS, **pages}
    scripts = "".join(f"  - assets/{name}\n" for name in (*SCRIPTS, "charts.js"))
    return {"mkdocs.yml": f"{SETTINGS}extra_javascript:\n{scripts}", "docs/assets/charts.js": EMBED, **pages}


def undrawn(work: Work) -> dict[str, str]:
    """The same without charts."""
    return files(work.undrawn())


def _generators() -> tuple[Generator, ...]:
    mkdocs, zensical = f"{pinned('mkdocs')} with Material {pinned('mkdocs-material')}", pinned("zensical")
    by_mkdocs = ("mkdocs", "build"), ("mkdocs", "serve", "--dev-addr", "127.0.0.1:{port}"), "site"
    by_zensical = ("zensical", "build"), ("zensical", "serve", "--dev-addr", "127.0.0.1:{port}"), "site"
    return (
        Generator("material", "MkDocs with Material, vega-embed", mkdocs, files, *by_mkdocs, ASSETS, "mkdocs"),
        Generator("material-undrawn", "MkDocs with Material, no charts", mkdocs, undrawn, *by_mkdocs, {}, "mkdocs"),
        Generator("zensical", "Zensical, vega-embed", zensical, files, *by_zensical, ASSETS, "zensical"),
    )


GENERATORS: Final = _generators()
