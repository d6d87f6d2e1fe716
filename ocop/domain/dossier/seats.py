"""Setting a council up and filling its seats (Decision 26/2026/QĐ-TTg, art. 7.3b)."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from ocop.domain.certificates import local_day
from ocop.enums import CouncilSeat, OfficeRole
from ocop.models import Council, CouncilMember, Office, OfficeMember, ScoreSheet


class NobodyThere(Refused):
    message = _("Nobody has an account with this address. They make one first, then they can get a seat.")


class AnotherRole(Refused):
    message = _("This account has another role at the office, which does not open the sessions. Use another account.")


class HasSigned(Refused):
    message = _("This member has signed sheets in a session that is open: close it first.")


class ChairTaken(Refused):
    message = _("The council has a chair already.")


@dataclass(frozen=True)
class Regulation:
    """What the council's operating regulation says; see `Council` for the units."""

    quorum_percent: int
    largest_spread: int | None
    decimals: int | None
    regulation: str


@atomic_with_retry
def set_up(*, office: Office, name: str, decision_number: str, decided_on: dt.date, regulation: Regulation) -> Council:
    """A council of that decision. The same decision again is the same council, with the regulation as given."""
    Office.objects.filter(pk=office.pk).update(name=office.name)
    made, _new = Council.objects.update_or_create(
        office=office,
        decision_number=decision_number.strip(),
        decided_on=decided_on,
        defaults={"name": name.strip(), **vars(regulation)},
    )
    return made


@atomic_with_retry
def give_seat(
    *, council: Council, email: str, seat: CouncilSeat, title: str = "", scores: bool = True
) -> CouncilMember:
    """A seat for the account of that address, which may come to the office's sessions from then on.

    The same again changes nothing. Raises NobodyThere, ChairTaken, AnotherRole, HasSigned.
    """
    Council.objects.filter(pk=council.pk).update(name=council.name)
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        raise NobodyThere
    chair = council.members.filter(seat=CouncilSeat.CHAIR, left_on__isnull=True).exclude(user=user)
    if seat == CouncilSeat.CHAIR and chair.exists():
        raise ChairTaken
    open_sheets = ScoreSheet.objects.filter(
        member__council=council, member__user=user, signed_at__isnull=False, item__session__closed_at__isnull=True
    )
    if not scores and open_sheets.exists():
        raise HasSigned
    at_office, _new = OfficeMember.objects.get_or_create(
        office=council.office, user=user, defaults={"role": OfficeRole.COUNCIL}
    )
    if at_office.role not in (OfficeRole.PROVINCE, OfficeRole.COUNCIL):
        raise AnotherRole
    made, _new = CouncilMember.objects.update_or_create(
        council=council, user=user, defaults={"seat": seat, "title": title.strip(), "scores": scores, "left_on": None}
    )
    return made


@atomic_with_retry
def leave(*, member: CouncilMember, now: dt.datetime) -> None:
    """The seat is free from today on; what was signed stays. Again changes nothing."""
    Council.objects.filter(pk=member.council_id).update(name=member.council.name)
    CouncilMember.objects.filter(pk=member.pk, left_on__isnull=True).update(left_on=local_day(now))
