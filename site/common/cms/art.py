"""Our illustrations: which there are, and the neutral one that stands for one that is missing."""

from functools import cache
from pathlib import Path

ART_FOLDER = Path(__file__).resolve().parents[1] / "look" / "static" / "art"
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


@cache
def _shipped() -> frozenset[str]:
    """Drawings come with a release, so their folder is read once."""
    return frozenset(file.stem for file in ART_FOLDER.glob("*.svg"))
