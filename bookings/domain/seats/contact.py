"""What a guest tells about themselves, and that they agreed to it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from common.data.refusal import Refused


class ConsentMissing(Refused):
    message = _("Please tick that you agree, so that the host may receive your name and phone number.")


@dataclass(frozen=True)
class Contact:
    """Who answers for the party. `phone` in E.164."""

    name: str
    phone: str
    email: str
    note: str = ""
