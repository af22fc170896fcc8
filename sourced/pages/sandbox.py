"""Jinja's sandbox, drawn tighter: templates read what pages are made of and call the generator's own words, and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, Final

from jinja2 import Template
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sourced.project import Project
from sourced.system.limits import TooMuch, bounded

_PLAIN: Final = (str, bytes, int, float, Decimal, date, tuple, list, dict, set, frozenset, type(None))
"""What data are made of: templates may name and call what belongs to it."""
_READ: Final = ("sourced", "jinja2", "markupsafe", "mkdocs", "properdocs")
"""Packages whose objects templates may look at."""
_CALLED: Final = ("sourced", "jinja2", "markupsafe")
"""Packages whose functions templates may call: those of MkDocs write files."""


LONGEST: Final = 10_000
"""How often a template may take a text or a list."""


MOST: Final = 30_000_000
"""How many characters a template may make."""


class _Bounded(Template):
    """A template that ends."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Its text; TooMuch if that takes too long, or is longer than any page."""
        with bounded():
            made = super().render(*args, **kwargs)
        if len(made) > MOST:
            raise TooMuch(f"makes a text of {len(made)} characters, where no page has more than {MOST}")
        return made


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox without paths, modules, classes and functions of others: no template can touch a file or run a program.

    Nor can one take longer, or make more, than a page can hold.
    """

    intercepted_binops = frozenset({"*", "**"})
    template_class = _Bounded

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._safe: dict[tuple[type, str], bool] = {}

    def compile(self, *args: Any, **kwargs: Any) -> Any:
        """A template's code; TooMuch if what it says of constants takes too long to work out."""
        with bounded():
            return super().compile(*args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The product of two values; SecurityError for a power, and for a text or a list taken too often."""
        times = right if isinstance(right, int) else left
        if operator == "**" or (not isinstance(left, right.__class__) and isinstance(times, int) and times > LONGEST):
            raise SecurityError(f"{str(left)[:20]} {operator} {str(right)[:20]} is more than a page can hold")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may name an attribute: one of data, or of the generator's objects, and not a private one.

        That follows from the object's type, and is asked a million times for a large report.
        """
        named = type(obj), attr
        if named not in self._safe:
            own = super().is_safe_attribute(obj, attr, value) and not isinstance(obj, (ModuleType, type))
            self._safe[named] = own and _is_of(obj, _READ)
        return self._safe[named]

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call something: a word of the generator's, a macro, a method of a text or a list."""
        if isinstance(obj, partial):
            return self.is_safe_callable(obj.func)
        return super().is_safe_callable(obj) and _is_called(obj)


class PageSandbox(Sandbox):
    """The sandbox of pages, which know no filters but Jinja's own: a process keeps their code, for a preview asks for it again."""

    _codes: ClassVar[dict[tuple[Any, ...], Any]] = {}

    def compile(self, *args: Any, **kwargs: Any) -> Any:
        """A template's code."""
        named = (*args, *sorted(kwargs.items()))
        if not all(isinstance(one, str | bool | None | tuple) for one in named):
            return super().compile(*args, **kwargs)
        if named not in self._codes:
            self._codes[named] = super().compile(*args, **kwargs)
        return self._codes[named]


def place_of_call(project: Project, fallback: str) -> tuple[str, int]:
    """The file and line of the report's template that is calling now, the innermost; the fallback if none of its own is."""
    frame, folder = sys._getframe(), str(project.templates)
    while frame.f_back:
        frame = frame.f_back
        template = frame.f_globals.get("__jinja_template__")
        if template is not None and str(template.filename).startswith(folder):
            return project.relative(Path(template.filename)), template.get_corresponding_lineno(frame.f_lineno)
    return fallback, 0


def _is_of(obj: Any, packages: Sequence[str]) -> bool:
    return isinstance(obj, _PLAIN) or _package(type(obj)) in packages


def _is_called(obj: Any) -> bool:
    """Whether what is called is defined in a package that may be called, or is a method of plain data."""
    owner = getattr(obj, "__self__", None)
    if owner is not None and isinstance(owner, _PLAIN) and _package(obj) in ("None", "builtins"):
        return True
    return _package(obj) in _CALLED or _package(type(obj)) in _CALLED or obj is dict


def _package(obj: Any) -> str:
    return str(getattr(obj, "__module__", None)).partition(".")[0]
