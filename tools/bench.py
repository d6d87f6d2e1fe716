"""`make bench`: one line of JSON a measure on stdout; BENCH_ONLY=lists and the like measure a part of it."""

import signal
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.bench.run import main  # noqa: E402

if __name__ == "__main__":
    # So that servers and databases go too when the bench is ended from outside.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    sys.exit(main())
