"""Names that become parts of paths and addresses: slugs, which lead nowhere but where they are put."""

from __future__ import annotations

import re
from typing import Final

SLUG_FIX: Final = "write letters of ASCII and digits, parted by hyphens, underscores or points"
_SLUG = re.compile(r"[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*")
_COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PATH = re.compile(r"[\w-][\w. -]*(/[\w-][\w. -]*)*")
_LONGEST = 100


def is_slug(name: object) -> bool:
    """Whether a name can be a part of a path and of an address as it is."""
    return isinstance(name, str) and len(name) <= _LONGEST and bool(_SLUG.fullmatch(name))


def slug_fix(name: str) -> str:
    """What to write in the place of a name that is no slug."""
    return f"write at most {_LONGEST} characters" if len(name) > _LONGEST else SLUG_FIX


def is_column(name: str) -> bool:
    """Whether a name can be that of a column, also in a database."""
    return len(name) <= _LONGEST and bool(_COLUMN.fullmatch(name))


def is_inner_path(path: str) -> bool:
    """Whether a path leads to a file below the folder that it begins in, and to none that is hidden."""
    return bool(_PATH.fullmatch(path))
