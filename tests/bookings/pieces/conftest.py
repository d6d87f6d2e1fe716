"""Photos of pieces lie in a folder of the test's own."""

import pytest

from bookings.models import PiecePhoto


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    for name in ("file", "small"):
        monkeypatch.setattr(PiecePhoto._meta.get_field(name).storage, "location", str(tmp_path))
    return tmp_path
