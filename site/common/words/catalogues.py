"""Compiled catalogues. One that is older than its source is compiled anew when the site starts: a developer who pulls
new strings, or a release that forgets to compile them, must not show English to a Vietnamese reader.

At set-up all are compiled: `python -m common.words.catalogues` with `site` on the path.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core import checks

FOLDER = Path(__file__).resolve().parents[3] / "locale"


def compile_all() -> None:
    for source in _sources():
        _compile(source)


def compile_stale() -> None:
    """Compile what is older than its source. Where this may not be written, `not_compiled` names it."""
    for source in stale():
        try:
            _compile(source)
        except OSError:
            continue


def not_compiled(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """A system check."""
    return [
        checks.Warning(
            f"The compiled catalogue of {source.relative_to(FOLDER)} is missing or older than its source.",
            hint="Run `python -m common.words.catalogues` as a user who may write beside it.",
            id="common.W001",
        )
        for source in stale()
    ]


def _sources() -> list[Path]:
    return sorted(FOLDER.glob("**/LC_MESSAGES/*.po"))


def stale() -> list[Path]:
    """The sources that are newer than what was compiled of them."""
    return [source for source in _sources() if _written(source.with_suffix(".mo")) < _written(source)]


def _written(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0


def _compile(source: Path) -> None:
    # Seldom needed, and slow to import.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    # Moved into its place whole: several processes start at once, and none may read half of it.
    made = source.with_suffix(f".{os.getpid()}.mo")
    with made.open("wb") as file:
        write_mo(file, catalogue)
    made.replace(source.with_suffix(".mo"))


if __name__ == "__main__":
    compile_all()
