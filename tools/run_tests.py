"""`make test`: everything, on the database of DATABASE_URL or on SQLite in a folder of its own.

Two runs, because browser journeys share one demo and want the machine to themselves. Arguments go to one plain run.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = [["-q", "-n", "auto", "--maxprocesses", "4", "--ignore=tests/journeys", "tests"], ["-q", "tests/journeys"]]


def main() -> int:
    worst = 0
    for arguments in [sys.argv[1:]] if sys.argv[1:] else RUNS:
        with tempfile.TemporaryDirectory(prefix="ve-lang-test-") as folder:
            environment = {**os.environ, "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
            command = [sys.executable, "-m", "pytest", *arguments]
            worst = max(worst, subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
