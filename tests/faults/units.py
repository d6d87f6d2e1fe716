"""What systemd would start, and start again, by the unit files in deploy/."""

import shlex
import sys
from configparser import ConfigParser
from pathlib import Path

from tests.faults.processes import ROOT

PROGRAMS = "/srv/ve-lang/.venv/bin"


def service(name: str) -> dict[str, str]:
    """The [Service] section of a unit."""
    unit = ConfigParser(interpolation=None, delimiters="=")
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(ROOT / "deploy" / f"{name}.service", encoding="utf-8")
    return dict(unit["Service"])


def command(name: str, *, port: int | None = None) -> list[str]:
    """A unit's very command line, with this environment's programs and, for the web, another port."""
    words = shlex.split(service(name)["ExecStart"].replace(PROGRAMS, str(Path(sys.executable).parent)))
    if port is not None:
        words[words.index("--port") + 1] = str(port)
    return words
