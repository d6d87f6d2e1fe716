"""Lint scripts and styles with Biome, pinned by package-lock.json and fetched anew only when the lock changed."""

import shutil
import subprocess
import sys
from pathlib import Path

from not_checked import not_checked

ROOT = Path(__file__).resolve().parent.parent
INSTALL = ["npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"]
LINT = ["node_modules/.bin/biome", "lint", "--error-on-warnings"]


def run(command: list[str]) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def is_installed() -> bool:
    lock, installed = ROOT / "package-lock.json", ROOT / "node_modules" / ".package-lock.json"
    return installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime


if __name__ == "__main__":
    if not shutil.which("node") or not shutil.which("npm"):
        not_checked("Node and npm are not installed")
    if not is_installed() and run(INSTALL) != 0:
        not_checked("npm could not install Biome; is a package registry reachable?")
    sys.exit(run(LINT))
