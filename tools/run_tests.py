"""`make test`: everything, on the database of DATABASE_URL or on SQLite in a folder of its own.

Two parts, because each process of the browser journeys has a demo of its own. Arguments go to one plain run:
`make test T="tests/pages/test_home.py -k villages"`. With MEASURE_COVERAGE=1 the first part says how many of our lines
it ran, and too few are a failure; the floor is in pyproject.toml.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ON_A_SERVER = "DATABASE_URL" in os.environ
MEASURED = "MEASURE_COVERAGE" in os.environ
COVERAGE = ["coverage", "run", "-m"] if MEASURED else []
# Whole on SQLite, as a newcomer has it; docs/testing.md says what is left out on a server.
TESTS = ["-m", "not (database_free or further_argument)"] if ON_A_SERVER else []
JOURNEYS = ["-m", "both_databases"] if ON_A_SERVER else []
SIDE_BY_SIDE = ["-n", "auto", "--maxprocesses", "4", "--dist", "worksteal"]
PARTS = {
    "tests": [*COVERAGE, "pytest", "-q", *SIDE_BY_SIDE, "--durations=10", *TESTS, "--ignore=tests/journeys", "tests"],
    # On a server two demos would share one cache and one broker.
    "journeys": ["pytest", "-q", "-n", "0" if ON_A_SERVER else "2", "--durations=10", *JOURNEYS, "tests/journeys"],
}


def run(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="ve-lang-test-") as folder:
        environment = {**os.environ, "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        command = [sys.executable, "-m", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def main() -> int:
    if sys.argv[1:]:
        return run(["pytest", "-q", *sys.argv[1:]])
    worst = 0
    for name, arguments in PARTS.items():
        start = time.monotonic()
        worst = max(worst, run(arguments))
        print(f"-- {name}: {time.monotonic() - start:.0f} s", flush=True)
    return max(worst, enough_lines()) if MEASURED else worst


def enough_lines() -> int:
    """0 where what was measured is above the floor."""
    for command in (["combine", "-q"], ["report"]):
        code = subprocess.run([sys.executable, "-m", "coverage", *command], cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
