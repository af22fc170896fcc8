"""A way out of MkDocs: what others make of a report. Each is skipped where it is not installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from sourced.project import Project
from sourced.site.build import build
from sourced.system.trees import listing
from tests.conftest import ROOT, TINY, copy_report

PLAIN = "site_name: Rain\ntheme: {name: material, custom_dir: theme}\nplugins: []\nmarkdown_extensions: [attr_list, md_in_html, tables]\n"


@pytest.mark.slow
@pytest.mark.skipif(not find_spec("properdocs"), reason="ProperDocs is not installed: pip install properdocs")
def test_properdocs_makes_the_same_site_byte_for_byte(tmp_path: Path) -> None:
    ours, theirs = (copy_report(TINY, tmp_path / name) for name in ("mkdocs", "properdocs"))
    build(ours, downloads=False)
    subprocess.run([sys.executable, "-m", "tests.as_properdocs", str(theirs.root)], cwd=ROOT, check=True)  # noqa: S603
    files = listing(ours.site)
    assert files == listing(theirs.site)
    assert [name for name in sorted(files) if (ours.site / name).read_bytes() != (theirs.site / name).read_bytes()] == []


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("zensical"), reason="Zensical is not installed: pip install zensical")
def test_zensical_makes_every_page_with_its_figures_from_the_same_markdown(built: Project, tmp_path: Path) -> None:
    docs = (root := tmp_path / "zensical") / "docs"
    shutil.copytree(built.build / "docs/en", docs)
    (root / "theme").mkdir()
    (root / "theme/embed.html").write_text("{{ page.content }}", encoding="utf-8")  # a page to embed names its template
    (root / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")
    subprocess.run(["zensical", "build"], cwd=root, check=True)  # noqa: S607
    pages = [path.relative_to(docs).with_suffix("") for path in docs.rglob("*.md")]
    for page in pages:
        path = f"{page}.html" if page.name == "index" else f"{page}/index.html"
        made, own = ((folder / path).read_text(encoding="utf-8") for folder in (root / "site", built.site))
        assert made.count(" data-key=") == own.count(" data-key="), path
