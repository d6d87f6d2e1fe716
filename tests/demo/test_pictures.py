"""Every artisan of the demo has a face of their own, and every experience its own drawing."""

import hashlib

import pytest

from common.cms.art import ART_FOLDER
from demo.reading import read


@pytest.mark.parametrize(("row", "kind"), [("artisan", "artisan"), ("experience", "exp")])
def test_no_two_share_a_drawing(row, kind):
    rows = read(f"{row}s")[row]
    names = [found["art"] for found in rows]
    assert all(name.startswith(f"{kind}-") for name in names)
    drawings = {hashlib.sha256((ART_FOLDER / f"{name}.svg").read_bytes()).hexdigest() for name in names}
    assert len(drawings) == len(rows)
