"""Where a report's parts are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

GENERATOR: Final = Path(__file__).parent
"""The generator's own folder."""
RUNTIME: Final = GENERATOR / "runtime"
"""Scripts that go to the reader's browser."""
OWN_TEMPLATES: Final = GENERATOR / "templates"
"""Templates of pages and their parts that every report shares: a report may have its own of the same name in templates/."""
OWN_THEME: Final = GENERATOR / "theme"
"""What is around the text of a page; a report may have its own of the same name in templates/theme/."""
OWN_ASSETS: Final = GENERATOR / "assets"
"""Stylesheet, scripts, icon and fonts; a report may have its own of the same name in docs/assets/."""


@dataclass(frozen=True)
class Project:
    """Where a report's parts are; every path is below `root`."""

    root: Path
    address: str = ""
    """Address of the published site with a slash at its end, "" if it is not known."""

    @property
    def data(self) -> Path:
        """The data package."""
        return self.root / "data"

    @property
    def charts(self) -> Path:
        """Chart modules and the theme."""
        return self.root / "charts"

    @property
    def templates(self) -> Path:
        """Templates of pages, their parts and the look of the site."""
        return self.root / "templates"

    @property
    def theme(self) -> Path:
        """What is around the text of a page, where that is not as the generator has it."""
        return self.templates / "theme"

    @property
    def docs(self) -> Path:
        """Pages and assets written by hand."""
        return self.root / "docs"

    @property
    def words(self) -> Path:
        """Catalogues of words of the report's own, if it has any."""
        return self.root / "locale"

    @property
    def build(self) -> Path:
        """What a build leaves behind and may be deleted at any time."""
        return self.root / "build"

    @property
    def site(self) -> Path:
        """The finished site."""
        return self.root / "site"

    def relative(self, path: Path) -> str:
        """A path as findings name it."""
        return path.relative_to(self.root).as_posix()
