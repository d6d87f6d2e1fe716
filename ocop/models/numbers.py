"""Numbers that products carry: the code of the decision, the barcode of the trade."""

import re

from biip import ParseError
from biip.gtin import Gtin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.words.countries import is_country
from ocop.enums import CodeScheme

# Province, commune (Decision 19/2025/QĐ-TTg), serial kept by the commune, year: score sheet of Decision 26/2026/QĐ-TTg.
PRODUCT_CODE = re.compile(r"\d{2}-\d{5}-\d{2,4}-20\d{2}", re.ASCII)


def check_product_code(code: str, scheme: str) -> None:
    """Raises ValidationError for `code` where the code has not the form of its scheme."""
    if scheme == CodeScheme.DECISION_26 and not PRODUCT_CODE.fullmatch(code):
        said = _(
            "Province, commune, serial number and year, as in 24-09292-01-2026. Leave it empty where none is printed."
        )
        raise ValidationError({"code": said})
    if not code.isprintable():
        raise ValidationError({"code": _("Write the code as it is printed, in letters, figures and signs.")})


def check_gtin(text: str) -> None:
    """8, 12, 13 or 14 digits of which the last one checks the others (GS1 General Specifications)."""
    said = _("A barcode has 8, 12, 13 or 14 figures, and the last one must fit the others. Look at the figures again.")
    if not text.isascii():
        raise ValidationError(said)
    try:
        Gtin.parse(text)
    except ParseError as error:
        raise ValidationError(said) from error


def check_country(code: str) -> None:
    """Two letters of ISO 3166-1."""
    if not is_country(code):
        raise ValidationError(_("Choose a country."))
