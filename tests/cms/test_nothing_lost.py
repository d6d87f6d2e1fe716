"""A form of the CMS says "saved" of what it saved, keeps what was typed into a fact that is gone, and asks back."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from bookings.models import Schedule
from experiences.models import Experience, Unit
from tests.cms.forms import errors, fields, submit
from tests.cms.walk import addresses
from tests.factories import make_experience, make_schedule, make_village_page
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
ALREADY = "Vốn đã như vậy rồi, không có gì thay đổi."
GONE = "đã bị bỏ trong lúc"
OURS = ("opened", "csrfmiddlewaretoken")


def said(response) -> list[tuple[str, str]]:
    return [(message.level_tag, str(message).strip()) for message in get_messages(response.wsgi_request)]


def typed(held: dict, name: str) -> list[str]:
    return [value.strip() for value in held.get(name, [])]


def test_a_fact_that_nobody_touched_is_not_said_to_be_saved(signed_in):
    client = signed_in("superuser")
    for address in addresses():
        if address.view == "edit":
            assert said(submit(client, address.url)) == [("info", ALREADY)], address


def test_the_same_schedule_again_is_not_said_to_be_made(signed_in):
    client = signed_in("manager")
    what = {"experience": make_experience().pk, "kind": "weekly", "weekdays": ["4"], "times": "08:30"}
    what["valid_from"] = timezone.localdate().isoformat()
    assert "success" in dict(said(submit(client, reverse("schedule:add"), **what)))
    assert said(submit(client, reverse("schedule:add"), **what)) == [("info", ALREADY)]
    assert Schedule.objects.count() == 1


def test_a_schedule_that_brings_no_time_any_more_says_so(signed_in):
    schedule = make_schedule(valid_from=timezone.localdate() - dt.timedelta(days=30))
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    response = submit(
        signed_in("manager"), reverse("schedule:edit", args=[schedule.pk]), valid_until=yesterday.isoformat()
    )
    assert "không còn buổi nào" in dict(said(response))["success"]


@pytest.mark.parametrize(("typed", "meant"), [("350", 350_000), ("35.000.000", 350_000)])
def test_a_price_that_is_far_from_what_stood_is_asked_back(signed_in, typed, meant):
    client, experience = signed_in("manager"), make_experience()
    unit = experience.units.order_by("pk").first()
    Unit.objects.filter(pk=unit.pk).update(price_vnd=300_000)
    url = reverse("experience:edit", args=[experience.pk])
    name = next(
        name[:-3]
        for name, value in fields(client.get(url).content.decode()).items()
        if name.startswith("units-") and name.endswith("-id") and value == [str(unit.pk)]
    )
    response = submit(client, url, **{f"{name}-price_vnd": typed})
    assert response.status_code == 200
    assert f'value="{meant}"' in response.content.decode()
    unit.refresh_from_db()
    assert unit.price_vnd == 300_000
    response = submit(client, url, **{f"{name}-price_vnd": typed, f"{name}-price_vnd-meant": str(meant)})
    assert response.status_code == 302, errors(response)
    unit.refresh_from_db()
    assert unit.price_vnd == meant


def test_what_was_typed_into_a_fact_that_is_gone_is_kept_to_be_made_anew(signed_in):
    client = signed_in("superuser")
    walked = 0
    for address in addresses():
        if address.view != "edit":
            continue
        before = fields(client.get(address.url).content.decode())
        gone = address.url.replace(address.url.rstrip("/").split("/")[-1], "999999")
        answer = client.post(gone, before)
        assert answer.status_code == 200, address
        assert GONE in plain(soup(answer)), address
        kept = fields(answer.content.decode())
        names = [name for name in before if "-" not in name and name not in OURS]
        assert [typed(kept, name) for name in names] == [typed(before, name) for name in names], address
        assert client.get(gone).status_code == 404
        walked += 1
    assert walked == 13


def test_saved_then_it_is_there_again_with_its_rows(signed_in):
    client, experience = signed_in("superuser"), make_experience(name="Nặn tò he")
    url = reverse("experience:edit", args=[experience.pk])
    before = fields(client.get(url).content.decode()) | {"name": ["Nặn tò he chiều"]}
    units = experience.units.count()
    experience.delete()
    answer = client.post(url, before)
    assert not Experience.objects.exists()
    made = client.post(reverse("experience:add"), fields(answer.content.decode()))
    assert made.status_code == 302, errors(made)
    again = Experience.objects.get()
    assert (again.name, again.units.count()) == ("Nặn tò he chiều", units)


@pytest.mark.parametrize("sent", ["²", "abc", "9" * 30])
def test_a_photo_or_a_village_that_cannot_be_is_told_so_in_a_pages_form(signed_in, cms, sent):
    client, page = signed_in("editor"), make_village_page(cms)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for name in ("photo", "village"):
        answer = submit(client, url, **{name: sent, "body-count": "0"})
        assert answer.status_code == 200, name
        assert name in answer.context["form"].errors
