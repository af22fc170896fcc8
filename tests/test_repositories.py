"""Repositories that Git does not read, or that hold only a part of the report: editors are told, and how to put it right."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from sourced.desk.diff import compare_with_revision
from sourced.findings import Finding, Severity
from sourced.project import Project
from sourced.site.build import build, check
from sourced.system.git import GitError
from tests.test_history import commit, git

pytestmark = pytest.mark.build
ANYWHERE = ("-c", "protocol.file.allow=always", "submodule", "add", "-q", "--force")


def begun(project: Project) -> Project:
    """A folder as a repository with one commit."""
    (project.root / ".gitignore").write_text("build/\nsite/\n", encoding="utf-8")
    git(project, "init", "-q", "-b", "main")
    git(project, "add", "-A")
    commit(project, "First rows", 1)
    return project


def warned(project: Project) -> dict[str, Finding]:
    """What is said of the history, by its place."""
    return {one.file: one for one in check(project).warnings if one.file in (".git", "data")}


def test_a_repository_of_another_user_is_said_and_how_it_is_trusted(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(tiny)
    assert warned(tiny) == {}
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    said = warned(tiny)[".git"]
    assert (said.severity, f"git config --global --add safe.directory {tiny.root}" in said.fix) == (Severity.WARNING, True)
    with pytest.raises(GitError, match=r"safe\.directory"):
        compare_with_revision(tiny, "HEAD")


def test_a_repository_whose_newest_commit_is_damaged_is_said(tiny: Project) -> None:
    begun(tiny)
    for one in (tiny.root / ".git/objects").glob("??/*"):
        one.chmod(0o644)
        one.write_bytes(b"x")
    assert "clone the report anew" in warned(tiny)[".git"].fix


def test_a_repository_without_a_commit_is_nothing_to_warn_of(tiny: Project) -> None:
    git(tiny, "init", "-q")
    assert warned(tiny) == {}


def test_a_report_that_is_a_submodule_has_its_history_and_copied_out_of_it_is_told_that_it_has_none(tiny: Project, tmp_path: Path) -> None:
    begun(tiny)
    whole = Project(tmp_path / "whole")
    git(tiny, "init", "-q", str(whole.root))
    git(whole, *ANYWHERE, tiny.root.as_uri(), "report")
    inner = Project(whole.root / "report")
    (inner.data / "observations.csv").write_text(
        (inner.data / "observations.csv").read_text(encoding="utf-8").replace("298.7", "299.9", 1), encoding="utf-8"
    )
    commit(inner, "Corrected", 2)
    build(inner, downloads=False)
    assert "Corrected" in (inner.site / "evidence/updates/index.html").read_text(encoding="utf-8")
    assert warned(inner) == {}
    shutil.copytree(inner.root, tmp_path / "alone")
    assert "not a git repository" in warned(Project(tmp_path / "alone"))[".git"].fix


def test_data_in_a_repository_of_their_own_have_no_updates(tiny: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    data = Project(tmp_path_factory.mktemp("apart") / "rows")
    shutil.move(tiny.data, data.root)
    begun(data)
    begun(tiny)
    git(tiny, *ANYWHERE, data.root.as_uri(), "data")
    commit(tiny, "Data apart", 2)
    assert "a repository of its own" in warned(tiny)["data"].found
    with pytest.raises(GitError, match="data is a repository of its own"):
        compare_with_revision(tiny, "HEAD")
