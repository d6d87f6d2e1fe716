"""What editors scheduled: pages that go live, or go off, at a time of their own."""

import datetime as dt

from django.db.models import F
from wagtail.models import Page, Revision

from common.data.db import atomic_with_retry
from common.work.sweep import each


def keep_schedule(*, now: dt.datetime) -> tuple[int, int]:
    """Publish and unpublish what is due; returns (went live, went off). May run twice, or beside itself.

    What cannot go live is logged and tried again; it stops nothing else.
    """
    # Off first: a page whose end and whose next version are both due goes live again.
    over = Page.objects.filter(live=True, expire_at__lte=now).values_list("pk", flat=True)
    off = each("unpublishing page", list(over), lambda pk: _expire(pk, now))
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    revisions = list(due.values_list("pk", flat=True))
    return each("publishing revision", revisions, lambda pk: _publish(pk, now)), off


@atomic_with_retry
def _expire(pk: int, now: dt.datetime) -> bool:
    # An UPDATE first: whoever else is at this page waits here, and then finds nothing to do.
    if not Page.objects.filter(pk=pk, live=True, expire_at__lte=now).update(expire_at=F("expire_at")):
        return False
    page = Page.objects.get(pk=pk).specific
    # Unpublishing forgets what is scheduled; only what is live ends here.
    following = list(page.revisions.filter(approved_go_live_at__isnull=False))
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision in following:
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=revision.approved_go_live_at)
    return True


@atomic_with_retry
def _publish(pk: int, now: dt.datetime) -> bool:
    due = Revision.objects.filter(pk=pk, approved_go_live_at__lte=now)
    if not due.update(approved_go_live_at=F("approved_go_live_at")):
        return False
    due.get().publish(log_action="wagtail.publish.scheduled")
    return True
