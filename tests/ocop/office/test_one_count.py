"""The list of products, the dashboard, the warnings and the report count the same products, and no proposal."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ocop.domain.programme.attention import running_out
from ocop.domain.programme.figures import figures
from ocop.domain.programme.report import report
from ocop.enums import Basis
from tests.factories import make_certificate, make_office
from tests.ocop.office.test_programme import signed_in
from tests.ocop.programme.test_figures import certified
from tests.pages.reading import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    """With a jar of four stars, one that holds three and four, and two that are proposed in one way or the other."""
    today = timezone.localdate()
    soon = {"issued_on": today - dt.timedelta(days=900), "valid_until": today + dt.timedelta(days=60)}
    certified(stars=4, **soon)
    both = certified(stars=3, **soon)
    make_certificate(both, stars=4, decision_number="2/QĐ", **soon)
    certified(stars=4, basis=Basis.PROPOSAL, **soon)
    proposed = certified(stars=5, **soon)
    proposed.certificates.update(basis=Basis.PROPOSAL)
    return make_office()


def listed(office, **asked) -> int:
    page = soup(signed_in(office).get(reverse("office:products", args=[office.slug]), asked))
    return len(page.select(".office-table tbody tr"))


def test_the_list_has_what_the_dashboard_counts(office):
    counted = figures(office, timezone.localdate())
    assert counted.total == listed(office, state="in_force") == 2
    by_stars = counted.by(lambda cell: cell.stars)
    assert [by_stars[n] for n in (3, 4, 5)] == [listed(office, state="in_force", stars=n) for n in (3, 4, 5)]
    assert [by_stars[n] for n in (3, 4, 5)] == [listed(office, stars=n) for n in (3, 4, 5)] == [0, 2, 0]


def test_what_is_proposed_has_no_certificate_in_any_state(office):
    assert listed(office) == 4
    assert [listed(office, state=state) for state in ("expiring", "extended", "ended", "none")] == [2, 0, 0, 2]


def test_warnings_and_report_count_no_proposal_either(office):
    today = timezone.localdate()
    assert {row.product_id for row in running_out(office, today)} == set(_products(office))
    made = report(office, (today - dt.timedelta(days=900)).year, today=today)
    # Three certificates of two products.
    assert [line.text for part in made.parts for line in part.lines if line.label == "Cấp mới"] == ["3"]


def _products(office) -> list[int]:
    page = soup(signed_in(office).get(reverse("office:products", args=[office.slug]), {"state": "in_force"}))
    return [int(link["href"].rstrip("/").split("/")[-1]) for link in page.select(".office-table tbody th a")]
