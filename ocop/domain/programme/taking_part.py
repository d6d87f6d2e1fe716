"""Who was at an activity, and with which products."""

import datetime as dt

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from ocop.domain.programme.keeping import write
from ocop.models import Activity, OcopProduct, Participation
from ocop.models.programme.kept import STANDING
from villages.models import Host


class Gone(Refused):
    message = _("This activity was put away meanwhile.")


@atomic_with_retry
def add(*, activity: Activity, host: Host, product: OcopProduct | None, by: User, now: dt.datetime) -> Participation:
    """Who is there already stays there once. Raises Gone."""
    if not Activity.objects.filter(STANDING, pk=activity.pk).update(version=F("version")):
        raise Gone
    there = Participation.objects.filter(STANDING, activity=activity, host=host, product=product).first()
    if there:
        return there
    row = Participation(province=activity.province, activity=activity, host=host, product=product)
    return write(row=row, by=by, now=now)
