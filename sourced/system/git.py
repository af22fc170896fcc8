"""Git as what is read from: asked for lines and bytes, whatever its user prefers, and never for what would write or wait."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

COMMITS: Final = 50
"""How many commits a history goes back."""


class GitError(Exception):
    """Git is not there, or can't give what is asked for."""


_PLAIN: Final = (
    "core.quotePath=false", "core.fsmonitor=false", "i18n.logOutputEncoding=UTF-8", "log.showRoot=true", "log.showSignature=false",
    "log.follow=false", "diff.orderFile=/dev/null",
)  # fmt: skip
"""Settings that what is read rests on, whatever a repository or its user prefers."""
_ALONE: Final = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C.UTF-8"}
"""Git asks no other machine and no user, writes nothing while it reads, and says in English what it can't."""
TRUST: Final = "git config --global --add safe.directory"
"""What Git says is to be called where a repository belongs to another user."""


def git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What Git prints; GitError, with its words, if it can't."""
    command = ["git", "-C", str(root), *(part for one in _PLAIN for part in ("-c", one)), *arguments]
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False, env={**os.environ, **_ALONE})  # noqa: S603
    except OSError as error:
        raise GitError(f"git can't be run: {error.strerror}") from error
    if done.returncode:
        raise GitError(_refusal(done.stderr.decode("utf-8", "replace")) or f"no {arguments[-1]}")
    return done.stdout


def _refusal(said: str) -> str:
    """Why Git refused, of all that it said."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    for line in lines:
        if line.startswith(TRUST):
            return f"the repository belongs to another user; if you trust it, call: {line}"
    return next((line.removeprefix("fatal: ") for line in lines if line.startswith("fatal: ")), "".join(lines[-1:]))


def line(root: Path, *arguments: str) -> str:
    """The line that Git prints."""
    return git(root, *arguments).decode("utf-8", "replace").strip()


def cut_off(root: Path) -> frozenset[str]:
    """The commits at which a shallow clone ends: Git has not what was before them, and shows all their rows as added."""
    file = root / line(root, "rev-parse", "--git-path", "shallow")
    return frozenset(file.read_text(encoding="ascii", errors="replace").split()) if file.is_file() else frozenset()


def newest(root: Path, data: Path) -> str:
    """The newest commit that changed the data, where a shallow clone ends, what a partial one lacks; "" where there is none or no Git."""
    try:
        found = line(root, "log", "-1", "--format=%H", "--", str(data))
        return " ".join([found, *sorted(cut_off(root)), *_lacking(root, data)]) if found else ""
    except GitError:
        return ""


def _lacking(root: Path, data: Path) -> list[str]:
    """Of the files that a history is told from, those that a partial clone has not, or not yet; a whole one lacks none."""
    try:
        git(root, "config", "--get-regexp", r"^remote\..*\.promisor$")
    except GitError:
        return []
    listed = line(root, "rev-list", "--objects", "--missing=print", f"-{COMMITS + 1}", "HEAD", "--", str(data))
    return sorted(line for line in listed.splitlines() if line.startswith("?"))
