"""Officers who extend one certificate at the same moment: one goes through, the others are told."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ocop.domain.certificates import ExtendedMeanwhile, extend, extension_mark
from ocop.enums import RegisterAct
from ocop.models import Certificate
from tests.contention.crowd import all_at_once, errors
from tests.factories import make_certificate
from tests.factories.dossiers import Path

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
CROWD = 6


@pytest.fixture
def path(isolation):
    return Path()


@pytest.fixture
def certificate(path):
    return make_certificate(valid_until=timezone.localdate())


@pytest.fixture(autouse=True)
def history():
    yield
    ModelLogEntry.objects.filter(action=RegisterAct.EXTENDED).delete()


def officer(path, certificate, days: int):
    seen = extension_mark(certificate)

    def act():
        extend(
            certificate=Certificate.objects.get(pk=certificate.pk),
            until=certificate.valid_until + dt.timedelta(days=days),
            reason="Hội đồng họp muộn",
            seen=seen,
            by=path.officer,
            now=timezone.now(),
        )

    return act


def written() -> int:
    return ModelLogEntry.objects.filter(action=RegisterAct.EXTENDED).count()


def test_of_officers_who_saw_the_same_page_one_extends_and_each_other_is_told(path, certificate):
    refused = errors(all_at_once([officer(path, certificate, 30 + number) for number in range(CROWD)]))
    assert [type(error) for error in refused] == [ExtendedMeanwhile] * (CROWD - 1)
    assert written() == 1
    certificate.refresh_from_db()
    assert 30 <= (certificate.extended_until - certificate.valid_until).days < 30 + CROWD


def test_one_officer_who_taps_many_times_extends_once(path, certificate):
    assert errors(all_at_once([officer(path, certificate, 30)] * CROWD)) == []
    assert written() == 1
