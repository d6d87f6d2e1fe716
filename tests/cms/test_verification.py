"""Verifiers verify; nobody else does, and no form reaches the fields."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.cms.conftest import EVERYBODY
from tests.cms.forms import submit
from tests.factories import make_host, make_user, make_village
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared
from villages.domain.seen import CONTACT, GUARDED, digest
from villages.enums import MemberRole
from villages.models import Host, Member

pytestmark = pytest.mark.django_db


@shared
def host(cms) -> Host:
    return make_host(verified=False)


def seen(host: Host) -> dict[str, str]:
    """What the button sends: that the host is still what was shown with it."""
    host.refresh_from_db()
    return {"seen": digest(host), "papers": ["registration"]}


def _log(host: Host) -> list[str]:
    entries = ModelLogEntry.objects.for_instance(host).filter(action__startswith="villages.")
    return [entry.action for entry in entries.order_by("timestamp")]


def test_a_verifier_verifies_and_withdraws(signed_in, host):
    client = signed_in("verifier")

    response = client.post(reverse("host:verify", args=[host.pk]), seen(host))
    assert response.url == reverse("host:inspect", args=[host.pk])
    host.refresh_from_db()
    assert host.verified_by == client.user
    assert host.verified_at is not None

    client.post(reverse("host:withdraw", args=[host.pk]))
    host.refresh_from_db()
    assert (host.verified_at, host.verified_by) == (None, None)
    assert _log(host) == ["villages.verify_host", "villages.withdraw_host"]
    assert {entry.user for entry in ModelLogEntry.objects.for_instance(host)} == {client.user}


def test_a_second_press_keeps_the_first_name_and_logs_nothing(signed_in, host):
    first, second = signed_in("verifier"), signed_in("superuser")
    first.post(reverse("host:verify", args=[host.pk]), seen(host))
    second.post(reverse("host:verify", args=[host.pk]), seen(host))
    host.refresh_from_db()
    assert host.verified_by == first.user
    assert _log(host) == ["villages.verify_host"]


def test_looking_at_the_address_does_nothing(signed_in, host):
    client = signed_in("verifier")
    assert client.get(reverse("host:verify", args=[host.pk])).status_code == 405
    host.refresh_from_db()
    assert not host.is_verified


@pytest.mark.parametrize("role", [role for role in EVERYBODY if role not in ("superuser", "verifier")])
def test_nobody_else_verifies_or_withdraws(signed_in, host, role):
    client = signed_in(role)
    client.post(reverse("host:verify", args=[host.pk]), seen(host))
    host.refresh_from_db()
    assert not host.is_verified

    verified = make_host(host.village)
    client.post(reverse("host:withdraw", args=[verified.pk]))
    verified.refresh_from_db()
    assert verified.is_verified


def test_a_product_managers_form_changes_the_facts_and_not_the_verification(signed_in, host):
    client = signed_in("manager")
    response = submit(
        client,
        reverse("host:edit", args=[host.pk]),
        name="Hợp tác xã Gốm Lò Bầu",
        verified_at="2026-11-01 08:00",
        verified_by=client.user.pk,
    )
    assert response.status_code == 302
    host.refresh_from_db()
    assert host.name == "Hợp tác xã Gốm Lò Bầu"
    assert (host.verified_at, host.verified_by) == (None, None)


def test_the_buttons_are_there_for_verifiers_alone(signed_in, host):
    verify = reverse("host:verify", args=[host.pk])
    verifier, manager = signed_in("verifier"), signed_in("manager")
    for name in ("index", "index_results", "inspect"):
        url = reverse(f"host:{name}", args=[host.pk] if name == "inspect" else [])
        assert f'action="{verify}"' in verifier.get(url).content.decode()
        assert verify not in manager.get(url).content.decode()
    assert verify not in manager.get(reverse("host:edit", args=[host.pk])).content.decode()
    assert verify in signed_in("superuser").get(reverse("host:edit", args=[host.pk])).content.decode()


def test_each_button_that_verifies_shows_the_account_before_the_boxes(signed_in, host):
    Host.objects.filter(pk=host.pk).update(
        bank_bin="970436", bank_account="0011001234567", bank_account_name="HTX GOM", phone="+84912000222"
    )
    Host.objects.filter(pk=host.pk).update(contact_when_verified={"phone": "+84912000111", "name": host.name})
    client = signed_in("superuser")
    pages = [reverse("host:index"), reverse("host:inspect", args=[host.pk]), reverse("host:edit", args=[host.pk])]
    for url in [*pages, "/cms/"]:
        forms = soup(client.get(url)).select(f"form[action='{reverse('host:verify', args=[host.pk])}']")
        assert forms, url
        for form in forms:
            before_the_boxes = plain(form).split("căn cước")[0].lower()
            for known in ("0011001234567", "htx gom", host.registration_number, "0912 000 222", "0912 000 111"):
                assert known.lower() in before_the_boxes, (url, known)


def test_a_long_list_of_hosts_asks_nothing_for_each(signed_in, host):
    client, url = signed_in("verifier"), reverse("host:index")
    asked = []
    for number in range(2):
        make_host(make_village(f"Làng {number}"), verified=False)
        # What is kept for all readers is read once.
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_last_owner_is_not_taken_away_by_the_form(signed_in, host):
    owner = Member.objects.create(host=host, user=make_user("chu@example.com"), role=MemberRole.OWNER)
    client, url = signed_in("superuser"), reverse("host:edit", args=[host.pk])
    for change in ({"members-0-DELETE": "1"}, {"members-0-role": "guide"}):
        page = plain(soup(submit(client, url, **change)))
        assert "Nhà nào cũng phải có người chủ" in page
        owner.refresh_from_db()
        assert owner.role == MemberRole.OWNER
    other = make_user("con@example.com")
    second = {"members-TOTAL_FORMS": 2, "members-1-user": other.pk, "members-1-role": "owner", "members-1-id": ""}
    assert submit(client, url, **second, **{"members-0-DELETE": "1"}).status_code == 302
    assert [member.user for member in host.members.all()] == [other]


def test_who_verified_and_when_can_be_read(signed_in, host):
    client = signed_in("verifier")
    client.user.full_name = "Đỗ Thị Minh"
    client.user.save()
    client.post(reverse("host:verify", args=[host.pk]), seen(host))
    for name in ("inspect", "index"):
        url = reverse(f"host:{name}", args=[host.pk] if name == "inspect" else [])
        assert "Đỗ Thị Minh" in client.get(url).content.decode()
    assert "Đỗ Thị Minh" in client.get(reverse("host:history", args=[host.pk])).content.decode()


def test_unverified_hosts_come_first_and_can_be_picked_out(signed_in, host):
    village = make_village()
    make_host(village, name="An Phú")
    Host.objects.filter(pk=host.pk).update(name="Yên Phụ")
    client = signed_in("verifier")
    listed = list(client.get(reverse("host:index")).context["object_list"])
    assert listed[0] == host
    assert list(client.get(reverse("host:index") + "?verified=no").context["object_list"]) == [host]
    assert host not in client.get(reverse("host:index") + "?verified=yes").context["object_list"]


def test_a_foreign_address_to_go_back_to_is_ignored(signed_in, host):
    client = signed_in("verifier")
    response = client.post(reverse("host:verify", args=[host.pk]), seen(host) | {"next": "https://example.com/"})
    assert response.url == reverse("host:inspect", args=[host.pk])


def test_only_those_who_may_give_people_a_desk(signed_in, host, person):
    """A member sees guests' bookings, so a product manager cannot become one through the form."""
    client = signed_in("manager")
    url = reverse("host:edit", args=[host.pk])
    assert "members-TOTAL_FORMS" not in client.get(url).content.decode()
    member = {
        "members-TOTAL_FORMS": 1,
        "members-INITIAL_FORMS": 0,
        "members-0-user": client.user.pk,
        "members-0-role": "owner",
    }
    submit(client, url, **member)
    assert not host.members.exists()

    administrator = signed_in("superuser")
    response = submit(administrator, url, **member)
    assert response.status_code == 302
    assert host.members.get().user == client.user


def test_accounts_are_found_for_the_desk_by_address_phone_or_name(signed_in, person):
    client = signed_in("superuser")
    lan = person("plain")
    lan.full_name, lan.phone = "Nguyễn Thị Lan", "+84912345678"
    lan.save()
    for query in ("plain@", "nguyen thi lan", "0912345678", "0999"):
        html = client.get(reverse("account_chooser:choose_results"), {"q": query}).content.decode()
        assert ("Nguyễn Thị Lan" in html) == (query != "0999"), query


def button(html: str) -> str:
    return html.split('name="seen" value="')[1].split('"')[0]


@pytest.mark.parametrize("name", [*GUARDED, *CONTACT])
def test_what_changed_since_the_verifier_looked_is_not_verified_but_shown(signed_in, host, name):
    verifier = signed_in("verifier")
    where = reverse("host:inspect", args=[host.pk])
    pressed = {"seen": button(verifier.get(where).content.decode()), "papers": ["registration"]}
    other = make_village("Đông Hồ")
    kind = {
        "village": other,
        "commune": other.commune,
        "kind": "enterprise",
        "phone": "+84912555666",
        "email": "a@example.com",
    }
    Host.objects.filter(pk=host.pk).update(**{name: kind.get(name, "970436")})
    response = verifier.post(reverse("host:verify", args=[host.pk]), pressed | {"next": "/cms/"}, follow=True)
    host.refresh_from_db()
    assert not host.is_verified
    assert response.redirect_chain == [(where, 302)]
    assert "Chưa xác minh gì cả" in response.content.decode()
    verifier.post(reverse("host:verify", args=[host.pk]), pressed | {"seen": button(response.content.decode())})
    host.refresh_from_db()
    assert host.is_verified
    assert _log(host) == ["villages.verify_host"]


def test_a_button_that_says_nothing_of_what_was_seen_verifies_nothing(signed_in, host):
    signed_in("verifier").post(reverse("host:verify", args=[host.pk]))
    host.refresh_from_db()
    assert not host.is_verified
