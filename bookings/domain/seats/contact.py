"""What a guest tells about themselves, and that they agreed to it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from common.data.refusal import Refused


class ConsentMissing(Refused):
    message = _("Please tick that you agree, so that the host may receive your name and phone number.")


class AddressMissing(Refused):
    message = _("Please write where to send it: something of this booking goes to you by post.")


@dataclass(frozen=True)
class Needs:
    """What the host should know of a party that comes. `dietary` codes of Dietary, `spoken_language` "" for no wish."""

    dietary: tuple[str, ...] = ()
    spoken_language: str = ""
    ship_to: str = ""


@dataclass(frozen=True)
class Contact:
    """Who answers for the party, and what the host should know. `phone` in E.164, `dietary` codes of Dietary."""

    name: str
    phone: str
    email: str
    note: str = ""
    dietary: tuple[str, ...] = ()
    spoken_language: str = ""
    ship_to: str = ""
