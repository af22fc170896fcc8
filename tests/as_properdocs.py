"""Build the report in a folder by ProperDocs, which goes on from MkDocs: `python -m tests.as_properdocs FOLDER`."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType


class _AsMkDocs(MetaPathFinder, Loader):
    """Whoever imports mkdocs gets properdocs."""

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        """The module of the same name in ProperDocs."""
        return ModuleSpec(name, self) if name.partition(".")[0] == "mkdocs" else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """ProperDocs' own, imported once."""
        return import_module(f"properdocs{spec.name.removeprefix('mkdocs')}")

    def exec_module(self, module: ModuleType) -> None:
        """It has been run already."""


if __name__ == "__main__":
    sys.meta_path.insert(0, _AsMkDocs())
    from sourced.project import Project
    from sourced.site.build import build

    build(Project(Path(sys.argv[1])), downloads=False)
    assert sys.modules["mkdocs.commands.build"].__name__ == "properdocs.commands.build"
