#!/usr/bin/env python
"""Django's command line. Puts site/ on the path, because site/ is a plain folder and never a package."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(1, str(ROOT / "site"))

DEMO = "config.settings.dev"
# Neither reads nor writes data, so they say nothing of the database.
WITHOUT_DATA = {
    *("", "help", "version", "check", "diffsettings", "findstatic", "collectstatic"),
    *("makemigrations", "makemessages", "compilemessages", "sqlmigrate"),
}


def main() -> None:
    from common.environment import find_settings

    command = sys.argv[1] if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else ""
    if command == "demo":
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEMO)
        os.environ.setdefault("DEMO", "1")
    elif command not in ("", "help", "version"):
        # Where the tools of development are, the demo is what one works on; no site in earnest has them.
        find_settings(otherwise=DEMO if (ROOT / ".venv" / ".development").exists() else "")

    from django.core.management import execute_from_command_line

    if command not in WITHOUT_DATA:
        from common.data.db import which_database

        sys.stderr.write(f"# {which_database()}\n")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
