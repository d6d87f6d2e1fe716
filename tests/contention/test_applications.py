"""A house that sends its page many times at one moment asks once."""

import pytest

from tests.contention.crowd import all_at_once, errors
from villages.domain.applications import Asked, apply
from villages.models import HostApplication

# At the level that the product runs at, as all that `one_at_a_time` keeps (decision 0025).
pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
CROWD = 8


def test_the_same_page_sent_many_times_is_one_application(now):
    asked = Asked(
        name="Hợp tác xã Gốm Bến Đò",
        kind="cooperative",
        village=None,
        place="Xã Phù Lãng",
        offer="Khách nặn chum nhỏ.",
        contact_name="Nguyễn Thị Đượm",
        phone="+84912345678",
        email="",
    )
    try:
        assert errors(all_at_once([lambda: apply(asked, language="vi", now=now)] * CROWD)) == []
        assert HostApplication.objects.count() == 1
    finally:
        HostApplication.objects.all().delete()
