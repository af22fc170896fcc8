"""What the repository carries of others' work is in the list of components."""

from sourced.drawing.engine import FONTS
from tools.sbom import carried


def test_runtimes_and_the_font_are_listed_with_version_and_licence() -> None:
    listed = {one["name"]: one for one in carried()}
    assert set(listed) == {"vega", "vega-interpreter", "minisearch", "chart-sans.otf"}
    assert listed["minisearch"]["purl"] == f"pkg:npm/minisearch@{listed['minisearch']['version']}"
    assert listed["vega"]["licenses"] == [{"license": {"id": "BSD-3-Clause"}}]
    assert (FONTS / "chart-sans.otf").exists()
