"""Houses ask to receive guests; the office makes a host of each, or says why not. Nobody is bookable by asking."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rights import who_may
from common.data.db import atomic_with_retry, one_at_a_time
from common.data.refusal import Refused
from outbox.owing import owe
from villages.enums import ApplicationNews, ApplicationState
from villages.models import Host, HostApplication, Village

# The same words within so long are the same tap, or a page that was loaded again.
SAME_WITHIN = dt.timedelta(days=1)


class AnsweredMeanwhile(Refused):
    message = _("Somebody else has answered this house. Look at it again.")


@dataclass(frozen=True)
class Asked:
    """What a house says of itself: `phone` in E.164, `village` or else `place`, `email` may be empty."""

    name: str
    kind: str
    village: Village | None
    place: str
    offer: str
    contact_name: str
    phone: str
    email: str


@atomic_with_retry
def apply(asked: Asked, *, language: str, now: dt.datetime) -> HostApplication:
    """Keep it, and tell whoever makes hosts. The same said again within a day changes nothing."""
    said = vars(asked)
    one_at_a_time(f"application:{asked.phone}")
    again = HostApplication.objects.open().filter(**said, applied_at__gt=now - SAME_WITHIN).first()
    if again is not None:
        return again
    application = HostApplication.objects.create(**said, language=language, applied_at=now)
    for reader in deciders():
        _owe(application, ApplicationNews.ASKED, reader.email, now, reader=reader)
    return application


def deciders() -> QuerySet[User]:
    """Active accounts that a role lets make hosts; administrators where there is none."""
    return who_may("villages.add_host")


@transaction.atomic
def join(*, application_id: int, host: Host, by: User, now: dt.datetime) -> HostApplication:
    """`host` was made of it. A second time changes nothing. Raises AnsweredMeanwhile."""
    application = _open(application_id, ApplicationState.JOINED)
    if application.state == ApplicationState.JOINED:
        return application
    application.host = host
    return _decide(application, ApplicationState.JOINED, by, now)


@transaction.atomic
def decline(*, application_id: int, by: User, now: dt.datetime, reason: str) -> HostApplication:
    """Write to the house why not. A second time changes nothing. Raises AnsweredMeanwhile."""
    application = _open(application_id, ApplicationState.DECLINED)
    if application.state == ApplicationState.DECLINED:
        return application
    application.reason = reason
    return _decide(application, ApplicationState.DECLINED, by, now)


def forget_applications(*, now: dt.datetime) -> int:
    """Forget who asked PERSONAL_DATA_DAYS ago: those who joined are hosts, the others came to nothing."""
    long_ago = now - dt.timedelta(days=settings.PERSONAL_DATA_DAYS)
    deleted, _of = HostApplication.objects.filter(applied_at__lt=long_ago).delete()
    return deleted


def _open(pk: int, wanted: ApplicationState) -> HostApplication:
    """The application, open or already what is `wanted` of it, held until the transaction ends."""
    HostApplication.objects.filter(pk=pk).update(kind=F("kind"))
    application = HostApplication.objects.get(pk=pk)
    if application.state not in (ApplicationState.OPEN, wanted):
        raise AnsweredMeanwhile
    return application


def _decide(application: HostApplication, state: ApplicationState, by: User, now: dt.datetime) -> HostApplication:
    application.state, application.decided_at, application.decided_by = state, now, by
    application.save()
    news = ApplicationNews.JOINED if state == ApplicationState.JOINED else ApplicationNews.DECLINED
    _owe(application, news, application.email, now)
    return application


def _owe(
    application: HostApplication, news: ApplicationNews, to: str | None, now: dt.datetime, *, reader: User | None = None
) -> None:
    if to:
        owe(
            key=f"{news}:{application.pk}:{reader.pk if reader else 'house'}",
            subject=application,
            kind=news,
            audience="office" if reader else "house",
            to=to,
            language="vi" if reader else application.language,
            now=now,
        )
