"""Two at one moment: officers who decide, a sheet that is signed while the session closes, a host who taps twice."""

import pytest
from django.utils import timezone

from ocop.domain.dossier import council, deciding, sheets
from ocop.domain.dossier.sheets import Filled, SessionClosed
from ocop.enums import DossierState, Outcome
from ocop.models import AgendaItem, Certificate, Decision, Dossier, OcopProduct, Submission
from tests.contention.crowd import all_at_once, errors
from tests.factories.dossiers import FORM, Path, worth

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
CROWD = 6


def test_two_officers_who_decide_at_once_make_one_certificate():
    path = Path()
    submission = path.scored(worth(80))

    def recognise():
        deciding.recognise(
            submission=Submission.objects.get(pk=submission.pk),
            outcome=Outcome.FOUR,
            number="88/QĐ-UBND",
            issuer="UBND tỉnh",
            decided_on=path.today,
            by=path.officer,
            now=timezone.now(),
        )

    assert errors(all_at_once([recognise] * CROWD)) == []
    assert [model.objects.count() for model in (Decision, Certificate, OcopProduct)] == [1, 1, 1]


def test_a_sheet_signed_while_the_session_closes_counts_or_is_refused_and_never_half():
    path = Path()
    item = path.on_agenda()
    path.sign(item, worth(75), members=6)
    last = item.session.council.members.order_by("pk").last().user
    filled = Filled(levels=worth(75))

    def sign():
        fresh = AgendaItem.objects.select_related("session__council", "submission").get(pk=item.pk)
        sheets.save_sheet(item=fresh, user=last, filled=filled, seen=0, sign=True, now=timezone.now())

    def close():
        fresh = AgendaItem.objects.select_related("session__council").get(pk=item.pk)
        council.close(session=fresh.session, by=path.officer, now=timezone.now())

    refused = errors(all_at_once([sign, close]))
    assert [type(error) for error in refused] in ([], [SessionClosed])
    item.refresh_from_db()
    assert item.sheets_counted == item.sheets.filter(signed_at__isnull=False).count() == 7 - len(refused)


def test_a_host_who_taps_many_times_hands_in_once():
    path = Path()
    dossier = path.dossier()

    def hand_in():
        from ocop.domain.dossier.handing_in import hand_in as act

        act(dossier=Dossier.objects.get(pk=dossier.pk), form=FORM, by=path.potter, now=timezone.now())

    assert errors(all_at_once([hand_in] * CROWD)) == []
    assert Submission.objects.count() == 1
    dossier.refresh_from_db()
    assert dossier.state == DossierState.HANDED_IN
