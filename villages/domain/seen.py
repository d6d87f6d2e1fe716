"""What a verifier has seen of a host, and what has changed since."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.crypto import salted_hmac
from phonenumber_field.phonenumber import PhoneNumber

from villages.models import Host
from villages.models.difference import Difference, differences

# Who the host is, where, and who is paid.
GUARDED = (
    "village",
    "commune",
    "kind",
    "legal_name",
    "registration_number",
    "address",
    "bank_bin",
    "bank_account",
    "bank_account_name",
)
# How it is called and reached. It changes without a verifier, so the one before is remembered.
CONTACT = ("name", "phone", "email")


def locked(pk: int) -> Host:
    """The host as it is stored. Whoever else is at it waits, by an UPDATE, until this transaction is over."""
    Host.objects.filter(pk=pk).update(verified_at=F("verified_at"))
    return Host.objects.get(pk=pk)


def facts(host: Host, names: tuple[str, ...]) -> dict[str, Any]:
    """Those facts of `host` as they are kept in JSON; a village by its key."""
    return {name: _kept(host, name) for name in names}


def digest(host: Host) -> str:
    """Stands for all that a verifier sees of `host`: another one, once any of it has changed."""
    seen = facts(host, GUARDED + CONTACT)
    return salted_hmac("villages.seen", repr(sorted(seen.items())), algorithm="sha256").hexdigest()


@dataclass(frozen=True)
class Confirmed:
    """A fact in words as it stands, and as it stood when papers were seen before, where that is known and differs."""

    label: str
    now: str
    before: str


def confirmed(host: Host) -> list[Confirmed]:
    """All that `digest` stands for, the account that guests pay to included; no query where the village is loaded."""
    now = facts(host, GUARDED + CONTACT) | {"village": str(host.village or ""), "commune": str(host.commune or "")}
    known = host.contact_when_verified or {}
    told = differences(Host, now | known, now)
    return [Confirmed(fact.label, fact.after, "" if fact.before == fact.after else fact.before) for fact in told]


def contact_changes(host: Host) -> list[Difference]:
    """How the host was called and reached when it was verified, and is now, where that differs."""
    before = host.contact_when_verified or {}
    now = facts(host, CONTACT)
    changed = {name: value for name, value in now.items() if before.get(name, value) != value}
    return differences(Host, before, changed)


def addresses(host: Host) -> list[str]:
    """Where the host is written to about its facts: also at the address that it had when it was verified."""
    known = (host.contact_when_verified or {}).get("email", "")
    return list(dict.fromkeys(address for address in (host.email, known) if address))


def known_phone(host: Host) -> str:
    """The number that the host had when it was verified, to call about its facts; else the one it has."""
    known = (host.contact_when_verified or {}).get("phone") or str(host.phone)
    return PhoneNumber.from_string(known).as_national


def _kept(host: Host, name: str) -> Any:
    field: Any = Host._meta.get_field(name)
    value = field.get_prep_value(getattr(host, field.attname))
    return value if isinstance(value, int) else str(value or "")
