"""A group on the web: asks without an account, follows its request by a link of its own, accepts, changes numbers."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.domain.groups.names import Person, add_name
from bookings.links import booking_token, group_token, names_token
from bookings.models import Booking, GroupPerson, GroupRequest
from tests.factories import make_experience, make_experience_page, make_host, make_user, make_village_page
from tests.factories.groups import DAY, group_slot, make_accepted, make_quote, make_request
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_experience(make_host(owner=make_user()), capacity=40)


@pytest.fixture
def group(house) -> GroupRequest:
    return make_request(house.host, house, now=timezone.now())


def slot_of(house):
    return group_slot(house, now=timezone.now())


def form_of(**changes) -> dict:
    day = timezone.localdate() + 14 * DAY
    usual = {
        "key": str(uuid.uuid4()),
        "first_day": day.isoformat(),
        "day_part": "morning",
        "leaders": "3",
        "children": "42",
        "kind": "school",
        "organisation": "Trường THCS Bến Đò (ví dụ)",
        "name": "Trần Thị Mai",
        "answer_by": "phone",
        "phone": "0912 345 678",
        "consent": "on",
    }
    return usual | changes


def where(name: str, group: GroupRequest, *arguments) -> str:
    return reverse(f"bookings:{name}", args=[group_token(group), *arguments])


def test_a_school_asks_once_however_often_it_taps_and_lands_on_its_page(house, client):
    url, form = reverse("bookings:group_ask", args=[house.host.slug]) + f"?buoi={house.slug}", form_of()
    assert client.get(url).status_code == 200
    for _time in range(2):
        page = client.post(url, form, follow=True)
    group = GroupRequest.objects.get()
    assert (group.people, group.experience) == (45, house)
    text = plain(soup(page).main)
    assert group.organisation in text
    assert house.host.phone.as_national in text
    assert page.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"consent": ""}, "consent"),
        ({"children": "", "leaders": ""}, "adults"),
        ({"phone": ""}, "phone"),
        ({"phone": "so dien thoai"}, "phone"),
        ({"answer_by": "mail"}, "email"),
        ({"first_day": "hôm nào cũng được"}, "first_day"),
        ({"children": "99999999"}, "children"),
        ({"budget_vnd": "vài triệu"}, "budget_vnd"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_kept(house, client, changes, field):
    page = client.post(reverse("bookings:group_ask", args=[house.host.slug]), form_of(**changes))
    assert page.status_code == 422
    assert page.context["form"].errors[field]
    assert not GroupRequest.objects.exists()


def test_a_used_form_with_other_words_says_so_and_goes_through_the_next_time(house, client):
    url, form = reverse("bookings:group_ask", args=[house.host.slug]), form_of()
    client.post(url, form)
    again = client.post(url, form | {"children": "50"})
    assert again.status_code == 422
    key = soup(again).select_one("[name=key]")["value"]
    assert key != form["key"]
    assert soup(again).select_one("[name=children]")["value"] == "50"
    client.post(url, form | {"children": "50", "key": key})
    assert GroupRequest.objects.count() == 2


def test_nobody_asks_a_house_that_receives_nobody(client):
    assert client.get(reverse("bookings:group_ask", args=[make_host(verified=False).slug])).status_code == 404


def test_a_link_that_was_cut_opens_nothing_and_each_link_opens_its_own_page_alone(group, client):
    token = group_token(group)
    assert client.get(reverse("bookings:group", args=[token[:-1]])).status_code == 404
    assert client.get(reverse("bookings:group", args=[names_token(group)])).status_code == 404
    assert client.get(reverse("bookings:group_names", args=[token])).status_code == 404
    assert client.get(reverse("bookings:group", args=[token])).status_code == 200


def test_the_quote_is_read_accepted_and_becomes_tickets(group, house, client):
    make_quote(group, slot_of(house), now=timezone.now(), deposit_vnd=1_000_000)
    text = plain(soup(client.get(where("group", group))).main)
    assert "30 × Trẻ em, 90.000 ₫" in text
    assert "4.980.000 ₫" in text
    assert "1.000.000 ₫" in text
    stale = client.post(where("group_accept", group), {"version": "7"}, follow=True)
    assert not Booking.objects.filter(status="CONFIRMED").exists()
    assert "vừa có thay đổi" in plain(soup(stale))
    client.post(where("group_accept", group), {"version": "1"}, follow=True)
    booking = Booking.objects.get(quoted__isnull=False)
    assert booking.status == "CONFIRMED"
    page = client.get(where("group", group))
    links = [link["href"] for link in soup(page).select("main a")]
    assert reverse("bookings:booking", args=[booking_token(booking)]) in links
    assert client.get(reverse("bookings:booking", args=[booking_token(booking)])).status_code == 200
    again = client.post(where("group_accept", group), {"version": "1"}, follow=True)
    assert "không có gì thay đổi" in plain(soup(again))


def test_the_quote_is_a_pdf(group, house, client):
    assert client.get(where("group_quote_file", group)).status_code == 404
    make_quote(group, slot_of(house), now=timezone.now())
    file = client.get(where("group_quote_file", group))
    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF")


def test_another_quote_is_asked_for_in_words(group, house, client):
    make_quote(group, slot_of(house), now=timezone.now())
    empty = client.post(where("group_change", group), {"words": " "})
    assert empty.status_code == 422
    client.post(where("group_change", group), {"words": "Bỏ cơm trưa được không?"})
    assert group.acts.get(act="change").words == "Bỏ cơm trưa được không?"


def test_a_group_says_how_many_come_until_the_numbers_are_settled(group, house, client):
    now = timezone.now()
    accepted = make_accepted(group, slot_of(house), now=now)
    booking = Booking.objects.get(quoted__isnull=False)
    url = where("group_numbers", group, booking.pk)
    form = soup(client.get(url)).select_one("main form")
    sent = {field["name"]: field["value"] for field in form.select("input[name]")}
    child = next(name for name, value in sent.items() if value == "30")
    stepped = client.post(url, sent | {"step": f"{child}:1"})
    assert soup(stepped).select_one(f"[name={child}]")["value"] == "31"
    client.post(url, sent | {child: "35"})
    booking.refresh_from_db()
    assert (booking.seats, booking.total_vnd) == (38, 4_980_000 + 5 * 90_000)
    too_many = client.post(url, sent | {child: "60", "seen": soup(client.get(url)).select_one("[name=seen]")["value"]})
    assert too_many.status_code == 422
    GroupRequest.objects.filter(pk=accepted.pk).update(frozen_at=now)
    assert client.post(url, sent | {child: "20"}).status_code == 302
    booking.refresh_from_db()
    assert booking.seats == 38


def test_parents_write_one_name_each_and_read_no_other(group, house, client):
    url = reverse("bookings:group_names", args=[names_token(group)])
    assert "đã đóng" in plain(soup(client.get(url)).main)
    make_accepted(group, slot_of(house), now=timezone.now())
    form = {"key": str(uuid.uuid4()), "name": "Bé Na", "age": "child", "dietary": ["nuts"], "agrees": "on"}
    refused = client.post(url, form | {"agrees": ""})
    assert refused.status_code == 422
    for _time in range(2):
        client.post(url, form)
    person = GroupPerson.objects.get()
    assert (person.name, person.dietary) == ("Bé Na", "nuts")
    client.get(url)
    assert "Bé Na" not in plain(soup(client.get(url)).main)
    assert "Bé Na" in plain(soup(client.get(where("group", group))).main)
    client.post(where("group_name_remove", group), {"name": str(person.pk)})
    assert not GroupPerson.objects.exists()


def test_a_name_of_another_group_is_not_taken_off(group, house, client):
    now = timezone.now()
    other = make_accepted(make_request(house.host, now=now), slot_of(house), now=now)
    person = add_name(key=uuid.uuid4(), request=other, person=Person("Bé Na", "child"), agrees=True, now=now)
    client.post(where("group_name_remove", group), {"name": str(person.pk)})
    assert GroupPerson.objects.get() == person


def test_withdrawing_is_asked_once_more(group, house, client):
    make_accepted(group, slot_of(house), now=timezone.now())
    page = client.get(where("group_leave", group))
    assert house.label in plain(soup(page).main)
    client.post(where("group_leave", group), {"words": "Trường đổi lịch"})
    group.refresh_from_db()
    assert group.state == "WITHDRAWN"
    assert Booking.objects.get(quoted__isnull=False).status == "CANCELLED"


def test_the_page_costs_the_same_whatever_stands_on_it(group, house, client, django_assert_max_num_queries):
    make_accepted(group, slot_of(house), group_slot(house, now=timezone.now(), hour=14), now=timezone.now())
    with django_assert_max_num_queries(20):
        client.get(where("group", group))


def test_the_pages_of_an_experience_and_of_a_village_lead_there(house, page_tree, client):
    ask = reverse("bookings:group_ask", args=[house.host.slug])
    told = client.get(make_experience_page(page_tree, house).url)
    assert soup(told).select(f'a[href="{ask}?buoi={house.slug}"]')
    village = client.get(make_village_page(page_tree, house.village).url)
    assert soup(village).select(f'a[href="{ask}"]')
