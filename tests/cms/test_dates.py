"""Days are read and shown as in Việt Nam, in a Vietnamese and an English CMS; what is no day is refused."""

import datetime as dt

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail.users.models import UserProfile

from tests.cms.forms import errors, fields, submit
from tests.factories import local_time, make_certificate, make_schedule, make_story_page

pytestmark = pytest.mark.django_db

NOT_A_DAY = ["31/02/2026", "13/13/2026", "mai", "2026", "0", "５/１２/２０２６x", "12/05/26/1", "99999-01-01"]


@pytest.fixture(params=["vi", "en"])
def superuser(signed_in, request):
    client = signed_in("superuser")
    UserProfile.objects.create(user=client.user, preferred_language=request.param)
    return client


def test_the_fifth_of_december_comes_back_as_it_was_written(superuser):
    schedule = make_schedule()
    url = reverse("schedule:edit", args=[schedule.pk])
    response = submit(superuser, url, valid_from="05/12/2026", valid_until="6/12/2026")
    assert response.status_code == 302, errors(response)
    schedule.refresh_from_db()
    assert (schedule.valid_from, schedule.valid_until) == (dt.date(2026, 12, 5), dt.date(2026, 12, 6))
    shown = fields(superuser.get(url).content.decode())
    assert (shown["valid_from"], shown["valid_until"]) == (["05/12/2026"], ["06/12/2026"])


def test_rows_below_a_fact_too(superuser):
    certificate = make_certificate()
    url = reverse("ocop_product:edit", args=[certificate.product_id])
    response = submit(superuser, url, **{"certificates-0-issued_on": "05/12/2025"})
    assert response.status_code == 302, errors(response)
    certificate.refresh_from_db()
    assert certificate.issued_on == dt.date(2025, 12, 5)
    assert fields(superuser.get(url).content.decode())["certificates-0-issued_on"] == ["05/12/2025"]


@pytest.mark.parametrize("typed", NOT_A_DAY)
def test_what_is_no_day_is_refused_and_stays_to_be_seen(signed_in, typed):
    schedule = make_schedule()
    before = schedule.valid_from
    response = submit(signed_in("manager"), reverse("schedule:edit", args=[schedule.pk]), valid_from=typed)
    assert "28/11/2026" in str(response.context["form"].errors["valid_from"])
    assert fields(response.content.decode())["valid_from"] == [typed]
    schedule.refresh_from_db()
    assert schedule.valid_from == before


def test_a_page_is_scheduled_by_day_and_time(superuser, cms):
    story = make_story_page(cms, live=False)
    url = reverse("wagtailadmin_pages:edit", args=[story.pk])
    body = nested_form_data({"body": streamfield([("heading", "Lò đỏ lửa")])})
    data = fields(superuser.get(url).content.decode()) | body
    answer = superuser.post(url, data | {"go_live_at": "hôm nào đó"})
    assert "28/11/2026 08:30" in str(answer.context["form"].errors["go_live_at"])
    response = superuser.post(url, data | {"published_on": "05/12/2026", "go_live_at": "05/12/2096 08:30"})
    assert response.status_code == 302, response.context["form"].errors
    story.refresh_from_db()
    draft = story.get_latest_revision_as_object()
    assert draft.published_on == dt.date(2026, 12, 5)
    assert draft.go_live_at == local_time(dt.date(2096, 12, 5), 8, 30)


def test_the_calendar_in_the_browser_is_told_not_to_put_today_in_its_place(signed_in):
    html = signed_in("manager").get(reverse("schedule:add")).content.decode()
    assert html.index("jquery.datetimepicker.js") < html.index("js/cms.js") < html.index("initDateChooser(")
