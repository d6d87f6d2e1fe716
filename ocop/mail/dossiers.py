"""Turn an outbox row about a dossier into a mail."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ocop.domain.dossier.news import offices_of
from ocop.enums import DossierNews, DossierState
from ocop.models import Dossier
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from villages.mail.letter import make_letter

# What is told only while it is so.
WHILE = {
    DossierNews.ARRIVED: tuple(state for state in DossierState if state != DossierState.DRAFT),
    DossierNews.RETURNED: (DossierState.RETURNED,),
    DossierNews.FORWARDED: (DossierState.MINISTRY,),
    DossierNews.DECIDED: DossierState.over(),
}


def compose(message: OutboxMessage) -> EmailMultiAlternatives:
    """To a house or to an officer. Raises Overtaken where the dossier has moved on since."""
    dossier = Dossier.objects.select_related("host").get(pk=message.subject_id)
    news = DossierNews(message.kind)
    if dossier.state not in WHILE.get(news, DossierState.values):
        raise Overtaken
    with translation.override(message.language):
        heading, text = _words(news, dossier)
        context = {"heading": heading, "name": dossier.name, "text": text, "link": _link(message, dossier)}
        return make_letter(
            message,
            "ocop",
            subject=f"{heading}: {dossier.name}",
            about="dossier",
            context=context,
            is_made_up=dossier.is_made_up,
        )


def _words(news: DossierNews, dossier: Dossier) -> tuple[str, str]:
    host = {"host": dossier.host.name}
    if news == DossierNews.RETURNED:
        return _("Dossier returned"), _("Read what is lacking, complete it and hand it in anew.")
    if news == DossierNews.TAKEN_IN:
        return _("Dossier taken in"), _("It has a slip with a number now. You read every further step at your desk.")
    if news == DossierNews.FORWARDED:
        return _("Dossier sent to the ministry"), _(
            "It reached 90 points or more: the ministry decides about five stars."
        )
    if news == DossierNews.DECIDED:
        return _("Dossier decided"), str(DossierState(dossier.state).label)
    if news == DossierNews.OVERDUE:
        return _("Dossier overdue"), _("The day for it has passed. It waits at your office, from %(host)s.") % host
    return _("A dossier has come"), _("From %(host)s: it waits at your office.") % host


def _link(message: OutboxMessage, dossier: Dossier) -> str:
    if message.audience == "host":
        return settings.BASE_URL + reverse("desk:dossier", args=[dossier.host.slug, dossier.pk])
    at_commune = dossier.state in (*DossierState.at_commune(), *DossierState.with_host())
    office = next(iter(offices_of(dossier, province=not at_commune)), None)
    return settings.BASE_URL + reverse("office:dossier", args=[office.slug, dossier.pk]) if office else ""
