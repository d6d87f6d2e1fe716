"""Pages in two languages as proof in a dossier."""

import pytest

from experiences.proofs import two_languages
from ocop.domain.evidence.registry import year_until
from tests.factories import NOW, make_experience, make_experience_page, make_host, make_page_tree

pytestmark = [pytest.mark.django_db, pytest.mark.database_free]
YEAR = year_until(NOW.date())


def test_only_a_page_in_both_languages_that_everybody_may_read_counts():
    tree, host = make_page_tree(), make_host()
    whole, half = make_experience(host), make_experience(host, slug="tham-lo")
    page = make_experience_page(tree, whole)
    english = make_experience_page(tree, whole, language="en", translation_of=page)
    make_experience_page(tree, half)
    (one,) = two_languages(host, YEAR, points=4)
    assert (one.figure, one.points, one.source_url) == (1, 4, page.get_url())
    assert whole.name in one.text.vi
    english.unpublish()
    (one,) = two_languages(host, YEAR, points=4)
    assert (one.figure, one.points, one.source_url) == (0, None, "")


def test_pages_of_another_house_prove_nothing():
    tree = make_page_tree()
    page = make_experience_page(tree, theirs := make_experience(make_host()))
    make_experience_page(tree, theirs, language="en", translation_of=page)
    assert two_languages(make_host(), YEAR)[0].figure == 0
