"""An experience has one story in a language."""

import pytest

from experiences.models import ExperiencePage
from tests.factories import make_experience, make_experience_page

pytestmark = pytest.mark.django_db


def test_a_second_page_for_the_same_experience_is_refused_with_its_name(page_tree, rf):
    experience = make_experience()
    first = make_experience_page(page_tree, experience)
    twin = ExperiencePage(title="Trùng", slug="trung", experience=experience, locale=first.locale)
    form_class = ExperiencePage.get_edit_handler().get_form_class()
    data = {"title": "Trùng", "slug": "trung", "experience": experience.pk, "intro": "x", "body-count": "0"}
    form = form_class(data, instance=twin, parent_page=first.get_parent())
    assert not form.is_valid()
    assert first.title in str(form.errors["experience"])
