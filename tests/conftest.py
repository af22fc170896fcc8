"""Reports to test with: the tiny one (copied, so that a test may break it) and the real one, each built once for all workers."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from sourced.evidence.figures import Figures
from sourced.pages.report import Report
from sourced.project import Project
from sourced.site.build import build
from sourced.site.load import load_report
from tests.serving import served
from tools.published import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).parent.parent
TINY = Path(__file__).parent / "report"
GALLERY = Path(__file__).parent / "gallery"
ADDRESS = "https://someone.github.io/some-repo/"
"""Where the real site is published: a project page, whose address GitHub gives to the build."""
PARTS = ("data", "charts", "templates", "docs", "locale", "mkdocs.yml", "build_site.py")
settings.register_profile("suite", deadline=None)  # how long an example takes says more of who else is at work than of the code
settings.load_profile("suite")
_BUILT = ("tiny_site", "built", "placed", "real_site", "one", "three", "gallery_site", "starter_site")
MARKS = {"browser": ("browser", "old"), "build": _BUILT}
"""Which marks a test gets for asking for one of these fixtures."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the fixtures that they use; let builds start first, the quick tests fill the gaps at the end."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        for mark in (mark for mark, fixtures in MARKS.items() if asked & set(fixtures)):
            item.add_marker(mark)
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    """When a test's turn comes: builds of the tiny report, then all that needs the real site, then the rest."""
    if "real_site" in getattr(item, "fixturenames", ()):
        return 1
    return 0 if item.get_closest_marker("build") else 2


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


def shared(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that `make` fills once for all workers of a run: the first to ask does it, the others wait."""
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent  # each worker has a folder of its own below it
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / name).exists():
            part = root / f"{name}.part"
            shutil.rmtree(part, ignore_errors=True)
            make(part)
            part.rename(root / name)
    return root / name


@pytest.fixture(scope="session")
def _tiny_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny report after a build."""
    return shared(tmp_path_factory, "tiny-built", lambda folder: build(copy_report(TINY, folder)))


@pytest.fixture(scope="session")
def tiny_site(_tiny_built: Path) -> Path:
    """The tiny report's finished site."""
    return Project(_tiny_built).site


@pytest.fixture(scope="session")
def gallery_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished site of charts of many kinds."""
    return Project(shared(tmp_path_factory, "gallery-built", lambda folder: build(copy_report(GALLERY, folder)))).site


@pytest.fixture
def built(tiny: Project, _tiny_built: Path) -> Project:
    """A copy of the tiny report after a build."""
    shutil.copytree(_tiny_built, tiny.root, dirs_exist_ok=True)
    return tiny


@pytest.fixture(scope="session")
def real() -> Report:
    """The real report, loaded and checked."""
    return load_report(Project(ROOT))[0]


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real report's finished site for ADDRESS."""
    return Project(shared(tmp_path_factory, "real-built", _build_real)).site


def _build_real(folder: Path) -> None:
    """Build a copy of the real report, so that a developer's own build is left alone."""
    project = Project(copy_report(ROOT, folder).root, ADDRESS)
    if (ROOT / "build/cache").exists():
        shutil.copytree(ROOT / "build/cache", project.build / "cache")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SITE_URL", ADDRESS)  # for MkDocs' configuration
        build(project)


@pytest.fixture(scope="session")
def address(real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real site under a sub-path, as GitHub Pages serves a project."""
    root = tmp_path_factory.mktemp("served")
    (root / "some-repo").symlink_to(real_site)
    with served(root) as host:
        yield f"{host}some-repo/"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all browsers of a process, which can have no second."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # as Playwright's own actions wait: how long it takes says more of who else is at work
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium."""
    path = chromium()
    assert shutil.which(path), "no Chromium found; run: make test"
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-background-networking"])
    yield browser
    browser.close()
