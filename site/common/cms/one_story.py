"""A fact has one page in each language: two would compete for the reader."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page


def other_story(form: WagtailAdminPageForm, fact: Any) -> Page | None:
    """The page that tells of `fact`, a row with `pages`, in the language of the form's page, if there is another."""
    if fact is None or not form.instance.locale_id:
        return None
    return fact.pages.filter(locale=form.instance.locale_id).exclude(pk=form.instance.pk).first()
