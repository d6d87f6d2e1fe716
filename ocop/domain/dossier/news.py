"""Who is told of what on a dossier's way: its host of answers, an office of what has come to it."""

import datetime as dt
from collections.abc import Iterable, Iterator

from ocop.enums import DossierAct, DossierNews, OfficeRole
from ocop.models import Dossier, DossierStep, Office, OfficeMember
from outbox.owing import owe
from villages.domain.seen import addresses

TO_HOST = {
    DossierAct.COMMUNE_INTAKE: DossierNews.TAKEN_IN,
    DossierAct.PROVINCE_INTAKE: DossierNews.TAKEN_IN,
    DossierAct.RETURN: DossierNews.RETURNED,
    DossierAct.FORWARD: DossierNews.FORWARDED,
    DossierAct.RECOGNISE: DossierNews.DECIDED,
    DossierAct.REFUSE: DossierNews.DECIDED,
}
TO_COMMUNE = (DossierAct.IDEA, DossierAct.PLAN, DossierAct.HAND_IN)
TO_PROVINCE = (DossierAct.REQUEST,)


def tell(step: DossierStep, *, now: dt.datetime) -> None:
    """Owe everyone the mail about this step, in its transaction."""
    act, dossier = DossierAct(step.act), step.dossier
    if act in TO_HOST:
        to_host(dossier, TO_HOST[act], key=str(step.pk), now=now)
    if act in TO_COMMUNE or act in TO_PROVINCE:
        offices = offices_of(dossier, province=act in TO_PROVINCE)
        to_officers(dossier, offices, DossierNews.ARRIVED, key=str(step.pk), now=now)


def to_host(dossier: Dossier, news: DossierNews, *, key: str, now: dt.datetime) -> None:
    """The house at every address of theirs; `key` says once of what."""
    for number, to in enumerate(addresses(dossier.host)):
        _owe(dossier, news, "host", f"{key}:{number}", to, now)


def to_officers(dossier: Dossier, offices: Iterable[Office], news: DossierNews, *, key: str, now: dt.datetime) -> None:
    """Every officer of `offices` who has an address."""
    for pk, to in officers(offices):
        _owe(dossier, news, "officer", f"{key}:{pk}", to, now)


def officers(offices: Iterable[Office]) -> Iterator[tuple[int, str]]:
    """Key and address of who works there as an officer."""
    found = OfficeMember.objects.filter(office__in=list(offices), role__in=[OfficeRole.PROVINCE, OfficeRole.COMMUNE])
    found = found.filter(user__is_active=True, user__email__isnull=False).order_by("pk")
    yield from ((pk, str(to)) for pk, to in found.values_list("pk", "user__email"))


def offices_of(dossier: Dossier, *, province: bool) -> list[Office]:
    """The offices of the commune of its host, or of that commune's province."""
    host = dossier.host
    commune = host.place
    asked = {"province": commune.province_id} if province else {"commune": commune.pk}
    return list(Office.objects.filter(**asked))


def _owe(dossier: Dossier, news: DossierNews, audience: str, key: str, to: str, now: dt.datetime) -> None:
    owe(
        key=f"{news}:{dossier.pk}:{audience}:{key}",
        subject=dossier,
        kind=news,
        audience=audience,
        to=to,
        language="vi",
        now=now,
    )
