"""The workflows: pinned, least rights, and made of the same make targets that are run here."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
MAY_WRITE = {
    "publish.yml": {"deploy": {"pages", "id-token"}, "attest": {"id-token", "attestations"}},
    "comment.yml": {"comment": {"pull-requests"}},
}


def workflow(path: Path) -> dict[str, Any]:
    """A workflow; YAML reads its key `on` as a truth value."""
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in workflow(path)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_action_is_pinned_by_commit_with_its_version_beside_it(path: Path) -> None:
    used = re.findall(r"uses: (\S+)(.*)", path.read_text(encoding="utf-8"))
    assert used
    assert [one for one in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", "".join(one))] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_rights_are_the_least_that_do(path: Path) -> None:
    found = workflow(path)
    assert found["permissions"] == {"contents": "read"}
    for name, job in found["jobs"].items():
        write = {right for right, level in job.get("permissions", {}).items() if level == "write"}
        assert write == MAY_WRITE.get(path.name, {}).get(name, set())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_runs_of_one_kind_do_not_cross(path: Path) -> None:
    assert workflow(path)["concurrency"]["group"]


@pytest.mark.parametrize("path", [path for path in FILES if path.name != "comment.yml"], ids=lambda path: path.name)
def test_every_step_is_a_make_target_that_is_there(path: Path) -> None:
    commands = [step["run"].split(" >>")[0] for step in steps(path) if "run" in step]
    assert commands
    assert {command.removeprefix("make ") for command in commands} <= TARGETS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_from_outside_is_pasted_into_a_command(path: Path) -> None:
    assert not [step["run"] for step in steps(path) if "${{" in step.get("run", "")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_job_hangs_and_no_checkout_leaves_its_token(path: Path) -> None:
    assert all(job["timeout-minutes"] <= 60 for job in workflow(path)["jobs"].values())
    assert all(step["with"]["persist-credentials"] is False for step in steps(path) if "checkout" in step.get("uses", ""))


def test_who_may_sign_or_publish_runs_no_package_s_code() -> None:
    jobs = workflow(ROOT / ".github/workflows/publish.yml")["jobs"]
    for name in ("deploy", "attest"):
        assert not any("run" in step or "checkout" in step["uses"] for step in jobs[name]["steps"])
        assert jobs[name]["needs"] == "build"


def test_make_knows_how_to_run_every_step() -> None:
    commands = [step["run"].split(" >>")[0].split() for path in FILES for step in steps(path) if step.get("run", "").startswith("make ")]
    for make, target in commands:
        done = subprocess.run([make, "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
        assert done.returncode == 0, done.stderr


def test_what_posts_a_comment_runs_nothing_of_the_request_and_checks_whose_it_is() -> None:
    path = ROOT / ".github/workflows/comment.yml"
    assert not any("checkout" in step.get("uses", "") for step in steps(path))
    (run,) = [step["run"] for step in steps(path) if "run" in step]
    assert run.index("headRefOid") < run.index("gh pr comment")
    assert "pull_request_target" not in "".join(one.read_text(encoding="utf-8") for one in FILES)


def posted(folder: Path, words: bytes, number: str = "12", head: str = "abc") -> str:
    """What the step that comments posts, of words that a request left, with a `gh` that keeps what it is given."""
    (folder / "words").mkdir()
    (folder / "words/comment.md").write_bytes(words)
    (folder / "words/number").write_text(number, encoding="utf-8")
    gh = folder / "gh"
    gh.write_text(f'#!/bin/sh\n[ "$2" = view ] && echo {head} && exit\n[ "$2" = comment ] && cp comment.md posted.md\n', encoding="utf-8")
    gh.chmod(0o755)
    (run,) = [step["run"] for step in steps(ROOT / ".github/workflows/comment.yml") if "run" in step]
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "COMMIT": "abc"}
    subprocess.run(["bash", "-e", "-c", run], cwd=folder, env=environment, capture_output=True, check=False)  # noqa: S603, S607
    return (folder / "posted.md").read_text(encoding="utf-8") if (folder / "posted.md").exists() else ""


def test_words_of_a_stranger_are_posted_as_theirs_and_call_nobody_and_load_nothing(tmp_path: Path) -> None:
    words = b"| a | 3.4 |\n@someone @org/team @<!-- -->fine ![x](https://example.org/x.png) <IMG src=x> `$(touch RAN)` $(touch RAN)\n"
    said = posted(tmp_path, words)
    assert said.startswith("*Written by what this request runs")
    assert "| a | 3.4 |" in said
    assert "`$(touch RAN)`" in said
    assert not re.search(r"@\w|!\[|<img", said, re.IGNORECASE)
    assert not (tmp_path / "RAN").exists()


@pytest.mark.parametrize(("number", "head"), [("12; touch RAN", "abc"), ("", "abc"), ("--body x", "abc"), ("12", "another")])
def test_nothing_is_posted_for_a_number_that_is_none_or_a_commit_that_is_another(tmp_path: Path, number: str, head: str) -> None:
    assert posted(tmp_path, b"words", number, head) == ""
    assert not (tmp_path / "RAN").exists()


def test_publishing_checks_tests_and_builds_with_the_whole_history() -> None:
    found = steps(ROOT / ".github/workflows/publish.yml")
    runs = [step["run"] for step in found if "run" in step]
    assert runs == ["make lint", "make test", "make site", "make guide", "make sbom", "make sums", "make audit"]
    assert found[0]["with"]["fetch-depth"] == 0
    jobs = yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8"))["jobs"]
    assert "audit" not in jobs["deploy"]["needs"], "a hole in a package must not stop the weekly marks of overdue tables"
    assert next(step for step in found if step.get("run") == "make site")["env"]["SITE_URL"].endswith("base_url }}/")


def test_the_guide_is_published_in_a_folder_of_its_own_where_no_page_of_the_report_is() -> None:
    (step,) = [step for step in steps(ROOT / ".github/workflows/publish.yml") if step.get("run") == "make guide"]
    make = "make", "--dry-run", "guide"
    done = subprocess.run(make, cwd=ROOT, env=os.environ | step["env"], capture_output=True, text=True, check=True)  # noqa: S603
    assert f"--site-dir {ROOT / 'site/guide'}\n" in done.stdout
    assert not [path for folder in ("docs", "templates/pages") for path in (ROOT / folder).glob("guide*")]
    assert "guide" not in (ROOT / "sourced/starter/publish.yml").read_text(encoding="utf-8")


def recipe(kind: str, place: int = 0) -> str:
    """A block of code in the guide to publishing."""
    guide = (ROOT / "PUBLISHING.md").read_text(encoding="utf-8")
    blocks: list[tuple[str, str]] = re.findall(r"^```(\w+)\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    return [text for name, text in blocks if name == kind][place]


def policy() -> str:
    """The Content-Security-Policy of the pages."""
    found = re.search(r'Content-Security-Policy" content="([^"]+)"', (ROOT / "sourced/theme/main.html").read_text(encoding="utf-8"))
    assert found
    return found[1]


def published_at(command: str, **given: str) -> str:
    """The address for which the shell makes the site by a command, with a `make` and a `git` that do nothing."""
    nothing = 'make() { echo "$* $SITE_URL"; }; git() { return 1; }; mv() { :; }; cp() { :; };'
    done = subprocess.run(["/bin/sh", "-c", nothing + command], env=given, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.strip()


def test_gitlab_gets_the_whole_history_and_builds_for_its_own_address() -> None:
    job = yaml.safe_load(recipe("yaml"))["pages"]
    assert job["variables"] == {"GIT_DEPTH": "0"}
    assert job["artifacts"] == {"paths": ["public"]}
    for address in ("https://one.gitlab.io/report", "https://one.gitlab.io/report/"):
        assert published_at("; ".join(job["script"]), CI_PAGES_URL=address) == "site https://one.gitlab.io/report/"


def test_netlify_builds_for_its_own_address_and_sends_the_policy_of_the_pages() -> None:
    found = tomllib.loads(recipe("toml"))
    assert found["build"]["publish"] == "site"
    assert published_at(found["build"]["command"], URL="https://one.netlify.app") == "site https://one.netlify.app/"
    assert found["headers"][0]["values"]["Content-Security-Policy"] == policy()


def test_cloudflare_builds_also_where_the_clone_is_whole_and_sends_the_policy_of_the_pages() -> None:
    assert published_at(recipe("sh"), SITE_URL="https://one.pages.dev/") == "site https://one.pages.dev/"
    pages, *sent = recipe("text").splitlines()
    assert pages == "/*"
    assert dict(line.strip().split(": ", 1) for line in sent)["Content-Security-Policy"] == policy()
