"""Ways to break a report's history in Git. Each is made from a seed."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import Final

from benchmarks.breaking import break_cells, break_descriptor, damaged, pick
from benchmarks.odd import MESSAGES
from sourced.project import Project


def git(root: Path, *arguments: str, given: bytes = b"", **more: str) -> bytes:
    """What Git prints, whether it could or not."""
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "A"), ("EMAIL", "a@example.org"))}
    alone = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, **more}
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False, env=alone).stdout  # noqa: S603


def _commit(rng: random.Random, project: Project) -> None:
    """Commit all that is there, by an odd author with an odd message on an odd day."""
    git(project.root, "add", "-A")
    tree = git(project.root, "write-tree").decode().strip()
    parent = git(project.root, "rev-parse", "-q", "--verify", "HEAD").decode().strip()
    name = rng.choice(("A", "", "李 雷", "x" * 500, "a\x01b", "<b id=fuzz>", "A."))
    when = rng.choice(
        ("1700000000 +0000", "0 +0000", "4102444800 +1400", "99999999999 -1200", "1700000000 +9959", "-5 +0000", "1700000000 x")
    )
    head = [f"tree {tree}", *([f"parent {parent}"] if parent else []), f"author {name} <a> {when}", f"committer {name} <> {when}"]
    extra = rng.choice(([], [], ["encoding GBK"], ["encoding nowhere"], ["gpgsig x"]))
    raw = "\n".join([*head, *extra, "", rng.choice(MESSAGES)]).encode(rng.choice(("utf-8", "gb18030", "utf-8")), "replace")
    new = git(project.root, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", given=raw).decode().strip()
    git(project.root, "update-ref", "HEAD", new)


def break_history(rng: random.Random, project: Project) -> None:
    """A repository around the report, with commits and states of all kinds; the report itself is right."""
    kept = {path: path.read_bytes() for path in (*project.data.iterdir(), project.root / "mkdocs.yml")}
    git(project.root, "init", "-q", *rng.choice(([], ["--object-format=sha256"])))
    (project.root / ".gitignore").write_text("build/\nsite/\n", encoding="utf-8")
    for _ in range(rng.randrange(6)):
        if rng.random() < 0.8:
            break_cells(rng, project)
        else:
            break_descriptor(rng, project)
        if rng.random() < 0.2:
            moved = pick(rng, project.data, "*.csv")
            moved.rename(moved.with_name(rng.choice(("观测.csv", "a\tb.csv", "x.csv", '"q".csv'))))
        _commit(rng, project)
        for path in [path for path in project.data.iterdir() if path not in kept]:
            path.unlink()
        for path, content in kept.items():
            path.write_bytes(content)
    rng.choice(STATES)(rng, project)


def _as_it_is(_: random.Random, __: Project) -> None:
    """Leave the repository alone."""


def _lose_object(rng: random.Random, project: Project) -> None:
    if objects := sorted((project.root / ".git/objects").glob("??/*")):
        rng.choice(objects).unlink()


def _damage_object(rng: random.Random, project: Project) -> None:
    if objects := sorted((project.root / ".git/objects").glob("??/*")):
        path = rng.choice(objects)
        path.chmod(0o644)
        path.write_bytes(damaged(rng, path.read_bytes()))


def _shallow(rng: random.Random, project: Project) -> None:
    if commits := git(project.root, "rev-list", "HEAD").decode().split():
        (project.root / ".git/shallow").write_text(rng.choice(commits) + "\n", encoding="ascii")


def _configured(rng: random.Random, project: Project) -> None:
    for _ in range(3):
        name, value = rng.choice(
            (("log.showRoot", "false"), ("core.quotePath", "true"), ("color.ui", "always"), ("log.showSignature", "true"),
            ("diff.noprefix", "true"),
             ("format.pretty", "fuller"), ("log.date", "relative"), ("core.bare", "true"), ("core.worktree", "/nowhere"),
             ("diff.external", "false"),
             ("i18n.logOutputEncoding", "utf-16"), ("core.abbrev", "4"), ("diff.renames", "copies"), ("log.follow", "true"), ("x", "="),
             ("extensions.partialClone", "origin"), ("core.repositoryFormatVersion", "9"), ("core.pager", "false"), ("log.decorate",
             "full"),
             ("diff.ignoreSubmodules", "all"), ("log.mailmap", "true"), ("diff.orderFile", "/nowhere"), ("core.autocrlf", "true"))
        )  # fmt: skip
        git(project.root, "config", name, value)


def _head(rng: random.Random, project: Project) -> None:
    target = rng.choice((b"", b"ref: refs/heads/nowhere\n", b"x", b"\xff", b"0" * 40, b"ref: ../../x"))
    (project.root / ".git/HEAD").write_bytes(target)


def _no_folder(rng: random.Random, project: Project) -> None:
    shutil.rmtree(project.root / ".git")
    (project.root / ".git").write_text(rng.choice(("gitdir: nowhere", "", "gitdir: .", "gitdir: .git")), encoding="utf-8")


def _grafted(rng: random.Random, project: Project) -> None:
    if commits := git(project.root, "rev-list", "HEAD").decode().split():
        git(project.root, "replace", "--graft", rng.choice(commits), *rng.sample(commits, 1))
        (project.root / ".git/info/grafts").write_text(f"{rng.choice(commits)}\n", encoding="ascii")


STATES: Final = (_as_it_is, _as_it_is, _lose_object, _damage_object, _shallow, _configured, _configured, _head, _no_folder, _grafted)
