"""Kill the build at as many random moments as told: `python -m benchmarks.kill 50`."""

import sys
import tempfile
from pathlib import Path

from tests.conftest import TINY, copy_report
from tests.test_faults import killed_at

if __name__ == "__main__":
    moments = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with tempfile.TemporaryDirectory() as folder:
        print(f"{killed_at(copy_report(TINY, Path(folder)), moments)} of {moments} builds killed; the site was whole each time")
