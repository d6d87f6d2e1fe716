"""Whether a new migration may run while the release before it still serves: no lock that a booking waits for, nothing
gone that the old code reads. Judged by the statements that PostgreSQL would get; nothing is written there.

Those in tools/landed_migrations.txt are left alone: they landed, or somebody says there why they may.
"""

import logging
import os
import sys
from pathlib import Path

import django
import psycopg
from not_checked import not_checked
from scratch_database import SERVER

ROOT = Path(__file__).resolve().parent.parent
LANDED = ROOT / "tools" / "landed_migrations.txt"


def new_migrations() -> list[Path]:
    lines = LANDED.read_text(encoding="utf-8").splitlines()
    landed = {line.split("#")[0].strip() for line in lines}
    found = [*ROOT.glob("*/migrations/0*.py"), *ROOT.glob("site/*/migrations/0*.py")]
    return sorted(path for path in found if f"{path.parent.parent.name} {path.stem}" not in landed)


def needs_server() -> None:
    try:
        psycopg.connect(f"{SERVER}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError:
        not_checked("no PostgreSQL answers; CI_DATABASE_URL names another")


def are_safe(migrations: list[Path]) -> bool:
    os.environ.update(DATABASE_URL=f"{SERVER}/postgres", DJANGO_SETTINGS_MODULE="config.settings.test")
    django.setup()
    logging.getLogger("django_migration_linter").setLevel(logging.WARNING)
    from django_migration_linter import MigrationLinter

    linter = MigrationLinter(no_cache=True, all_warnings_as_errors=True)
    for path in migrations:
        linter.lint_all_migrations(app_label=path.parent.parent.name, migration_name=path.stem)
    return not linter.has_errors


if __name__ == "__main__":
    new = new_migrations()
    if new:
        needs_server()
        sys.exit(0 if are_safe(new) else 1)
