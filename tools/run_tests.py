"""`make test`: everything, on the database of DATABASE_URL or on SQLite in a folder of its own.

Two parts, because each process of the browser journeys has a demo of its own. Arguments go to one plain run:
`make test T="tests/pages/test_home.py -k villages"`.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ON_A_SERVER = "DATABASE_URL" in os.environ
# Whole on SQLite, as a newcomer has it; tests/journeys/conftest.py says which ones run on a server too.
WHICH = ["-m", "both_databases"] if ON_A_SERVER else []
SIDE_BY_SIDE = ["-n", "auto", "--maxprocesses", "4", "--dist", "worksteal"]
PARTS = {
    "tests": ["-q", *SIDE_BY_SIDE, "--durations=10", "--ignore=tests/journeys", "tests"],
    # On a server two demos would share one cache and one broker.
    "journeys": ["-q", "-n", "0" if ON_A_SERVER else "2", "--durations=10", *WHICH, "tests/journeys"],
}


def run(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="ve-lang-test-") as folder:
        environment = {**os.environ, "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        command = [sys.executable, "-m", "pytest", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def main() -> int:
    if sys.argv[1:]:
        return run(["-q", *sys.argv[1:]])
    worst = 0
    for name, arguments in PARTS.items():
        start = time.monotonic()
        worst = max(worst, run(arguments))
        print(f"-- {name}: {time.monotonic() - start:.0f} s", flush=True)
    return worst


if __name__ == "__main__":
    sys.exit(main())
