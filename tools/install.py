"""Make the virtual environment: `install.py VENV REQUIREMENTS`. Uses only the standard library.

Installs with uv where uv can be had, which takes seconds, and with pip where not. Then puts the project on the path,
compiles the catalogues and subsets the fonts.
"""

import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str, quiet: bool = False) -> bool:
    """Run in the project's folder; True where it went well."""
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, cwd=ROOT, stderr=output, stdout=output, check=False).returncode == 0


def install(python: str, requirements: str) -> None:
    uv = str(Path(python).parent / "uv")
    have_uv = Path(uv).exists() or run(python, "-m", "pip", "install", "-q", "uv", quiet=True)
    if have_uv and run(uv, "pip", "install", "-q", "--python", python, "--require-hashes", "-r", requirements):
        return
    print("uv could not install; trying pip …", flush=True)
    if not run(python, "-m", "pip", "install", "-q", "--require-hashes", "-r", requirements):
        sys.exit("The dependencies could not be installed. Is a package index reachable?")


def main(folder: str, requirements: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  (the reader may run any python3)
        sys.exit("Về Làng needs Python 3.11 or newer.")
    home = (ROOT / folder).resolve()
    python = str(home / "bin" / "python")
    if not Path(python).exists():
        print("Making the virtual environment …", flush=True)
        try:
            venv.create(home, with_pip=True)
        except subprocess.CalledProcessError:
            # Debian and Ubuntu ship python3 without what venv needs; a half-made folder would hide that next time.
            shutil.rmtree(home, ignore_errors=True)
            sys.exit("Python cannot make virtual environments here. On Debian or Ubuntu: apt install python3-venv")
    print("Installing the locked dependencies …", flush=True)
    install(python, requirements)
    packages = sysconfig.get_path("purelib", "venv", vars={"base": str(home), "platbase": str(home)})
    # site/ is a source folder and never a package, so both folders go on the path by a .pth file.
    Path(packages, "ve_lang.pth").write_text(f"{ROOT}\n{ROOT / 'site'}\n", encoding="utf-8")
    print("Preparing translations and fonts …", flush=True)
    if not run(python, "-m", "common.words.catalogues"):
        sys.exit("The catalogues do not compile.")
    if not run(python, "-m", "common.look.fonts"):
        sys.exit("The fonts could not be made.")


if __name__ == "__main__":
    main(*sys.argv[1:3])
