"""Pictures of a review: small enough for a phone, and without a word of where they were taken."""

from io import BytesIO

import pytest
from PIL import Image

from bookings.domain.personal.erasing import erase
from bookings.domain.reviews.hide import hide
from bookings.domain.reviews.pictures import (
    LARGEST,
    LONG,
    MOST,
    SHORT,
    NoPicture,
    NoReview,
    TooLargePicture,
    TooMany,
    add_picture,
    remove_picture,
)
from bookings.domain.reviews.write import take_back
from bookings.enums import HideGround
from bookings.models import ReviewPicture
from tests.bookings.audit.audit_world import faults
from tests.factories import NOW, make_user
from tests.factories.reviews import make_review, make_visited
from tests.ocop.evidence.files import located, pdf, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking():
    return make_review().booking


def files(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_picture_is_kept_in_two_sizes_without_where_it_was_taken(booking, folder):
    kept = add_picture(booking=booking, data=picture(size=(4000, 3000)))
    assert (kept.width, kept.height) == (LONG, LONG * 3 // 4)
    add_picture(booking=booking, data=located())
    assert len(files(folder)) == 4
    for path in files(folder):
        with Image.open(path) as opened:
            assert not opened.getexif()
            assert max(opened.size) <= LONG
            assert b"May anh" not in path.read_bytes()
    with Image.open(kept.small.path) as small:
        assert max(small.size) == SHORT


def test_a_picture_that_is_seen_through_becomes_a_jpeg(booking):
    out = BytesIO()
    Image.new("RGBA", (50, 40), (0, 0, 0, 0)).save(out, "PNG")
    kept = add_picture(booking=booking, data=out.getvalue())
    with Image.open(kept.file.path) as opened:
        assert opened.format == "JPEG"


def test_the_same_picture_twice_is_one_and_leaves_no_file_behind(booking, folder):
    for _tap in range(2):
        add_picture(booking=booking, data=picture())
    assert (ReviewPicture.objects.count(), len(files(folder))) == (1, 2)


def test_there_are_at_most_five(booking, folder):
    for n in range(MOST):
        add_picture(booking=booking, data=picture(size=(40 + n, 30)))
    with pytest.raises(TooMany):
        add_picture(booking=booking, data=picture(size=(99, 30)))
    assert len(files(folder)) == 2 * MOST


@pytest.mark.parametrize(
    ("data", "refused"), [(pdf(), NoPicture), (b"", NoPicture), (b"x" * (LARGEST + 1), TooLargePicture)]
)
def test_what_is_no_picture_is_refused(booking, data, refused):
    with pytest.raises(refused):
        add_picture(booking=booking, data=data)


def test_pictures_go_with_a_review_that_stands(booking):
    with pytest.raises(NoReview):
        add_picture(booking=make_visited(), data=picture())
    hide(review=booking.review, ground=HideGround.PRIVACY, why="Ảnh có mặt người khác.", by=make_user(), now=NOW)
    with pytest.raises(NoReview):
        add_picture(booking=booking, data=picture())


@pytest.mark.parametrize("go", ["remove", "take_back", "erase"])
def test_files_go_with_their_picture(booking, folder, go, django_capture_on_commit_callbacks):
    kept = add_picture(booking=booking, data=picture())
    with django_capture_on_commit_callbacks(execute=True):
        if go == "remove":
            remove_picture(booking=make_visited(), pk=kept.pk)
            assert ReviewPicture.objects.exists()
            remove_picture(booking=booking, pk=kept.pk)
        elif go == "take_back":
            take_back(booking=booking, now=NOW)
        else:
            erase(booking=booking, now=NOW)
    assert not ReviewPicture.objects.exists()
    assert files(folder) == []
    assert "review-pictures" not in faults()
