"""Our illustrations: which there are, what each shows, and the neutral one that stands for one that is missing."""

import tomllib
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

LOOK = Path(__file__).resolve().parents[1] / "look"
ART_FOLDER = LOOK / "static" / "art"
# A village's gate: the sign, and the picture, of what has no drawing of its own.
NEUTRAL_SIGN = "motif-gate"
NEUTRAL_PICTURE = "village-gate"


def art_names(*prefixes: str) -> list[str]:
    """Names of our illustrations that begin with one of `prefixes` and a hyphen, in alphabetical order."""
    return sorted(name for name in _shipped() if name.startswith(tuple(f"{prefix}-" for prefix in prefixes)))


def sign(name: str) -> str:
    """`name` where we ship that drawing, else the neutral sign."""
    return name if name in _shipped() else NEUTRAL_SIGN


def picture(name: str) -> str:
    """`name` where we ship that drawing, else the neutral picture."""
    return name if name in _shipped() else NEUTRAL_PICTURE


def shown(name: str) -> str:
    """What `picture(name)` shows, in the reader's language, as the end of a sentence: "two hands raising a pot"."""
    words = _words()[picture(name)]
    return words["vi" if (get_language() or "vi") == "vi" else "en"]


@cache
def _words() -> dict[str, dict[str, str]]:
    """They come with their drawings, in both languages side by side, so that neither is forgotten."""
    return tomllib.loads((LOOK / "art.toml").read_text(encoding="utf-8"))


@cache
def _shipped() -> frozenset[str]:
    """Drawings come with a release, so their folder is read once."""
    return frozenset(file.stem for file in ART_FOLDER.glob("*.svg"))
