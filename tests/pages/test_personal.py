"""The list of what is kept of people is made from a map of fields, and the map says what the models hold."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from wagtail.fields import StreamField

from pages.personal.kept import DAYS, PARTS, TRACE_NAMES, TRACES, fields, listed, texts
from tests.factories import make_agreed_pages
from tests.pages.reading import plain, soup

ROOTS = {"bookings", "experiences", "ocop", "villages", "stories", "pages", "accounts", "outbox", "texting", "common"}
# What can hold a word; a date, a number or a yes says nothing of a person where no other field of the row does.
CAN_SAY = (
    models.CharField, models.TextField, models.JSONField, models.FileField, models.GenericIPAddressField, StreamField,
)  # fmt: skip


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in ROOTS]


def own_fields(model: type[models.Model]) -> list[str]:
    """Those that say something themselves: no key, no link to another row, no trace of who did it."""
    found = [field for field in model._meta.local_fields if not field.auto_created and not field.is_relation]
    return [field.name for field in found if field.name not in TRACE_NAMES]


def can_say(model: type[models.Model]) -> set[str]:
    of_kind = {field.name for field in model._meta.local_fields if isinstance(field, CAN_SAY) and not field.choices}
    return of_kind & set(own_fields(model))


def mapped() -> dict[str, list[str]]:
    """Fields that an entry names, by model."""
    found: dict[str, list[str]] = {}
    for of_models in fields()["kept"].values():
        for model, names in of_models.items():
            found.setdefault(model, []).extend(names.split())
    return found


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_each_field_has_its_place_in_the_map(model):
    label, nothing = model._meta.label, fields()["nothing"]
    where = "site/pages/personal/fields.toml: a new field belongs to an entry, or to [nothing] where it tells of nobody"
    assert (label in mapped()) != (label in nothing), where
    if label in mapped():
        assert sorted(mapped()[label]) == sorted(own_fields(model)), where
    else:
        assert set(nothing[label].split()) == can_say(model), where


def test_the_map_names_no_model_that_is_gone():
    there = {model._meta.label for model in own_models()}
    assert {*mapped(), *fields()["nothing"]} <= there


def test_rows_of_packages_that_tell_of_members_are_in_the_map():
    user = get_user_model()
    told = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label not in ROOTS
        and any(field.is_relation and field.related_model is user for field in model._meta.local_fields)
    }
    assert {name for names in fields()["packages"].values() for name in names.split()} == told


def test_each_entry_of_the_map_is_told_and_nothing_else():
    assert {*fields()["kept"], *fields()["packages"], TRACES} == set(texts()["entry"])
    assert set(DAYS) <= set(texts()["entry"])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_entry_says_what_why_how_long_and_who_in_both_languages(language):
    entries = [entry for section in listed(language) for entry in section["entries"]]
    assert len(entries) == len(texts()["entry"])
    assert all(entry[part] and "{" not in entry[part] for entry in entries for part in PARTS)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "said"), [("vi", "danh sách chờ"), ("en", "waiting list")])
def test_the_page_about_guests_data_shows_the_list(client, page_tree, language, said):
    page = make_agreed_pages(page_tree, language=language)["privacy"]
    kept = soup(client.get(page.url)).select_one("#kept")
    text = plain(kept).lower()
    assert said in text
    assert all(entry["long"].lower() in text for section in listed(language) for entry in section["entries"])


@pytest.mark.django_db
def test_the_terms_have_no_such_list(client, page_tree):
    page = make_agreed_pages(page_tree)["terms"]
    assert soup(client.get(page.url)).select_one("#kept") is None


def test_the_list_says_how_long_as_the_settings_do(monkeypatch):
    monkeypatch.setattr(settings, "PERSONAL_DATA_DAYS", 365)
    entry = next(entry for section in listed("en") for entry in section["entries"] if "phone number" in entry["what"])
    assert entry["long"].startswith("12 months")
