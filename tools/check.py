"""`make check`: everything that can be judged without running a test, in seconds. Stops at nothing, fails on any."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "a-key-for-the-check-that-is-long-enough-to-pass-the-deployment-check-0123456789",
    "ALLOWED_HOSTS": "ve-lang.example.org",
    "BASE_URL": "https://ve-lang.example.org",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
}
TEMPLATES = ["templates"]

CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("ruff", [str(BIN / "ruff"), "check", "."], {}),
    ("format", [str(BIN / "ruff"), "format", "--check", "-q", "."], {}),
    ("imports", [str(BIN / "lint-imports"), "--no-cache"], {}),
    ("templates", [str(BIN / "djlint"), *TEMPLATES, "--lint", "--quiet"], {}),
    ("house rules", [sys.executable, "tools/house_rules.py"], {}),
    ("types", [str(BIN / "mypy"), "bookings/domain", "villages/domain", "site/common"], {}),
    ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", "-v0"], {}),
    ("deployment", [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
]


def main() -> None:
    checks = list(CHECKS)
    if shutil.which("xgettext"):
        checks.append(("translations", [sys.executable, "tools/messages.py"], {}))
    else:
        print("translations: not checked, the gettext tools are not installed")
    failed = []
    for name, command, extra in checks:
        start = time.monotonic()
        result = subprocess.run(command, cwd=ROOT, env={**os.environ, **extra}, capture_output=True, text=True)
        ok = result.returncode == 0
        print(f"{name:<13}{'ok' if ok else 'FAILED':<8}{time.monotonic() - start:5.1f} s", flush=True)
        if not ok:
            failed.append(name)
            print(result.stdout + result.stderr)
    if failed:
        sys.exit("Failed: " + ", ".join(failed))


if __name__ == "__main__":
    main()
