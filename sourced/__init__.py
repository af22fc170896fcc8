"""A static report-site generator whose every figure comes from a row that names its source.

Rooms, from the ground up, each importing only from those before it: `system`, `words`, `data`, `evidence`, `drawing`,
`pages`, `outputs`, `editing`, `site`, `commands`. `findings`, `periods` and `project` are used by all. Each room's
`__init__.py` says what comes in, what goes out and what must never be in it.
"""

DISTRIBUTION = "sourced-report"
"""The name under which it is installed; that of the package alone is taken by another project."""
__version__ = "0.1.0"
