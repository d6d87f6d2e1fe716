"""Villages, hosts and their verification."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.models import User
from tests.factories import make_craft, make_host, make_user, make_village
from tests.factories.people import SEEN
from villages.domain.verification import verify, withdraw
from villages.enums import MemberRole
from villages.models import Host, Member, Place

pytestmark = pytest.mark.django_db


def test_a_host_is_verified_by_someone_at_some_time(now):
    staff, host = make_user(is_staff=True), make_host(verified=False)
    assert not host.is_verified
    verified = verify(host=host, by=staff, seen=SEEN, now=now)
    assert (verified.is_verified, verified.verified_at, verified.verified_by) == (True, now, staff)


def test_a_second_verification_keeps_the_first_name_and_time(now):
    staff, host = make_user(), make_host(verified=False)
    verify(host=host, by=staff, seen=SEEN, now=now)
    again = verify(host=host, by=make_user(), seen=SEEN, now=now + dt.timedelta(days=1))
    assert (again.verified_at, again.verified_by) == (now, staff)


def test_a_verification_can_be_withdrawn_and_given_anew(now):
    host = make_host(verified_by=make_user())
    for _ in range(2):
        assert (withdraw(host=host).verified_at, host.verified_by) == (None, None)
    later = now + dt.timedelta(days=5)
    assert verify(host=host, by=make_user(), seen=SEEN, now=later).verified_at == later


def test_hosts_are_found_by_papers_and_by_member():
    owner, manager = make_user(), make_user()
    host, unseen = make_host(owner=owner, manager=manager), make_host(verified=False)
    assert set(Host.objects.verified()) == {host}
    assert set(Host.objects.for_member(owner)) == set(Host.objects.for_member(manager)) == {host}
    assert not Host.objects.for_member(make_user()).exists()
    assert unseen not in Host.objects.verified()
    assert dict(Member.objects.values_list("user", "role")) == {
        owner.pk: MemberRole.OWNER,
        manager.pk: MemberRole.MANAGER,
    }


def test_a_person_is_once_at_a_desk():
    owner = make_user()
    host = make_host(owner=owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(host=host, user=owner, role=MemberRole.MANAGER)


def test_a_village_with_hosts_cannot_be_deleted():
    host = make_host()
    with pytest.raises(ProtectedError):
        host.village.delete()
    with pytest.raises(ProtectedError):
        host.village.commune.delete()


def test_a_deleted_account_leaves_the_verification(now):
    staff = make_user()
    host = make_host(verified_by=staff)
    staff.delete()
    host.refresh_from_db()
    assert host.is_verified
    assert host.verified_by is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("latitude", 7.9), ("latitude", 24.1), ("longitude", 101.9), ("longitude", 118.1), ("craft_id", "weaving")],
)
def test_a_village_lies_in_việt_nam_and_has_a_known_craft(field, value):
    village = make_village()
    setattr(village, field, value)
    with pytest.raises(ValidationError, match=field.removesuffix("_id")):
        village.full_clean()


def test_bank_details_have_the_form_of_vietqr():
    host = make_host(bank_bin="970436", bank_account="0011001234567", bank_account_name="HTX GOM")
    host.full_clean()
    host.bank_bin, host.bank_account = "97043", "0011 0012"
    with pytest.raises(ValidationError) as caught:
        host.full_clean()
    assert set(caught.value.message_dict) == {"bank_bin", "bank_account"}


def test_a_village_is_shown_with_its_commune_of_today_and_its_sign():
    village = make_village("Diềm", craft=make_craft("quanho", motif="motif-hat"))
    assert str(village.commune) == "xã Phù Lãng" or str(village.commune).endswith("Phù Lãng")
    assert village.craft.motif == "motif-hat"


def test_a_place_s_note_falls_back_to_vietnamese():
    place = Place(note="Lò bầu", note_en="Dragon kiln")
    assert (place.note_in("vi"), place.note_in("en")) == ("Lò bầu", "Dragon kiln")
    assert Place(note="Lò bầu").note_in("en") == "Lò bầu"


def test_an_account_needs_a_mail_address_or_a_phone():
    by_phone = make_user(None, phone="+84912345678", full_name="Ngô Thị Ngọc Ánh")
    assert (by_phone.email, str(by_phone), by_phone.get_short_name()) == (None, "Ngô Thị Ngọc Ánh", "Ánh")
    assert make_user(None, phone="+84912345679").email is None
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(None, "x")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user(None, phone="+84912345678")
