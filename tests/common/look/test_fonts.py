"""The subset fonts can write every Vietnamese word and every price."""

import unicodedata

import pytest
from fontTools.ttLib import TTFont

from common.look import fonts


def test_vietnamese_adds_134_letters():
    letters = fonts.vietnamese_letters()
    assert len(letters) == 134
    assert set("ăâđêôơưỹĐỆ") <= letters
    assert all(unicodedata.is_normalized("NFC", letter) and len(letter) == 1 for letter in letters)


def test_fonts_are_made_once_and_hold_every_letter(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "FACES", fonts.FACES[::2])
    written = fonts.subset_fonts(tmp_path)
    assert {path.name for path in written} == {f"{face.name}.woff2" for face in fonts.FACES}
    assert fonts.subset_fonts(tmp_path) == []
    letters = {ord(char) for char in "Về Làng: 1.200.000 – “…”" + "".join(fonts.vietnamese_letters())}
    for face in fonts.FACES:
        known = TTFont(tmp_path / f"{face.name}.woff2").getBestCmap().keys()
        assert (set(map(ord, fonts.FIGURES)) if face.figures else letters) <= known
        # Lora has no ₫: prices are set in the text face.
        assert ord("₫") in known or face.figures or "lora" in face.name


@pytest.mark.parametrize("content", [b"", b"wOF2 cut short"])
def test_a_file_cut_short_by_an_interrupted_set_up_is_made_again(tmp_path, content, monkeypatch):
    face = next(face for face in fonts.FACES if face.figures)
    monkeypatch.setattr(fonts, "FACES", (face,))
    path = tmp_path / f"{face.name}.woff2"
    path.write_bytes(content)
    assert fonts.subset_fonts(tmp_path) == [path]


def test_figures_have_one_width(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "FACES", tuple(face for face in fonts.FACES if face.figures))
    for path in fonts.subset_fonts(tmp_path):
        font = TTFont(path)
        cmap = font.getBestCmap()
        assert len({font["hmtx"].metrics[cmap[ord(figure)]][0] for figure in fonts.FIGURES}) == 1
