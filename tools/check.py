"""`make check`: everything that can be judged without running a test, in seconds. Stops at nothing, fails on any.

`--fast` leaves out what takes more than a moment: a hook before each commit runs that (.pre-commit-config.yaml).
What cannot be judged on this machine is named; where CI is set, that is a failure.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import not_checked

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
APPS = ["bookings", "experiences", "ocop", "villages"]
# site/ is a folder of packages and never one itself.
PACKAGES = [*APPS, *sorted(str(path.parent) for path in Path("site").glob("*/__init__.py")), "tools"]
DEMO = {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "a-key-for-the-check-that-is-long-enough-to-pass-the-deployment-check-0123456789",
    "ALLOWED_HOSTS": "ve-lang.example.org",
    "BASE_URL": "https://ve-lang.example.org",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "Về Làng <dat-cho@ve-lang.example.org>",
}


@dataclass(frozen=True)
class Check:
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


FAST = [
    Check("ruff", [str(BIN / "ruff"), "check", "."]),
    Check("format", [str(BIN / "ruff"), "format", "--check", "-q", "."]),
    Check("imports", [str(BIN / "lint-imports"), "--no-cache"]),
    Check("house rules", [sys.executable, "tools/house_rules.py"]),
    Check("scripts and styles", [sys.executable, "tools/scripts_and_styles.py"]),
]
SLOW = [
    Check("types", [str(BIN / "mypy"), *PACKAGES]),
    Check("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", "-v0"], DEMO),
    Check("safe migrations", [sys.executable, "tools/safe_migrations.py"]),
    Check("deployment", [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    Check("templates", [str(BIN / "djlint"), "templates", "--lint", "--quiet"]),
    Check("translations", [sys.executable, "tools/messages.py"]),
]


def passes(check: Check) -> bool:
    start = time.monotonic()
    environment = {**os.environ, **check.environment}
    result = subprocess.run(check.command, cwd=ROOT, env=environment, capture_output=True, text=True)
    verdict = {0: "ok", not_checked.CODE: "not checked"}.get(result.returncode, "FAILED")
    lines = [f"{check.name:<20}{verdict:<13}{time.monotonic() - start:5.1f} s"]
    if verdict != "ok":
        lines.append((result.stdout + result.stderr).strip())
    print("\n".join(lines), flush=True)
    return verdict == "ok" or (verdict == "not checked" and "CI" not in os.environ)


def main() -> None:
    checks = FAST if "--fast" in sys.argv else FAST + SLOW
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        passed = list(pool.map(passes, checks))
    failed = [check.name for check, ok in zip(checks, passed, strict=True) if not ok]
    if failed:
        sys.exit("Failed: " + ", ".join(failed))


if __name__ == "__main__":
    main()
