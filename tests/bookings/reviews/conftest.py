"""Pictures of reviews lie in a folder of the test's own."""

import pytest

from bookings.models import ReviewPicture


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    for name in ("file", "small"):
        monkeypatch.setattr(ReviewPicture._meta.get_field(name).storage, "location", str(tmp_path))
    return tmp_path
