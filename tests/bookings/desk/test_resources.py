"""The desk's page of shared things: made, changed, removed and taken back; whom a smaller number leaves out."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.domain.calendar.closures import close
from bookings.models import Assignment, Closure, Resource, Slot
from tests.bookings.desk.desk_helpers import local_day, said
from tests.factories import make_artisan, make_experience, make_host, make_resource, make_rota, make_use
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db


def filled(desk, **fields) -> dict:
    """The form with 8 wheels, one for each seat of the desk's experience."""
    row = f"e{desk.experience.pk}"
    data = {"name": "Bàn xoay", "name_en": "Wheels", "capacity": "8", f"{row}-quantity": "1", f"{row}-per": "seat"}
    return data | {f"{row}-{key[4:]}" if key.startswith("row_") else key: value for key, value in fields.items()}


def words(desk, name: str, **kwargs) -> str:
    return " ".join(desk.get(name, **kwargs).content.decode().split())


def test_an_empty_list_says_what_to_do(desk):
    page = words(desk, "resources")

    assert desk.url("resource_new") in page
    assert "Chưa có" in page or "Nothing is shared yet" in page


def test_a_thing_is_added_with_what_draws_on_it(desk):
    response = desk.post("resource_new", filled(desk, row_setup_minutes="15", row_clearing_minutes="30"))

    resource = Resource.objects.get(host=desk.host)
    use = resource.uses.get()
    assert (resource.name, resource.name_en, resource.capacity) == ("Bàn xoay", "Wheels", 8)
    assert (use.experience, use.per, use.quantity) == (desk.experience, "seat", 1)
    assert (use.setup_minutes, use.clearing_minutes) == (15, 30)
    assert "Bàn xoay" in response.content.decode()


def test_an_experience_left_empty_takes_nothing(desk):
    make_experience(desk.host)

    desk.post("resource_new", filled(desk))

    assert Resource.objects.get().uses.count() == 1


def test_the_form_shows_what_is_there_and_changes_it(desk):
    resource = make_resource(desk.host, 8)
    make_use(desk.experience, resource, setup=10)
    page = desk.get("resource", pk=resource.pk)
    assert page.context["draws"][0]["setup_minutes"].value() == 10

    desk.post("resource", filled(desk, name="Bàn xoay mới", row_quantity=""), pk=resource.pk)

    resource.refresh_from_db()
    assert resource.name == "Bàn xoay mới"
    assert not resource.uses.exists()
    assert timezone.now() - resource.changed_at < dt.timedelta(minutes=5)


def test_a_new_name_is_no_new_limit(desk):
    resource = make_resource(desk.host, 8)
    make_use(desk.experience, resource)
    before = resource.changed_at

    desk.post("resource", filled(desk, name="Bàn xoay to"), pk=resource.pk)

    resource.refresh_from_db()
    assert (resource.name, resource.changed_at) == ("Bàn xoay to", before)


@pytest.mark.parametrize(
    "fields", [{"name": " "}, {"capacity": ""}, {"capacity": "0"}, {"row_quantity": "9"}, {"row_setup_minutes": "721"}]
)
def test_what_cannot_be_is_said_beside_what_was_typed(desk, fields):
    response = desk.post("resource_new", filled(desk, **fields))

    assert response.status_code == 200
    assert "field__error" in response.content.decode() or response.context["form"].non_field_errors()
    assert not Resource.objects.exists()


def test_people_make_a_rota_whose_number_follows_them(desk):
    people = [make_artisan(desk.host) for _ in range(2)]
    desk.book()

    desk.post(
        "resource_new",
        filled(desk, capacity="", artisans=[person.pk for person in people], row_per="slot"),
    )

    resource = Resource.objects.get()
    assert resource.capacity == 2
    assert set(resource.artisans.all()) == set(people)
    assert Assignment.objects.get().slot == desk.soon


def test_nobody_shares_the_work_of_two_rotas(desk):
    rota = make_rota(desk.host, people=1)
    person = rota.artisans.get()

    answer = desk.post("resource_new", filled(desk, capacity="", artisans=[person.pk]))

    assert f"{person.name} đã " in answer.content.decode()
    assert Resource.objects.get() == rota


def test_people_of_another_host_cannot_be_ticked(desk):
    make_artisan(desk.host)
    stranger = make_artisan(make_host())

    desk.post("resource_new", filled(desk, artisans=[stranger.pk]))

    assert not Resource.objects.exists()


def test_fewer_than_are_booked_is_said_and_leads_to_the_parties(desk):
    resource = make_resource(desk.host, 8)
    make_use(desk.experience, resource)
    booking = desk.book(adults=4)

    asked = desk.post("resource", filled(desk, capacity="3"), pk=resource.pk)
    assert "1 đoàn" in plain(soup(asked).select_one("#affected"))
    assert booking.contact_name in plain(soup(asked).select_one("#affected"))
    assert Resource.objects.get().capacity == 8

    seen = soup(asked).select_one("input[name=seen]")["value"]
    response = desk.post("resource", filled(desk, capacity="3") | {"seen": seen}, pk=resource.pk)
    assert response.redirect_chain[-1][0].endswith(desk.url("conflicts"))
    booking.refresh_from_db()
    assert booking.status == "CONFIRMED"
    assert Resource.objects.get().capacity == 3


def test_a_removed_thing_can_be_taken_back_whole(desk):
    resource = make_rota(desk.host, people=2)
    make_use(desk.experience, resource, per="slot", setup=15)
    desk.book()
    later = desk.slot(dt.timedelta(days=5))
    day = local_day(later)
    close(host=desk.host, by=desk.owner, now=timezone.now(), days=(day, day), resource=resource)
    desk.post(
        "resource", filled(desk, artisans=[row.pk for row in resource.artisans.all()], row_per="slot"), pk=resource.pk
    )
    turn = Assignment.objects.get(slot=desk.soon)

    page = desk.post("resource_remove", pk=resource.pk).content.decode()
    assert not Resource.objects.exists()
    assert not Slot.objects.get(pk=later.pk).is_closed
    assert desk.url("resource_undo") in page

    desk.post("resource_undo")
    again = Resource.objects.get()
    assert (again.pk, again.uses.count(), again.artisans.count()) == (resource.pk, 1, 2)
    assert Assignment.objects.get(slot=desk.soon).artisan == turn.artisan
    assert Closure.objects.get().resource == again
    assert Slot.objects.get(pk=later.pk).is_closed
    assert desk.url("resource_undo") not in words(desk, "resources")


def test_taking_back_puts_nobody_into_two_rotas_and_can_be_asked_again(desk):
    resource = make_rota(desk.host, people=2)
    artisan = resource.artisans.first()
    desk.post("resource_remove", pk=resource.pk)
    other = make_resource(desk.host, name="Lò nung")
    other.artisans.add(artisan)

    response = desk.post("resource_undo")

    assert artisan.label in said(response)
    assert "Lò nung" in said(response)
    assert list(Resource.objects.all()) == [other]
    other.artisans.clear()
    desk.post("resource_undo")
    assert Resource.objects.get(pk=resource.pk).artisans.count() == 2


def test_taking_back_twice_makes_one(desk):
    resource = make_resource(desk.host)
    desk.post("resource_remove", pk=resource.pk)
    desk.post("resource_remove", pk=resource.pk)

    desk.post("resource_undo")
    response = desk.post("resource_undo")

    assert Resource.objects.count() == 1
    assert said(response)


def test_things_of_another_host_are_not_there(desk):
    theirs = make_resource(make_host())

    assert desk.get("resource", pk=theirs.pk).status_code == 404
    assert desk.client.post(desk.url("resource_remove", pk=theirs.pk)).status_code == 404
    assert Resource.objects.filter(pk=theirs.pk).exists()


def test_three_cost_the_queries_of_one(desk):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("resources").status_code == 200
        return len(queries)

    def add() -> None:
        make_use(make_experience(desk.host), make_rota(desk.host, people=2))

    add()
    cost()
    one = cost()
    add()
    add()
    # What is kept with the pages' version is read anew once.
    cost()
    assert cost() == one
