"""Taking over a figure that this site offers: a person does it, and what they saw is what is kept."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from ocop.domain.certificates import local_day
from ocop.domain.evidence.keeping import LONGEST_TITLE, put
from ocop.domain.evidence.places import Place, check_place
from ocop.domain.evidence.registry import offers
from ocop.domain.unsent import lock_unsent
from ocop.enums import EvidenceKind
from ocop.models import Dossier, Evidence


class FigureChanged(Refused):
    message = _("The figure has changed since this page was opened. Look at it again, then take it.")


@atomic_with_retry
def accept(*, dossier: Dossier, code: str, mark: str, by: User, now: dt.datetime) -> Evidence:
    """Keep the offered figure of this `mark` as evidence; an older one of the same kind makes way for it.

    The same again is the one that is there. Raises WithOffices, NoSuchPlace, FigureChanged, TooMuch.
    """
    check_place(dossier, Place(code))
    lock_unsent(dossier.pk)
    taken = Evidence.objects.standing().filter(dossier=dossier, code=code, kind=EvidenceKind.PLATFORM)
    known = taken.filter(sha256=mark).first()
    if known:
        return known
    day = local_day(now)
    offered = next((one for one in offers(dossier, code, day=day) if one.mark == mark and one.can_be_taken), None)
    if offered is None:
        raise FigureChanged
    shown = offered.shown
    older = [row.pk for row in taken if row.shown.get("key") == shown["key"]]
    Evidence.objects.filter(pk__in=older).update(removed_at=now)
    row = Evidence(
        dossier=dossier,
        code=code,
        kind=EvidenceKind.PLATFORM,
        title=offered.text.vi[:LONGEST_TITLE],
        sha256=mark,
        shown=shown,
    )
    return put(row, by=by, now=now)
