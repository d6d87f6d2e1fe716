"""Lists of the CMS's packages find what is typed without marks, and filters of facts choose in a window."""

import unicodedata

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import GroupApprovalTask, Workflow
from wagtail_localize.models import Translation, TranslationSource

from tests.factories import make_festival, make_story_page, make_village
from tests.pages.reading import soup
from villages.models import Commune, FormerCommune, Village

pytestmark = pytest.mark.django_db

TYPED = ["đêm gốm", "dem gom", "GỐM ĐÊM", unicodedata.normalize("NFD", "đêm gốm")]


@pytest.mark.parametrize("typed", TYPED)
def test_every_list_with_a_search_box_finds_it(signed_in, cms, typed):
    client = signed_in("superuser")
    for name in ("Đêm lò gốm", "Hội Lim"):
        Group.objects.create(name=name)
        Redirect.objects.create(old_path=f"/{name}", redirect_link="/")
        Workflow.objects.create(name=name)
        GroupApprovalTask.objects.create(name=name)
    for name in (
        "wagtailusers_groups:index_results",
        "wagtailredirects:index_results",
        "wagtailadmin_workflows:index_results",
        "wagtailadmin_workflows:task_index_results",
    ):
        html = client.get(reverse(name), {"q": typed}).content.decode()
        assert "Đêm lò gốm" in html, name
        assert "Hội Lim" not in html, name


@pytest.mark.parametrize("typed", TYPED)
def test_reports_find_it_by_name(signed_in, cms, typed):
    client = signed_in("superuser")
    for title in ("Đêm lò gốm", "Hội Lim"):
        story = make_story_page(cms, title=title)
        log(story, "wagtail.edit", user=client.user)
        source, _created = TranslationSource.update_or_create_from_instance(story)
        Translation.objects.create(source=source, target_locale=cms.en)
    for url, name in (
        ("/cms/reports/site-history/results/", "label"),
        ("/cms/localize/reports/translations/", "source_title"),
    ):
        html = client.get(url, {name: typed}).content.decode()
        assert "Đêm lò gốm" in html, url
        assert "Hội Lim" not in html, url


def test_no_form_and_no_filter_lists_all_villages_or_communes(signed_in, cms):
    client = signed_in("superuser")
    village = make_village("Làng Giấy Dó")
    commune = Commune.objects.get(pk=village.commune_id)
    commune.name = "Xã Giấy Dó"
    commune.save()
    former = FormerCommune.objects.create(
        commune=commune, code="09999", name="Giấy Dó cũ", district="Quế Võ", province="Bắc Ninh"
    )
    urls = [
        *(
            reverse(f"{name}:index")
            for name in ("artisan", "host", "village", "festival", "formercommune", "experience")
        ),
        *(reverse(f"{name}:index") for name in ("schedule", "ocop_product")),
        *(reverse(f"{name}:add") for name in ("village", "festival", "formercommune", "host", "experience")),
        reverse("wagtailadmin_pages:add", args=["villages", "villagepage", cms.villages.pk]),
    ]
    for url in urls:
        options = {option.get_text(strip=True) for option in soup(client.get(url)).select("option")}
        assert not options & {str(village), str(commune), str(former)}, url


def test_a_list_is_narrowed_to_the_village_that_was_chosen(signed_in, cms):
    client = signed_in("superuser")
    here, elsewhere = make_village("Phù Lãng"), make_village("Diềm")
    make_festival(here, name="Hội làng gốm")
    make_festival(elsewhere, name="Hội Vua Bà")
    html = client.get(reverse("festival:index"), {"village": here.pk}).content.decode()
    assert "Hội làng gốm" in html
    assert "Hội Vua Bà" not in html
    for nonsense in ("²", "abc", "9" * 30):
        assert client.get(reverse("festival:index"), {"village": nonsense}).status_code == 200
    assert Village.objects.count() == 2
