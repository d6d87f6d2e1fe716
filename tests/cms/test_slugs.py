"""The name of a new fact in addresses follows from its name, marks folded; one that is there stays."""

import pytest
from django.urls import reverse

from common.cms.slugs import free_slug
from experiences.models import Experience
from tests.cms.forms import errors, fields, submit
from tests.factories import make_artisan, make_craft, make_experience, make_host, make_village
from villages.models import Artisan, Host, Village

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(signed_in):
    return signed_in("manager")


def rows(prefix: str, **first) -> dict:
    found = {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 0}
    return found | {f"{prefix}-0-{name}": value for name, value in first.items()}


def add(client, area: str, name: str, **more) -> object:
    response = submit(client, reverse(f"{area}:add"), name=name, slug="", **more)
    assert response.status_code == 302, errors(response)


def test_a_host_an_artisan_and_an_experience_are_named_after_their_names(manager):
    village = make_village()
    facts = {"legal_name": "HTX", "registration_number": "1", "phone": "0912345678", "address": "Phù Lãng"}
    add(manager, "host", "Hợp tác xã Đồi Vôi", village=village.pk, kind="cooperative", **facts)
    host = Host.objects.get(slug="hop-tac-xa-doi-voi")
    add(manager, "artisan", "Nguyễn Đăng Đượm", host=host.pk, people=1, work="thợ xoay")
    assert Artisan.objects.filter(slug="nguyen-dang-duom").exists()
    visit = {"duration_minutes": 90, "capacity": 10, "languages": ["vi"]}
    unit = rows("units", type="ADULT", price_vnd="120.000", seats=1)
    add(manager, "experience", "Nặn tò he", host=host.pk, village=village.pk, **visit, **unit)
    assert Experience.objects.get(slug="nan-to-he").units.get().price_vnd == 120_000


def test_a_village_too_and_a_name_that_is_taken_gets_a_number(manager):
    village = make_village("Đông Hồ", slug="dong-ho", craft=make_craft("print"))
    position = {"latitude": "21.1", "longitude": "106.1", "address": "…", "craft": "print", "art": "village-dong-ho"}
    for _ in range(2):
        add(manager, "village", "Đông Hồ", commune=village.commune_id, **position)
    assert set(Village.objects.values_list("slug", flat=True)) == {"dong-ho", "dong-ho-2", "dong-ho-3"}


def test_what_an_editor_writes_is_taken_and_what_is_there_stays(manager):
    artisan = make_artisan(make_host(), slug="cu-che")
    url = reverse("artisan:edit", args=[artisan.pk])
    for typed, kept in (("", "cu-che"), ("cu-nguyen-dang-che", "cu-nguyen-dang-che")):
        response = submit(manager, url, name="Cụ Chế", slug=typed)
        assert response.status_code == 302, errors(response)
        artisan.refresh_from_db()
        assert artisan.slug == kept


def test_a_host_that_is_there_keeps_its_desk_s_address(manager):
    host = make_host(name="Xưởng gốm Bến Lò", slug="ben-lo")
    response = submit(manager, reverse("host:edit", args=[host.pk]), name="Xưởng gốm Bến Mới", slug="ben-moi")
    assert response.status_code == 302, errors(response)
    host.refresh_from_db()
    assert (host.name, host.slug) == ("Xưởng gốm Bến Mới", "ben-lo")


def test_a_name_without_a_letter_for_addresses_is_asked_for_one_and_stays(manager):
    experience = make_experience()
    url = reverse("experience:add")
    response = submit(manager, url, name="木版", slug="", host=experience.host_id, village=experience.village_id)
    assert "gom-lo-bau" in str(response.context["form"].errors["slug"])
    assert fields(response.content.decode())["name"] == ["木版"]


def test_it_is_never_longer_than_an_address_takes():
    make_village(slug="a" * 50)
    assert free_slug(Village, "A" * 80) == "a" * 48 + "-2"


def test_the_form_of_a_new_fact_fills_it_in_as_the_name_is_typed_and_that_of_an_old_one_does_not(manager):
    host = make_host()
    assert "keyup-&gt;w-sync#apply" in manager.get(reverse("host:add")).content.decode()
    assert "keyup-&gt;w-sync#apply" not in manager.get(reverse("host:edit", args=[host.pk])).content.decode()
