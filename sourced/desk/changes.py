"""The changes of the desk as Git has them, and their commit: of the files that the desk changed alone, and never a push."""

from __future__ import annotations

from collections.abc import Iterable

from sourced.project import Project
from sourced.system.git import GitError, git


class CommitError(Exception):
    """Nothing was committed; says why."""


def changes(project: Project) -> str:
    """What has changed in the data since the last commit, as `git diff` prints it, with files that are new; in words if there is no Git."""
    try:
        known = git(project.root, "diff", "--no-color", "--no-ext-diff", "HEAD", "--", str(project.data)).decode("utf-8", "replace")
        return known + "".join(_new_file(project, file) for file in _unknown(project, [str(project.data)]))
    except GitError as error:
        return f"Git can't say: {error}\n"


def _unknown(project: Project, paths: Iterable[str]) -> list[str]:
    """The files below paths that Git does not know yet and need not ignore."""
    listed = git(project.root, "ls-files", "-z", "--others", "--exclude-standard", "--", *paths).decode()
    return [file for file in listed.split("\0") if file]


def _new_file(project: Project, file: str) -> str:
    """A file that Git does not know yet, as `git diff` prints one."""
    lines = (project.root / file).read_text(encoding="utf-8", errors="replace").splitlines()
    return "".join(f"{line}\n" for line in ("--- /dev/null", f"+++ b/{file}", *(f"+{line}" for line in lines)))


def commit(project: Project, files: Iterable[str], message: str) -> str:
    """Commit files (by their paths from the project's root) with a message; give the commit's short name. CommitError if that fails."""
    listed = sorted(files)
    if not message.strip():
        raise CommitError("Say in a line what you changed and why: it stands on the page of updates.")
    if not listed:
        raise CommitError("The desk has changed no file since the last commit.")
    try:
        if new := _unknown(project, listed):  # which `commit` would not know either
            git(project.root, "add", "--intent-to-add", "--", *new)
        git(project.root, "commit", "--quiet", "--only", "--file=-", "--", *listed, given=message.encode())
        return git(project.root, "rev-parse", "--short", "HEAD").decode().strip()
    except GitError as error:
        raise CommitError(f"Git did not commit: {error}") from None
