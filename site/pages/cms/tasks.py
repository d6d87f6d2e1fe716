"""What waits for the reader of the CMS's home page, by what the reader may do."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.models import Locale, TaskState

from stories.models import StoryIndexPage
from villages.domain.papers import ending
from villages.models import Host, HostApplication, HostProposal


@dataclass(frozen=True)
class Task:
    """One line: what to do, why, and where. `waiting` counts what is due, 0 for what can be done any time."""

    title: str
    text: str
    url: str
    icon: str
    waiting: int = 0


def write_story(request: HttpRequest) -> Task | None:
    lists = StoryIndexPage.objects.filter(locale=Locale.get_active()) or StoryIndexPage.objects.all()
    for page in lists:
        if page.permissions_for_user(request.user).can_add_subpage():
            return Task(
                _("Write a story"),
                _("A visit, a person, a festival: with a photo of your own."),
                reverse("wagtailadmin_pages:add", args=("stories", "storypage", page.pk)),
                "edit",
            )
    return None


def approve(request: HttpRequest) -> Task | None:
    count = TaskState.objects.reviewable_by(request.user).count()
    if not count:
        return None
    title = ngettext("%(count)d page waits for approval", "%(count)d pages wait for approval", count)
    return Task(
        title % {"count": count},
        _("Read, then approve or send it back with a word of advice."),
        reverse("wagtailadmin_home") + "#awaiting-review",
        "tasks",
        waiting=count,
    )


def verify_hosts(request: HttpRequest) -> Task | None:
    if not request.user.has_perm("villages.verify_host"):
        return None
    count = Host.objects.filter(verified_at__isnull=True).count()
    if not count:
        return Task(_("All hosts are verified"), _("Look at the register of hosts."), reverse("host:index"), "group")
    title = ngettext("%(count)d host waits for verification", "%(count)d hosts wait for verification", count)
    return Task(
        title % {"count": count},
        _("Look at the papers, then verify: only then can the host be booked."),
        reverse("host:index") + "?verified=no",
        "group",
        waiting=count,
    )


def look_at_changes(request: HttpRequest) -> Task | None:
    count = HostProposal.objects.open().count() if request.user.has_perm("villages.verify_host") else 0
    if not count:
        return None
    title = ngettext("%(count)d verified host is to change", "%(count)d verified hosts are to change", count)
    return Task(
        title % {"count": count},
        _("Compare before and after; until you decide, the facts before stay in force."),
        reverse("host:index") + "?verified=change",
        "group",
        waiting=count,
    )


def see_new_papers(request: HttpRequest) -> Task | None:
    count = ending(timezone.localdate()).count() if request.user.has_perm("villages.verify_host") else 0
    if not count:
        return None
    title = ngettext("Papers of %(count)d host end soon", "Papers of %(count)d hosts end soon", count)
    return Task(
        title % {"count": count},
        _("Look at the new ones before that: when papers are over, nobody new can book."),
        reverse("host:index") + "?verified=ending",
        "group",
        waiting=count,
    )


def answer_houses(request: HttpRequest) -> Task | None:
    may = request.user.has_perm("villages.change_hostapplication")
    count = HostApplication.objects.open().count() if may else 0
    if not count:
        return None
    title = ngettext("%(count)d house asks to join", "%(count)d houses ask to join", count)
    return Task(
        title % {"count": count},
        _("Call them, look at the place, then make a host of it or say why not."),
        reverse("host_application:index") + "?state=open",
        "mail",
        waiting=count,
    )


def keep_facts(request: HttpRequest) -> Task | None:
    if not request.user.has_perm("experiences.add_experience"):
        return None
    return Task(
        _("Add an experience"),
        _("Host, prices and seats first; then the schedule; then a page tells its story."),
        reverse("experience:add"),
        "pick",
    )


LINES = (approve, verify_hosts, look_at_changes, see_new_papers, answer_houses, write_story, keep_facts)


class TasksPanel(Component):
    """First on the home page."""

    name = "tasks"
    template_name = "cms/home/tasks.html"
    order = 50

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        found = [line(request) for line in LINES]
        return {"tasks": [task for task in found if task]}
