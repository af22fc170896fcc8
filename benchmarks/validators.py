"""How long the data package takes to check: our validator against the Frictionless library.

    python benchmarks/validators.py

Each runs in a process of its own, import included, five times; medians of wall seconds are printed.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 5
CODE = {
    "sourced": "from pathlib import Path; from sourced.data.package import load_package; load_package(Path('data'), root=Path())",
    "frictionless": "from frictionless import Package; assert Package('data/datapackage.yaml').validate().valid",
}


def seconds(code: str) -> float:
    """Wall time of one process that runs `code`."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)  # noqa: S603
    return time.perf_counter() - started


def main() -> None:
    """Print a line for each validator."""
    for name, code in CODE.items():
        seconds(code)
        print(f"{name:14}{statistics.median(seconds(code) for _ in range(RUNS)):.2f} s")


if __name__ == "__main__":
    main()
