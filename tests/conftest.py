"""Reports to test with: the tiny one (copied, so that a test may break it) and the real one, each built once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sourced.evidence.figures import Figures
from sourced.pages.report import Report
from sourced.project import Project
from sourced.site.build import build, load_report

ROOT = Path(__file__).parent.parent
TINY = Path(__file__).parent / "report"
ADDRESS = "https://someone.github.io/some-repo/"
"""Where the real site is published: a project page, whose address GitHub gives to the build."""
PARTS = ("data", "charts", "templates", "docs", "locale", "mkdocs.yml", "build_site.py")


def copy_report(source: Path, target: Path) -> Project:
    """A report's own files, without what builds have left beside them."""
    for name in PARTS:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (source / name).exists():
            shutil.copy(source / name, target / name)
    return Project(target)


@pytest.fixture
def tiny(tmp_path: Path) -> Project:
    """A copy of the tiny report, not yet built."""
    return copy_report(TINY, tmp_path)


@pytest.fixture
def rain(tiny: Project) -> Figures:
    """The tiny report's figures."""
    return load_report(tiny)[0].figures


@pytest.fixture
def edit(tiny: Project) -> Callable[[str, str, str], None]:
    """Replace a text in a file of the tiny report, once; the text must be there."""

    def replace(file: str, old: str, new: str) -> None:
        path = tiny.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


@pytest.fixture(scope="session")
def tiny_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny report's finished site."""
    project = copy_report(TINY, tmp_path_factory.mktemp("tiny"))
    build(project)
    return project.site


@pytest.fixture(scope="session")
def real() -> Report:
    """The real report, loaded and checked."""
    return load_report(Project(ROOT))[0]


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real report's finished site for ADDRESS, built from a copy so that a developer's own build is left alone."""
    project = Project(copy_report(ROOT, tmp_path_factory.mktemp("real")).root, ADDRESS)
    if (ROOT / "build/cache").exists():
        shutil.copytree(ROOT / "build/cache", project.build / "cache")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SITE_URL", ADDRESS)  # for MkDocs' configuration
        build(project)
    return project.site
