"""Phone numbers as people in Việt Nam write them."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

BAD_PHONE = _("We could not read this phone number. Write it as 0912 345 678, or with +country code from abroad.")


def parse_phone(text: str) -> str:
    """`text` as E.164. Understands 0912…, +84 912…, 84912…, 0084 912…, dots, dashes and brackets; abroad with +.

    Raises ValidationError with a sentence for the reader.
    """
    bare = re.sub(r"[^\d+]", "", text.strip())
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    elif bare.startswith("84") and len(bare) >= 11:
        bare = "+" + bare
    try:
        number = phonenumbers.parse(bare, "VN")
    except phonenumbers.NumberParseException as error:
        raise ValidationError(BAD_PHONE) from error
    if not phonenumbers.is_valid_number(number):
        raise ValidationError(BAD_PHONE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
