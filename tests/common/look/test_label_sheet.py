"""Labels on a sheet: where they stand, and that a phone can read what is drawn on them."""

from dataclasses import replace

import pytest
from reportlab.pdfbase import pdfmetrics

from common.look import label_sheet
from common.look.label_sheet import SIZES, Label

MM = 72 / 25.4
LONG = Label("https://ve-lang.example.org/p/7K2M9XQT", "7K2M 9XQT", "Bình men da lươn đắp nổi " * 9, ("Lô 14",) * 12)


class Paper:
    """A canvas that writes down what was drawn where."""

    def __init__(self):
        self.bars, self.words, self.codes, self.type = [], [], [], ("", 0)

    def rect(self, x, y, width, height, stroke, fill):
        self.bars.append((x, y, width, height))

    def drawString(self, x, y, text):
        self.words.append((x, y, text))

    def drawCentredString(self, x, y, text):
        self.drawString(x, y, text)
        self.codes.append((x, pdfmetrics.stringWidth(text, *self.type)))

    def setFont(self, name, size):
        self.type = (name, size)

    def setFillGray(self, gray):
        pass


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_labels_fill_a_sheet_and_nothing_leaves_its_label(size):
    label_sheet.use_fonts()
    for place in range(size.per_sheet):
        paper = Paper()
        left, top = label_sheet._corner(size, place)
        label_sheet._label(paper, LONG, size, left, top)
        assert left >= -0.5
        assert left + size.width * MM <= 210.5 * MM
        assert top <= 297.5 * MM
        assert top - size.height * MM >= -0.5 * MM
        for x, y, width, height in paper.bars:
            assert left <= x
            assert x + width <= left + size.width * MM
            assert top - size.height * MM <= y
            assert y + height <= top
        assert len(paper.words) > 3
        assert all(top - size.height * MM <= y <= top for _x, y, _text in paper.words)
    assert any("…" in text for _x, _y, text in paper.words), "what is too long is cut, and says so"


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_code_of_the_register_is_longer_than_ours_and_stands_whole_below_its_square(size):
    label_sheet.use_fonts()
    paper = Paper()
    label_sheet._label(paper, replace(LONG, code="24-09292-02-2026"), size, 0, size.height * MM)
    ((middle, width),) = paper.codes
    assert middle - width / 2 >= 0
    assert middle + width / 2 <= min(x for x, _y, text in paper.words if text != "24-09292-02-2026")


def test_a_module_is_wide_enough_for_an_old_phone():
    size = SIZES["70x37"]
    paper = Paper()
    label_sheet.use_fonts()
    label_sheet._label(paper, LONG, size, 0, size.height * MM)
    assert min(width for _x, _y, width, _height in paper.bars) >= 0.5 * MM
