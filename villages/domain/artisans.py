"""The people of a host, as the host itself keeps them. Their page and pictures are the office's."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from accounts.models import User
from common.cms.slugs import free_slug
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from common.data.rules import require_possible
from villages.models import Artisan, Host


class SameArtisan(Refused):
    message = _("Somebody of this name works here already. Change their entry, or write what tells the two apart.")


@atomic_with_retry
def save_artisan(*, artisan: Artisan, by: User | None) -> Artisan:
    """Write one, new or changed; whoever is new gets a name in addresses.

    Raises SameArtisan, NotPossible.
    """
    # Held until the transaction ends, so that the same name sent twice makes one.
    Host.objects.filter(pk=artisan.host_id).update(kind=F("kind"))
    if Artisan.objects.for_host(artisan.host).filter(name=artisan.name).exclude(pk=artisan.pk).exists():
        raise SameArtisan
    artisan.slug = artisan.slug or free_slug(Artisan, artisan.name)
    require_possible(artisan)
    is_new = artisan.pk is None
    artisan.save()
    log(artisan, "wagtail.create" if is_new else "wagtail.edit", user=by, content_changed=True)
    return artisan
