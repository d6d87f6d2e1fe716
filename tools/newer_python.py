"""A Python on this machine that is newer than the one we promise: `newer_python.py` prints its path, or nothing.

Only the standard library; looked for on the path and among pyenv's versions.
"""

import os
import shutil
import subprocess
from pathlib import Path

OLDEST = (3, 12)


def newer_python(*, newest: bool = False) -> str | None:
    """Path of a Python of at least `OLDEST`: the newest, or the oldest that will do (its wheels come sooner)."""
    found = [python for python in _candidates() if _is_new_enough(python)]
    return found[-1 if newest else 0] if found else None


def _candidates() -> list[str]:
    names = [f"python3.{minor}" for minor in range(OLDEST[1], OLDEST[1] + 4)]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    kept = sorted(pyenv.glob("3.*/bin/python3"), key=lambda path: [int(part) for part in path.parts[-3].split(".")[:2]])
    return [*filter(None, map(shutil.which, names)), *map(str, kept)]


def _is_new_enough(python: str) -> bool:
    code = f"import sys; sys.exit(sys.version_info[:2] < {OLDEST})"
    return subprocess.run([python, "-c", code], capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    print(newer_python(newest=True) or "")
