"""What an extra takes of what the host shares: an interpreter, a boat, while the visit lasts."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from bookings.domain.sharing.resources import TakesTooMany
from bookings.domain.sharing.rota import lock_rotas
from bookings.models import ExtraUse, Resource
from common.data.db import atomic_with_retry
from experiences.domain import selling
from experiences.models import Extra


@atomic_with_retry
def save_extra(
    *,
    extra: Extra,
    resource: Resource | None,
    quantity: int,
    by: User | None,
    now: dt.datetime,
    photo: "UploadedFile[Any] | None" = None,
) -> Extra:
    """Write the extra, and that each takes `quantity` pieces of `resource`, or nothing that is shared.

    Whoever has booked keeps what they were promised: their extras take of it from now on, whether that is enough or
    not. Raises TakesTooMany, and what `selling.save_part` raises.
    """
    lock_rotas(extra.experience.host_id)
    extra = selling.save_part(part=extra, by=by, photo=photo)
    take_of(extra, resource, quantity, now=now)
    return extra


def take_of(extra: Extra, resource: Resource | None, quantity: int, *, now: dt.datetime) -> None:
    """Under the lock of what the host shares. A second call changes nothing. Raises TakesTooMany."""
    standing = ExtraUse.objects.filter(extra=extra).first()
    if resource is None:
        if standing is not None:
            standing.delete()
        return
    pieces = resource.artisans.count() or resource.capacity
    if quantity > pieces:
        raise TakesTooMany(extra.label, pieces)
    if standing is not None and (standing.resource_id, standing.quantity) == (resource.pk, quantity):
        return
    ExtraUse.objects.update_or_create(extra=extra, defaults={"resource": resource, "quantity": quantity})
    # What was booked before may exceed it now, as after any other change of it.
    Resource.objects.filter(pk=resource.pk).update(changed_at=now)


@atomic_with_retry
def bring_back_extra(
    *, extra: Extra, resource: Resource | None, quantity: int, by: User | None, now: dt.datetime
) -> None:
    """`selling.bring_back`, with what the extra took of `resource`. A second call changes nothing."""
    lock_rotas(extra.experience.host_id)
    if not Extra.objects.filter(pk=extra.pk).exists():
        take_of(selling.bring_back(part=extra, by=by), resource, quantity, now=now)
