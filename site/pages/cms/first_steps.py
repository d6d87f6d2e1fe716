"""From an empty site to the first experience that can be booked, on the CMS's home page until there is one."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from accounts.models import User
from bookings.domain.calendar.bookable import furthest, is_any_bookable
from bookings.models import Booking
from experiences.models import Experience, ExperienceIndexPage, ExperiencePage
from pages.cms.to_fill import to_fill
from pages.drafts import DRAFTS
from pages.in_force import AGREED, unfinished
from pages.twins import FIRST
from villages.domain.seen import digest
from villages.models import Host, Village

HOME = "wagtailadmin_home"
ANCHOR = "#first-steps"


@dataclass
class Step:
    """`url` leads to the one form that does it, and back to the list; empty for whoever may not. A `host` is verified
    by a button instead.
    """

    title: str
    text: str
    done: bool
    url: str = ""
    host: Host | None = None
    next: bool = False

    @property
    def seen(self) -> str:
        """What the button that verifies the host carries."""
        return digest(self.host) if self.host else ""


def first_steps(user: User) -> list[Step]:
    """In their order, the first that is not done marked as next; nothing once something was or can be booked."""
    now = timezone.now()
    if Booking.objects.exists() or is_any_bookable(now=now):
        return []
    steps = [*_facts(user, now), *_agreed(user)]
    if not any(step.url or step.host for step in steps):
        # Nothing of it is theirs.
        return []
    first = next((step for step in steps if not step.done), None)
    if first:
        first.next = True
    return steps


def _facts(user: User, now: dt.datetime) -> Iterator[Step]:
    village = Village.objects.order_by("pk").first()
    yield Step(
        _("Add a village"),
        _("Its commune and province are made in the same form."),
        village is not None,
        _add(user, "village", "villages"),
    )
    experience = furthest(now=now)
    verified_first = F("verified_at").desc(nulls_last=True)
    host = experience.host if experience else Host.objects.order_by(verified_first, "pk").first()
    yield Step(
        _("Add a host"),
        _("Who receives guests and is paid: as on their papers."),
        host is not None,
        _add(user, "host", "villages", village=village),
    )
    may_verify = user.has_perm("villages.verify_host")
    yield Step(
        _("Verify the host"),
        _("Whoever has seen the papers says so by this button."),
        host is not None and host.is_verified,
        host=host if host and may_verify and not host.is_verified else None,
    )
    yield _experience(user, experience, host)
    yield Step(
        _("Set its opening hours"),
        _("Days and times make what guests choose from."),
        experience is not None and experience.timed,  # type: ignore[attr-defined]  # by with_readiness
        _add(user, "schedule", "bookings", experience=experience) if experience else "",
    )
    yield _story(user, experience)


def _experience(user: User, experience: Experience | None, host: Host | None) -> Step:
    title, text = _("Add an experience"), _("What is offered, for how many, and at what price.")
    if experience is None:
        village = host.village if host else None
        return Step(title, text, False, _add(user, "experience", "experiences", host=host, village=village))
    url = reverse("experience:edit", args=[experience.pk]) + _back()
    may_change = user.has_perm("experiences.change_experience")
    done = experience.active and experience.priced  # type: ignore[attr-defined]  # by with_readiness
    return Step(title, text, done, url if may_change else "")


def _story(user: User, experience: Experience | None) -> Step:
    step = Step(
        _("Publish its page"),
        _("A page tells of the experience; without one nobody finds it."),
        experience is not None and experience.told,  # type: ignore[attr-defined]  # by with_readiness
    )
    draft = ExperiencePage.objects.filter(experience=experience, locale__language_code=FIRST).first()
    index = ExperienceIndexPage.objects.filter(locale__language_code=FIRST).first()
    if experience and draft and draft.permissions_for_user(user).can_publish():
        step.url = reverse("wagtailadmin_pages:edit", args=[draft.pk]) + _back()
    elif experience and draft is None and index and index.permissions_for_user(user).can_add_subpage():
        step.url = reverse("wagtailadmin_pages:add", args=["experiences", "experiencepage", index.pk]) + _back()
    return step


def _agreed(user: User) -> Iterator[Step]:
    lacks = {page.key for page in unfinished()}
    forms = {page.key: page for page in to_fill(user) if page.stops} if lacks else {}
    for key in AGREED:
        form = forms.get(key)
        yield Step(
            _("Publish the page “%(title)s”") % {"title": DRAFTS[key][FIRST][0]},
            form.text if form else _("Guests agree to it when they book."),
            key not in lacks,
            form.url + _back() if form else "",
        )


def _add(user: User, name: str, app: str, **belongs: Village | Host | Experience | None) -> str:
    """The form of a new fact that belongs to these."""
    if not user.has_perm(f"{app}.add_{name}"):
        return ""
    return reverse(f"{name}:add") + _back(**{key: row.pk for key, row in belongs.items() if row})


def _back(**query: int) -> str:
    return "?" + urlencode(query | {"next": reverse(HOME) + ANCHOR})


class FirstStepsPanel(Component):
    """Above all else, as long as it is there."""

    name = "first_steps"
    template_name = "cms/home/first_steps.html"
    order = 40

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        return {
            "steps": first_steps(request.user),
            "here": reverse(HOME) + ANCHOR,
            "csrf_token": parent_context.get("csrf_token"),
        }
