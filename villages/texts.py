"""Names of things that the facts know by numbers, and what a role is in plain words."""

from django.utils.translation import gettext as _

from villages.enums import MemberRole

# BIN and name of banks that hosts are paid at, as Napas gives them for transfers to an account (VietQR).
BANKS = {
    "970416": "ACB",
    "970405": "Agribank",
    "970418": "BIDV",
    "970431": "Eximbank",
    "970437": "HDBank",
    "970449": "LPBank",
    "970422": "MB Bank",
    "970426": "MSB",
    "970448": "OCB",
    "970403": "Sacombank",
    "970440": "SeABank",
    "970443": "SHB",
    "970407": "Techcombank",
    "970423": "TPBank",
    "970441": "VIB",
    "970436": "Vietcombank",
    "970415": "VietinBank",
    "970432": "VPBank",
}


def bank_text(bank_bin: str) -> str:
    """`Vietcombank`, or the number of a bank that we have no name for."""
    return BANKS.get(bank_bin, bank_bin)


def may_text(role: str) -> str:
    """What somebody in this role does at a desk."""
    return {
        MemberRole.OWNER: _("Everything, also who works here and where guests pay"),
        MemberRole.MANAGER: _("Bookings, guests, calendar, prices and money"),
        MemberRole.ADVISER: _("Prepares OCOP dossiers with you; hands nothing in, sees no guests and no money"),
        MemberRole.GUIDE: _("Sees who comes and checks them in; sees no money"),
    }[MemberRole(role)]


def joins_as(role: str, *, host: str, by: str) -> str:
    """What an invitation by somebody is to, for whoever is invited."""
    text = {
        MemberRole.OWNER: _(
            "%(by)s invites you to run %(host)s with them: what there is to decide at its desk, you decide too."
        ),
        MemberRole.MANAGER: _(
            "%(by)s invites you to do the daily work at the desk of %(host)s: bookings, guests, calendar, prices and "
            "money."
        ),
        MemberRole.ADVISER: _(
            "%(by)s invites you to prepare the OCOP dossiers of %(host)s with them: you see answers and evidence and "
            "work on them. Handing in stays with the house, and so do its guests and its money."
        ),
        MemberRole.GUIDE: _(
            "%(by)s invites you to receive guests at %(host)s: you see who comes and check them in. Money stays with "
            "the house."
        ),
    }[MemberRole(role)]
    return text % {"by": by, "host": host}
