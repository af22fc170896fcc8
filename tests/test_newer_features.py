"""What the browsers that `make browsers` looks at do not all know, in what is published: something stands in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPTS = sorted({*ROOT.glob("sourced/assets/*.js"), *ROOT.glob("sourced/runtime/*.js")} - {*ROOT.glob("sourced/runtime/[mv]*.js")})
"""Those written here; Vega and MiniSearch are tried in the browsers themselves."""
VALUES = ("color-mix(", "light-dark(", "oklch(", "oklab(", "lab(", "lch(", "cqi", "cqw", "dvh", "svh", "lvh", "dvw", "anchor(", "if(")
"""What values hold since 2022 and later."""
SELECTORS = (
    ":has(",
    "::details-content",
    ":state(",
    ":open",
    ":popover-open",
    ":user-valid",
    ":user-invalid",
    "::highlight(",
    ":nth-child(n of",
)
"""What a browser that doesn't know it drops the whole rule for."""
NEWER = {
    r"\b(?:structuredClone|findLast(?:Index)?|toSorted|toReversed|toSpliced|groupBy|withResolvers|isWellFormed)\b": "2022 and later",
    r"(?<!\?)\.(?:aria[A-Z]\w+|role) =|\baria(?!RoleDescription: \{)[A-Z]\w+: ": "as a property: Firefox since 2023",
    r"\bscheduler\.|\bArray\.fromAsync|\bPromise\.try|\bURL\.canParse|\bAbortSignal\.(?:any|timeout)": "2022 and later",
    r"\(\?<[=!]": "looking behind: Safari since 2023",
    r"\bstatic \{|#\w+ in ": "2022 and later",
    r"\b(?:showPopover|togglePopover|startViewTransition|requestIdleCallback|inert)\b": "2022 and later, or not in Safari",
    r"\baccentColor\b|\bObject\.hasOwn(?! \?\?=)": "2021's end",
}
"""What scripts must not use, by when browsers learned it."""


@pytest.fixture(scope="module")
def style(tiny_site: Path) -> str:
    """The published stylesheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", (tiny_site / "assets/site.css").read_text(encoding="utf-8"), flags=re.DOTALL)


def rules(style: str) -> Iterator[tuple[str, str, str]]:
    """Each rule: the conditions around it, its selectors, its declarations."""
    around: list[str] = []
    for text, sign in re.findall(r"([^{}]*)([{}])", style):
        if sign == "{":
            around.append(text.rpartition(";")[2].strip())
        elif not (head := around.pop()).startswith("@"):
            yield " ".join(around), head, text


def declarations(body: str) -> list[tuple[str, str]]:
    """Properties and values in their order."""
    return [(name.strip(), value.strip()) for name, colon, value in (one.partition(":") for one in body.split(";")) if colon]


def test_a_newer_value_has_a_plain_one_in_its_place(style: str) -> None:
    """Before it, or by the rule that is for browsers without it; what is seen while a pointer is on something may go without."""
    told = {one for around, selector, _ in rules(style) if "@supports not" in around for one in parts(selector)}
    bare = []
    for around, selector, body in rules(style):
        plain: set[str] = set()
        for name, value in declarations(body):
            newer = any(re.search(rf"(?<![\w-]){re.escape(one)}" if one.endswith("(") else rf"\d{one}\b", value) for one in VALUES)
            if not newer:
                plain.add(name)
            elif name not in plain and "@supports" not in around:
                bare += [f"{one} {name}: {value}" for one in parts(selector) if one not in told and not one.endswith(":hover")]
    assert bare == []


def parts(selector: str) -> list[str]:
    """The selectors of a list, those in brackets left together."""
    return [one.strip() for one in re.split(r",(?![^(]*\))", selector)]


def test_a_newer_selector_takes_no_other_with_it(style: str) -> None:
    mixed = []
    for around, selector, _ in rules(style):
        newer = [any(name in one for name in SELECTORS) for one in parts(selector)]
        if any(newer) and not all(newer) and "@supports selector" not in around:
            mixed.append(selector)
    assert mixed == []


def test_what_all_browsers_must_know_is_spelt_as_all_know_it(style: str) -> None:
    found = [(selector, name, value) for _, selector, body in rules(style) for name, value in declarations(body)]
    assert [one for one in found if re.match(r"text-decoration$", one[1]) and " " in one[2]] == []  # Safari knows them one by one
    prefixed = {selector for selector, name, _ in found if name == "-webkit-user-select"}
    assert {selector for selector, name, _ in found if name == "user-select"} == prefixed


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_asks_for_nothing_that_an_older_browser_has_not(script: Path) -> None:
    text = re.sub(r"(?m)(?:^|\s)//.*$", "", script.read_text(encoding="utf-8"))
    assert {found[0]: known for newer, known in NEWER.items() if (found := re.search(newer, text))} == {}
