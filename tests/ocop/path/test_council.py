"""Sheets apart and unseen, a session that closes once, averages that are exact, and how a submission ends."""

import datetime as dt
from fractions import Fraction

import pytest

from ocop.domain.criteria.score import Choice
from ocop.domain.dossier import council, deciding, offices, rounds, seats, sheets
from ocop.domain.dossier.sheets import Filled
from ocop.enums import CouncilSeat, DossierState, EvaluationKind, OfficeRole, Outcome, SessionMode
from ocop.models import Certificate, OcopProduct, OfficeMember, ScoreSheet, Submission
from tests.factories import make_certificate, make_product, make_user
from tests.factories.dossiers import Path, best, worth

pytestmark = pytest.mark.django_db
# A set with a rule that ends the assessment.
RULED = 1


def decide(path, submission, outcome=Outcome.FOUR, **told):
    asked = {"number": "88/QĐ-UBND", "issuer": "UBND tỉnh Bắc Ninh", "decided_on": path.today}
    return deciding.recognise(submission=submission, outcome=outcome, by=path.officer, now=path.now, **asked | told)


def test_a_member_saves_and_signs_a_sheet_which_then_stands():
    path = Path()
    item = path.on_agenda()
    user = item.session.council.members.first().user
    half = Filled(levels={"1.1": Choice(0)})
    saved = sheets.save_sheet(item=item, user=user, filled=half, seen=0, now=path.now)
    with pytest.raises(sheets.NotComplete):
        sheets.save_sheet(item=item, user=user, filled=half, seen=1, sign=True, now=path.now)
    full = Filled(levels=best())
    with pytest.raises(sheets.ChangedElsewhere):
        sheets.save_sheet(item=item, user=user, filled=full, seen=0, now=path.now)
    signed = sheets.save_sheet(item=item, user=user, filled=full, seen=1, sign=True, now=path.now)
    assert (signed.pk, signed.total) == (saved.pk, 100)
    assert sheets.save_sheet(item=item, user=user, filled=full, seen=1, sign=True, now=path.now) == signed
    with pytest.raises(sheets.SheetSigned):
        sheets.save_sheet(item=item, user=user, filled=half, seen=2, now=path.now)


def test_whoever_has_no_seat_or_gives_no_points_fills_in_nothing():
    path = Path()
    item = path.on_agenda()
    guest = item.session.council.members.last()
    guest.scores = False
    guest.save()
    for user in (path.officer, guest.user, make_user()):
        with pytest.raises(sheets.NoSeat):
            sheets.save_sheet(item=item, user=user, filled=Filled(levels=best()), seen=0, now=path.now)


def test_a_session_closes_when_the_quorum_has_signed_and_not_before():
    path = Path()
    item = path.on_agenda()
    path.sign(item, worth(75), members=5)
    with pytest.raises(council.NotAllWrote, match="5"):
        path.close(item.session)
    path.sign(item, worth(75), members=6)
    path.close(item.session)
    item.refresh_from_db()
    item.submission.dossier.refresh_from_db()
    assert (item.sheets_counted, item.submission.dossier.state) == (6, DossierState.SCORED)


def test_after_closing_no_sheet_is_signed():
    path = Path()
    item = path.on_agenda()
    path.sign(item, worth(75), members=6)
    path.close(item.session)
    late = item.session.council.members.last().user
    with pytest.raises(sheets.SessionClosed):
        sheets.save_sheet(item=item, user=late, filled=Filled(levels=best()), seen=0, sign=True, now=path.now)
    with pytest.raises(sheets.SessionClosed):
        sheets.open_again(sheet=item.sheets.first(), by=path.officer, now=path.now)


def test_the_average_is_exact_and_rounded_only_where_the_regulation_says_so():
    path = Path()
    item = path.on_agenda(session=path.session(path.council(members=3, quorum_percent=100)))
    members = list(item.session.council.members.order_by("pk"))
    for member, points in zip(members, (69, 70, 70), strict=True):
        filled = Filled(levels=worth(points))
        sheet = sheets.save_sheet(item=item, user=member.user, filled=filled, seen=0, sign=True, now=path.now)
        assert sheet.total == points
    signed = list(item.sheets.all())
    exact = council.result(item.session.council, item, signed)
    assert (exact.total, exact.band) == (Fraction(209, 3), 3)
    item.session.council.decimals = 0
    assert council.result(item.session.council, item, signed).band == 4


def test_totals_too_far_apart_keep_the_session_open_until_a_sheet_is_opened_again():
    path = Path()
    item = path.on_agenda(session=path.session(path.council(members=2, largest_spread=10)))
    first, second = item.session.council.members.order_by("pk")
    for member, points in ((first, 60), (second, 75)):
        sheets.save_sheet(
            item=item, user=member.user, filled=Filled(levels=worth(points)), seen=0, sign=True, now=path.now
        )
    with pytest.raises(council.TooFarApart):
        path.close(item.session)
    sheets.open_again(sheet=item.sheets.get(member=first), by=path.officer, now=path.now)
    sheets.save_sheet(item=item, user=first.user, filled=Filled(levels=worth(70)), seen=1, sign=True, now=path.now)
    assert path.close(item.session).closed_at


def test_a_rule_that_ends_the_assessment_is_found_by_all_or_by_none():
    path = Path()
    submission = path.at_province(path.dossier(criteria_set=RULED))
    item = path.on_agenda(submission, path.session(path.council(members=2)))
    rule = sheets.sheet_for(item.submission).stops[0].key
    first, second = (member.user for member in item.session.council.members.order_by("pk"))
    for user, named in ((first, (rule,)), (second, ())):
        filled = Filled(levels=best(RULED), stopped_by=named)
        sheets.save_sheet(item=item, user=user, filled=filled, seen=0, sign=True, now=path.now)
    with pytest.raises(council.NotOfOneMind):
        path.close(item.session)
    sheets.open_again(sheet=item.sheets.get(member__user=second), by=path.officer, now=path.now)
    agreed = Filled(levels=best(RULED), stopped_by=(rule,))
    sheets.save_sheet(item=item, user=second, filled=agreed, seen=1, sign=True, now=path.now)
    path.close(item.session)
    item.refresh_from_db()
    assert item.outcome == Outcome.INELIGIBLE


def test_a_request_that_came_too_late_for_a_round_waits_for_the_next():
    path = Path()
    submission = path.at_province()
    late = rounds.set_round(
        office=path.province,
        year=path.today.year,
        number=1,
        requests_before=path.today,
        decide_before=path.today + dt.timedelta(days=60),
    )
    with pytest.raises(council.OutOfRound):
        path.on_agenda(submission, path.session(round=late))


# Decision 26/2026/QĐ-TTg, art. 7.
def test_the_two_rounds_of_the_law_stand_where_an_office_wrote_none():
    path = Path()
    first, second = rounds.ensure_rounds(path.province, 2027)
    assert (first.requests_before, first.decide_before) == (dt.date(2027, 4, 30), dt.date(2027, 6, 30))
    assert rounds.round_for(path.province, dt.date(2027, 4, 29)) == first
    assert rounds.round_for(path.province, dt.date(2027, 4, 30)) == second


@pytest.mark.parametrize(
    ("number", "requests", "decisions", "fits"),
    [
        (3, (11, 15), (12, 31), True),
        (3, (10, 30), (12, 31), False),
        (3, (10, 29), (12, 31), False),
        (3, (11, 15), (12, 29), False),
        (1, (5, 15), (6, 30), True),
        (1, (5, 15), (12, 30), False),
        (1, (11, 1), (12, 1), False),
    ],
)
def test_rounds_follow_one_another(number, requests, decisions, fits):
    path = Path()
    rounds.ensure_rounds(path.province, 2027)
    days = {"requests_before": dt.date(2027, *requests), "decide_before": dt.date(2027, *decisions)}
    told = {"office": path.province, "year": 2027, "number": number, **days}
    if fits:
        assert rounds.set_round(**told) == rounds.set_round(**told)
        return
    with pytest.raises(rounds.RoundsInOrder):
        rounds.set_round(**told)


def test_the_first_round_of_a_year_comes_after_the_last_of_the_year_before():
    path = Path()
    rounds.ensure_rounds(path.province, 2026)
    days = {"requests_before": dt.date(2027, 1, 15), "decide_before": dt.date(2027, 3, 1)}
    assert rounds.set_round(office=path.province, year=2027, number=1, **days)
    with pytest.raises(rounds.RoundsInOrder):
        rounds.set_round(office=path.province, year=2025, number=9, **days)


def test_a_round_with_a_session_keeps_its_days():
    path = Path()
    first, _second = rounds.ensure_rounds(path.province, 2027)
    path.session(round=first)
    days = {"requests_before": dt.date(2027, 5, 1), "decide_before": dt.date(2027, 6, 30)}
    with pytest.raises(rounds.RoundTaken):
        rounds.set_round(office=path.province, year=2027, number=1, **days)


def test_four_stars_become_a_product_of_the_register_with_its_certificate():
    path = Path()
    submission = path.scored(worth(80))
    decision = decide(path, submission)
    again = decide(path, submission)
    product = OcopProduct.objects.get()
    assert again == decision
    assert (product.host, product.group, product.criteria_set) == (path.host, "VI", 26)
    assert product.certificate_on(path.today).decision_number == "88/QĐ-UBND"
    assert product.assessments.get().points == submission.item.average
    submission.dossier.refresh_from_db()
    assert (submission.dossier.state, submission.dossier.product) == (DossierState.RECOGNISED, product)


def test_no_decision_without_minutes():
    path = Path()
    item = path.on_agenda()
    path.sign(item, worth(80))
    path.close(item.session, minutes=False)
    with pytest.raises(deciding.NoMinutesYet):
        decide(path, item.submission)
    assert not Certificate.objects.exists()


def test_ninety_points_go_to_the_ministry_whose_answer_decides():
    path = Path()
    submission = path.scored(best())
    with pytest.raises(deciding.MinistryDecides):
        decide(path, submission, Outcome.FIVE)
    deciding.forward(submission=submission, by=path.officer, now=path.now)
    assert decide(path, submission, Outcome.FIVE, issuer="Bộ Nông nghiệp và Môi trường").certificate.stars == 5


def test_what_the_centre_gave_less_the_province_recognises_with_four():
    path = Path()
    submission = path.scored(best())
    deciding.forward(submission=submission, by=path.officer, now=path.now)
    assert decide(path, submission, Outcome.FOUR).certificate.stars == 4


def test_below_ninety_nothing_goes_up_and_no_star_is_added():
    path = Path()
    submission = path.scored(worth(60))
    with pytest.raises(deciding.BelowNinety):
        deciding.forward(submission=submission, by=path.officer, now=path.now)
    with pytest.raises(deciding.MoreThanScored):
        decide(path, submission, Outcome.FIVE)


def test_two_stars_bring_no_certificate_and_an_end():
    path = Path()
    submission = path.scored(worth(35))
    with pytest.raises(deciding.NotCertified):
        decide(path, submission, Outcome.THREE)
    ended = deciding.refuse(submission=submission, note="", decided_on=path.today, by=path.officer, now=path.now)
    assert (ended.outcome, ended.certificate) == (Outcome.TWO, None)
    submission.dossier.refresh_from_db()
    assert submission.dossier.state == DossierState.NOT_RECOGNISED
    assert not OcopProduct.objects.exists()


def test_off_the_agenda_begun_sheets_are_gone_and_it_can_come_again():
    path = Path()
    item = path.on_agenda()
    path.sign(item, best(), members=1)
    submission = item.submission
    with pytest.raises(council.SignedSheets):
        council.take_off_agenda(item=item, by=path.officer, now=path.now)
    sheets.open_again(sheet=item.sheets.get(), by=path.officer, now=path.now)
    step = submission.dossier.steps.first()
    assert (step.act, step.by, step.note) == ("open_sheet", path.officer, str(item.sheets.get().member.user))
    council.take_off_agenda(item=item, by=path.officer, now=path.now)
    assert not ScoreSheet.objects.exists()
    submission.refresh_from_db()
    assert path.on_agenda(submission).session.closed_at is None


def test_the_sheet_of_a_member_who_left_does_not_count_beside_the_next_on_the_same_seat():
    path = Path()
    item = path.on_agenda()
    path.sign(item, worth(75), members=6)
    first = item.session.council.members.order_by("pk").first()
    seats.leave(member=first, now=path.now)
    path.close(item.session)
    item.refresh_from_db()
    assert item.sheets_counted == 5


def test_a_first_evaluation_meets_and_no_session_closes_before_its_day():
    path = Path()
    with pytest.raises(council.MustMeet):
        path.on_agenda(session=path.session(mode=SessionMode.WRITTEN))
    later = council.hold(council=path.council(), held_on=path.today + dt.timedelta(days=1))
    submission = path.at_province(path.dossier(name="Lọ hoa"))
    council.put_on_agenda(session=later, submission=submission, by=path.officer, now=path.now)
    with pytest.raises(council.NotHeldYet):
        path.close(later)


def upgraded(path, *, stars: int):
    """An upgrade of a product of so many stars, scored as three."""
    product = make_certificate(make_product(path.host), stars=stars).product
    dossier = path.dossier(worth(60), kind=EvaluationKind.UPGRADE, product=product)
    item = path.on_agenda(path.at_province(dossier))
    path.sign(item, worth(60))
    path.close(item.session)
    return Submission.objects.get(pk=item.submission_id), product


def test_an_upgrade_without_gain_leaves_the_better_certificate_in_force():
    path = Path()
    submission, product = upgraded(path, stars=4)
    with pytest.raises(deciding.NoGain):
        decide(path, submission, Outcome.THREE)
    told = {"submission": submission, "decided_on": path.today, "by": path.officer, "now": path.now}
    with pytest.raises(deciding.WhyNot):
        deciding.refuse(note="", **told)
    deciding.refuse(note="Không tăng hạng", **told)
    assert OcopProduct.objects.get(pk=product.pk).certificate_on(path.today).stars == 4


@pytest.mark.parametrize("ends", ["not_recognised", "returned"])
def test_what_the_ministry_declines_ends_or_is_evaluated_anew(ends):
    path = Path()
    submission = path.scored(best())
    deciding.forward(submission=submission, by=path.officer, now=path.now)
    if ends == "not_recognised":
        told = {"submission": submission, "decided_on": path.today, "by": path.officer, "now": path.now}
        assert deciding.refuse(note="Bộ không công nhận", **told).certificate is None
    else:
        asked = {"submission": submission, "office": path.province, "by": path.officer, "now": path.now}
        offices.send_back(reasons={}, note="Đánh giá lại", **asked)
    submission.dossier.refresh_from_db()
    assert submission.dossier.state == ends


def test_a_product_that_the_register_knows_by_name_is_not_made_twice():
    path = Path()
    submission = path.scored(worth(80))
    known = make_product(path.host, name=submission.content["name"].upper())
    assert decide(path, submission).certificate.product == known


def test_a_seat_needs_a_role_that_opens_the_sessions():
    path = Path()
    made = path.council(members=1)
    inspector = make_user()
    OfficeMember.objects.create(office=path.province, user=inspector, role=OfficeRole.INSPECTOR)
    with pytest.raises(seats.AnotherRole):
        seats.give_seat(council=made, email=inspector.email, seat=CouncilSeat.TRADE)
