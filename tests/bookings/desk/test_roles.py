"""What each role finds at the desk: every address by every role, and no money before a guide."""

import datetime as dt
import re
import uuid as uuids

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.desk.urls import urlpatterns
from bookings.domain.booking.attendance import check_in_some
from bookings.links import check_in_token
from bookings.models import Booking
from tests.bookings.desk.desk_helpers import said
from tests.bookings.desk.test_access import address, knock, signed_in, statuses
from tests.factories import make_host, make_user
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared
from villages.enums import MemberRole
from villages.models import Member

# No database can change who may ask for what, or which words a page has: SQLite's run is enough.
pytestmark = [pytest.mark.django_db, pytest.mark.database_free]

# Of the phone and of the person: each role finds them.
ANYBODY = {"home", "again", "offline", "worker"}
GUIDES = {"today", "day", "manifest", "booking", "scan", "scan_token"}
GUIDES |= {"check_in", "undo_check_in", "came", "no_show", "undo_no_show"}
GUIDES |= {"day_fresh", "phone_calendar", "phone_calendar_make", "phone_calendar_end"}
GUIDES |= {"notices", "notices_phone_on", "notices_phone_off"}
GUIDES |= {"lists", "taps", "scan_answer", "scan_frame"}
GUIDES |= {"pieces", "pieces_move", "pieces_undo", "pieces_put", "pieces_labels", "pieces_send"}
GUIDES |= {"piece", "piece_broken", "piece_photo", "piece_out", "booking_pieces", "slot_pieces"}
GUIDES |= {"batches", "batch", "batch_new", "batch_change", "batch_move", "batch_take", "batch_remove"}
ADVISERS = {"dossiers", "dossier", "dossier_stops", "dossier_details", "dossier_papers"}
ADVISERS |= {"dossier_form01", "dossier_form02"}
ADVISERS |= {"criterion", "criterion_evidence", "evidence", "evidence_remove", "evidence_restore"}
OWNERS = {"house", "team", "member_role", "member_remove", "member_undo"}
OWNERS |= {"invitation", "invitation_new", "invitation_renew", "invitation_revoke"}
MANAGERS = {"close_day", "reopen_day", "manifest_file", "calendar", "calendar_month", "week", "bookings", "party"}
MANAGERS |= {"vouch", "decline", "contact", "ticket_again", "cancel", "restore"}
MANAGERS |= {"move", "keep", "undo_keep", "conflicts"}
MANAGERS |= {"pay", "refund", "waive", "keep_rest", "entry_reverse", "entry_arrived", "entry_bounced"}
MANAGERS |= {"transfer", "money", "money_month", "money_day", "money_close", "money_file"}
MANAGERS |= {"slot", "slot_follow", "slot_run", "slot_cancel", "slot_open", "slot_called", "slot_uncalled"}
MANAGERS |= {"slot_write", "slot_write_again", "slot_guests", "guests", "waiting_contact", "setup"}
MANAGERS |= {"schedules", "schedule", "schedule_new", "schedule_undo", "schedule_remove"}
MANAGERS |= {"closures", "closure_new", "closure_undo", "closure_remove"}
MANAGERS |= {"discounts", "discount_new", "discount_end", "discount_again"}
MANAGERS |= {"resources", "resource", "resource_new", "resource_undo", "resource_remove"}
MANAGERS |= {"experiences", "experience", "experience_unit", "experience_extra"}
MANAGERS |= {"unit", "unit_undo", "unit_remove", "extra", "extra_undo", "extra_remove"}
MANAGERS |= {"rota", "rota_choose", "rota_release", "day_off_new", "day_off_undo", "day_off_remove"}
MANAGERS |= {"experience_off", "experience_on", "artisan", "artisan_new"}
MANAGERS |= {"dossier_put_away", "dossier_take_back", "criterion_accept"}
MANAGERS |= {"dossier_hand_in", "dossier_back", "dossier_cycle", "dossier_to_sign", "dossier_signed"}
MANAGERS |= {"survey", "enquiries", "enquiry_answered", "enquiry_unanswered"}
MANAGERS |= {"products", "product", "product_labels", "product_lot", "lot", "lot_labels"}
MANAGERS |= {"party_write", "party_write_again", "invoice", "invoice_undo"}
MANAGERS |= {"experience_off", "experience_on", "experience_story", "artisan", "artisan_new"}
MANAGERS |= {"party_write", "party_write_again", "invoice", "invoice_undo", "invoice_order"}
MANAGERS |= {"slot_fresh", "calendar_fresh", "calendar_month_fresh", "week_fresh"}
MANAGERS |= {"review", "reviews", "reviews_card"}
MANAGERS |= {"incoming", "incoming_one", "incoming_accept", "incoming_row", "incoming_aside", "incoming_undo"}
MANAGERS |= {"bankfiles", "bankfile", "refunds_due"}
OWNERS |= {"bankways", "onlineways"}
MANAGERS |= {"groups", "group", "group_quote", "group_pdf", "group_decline", "group_deposit"}
MANAGERS |= {"group_contract", "group_invoice"}
# Who may, by name, one list for each address: written out, so that the roles' own order is not what proves it.
RUN = (MemberRole.OWNER, MemberRole.MANAGER)
NEEDED = (
    dict.fromkeys(ANYBODY, tuple(MemberRole))
    | dict.fromkeys(GUIDES, (*RUN, MemberRole.GUIDE))
    | dict.fromkeys(ADVISERS, (*RUN, MemberRole.ADVISER))
    | dict.fromkeys(MANAGERS, RUN)
    | dict.fromkeys(OWNERS, (MemberRole.OWNER,))
)
MONEY = re.compile(r"₫|VND|đồng|[\w.]+@[\w.]+")


@shared
def booking(desk):
    return with_extra(desk, adults=4)


def with_extra(desk, **party) -> Booking:
    return desk.book(extras={desk.experience.extras.earliest("pk").pk: 1}, **party)


def member(desk, role: str):
    user = make_user()
    Member.objects.create(host=desk.host, user=user, role=role)
    return user


def test_every_address_of_the_desk_has_a_word_about_roles():
    assert {pattern.name for pattern in urlpatterns} == NEEDED.keys()
    assert len(NEEDED) == sum(map(len, (ANYBODY, GUIDES, ADVISERS, MANAGERS, OWNERS)))


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_an_address_is_there_for_its_role_and_those_above_it_alone(pattern, desk, booking):
    url = address(pattern, host=desk.host, booking=booking)
    # The least first: nobody has changed anything before them.
    for role in reversed(MemberRole):
        found = statuses(knock(member(desk, role), url))
        # What is sent is nothing that an address takes, and taps of a phone say so by 400.
        assert (found <= {200, 302, 400, 405}) if role in NEEDED[pattern.name] else (found == {404}), role


def test_a_role_that_this_release_does_not_know_opens_nothing(desk):
    assert signed_in(member(desk, "helper")).get(desk.url("today")).status_code == 404


def test_a_role_is_of_one_host(desk):
    both = member(desk, MemberRole.GUIDE)
    own = make_host(owner=both)
    client = signed_in(both)

    assert client.get(desk.url("money")).status_code == 404
    assert client.get(reverse("desk:money", args=[own.slug])).status_code == 200
    assert "Thu chi" in plain(soup(client.get(reverse("desk:setup", args=[own.slug]))))


def test_another_role_holds_at_the_next_tap(desk):
    user = member(desk, MemberRole.MANAGER)
    client = signed_in(user)
    assert client.get(desk.url("money")).status_code == 200
    Member.objects.filter(user=user).update(role=MemberRole.GUIDE)
    assert client.get(desk.url("money")).status_code == 404


def guides_pages(desk) -> list[str]:
    """Everything that a guide can see, with parties in every state and money taken."""
    far, past = desk.slot(dt.timedelta(days=2)), desk.slot(-dt.timedelta(hours=1))
    paid = with_extra(desk, name="Đã Trả")
    money = {"key": str(uuids.uuid4()), "due": paid.total_vnd, "method": "cash"}
    desk.post("pay", money, reference=paid.reference)
    here, gone, missed = desk.book(name="Đã Đến", adults=3), desk.book(far, "Đã Hủy"), desk.book(past, "Không Đến")
    desk.act("came", here, **{f"u{here.units.get().pk}": 2, "charge_all": "on"})
    desk.act("cancel", gone, usual="other", words="Lò nung nứt")
    desk.act("no_show", missed)
    days = {timezone.localtime(slot.starts_at).date() for slot in (far, past, desk.soon)}
    urls = [desk.url("today"), desk.url("scan"), desk.url("scan") + "?code=ABCDEF"]
    for day in days:
        urls += [desk.url("day", day=day), desk.url("manifest", day=day)]
    for booking in Booking.objects.all():
        found = desk.url("booking", reference=booking.reference)
        urls += [found, found + "?cancelling=1&from=conflicts", desk.url("came", reference=booking.reference)]
    return urls


@pytest.mark.parametrize("language", ["", "/en"])
def test_no_page_of_a_guide_has_money_or_an_address_in_it(desk, booking, language):
    client = signed_in(member(desk, MemberRole.GUIDE))
    urls = guides_pages(desk)
    assert len(urls) > 15
    for url in urls:
        answer = client.get(language + url, follow=True)
        assert answer.status_code == 200, url
        told = MONEY.findall(answer.content.decode())
        assert not told, (url, told)


def test_no_page_of_a_guide_leads_to_a_closed_door(desk, booking):
    client = signed_in(member(desk, MemberRole.GUIDE))
    for url in guides_pages(desk):
        page = soup(client.get(url, follow=True))
        ways = [link["href"] for link in page.select("a[href^='/desk/']")]
        ways += [form.get("action", "") for form in page.select("form") if form.get("action", "").startswith("/desk/")]
        for way in {way.partition("#")[0] for way in ways}:
            assert client.get(way).status_code != 404, (url, way)


def test_a_manager_is_shown_no_way_to_what_the_owner_decides(desk, booking):
    client = signed_in(member(desk, MemberRole.MANAGER))
    for name in ("today", "setup", "calendar", "bookings", "money", "experiences"):
        page = soup(client.get(desk.url(name)))
        for link in page.select("a[href^='/desk/']"):
            assert client.get(link["href"]).status_code != 404, (name, link["href"])


def test_a_guide_finds_what_it_takes_to_receive_a_party(desk):
    booking = with_extra(desk, name="Trần Văn Long", adults=3, phone="+84912345678", note="Đi xe lăn")
    Booking.objects.filter(pk=booking.pk).update(dietary="vegetarian")
    page = plain(soup(signed_in(member(desk, MemberRole.GUIDE)).get(desk.url("booking", reference=booking.reference))))

    extra = booking.extras.get()
    told = ("Trần Văn Long", "3 người lớn", "0912 345 678", "Đi xe lăn", "ăn chay", f"1 × {extra.name}", "Nhận khách")
    for word in told:
        assert word in page, word
    for word in ("Lịch", "Sắp đặt", "Sửa đoàn", "Hủy đơn", "Nhật ký đơn"):
        assert word not in page, word


def test_a_guide_checks_in_and_takes_it_back_in_their_own_name(desk):
    guide, booking = member(desk, MemberRole.GUIDE), desk.book(adults=3)
    client = signed_in(guide)
    assert booking.contact_name in said(client.post(desk.url("check_in", reference=booking.reference), follow=True))
    client.post(desk.url("undo_check_in", reference=booking.reference))
    booking.refresh_from_db()
    assert booking.status == "CONFIRMED"
    assert {act.user for act in booking.acts.filter(act__startswith="check")} == {guide}


def test_a_guide_says_how_many_came_and_decides_on_no_money(desk):
    booking = desk.book(adults=4)
    unit = booking.units.get()
    client = signed_in(member(desk, MemberRole.GUIDE))
    url = desk.url("came", reference=booking.reference)
    assert not soup(client.get(url)).select("[name=charge_all]")

    client.post(url, {f"u{unit.pk}": 3, "charge_all": "on"})
    booking.refresh_from_db()
    assert (booking.status, booking.missing_vnd) == ("REDEEMED", unit.price_vnd)


def test_what_the_host_charges_stays_when_a_guide_mends_the_number(desk):
    booking = desk.book(adults=4)
    unit, now = booking.units.get(), timezone.now()
    check_in_some(booking=booking, came={unit.pk: 3}, charge_all=True, now=now)
    client = signed_in(member(desk, MemberRole.GUIDE))
    client.post(desk.url("came", reference=booking.reference), {f"u{unit.pk}": 2})
    booking.refresh_from_db()
    unit.refresh_from_db()
    assert (unit.came, booking.missing_vnd) == (2, 0)


@pytest.mark.parametrize("role", [MemberRole.GUIDE, MemberRole.MANAGER])
def test_a_scan_tells_what_is_due_to_whom_it_concerns(desk, role):
    booking, client = desk.book(adults=2), signed_in(member(desk, role))
    for code in (check_in_token(booking), booking.reference, "KMKMKM"):
        answer = client.post(desk.url("scan_answer"), {"code": code})
        assert bool(MONEY.findall(answer.content.decode())) == (role == MemberRole.MANAGER and code != "KMKMKM"), code
        for link in soup(answer).select("a[href^='/desk/']"):
            assert client.get(link["href"]).status_code != 404, link["href"]
