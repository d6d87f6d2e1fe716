"""What will go live or go off, on the CMS's home page."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

SHOWN = 10


@dataclass(frozen=True)
class Change:
    """`title` goes live at `at` (or goes off, where `ends`)."""

    at: dt.datetime
    page_id: int
    title: str
    ends: bool = False


def coming(user: AbstractBaseUser) -> tuple[list[Change], int]:
    """The soonest changes of pages that `user` may edit, overdue ones among them, and how many more there are."""
    pages = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, ["change", "publish"])
    # Revisions know their page by its id as text.
    revisions = Revision.page_revisions.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at")
    ids = [int(pk) for pk in revisions.values_list("object_id", flat=True)]
    theirs = set(pages.filter(pk__in=ids).values_list("pk", flat=True))
    rows = revisions.values_list("approved_go_live_at", "object_id", "object_str")
    starts = [Change(at, int(pk), title) for at, pk, title in rows if int(pk) in theirs]
    ending = pages.filter(live=True, expire_at__isnull=False).order_by("expire_at")
    ends = [Change(at, pk, title, ends=True) for at, pk, title in ending.values_list("expire_at", "pk", "draft_title")]
    found = sorted(starts + ends, key=lambda change: change.at)
    return found[:SHOWN], max(0, len(found) - SHOWN)


class ScheduledPanel(Component):
    name = "scheduled"
    template_name = "cms/home/scheduled.html"
    order = 230

    def get_context_data(self, parent_context):
        changes, more = coming(parent_context["request"].user)
        return {"changes": changes, "more": more}
