"""Whether a dossier may be changed: by its host, before it was handed in and after it was returned (art. 7.1)."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from common.data.refusal import Refused
from ocop.enums import DossierState
from ocop.models import Dossier


class WithOffices(Refused):
    message = _("This dossier was handed in: it is changed again only when an office returns it.")


def lock_unsent(dossier_id: int) -> None:
    """Until the transaction ends nobody else changes this dossier or hands it in. Raises WithOffices."""
    theirs = Dossier.objects.filter(pk=dossier_id, state__in=DossierState.with_host())
    if not theirs.update(changed_at=F("changed_at")):
        raise WithOffices
