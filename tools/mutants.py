"""`make mutants`: change the rules of each domain a little, one at a time, and list the changes that no test noticed.

For once a month: it takes hours. ROOMS="waiting seats/party" names rooms, or modules of them. It works on a copy of
the tree below var/mutants, and goes on where it was stopped as long as no file has changed. See docs/testing.md.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "mutants"
MUTMUT = Path(sys.executable).parent / "mutmut"
EMPTY = HOME / "empty.sqlite3"
# Tests that notice what is not noticed where a room's own tests are.
ELSEWHERE = {
    "seats": ["tests/bookings/booking"],
    "messages": ["tests/bookings/mail"],
    "history": ["tests/bookings/booking", "tests/bookings/desk/test_party.py"],
    "personal": ["tests/bookings/web/test_personal.py"],
}


def _rooms() -> dict[str, tuple[str, list[str]]]:
    """What is mutated, and the tests that must notice: each room of a domain, and a domain without rooms as one."""
    rooms = {}
    for domain in sorted(ROOT.glob("*/domain")):
        app = domain.parent.name
        inner = [path for path in sorted(domain.iterdir()) if path.is_dir() and path.name != "__pycache__"]
        inner += [path for path in sorted(domain.glob("*.py")) if path.name != "__init__.py"] if inner else []
        for source in inner or [domain]:
            name = source.stem if inner else app
            own = f"tests/{app}/{name}" if inner else f"tests/{app}"
            tests = [path for path in [own, *ELSEWHERE.get(name, [])] if (ROOT / path).exists()]
            rooms[name] = str(source.relative_to(ROOT)), tests
    return rooms


ROOMS = _rooms()
NOT_COPIED = {".git", "biome.jsonc", ".hypothesis", "docs", "static", "test-results", "tools", "var"}
NOT_COPIED |= {".venv", ".venv-newer", ".venv-next"}


def main(wanted: list[str]) -> None:
    parts = [name.partition("/")[::2] for name in wanted or ROOMS]
    unknown = sorted({room for room, _module in parts} - set(ROOMS))
    if unknown:
        sys.exit(f"No such room: {', '.join(unknown)}. There are: {', '.join(ROOMS)}")
    if bare := sorted({room for room, _module in parts if not ROOMS[room][1]}):
        sys.exit(f"No tests are known to hold: {', '.join(bare)}. Name them in ELSEWHERE.")
    _begin_anew_if_changed()
    failed = [room for room, module in parts if not _run(room, module)]
    report = "\n\n".join(_report(room, module) for room, module in parts if room not in failed)
    (HOME / "survivors.txt").write_text(report + "\n", encoding="utf-8")
    print(f"\n{report}\n\nThis is kept in {(HOME / 'survivors.txt').relative_to(ROOT)}.")
    if failed:
        sys.exit(f"Could not be run: {', '.join(failed)}")


def _begin_anew_if_changed() -> None:
    """A test may have come since: what survived then says nothing about now."""
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(set(folders) - _left_out(folder, folders))
        for name in sorted(files):
            if not name.endswith((".pyc", ".sqlite3")):
                digest.update(Path(folder, name).read_bytes())
    mark = HOME / "tree.sha256"
    if mark.exists() and mark.read_text() == digest.hexdigest():
        return
    shutil.rmtree(HOME, ignore_errors=True)
    shutil.copytree(ROOT, HOME / "tree", ignore=_left_out)
    print("Migrating an empty database …", flush=True)
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    database = {"DATABASE_URL": f"sqlite:///{EMPTY}"}
    subprocess.run(command, cwd=HOME / "tree", env=_environment(HOME / "tree") | database, check=True)
    mark.write_text(digest.hexdigest())


def _left_out(folder: str, names: list[str]) -> set[str]:
    at_root = NOT_COPIED if Path(folder) == ROOT else set()
    return {name for name in names if name in at_root or name == "__pycache__" or name.endswith("_cache")}


def _environment(tree: Path) -> dict[str, str]:
    """`tree` comes before the project itself, which a .pth file puts on the path."""
    own = {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "EMPTY_DATABASE": str(EMPTY),
        "PYTEST_PLUGINS": "tests.plugins.own_database",
        "PYTHONPATH": os.pathsep.join([str(tree), str(tree / "site")]),
        "VAR_DIR": str(HOME / "var"),
    }
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own


def _run(room: str, module: str) -> bool:
    folder = HOME / room
    if not folder.exists():
        _prepare(room, folder)
    start = time.monotonic()
    print(f"\n{room} {module}", flush=True)
    command = [str(MUTMUT), "run", *_of_module(room, module)]
    result = subprocess.run(command, cwd=folder, env=_environment(folder / "mutants"), check=False)
    print(f"{time.monotonic() - start:.0f} s", flush=True)
    return result.returncode == 0


def _of_module(room: str, module: str) -> list[str]:
    """What is left of it: mutmut runs again whatever is named."""
    if not module:
        return []
    left = [name for name, status in _results(room, module).items() if status == "not checked"]
    return left or [_names(room, module) + "*"]


def _names(room: str, module: str) -> str:
    """How the names of its mutants begin."""
    package = ROOMS[room][0].removesuffix(".py").replace("/", ".")
    return f"{package}.{module}." if module else f"{package}."


def _prepare(room: str, folder: Path) -> None:
    shutil.copytree(HOME / "tree", folder)
    source, tests = ROOMS[room]
    top = folder / source
    for path in [top] if top.is_file() else top.rglob("*.py"):
        # mutmut leaves decorated functions alone. In a test this one does nothing: the test is a transaction.
        text = re.sub(r"(?m)^@atomic_with_retry\n", "", path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
    beside = sorted(path.name for path in folder.iterdir() if path.name not in ("tests", "pyproject.toml"))
    settings = {
        "source_paths": [source],
        "also_copy": beside,
        "pytest_add_cli_args_test_selection": tests,
        "pytest_add_cli_args": ["-n", "0", "-p", "no:playwright"],
        # Nothing that a test left in a cache is carried into the next.
        "process_isolation": "forkserver",
        # mutmut ends what takes too long by its number, which must not have become another process's by then.
        "timeout_multiplier": 5.0,
        "timeout_constant": 5.0,
        "use_git_change_detection": False,
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n".join(["", "[tool.mutmut]", *lines, ""]))
    # Python never looks again into a folder of its path that was not there when it began.
    (folder / "mutants" / "site").mkdir(parents=True)


def _ask(room: str, *arguments: str) -> str:
    command = [str(MUTMUT), *arguments]
    return subprocess.run(command, cwd=HOME / room, check=True, capture_output=True, text=True).stdout.strip()


def _results(room: str, module: str) -> dict[str, str]:
    found = [line.strip().rsplit(": ", 1) for line in _ask(room, "results", "--all", "true").splitlines()]
    return {name: status for name, status in found if name.startswith(_names(room, module))}


def _report(room: str, module: str) -> str:
    """How many there were, what every survivor changed, and the names of all others that were not killed."""
    mutants = _results(room, module)
    counts = ", ".join(f"{number} {status}" for status, number in Counter(mutants.values()).most_common())
    lines = [f"{room} {module}: {len(mutants)} mutants, {counts}"]
    for name, status in mutants.items():
        if status == "survived":
            lines.append(_ask(room, "show", name))
        elif status != "killed":
            lines.append(f"{name}: {status}")
    return "\n".join(lines)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("Stopped. The same command goes on with what is missing.")
