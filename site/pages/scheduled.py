"""What editors scheduled: pages that go live, or go off, at a time of their own."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable

from django.db.models import F
from wagtail.models import Page, Revision

from common.data.db import atomic_with_retry

logger = logging.getLogger(__name__)


def keep_schedule(*, now: dt.datetime) -> tuple[int, int]:
    """Publish and unpublish what is due; returns (went live, went off). May run twice, or beside itself.

    What cannot go live is logged and tried again; it stops nothing else.
    """
    # Off first: a page whose end and whose next version are both due goes live again.
    off = _each(Page.objects.filter(live=True, expire_at__lte=now).values_list("pk", flat=True), _expire, now)
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    return _each(due.values_list("pk", flat=True), _publish, now), off


def _each(pks: Iterable[int], act: Callable[[int, dt.datetime], bool], now: dt.datetime) -> int:
    done = 0
    for pk in list(pks):
        try:
            done += act(pk, now)
        except Exception:
            logger.exception("a scheduled change of a page could not be made (%s %s)", act.__name__, pk)
    return done


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
