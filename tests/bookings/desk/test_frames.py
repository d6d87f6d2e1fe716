"""A frame of a phone's camera is read for its code, within limits; nothing else comes of it."""

import io

import pytest
import segno
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image, ImageFilter

from bookings.desk.day import scan
from bookings.desk.day.frames import MOST_BYTES, read_code
from tests.bookings.desk.desk_helpers import Desk, make_desk

TEXT = "https://ve-lang.example/desk/q/ACDEFG.kq3mXvG8Yh2Jd0pLw7sZt5RbNcUoTiEaQfVxKyMgHjI/"


def frame(text: str = TEXT, *, side: int = 480, share: float = 0.5, angle: int = 0, **saved) -> bytes:
    """A JPEG of `side` pixels with the code of `text` on a grey wall."""
    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="png", scale=8, border=4)
    code = Image.open(drawn).convert("L").resize((int(side * share),) * 2).rotate(angle, expand=True, fillcolor=140)
    wall = Image.new("L", (side, side), 140)
    wall.paste(code, ((side - code.width) // 2, (side - code.height) // 2))
    jpeg = io.BytesIO()
    wall.filter(ImageFilter.GaussianBlur(0.8)).save(jpeg, "JPEG", quality=60, **saved)
    return jpeg.getvalue()


@pytest.mark.parametrize("share", [0.35, 0.5, 0.7])
@pytest.mark.parametrize("angle", [0, 15, 90, 200])
def test_a_code_is_read_near_and_far_and_turned(share, angle):
    assert read_code(frame(share=share, angle=angle)) == TEXT


def test_no_code_and_no_picture_are_nothing():
    jpeg = io.BytesIO()
    Image.new("L", (480, 480), 140).save(jpeg, "JPEG")
    png = io.BytesIO()
    Image.new("L", (64, 64), 140).save(png, "PNG")
    whole = frame()
    for data in (b"", b"\xff\xd8\xff", jpeg.getvalue(), png.getvalue(), b"x" * 5000, whole[: len(whole) // 2][:300]):
        assert read_code(data) == ""


def test_a_picture_of_many_pixels_in_few_bytes_is_not_unpacked(monkeypatch):
    bomb = io.BytesIO()
    Image.new("L", (2000, 2000), 255).save(bomb, "JPEG", quality=1)
    assert len(bomb.getvalue()) < MOST_BYTES
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("unpacked"))
    assert read_code(bomb.getvalue()) == ""


def test_a_picture_in_many_passes_is_not_unpacked():
    assert read_code(frame(progressive=True)) == ""


def test_more_bytes_than_a_frame_has_are_not_read():
    assert read_code(frame() + b"\0" * MOST_BYTES) == ""


def send(desk: Desk, body: bytes, kind: str = "image/jpeg"):
    return desk.client.post(desk.url("scan_frame"), body, content_type=kind)


def test_the_desk_answers_the_text_alone_and_writes_nothing(desk):
    # The first request of a sign-in writes down which device it is.
    desk.get("scan")
    with CaptureQueriesContext(connection) as seen:
        answer = send(desk, frame())
    assert answer.json() == {"text": TEXT}
    assert [query["sql"] for query in seen if not query["sql"].startswith("SELECT")] == []


def test_what_is_no_frame_is_answered_with_nothing(desk):
    assert send(desk, b"x" * 100).json() == {"text": ""}
    assert send(desk, frame(), "text/plain").json() == {"text": ""}
    assert desk.client.post(desk.url("scan_frame"), {"a": "b"}).json() == {"text": ""}


def test_a_frame_that_is_too_large_is_refused_before_it_is_read(desk):
    assert send(desk, b"\xff\xd8" + b"x" * MOST_BYTES).status_code == 413


def test_frames_are_counted_for_each_member(desk, monkeypatch):
    monkeypatch.setattr(scan, "FRAME_RATE", "2/minute")
    other = make_desk()
    assert [send(desk, frame()).status_code for _ in range(3)] == [200, 200, 429]
    assert send(other, frame()).status_code == 200
