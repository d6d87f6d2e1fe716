"""The workshop's pages: pieces move with one tap, a photo that fails stops no tap, and a guide sees no money."""

import datetime as dt
import errno
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.domain.pieces.batches import put
from bookings.models import Batch, Piece, PiecePhoto
from tests.bookings.desk.desk_helpers import said
from tests.factories import make_user
from tests.factories.pieces import make_load, make_pieces, make_steps
from tests.ocop.evidence.files import picture
from tests.pages.reading import plain, soup
from villages.enums import MemberRole
from villages.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    for name in ("file", "small"):
        monkeypatch.setattr(PiecePhoto._meta.get_field(name).storage, "location", str(tmp_path))


@pytest.fixture
def steps(desk):
    return make_steps(desk.experience.village.craft)


def pieces(desk, number=2):
    return make_pieces(desk.book(), number, now=timezone.now())


def photo(name="lo.jpg"):
    return SimpleUploadedFile(name, picture(), "image/jpeg")


def load_of(desk, rows, capacity=10):
    batch = make_load(desk.host, capacity=capacity, now=timezone.now())
    put(batch=batch, pieces=[piece.pk for piece in rows], now=timezone.now())
    return batch


def test_the_board_shows_the_pieces_of_one_step_and_moves_what_is_ticked(desk, steps):
    first, second = pieces(desk)
    page = soup(desk.get("pieces"))
    assert {box["value"] for box in page.select("input[name=piece]")} == {str(first.pk), str(second.pk)}
    sent = {"key": str(uuid.uuid4()), "piece": [first.pk], "seen": steps["Shaped"].pk, "to": steps["Drying"].pk}
    assert "1 món" in said(desk.post("pieces_move", sent))
    drying = soup(desk.get("pieces", f"?step={steps['Drying'].pk}"))
    assert [box["value"] for box in drying.select("input[name=piece]")] == [str(first.pk)]
    assert drying.select_one(".piece-undo")


def test_a_code_that_is_read_off_a_label_finds_its_piece(desk, steps):
    piece, _other = pieces(desk)
    typed = f"{piece.code[:4].lower()} {piece.code[4:].lower()}"
    assert desk.get("pieces", f"?code={typed}").url == desk.url("piece", code=piece.code)
    assert "không có món nào mang mã" in plain(soup(desk.get("pieces", "?code=22222222"))).lower()


def test_a_load_moves_with_its_photo(desk, steps):
    batch = load_of(desk, pieces(desk))
    sent = {"key": str(uuid.uuid4()), "seen": steps["Shaped"].pk, "to": steps["Fired"].pk, "photo": photo()}
    desk.post("batch_move", sent, pk=batch.pk)
    assert set(Piece.objects.values_list("step__name_en", flat=True)) == {"Fired"}
    assert PiecePhoto.objects.get().step == steps["Fired"]


def test_a_photo_that_cannot_be_kept_stops_no_tap(desk, steps, monkeypatch):
    batch = load_of(desk, pieces(desk))

    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(PiecePhoto._meta.get_field("file").storage, "_save", full)
    sent = {"key": str(uuid.uuid4()), "seen": steps["Shaped"].pk, "to": steps["Fired"].pk, "photo": photo()}
    assert "Chưa giữ được ảnh" in said(desk.post("batch_move", sent, pk=batch.pk))
    assert set(Piece.objects.values_list("step__name_en", flat=True)) == {"Fired"}
    assert not PiecePhoto.objects.exists()


def test_a_guide_moves_pieces_and_reads_no_money_and_no_address_of_mail(desk, steps):
    piece, _other = pieces(desk)
    guide = make_user()
    Member.objects.create(host=desk.host, user=guide, role=MemberRole.GUIDE)
    client = Client()
    client.force_login(guide)
    page = client.get(desk.url("piece_broken", code=piece.code))
    assert not soup(page).select("input[name=refund], input[value=money_back]")
    sent = {"key": str(uuid.uuid4()), "seen": piece.step_id, "then": "money_back", "refund": "51.900"}
    assert client.post(desk.url("piece_broken", code=piece.code), sent).status_code == 200
    assert not Piece.objects.filter(refund_vnd__isnull=False).exists()
    desk.post("piece_broken", sent, code=piece.code)
    assert Piece.objects.get(pk=piece.pk).refund_vnd == 51_900
    shown = client.get(desk.url("piece", code=piece.code)).content.decode()
    assert "51.900" not in shown
    assert piece.booking.contact_email not in shown
    assert "51.900" in desk.get("piece", code=piece.code).content.decode()


def test_the_calendar_says_how_full_each_load_is(desk, steps):
    batch = load_of(desk, pieces(desk, 3))
    assert "3/10 món" in plain(soup(desk.get("batches")))
    Batch.objects.filter(pk=batch.pk).update(day=timezone.localdate() - dt.timedelta(days=3))
    assert "3/10 món" in plain(soup(desk.get("batches")).select_one("section[aria-labelledby=past]"))


def test_labels_are_a_sheet_of_the_pieces_that_were_asked_for(desk, steps):
    pieces(desk)
    answer = desk.get("pieces_labels", f"?step={steps['Shaped'].pk}")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_the_board_costs_the_same_for_many(desk, steps):
    pieces(desk, 1)
    with CaptureQueriesContext(connection) as few:
        desk.get("pieces")
    rows = pieces(desk, 12)
    load_of(desk, rows, capacity=20)
    with CaptureQueriesContext(connection) as many:
        desk.get("pieces")
    # One more: the loads of what waits for one.
    assert len(many) <= len(few) + 1
