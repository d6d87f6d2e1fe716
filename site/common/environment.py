"""Which site a process is about: by the settings that it was given, or by the file in which the site keeps its own."""

import os
import sys
from pathlib import Path

STANDARD = Path("/etc/ve-lang/environment")
PRODUCTION = "config.settings.production"
# What the units in deploy/ set beside that file.
AS_THE_UNITS = {"DJANGO_SETTINGS_MODULE": PRODUCTION, "VAR_DIR": "/var/lib/ve-lang"}
UNKNOWN = """\
manage.py does not know which site this is about, and takes no other for it.
  The site's own settings:  VE_LANG_ENV=/path/to/its/environment .venv/bin/python manage.py …
  The demo's:               DJANGO_SETTINGS_MODULE=config.settings.dev .venv/bin/python manage.py …"""


def find_settings(*, otherwise: str = "") -> None:
    """Put the site's settings into the environment, where the process was not given any.

    They are `NAME=value` lines in the file that VE_LANG_ENV names, or in STANDARD. Where there is none, the settings
    module is `otherwise`; ends the process with a sentence where that is not given either, or the file cannot be read.
    """
    if "DJANGO_SETTINGS_MODULE" in os.environ:
        return
    named = os.environ.get("VE_LANG_ENV", "")
    path = Path(named) if named else STANDARD
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        if named or not otherwise:
            sys.exit(f"There is no file {path}, which VE_LANG_ENV names." if named else UNKNOWN)
        os.environ["DJANGO_SETTINGS_MODULE"] = otherwise
    except OSError as error:
        sys.exit(
            f"{path} cannot be read ({error.strerror}). Run this as the site's user (sudo -u ve-lang …), and let "
            f"its group read the file: chgrp ve-lang {path} && chmod 640 {path}"
        )
    else:
        # As with systemd, the file has the last word over the unit; a file elsewhere says itself where the data lies.
        beside = AS_THE_UNITS if path == STANDARD else {"DJANGO_SETTINGS_MODULE": PRODUCTION}
        for name, value in (beside | read(text)).items():
            os.environ.setdefault(name, value)


def read(text: str) -> dict[str, str]:
    """The variables of an EnvironmentFile of systemd's: a line each, in quotes or not; # and ; begin a comment."""
    found = {}
    for line in map(str.strip, text.splitlines()):
        name, equals, value = line.partition("=")
        if equals and not line.startswith(("#", ";")):
            value = value.strip()
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
            found[name.strip()] = value[1:-1] if quoted else value
    return found
