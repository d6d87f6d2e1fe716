"""Run the tests of compiled queries on the next Django, in an environment of its own.

They lean on parts of Django that are no public interface, so we want to know early. The next Django needs a newer
Python than ours: one is looked for on the machine, and where there is none that is said and nothing is tried.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from newer_python import OLDEST, newer_python

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv-next"
UV = Path(sys.executable).parent / "uv"
TESTS = ["tests/common/data/test_compiled.py", "tests/common/data/test_compiled_both_ways.py"]


def prepare(python: str) -> str:
    """The environment's own Python, with what requirements-next.txt locks and the project on its path."""
    own = HOME / "bin" / "python"
    if not own.exists():
        subprocess.run([UV, "venv", "-q", "--python", python, HOME], check=True)
    # The packages say which Django they know; this is to find out whether a newer one does.
    options = ["-q", "--python", str(own), "--no-deps", "--require-hashes", "-r", "requirements-next.txt"]
    subprocess.run([str(UV), "pip", "install", *options], cwd=ROOT, check=True)
    return str(own)


def main() -> int:
    python = newer_python()
    if python is None:
        print(f"The next Django was not tried: no Python {OLDEST[0]}.{OLDEST[1]} or newer is on this machine.")
        return 0
    own = prepare(python)
    versions = "import django, platform; print(f'Django {django.__version__} on Python {platform.python_version()}')"
    subprocess.run([own, "-c", versions], check=True)
    with tempfile.TemporaryDirectory(prefix="ve-lang-next-") as folder:
        environment = {
            **os.environ,
            "VAR_DIR": folder,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
        }
        command = [own, "-m", "pytest", "-q", "-W", "ignore", *TESTS]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
