"""The OCOP register as far as a booking page leans on it (Decision 26/2026/QĐ-TTg)."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from ocop.enums import CodeScheme, ProductGroup
from ocop.models import Certificate
from tests.factories import make_certificate, make_host, make_product

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize("stars", [3, 4, 5])
def test_three_to_five_stars_are_certified(stars):
    certificate = make_certificate(stars=stars)
    certificate.full_clean()
    assert str(certificate).startswith(f"{stars}★")


@pytest.mark.parametrize("stars", [0, 1, 2, 6])
def test_other_numbers_of_stars_get_no_certificate(stars):
    with pytest.raises(IntegrityError, match="certificate_stars"), transaction.atomic():
        make_certificate(stars=stars)


def test_a_certificate_ends_after_it_begins(now):
    with pytest.raises(IntegrityError, match="certificate_period"), transaction.atomic():
        make_certificate(issued_on=now.date(), valid_until=now.date())


@pytest.mark.parametrize(
    ("offset", "withdrawn", "in_force"),
    [(-1, False, False), (0, False, True), (10, False, True), (11, False, False), (5, True, False)],
)
def test_a_certificate_is_in_force_from_its_first_to_its_last_day_unless_withdrawn(now, offset, withdrawn, in_force):
    first = now.date()
    certificate = make_certificate(
        issued_on=first, valid_until=first + 10 * DAY, withdrawn_on=first + 5 * DAY if withdrawn else None
    )
    day = first + offset * DAY
    assert certificate.in_force_on(day) is in_force
    assert Certificate.objects.valid_on(day).exists() is in_force


def test_the_certificate_that_lasts_longest_comes_first(now):
    product = make_product()
    old = make_certificate(product, valid_until=now.date() + DAY)
    new = make_certificate(product, valid_until=now.date() + 900 * DAY)
    assert list(product.certificates.all()) == [new, old]


@pytest.mark.parametrize("code", ["24-09292-01-2026", "24-09292-0001-2026", "01-00004-999-2026"])
def test_a_product_code_names_province_commune_serial_and_year(code):
    make_product(code=code).full_clean()


@pytest.mark.parametrize("code", ["24-09292-1-2026", "24-9292-01-2026", "24-09292-01-1999", "24-09292-01-2026\n"])
def test_other_product_codes_are_refused(code):
    product = make_product()
    product.code = code
    with pytest.raises(ValidationError, match="code"):
        product.full_clean()


def test_a_product_needs_no_code_and_several_have_none():
    """Decisions often print none, and those of districts that are no more have a form of their own."""
    for _number in range(2):
        product = make_product(code=None)
        product.code = ""
        product.full_clean()
        assert product.code is None
        product.save()
    make_product(code="BN-QV-03 / 2021", code_scheme=CodeScheme.OTHER).full_clean()


@pytest.mark.parametrize("gtin", ["8935000000014", "12345670", "614141000036"])
def test_a_barcode_whose_last_figure_fits_is_taken(gtin):
    make_product(gtin=gtin).full_clean()


@pytest.mark.parametrize("gtin", ["8935000000015", "1234567", "89350000000A4", "٨٩٣٥٠٠٠٠٠٠٠١٤"])
def test_other_barcodes_are_refused_in_a_sentence(gtin):
    product = make_product()
    product.gtin = gtin
    with pytest.raises(ValidationError, match="gtin"):
        product.full_clean()


def test_a_code_is_given_once_and_a_host_with_products_stays():
    host = make_host()
    product = make_product(host)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_product(host, code=product.code)
    with pytest.raises(ProtectedError):
        host.delete()


def test_there_are_six_groups():
    assert ProductGroup.values == ["I", "II", "III", "IV", "V", "VI"]
    assert make_product().group == ProductGroup.TOURISM
