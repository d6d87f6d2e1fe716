"""Self-hosted fonts: Be Vietnam Pro and Lora, subset from their packages to Latin with Vietnamese letters.

Run once at set-up, `python -m common.look.fonts` with `site` on the path, or `python site/common/fonts.py`. The
WOFF2 files are not committed. A subset is a modified version and "Lora" is a name reserved by its licence, so
what we serve carries a name of ours inside. Be Vietnam Pro has no tabular figures, so its figures are also
written with one width, as two tiny files of their own, for prices, times and calendars.
"""

import shutil
import sys
import unicodedata
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).resolve().parent / "static" / "fonts"
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LATIN = {*range(0x20, 0x7F), *range(0xA0, 0x180)}
SIGNS = {ord(sign) for sign in "‐‑–—‘’“”„…−₫"}
FIGURES = "0123456789"
OWN_NAME_IDS = (1, 3, 4, 6)  # family, unique id, full name, PostScript name


class MissingLetters(RuntimeError):
    """A subset lacks letters that Vietnamese needs; the message lists them."""


@dataclass(frozen=True)
class Face:
    """One WOFF2 file to make: `weight` pins a variable source, `figures` keeps one-width figures alone."""

    name: str
    package: str
    source: str
    weight: int | None = None
    figures: bool = False


FACES = (
    Face("be-vietnam-pro-400", "fontpkg_be_vietnam_pro", "BeVietnamPro-Regular.ttf"),
    Face("be-vietnam-pro-600", "fontpkg_be_vietnam_pro", "BeVietnamPro-SemiBold.ttf"),
    Face("lora-600", "fontpkg_lora", "Lora[wght].ttf", weight=600),
    Face("lora-italic-500", "fontpkg_lora", "Lora-Italic[wght].ttf", weight=500),
    Face("figures-400", "fontpkg_be_vietnam_pro", "BeVietnamPro-Regular.ttf", figures=True),
    Face("figures-600", "fontpkg_be_vietnam_pro", "BeVietnamPro-SemiBold.ttf", figures=True),
)


def vietnamese_letters() -> set[str]:
    """All 134 letters that Vietnamese adds to a-z, in both cases and in NFC."""
    marked = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} | {"đ"}
    added = {letter for letter in marked if not letter.isascii()}
    return added | {letter.upper() for letter in added}


def subset_fonts(target: Path = TARGET) -> list[Path]:
    """Write what `target` lacks, with the licences, and return the fonts written. Raises MissingLetters."""
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for face in FACES:
        path = target / f"{face.name}.woff2"
        if not (path.exists() and _complete(path, face)):
            _subset(face, path)
            written.append(path)
        licence = target / f"OFL-{face.package.removeprefix('fontpkg_')}.txt"
        if not licence.exists():
            shutil.copyfile(_folder(face) / "LICENSE", licence)
    return written


def _folder(face: Face) -> Path:
    spec = find_spec(face.package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(face.package)
    return Path(spec.origin).parent


def _wanted(face: Face) -> set[int]:
    if face.figures:
        return {ord(figure) for figure in FIGURES}
    return LATIN | SIGNS | {ord(tone) for tone in TONES if tone} | {ord(letter) for letter in vietnamese_letters()}


def _subset(face: Face, path: Path) -> None:
    font = TTFont(_folder(face) / "files" / face.source)
    if face.weight:
        font = instantiateVariableFont(font, {"wght": face.weight}, inplace=True)
    options = Options(flavor="woff2", layout_features=["*"] if not face.figures else [], hinting=False)
    options.name_IDs = [0, *OWN_NAME_IDS, 2, 5, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_wanted(face))
    subsetter.subset(font)
    if face.figures:
        _one_width(font)
    for name_id in OWN_NAME_IDS:
        font["name"].setName(f"VeLang-{face.name.replace('lora', 'serif')}", name_id, 3, 1, 0x409)
    font.flavor = "woff2"
    partial = path.with_suffix(".partial")
    font.save(partial)
    if not _complete(partial, face):
        partial.unlink()
        raise MissingLetters(f"{face.source}: {_missing(font, face)}")
    partial.replace(path)


def _one_width(font: TTFont) -> None:
    """Give all figures the width of the widest, each in the middle of it."""
    cmap, metrics, outlines = font.getBestCmap(), font["hmtx"].metrics, font["glyf"]
    glyphs = [cmap[ord(figure)] for figure in FIGURES]
    width = max(metrics[glyph][0] for glyph in glyphs)
    for glyph in glyphs:
        shift = (width - metrics[glyph][0]) // 2
        outline = outlines[glyph]
        outline.coordinates.translate((shift, 0))
        outline.recalcBounds(outlines)
        metrics[glyph] = (width, outline.xMin)


def _missing(font: TTFont, face: Face) -> str:
    needed = {ord(letter) for letter in vietnamese_letters()} if not face.figures else _wanted(face)
    return "".join(sorted(chr(code) for code in needed - font.getBestCmap().keys()))


def _complete(path: Path, face: Face) -> bool:
    try:
        return not _missing(TTFont(path), face)
    except Exception:
        # A file cut short by an interrupted set-up can fail in any table; it is simply made again.
        return False


if __name__ == "__main__":
    for font_path in subset_fonts(Path(sys.argv[1]) if sys.argv[1:] else TARGET):
        sys.stdout.write(f"{font_path.name}: {font_path.stat().st_size / 1024:.1f} kB\n")
