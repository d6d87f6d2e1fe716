"""Schedules, and experiences with what their slots make of a change, in the editors' menu.

Slots and bookings are the desk's.
"""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from bookings.domain.calendar.conflicts import open_conflicts
from bookings.domain.calendar.slots import make_slots
from bookings.enums import ScheduleKind
from bookings.forms.schedule import LUNAR_FIELDS, WEEKDAYS, ScheduleFields
from bookings.models import Schedule
from common.cms.facts import FactDeleteView, FactViewSet
from experiences.cms.viewsets import ExperienceViewSet
from experiences.models import Experience
from villages.models import Host


class ScheduleForm(ScheduleFields, WagtailAdminModelForm):
    """Lunar days as numbers, −1 for a month's last day."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == ScheduleKind.LUNAR and any(cleaned.get(name) is None for name in LUNAR_FIELDS):
            self.add_error("lunar_first_day", _("Say the first and the last lunar day; −1 is a month's last day."))
        return cleaned


class SlotsFollow:
    """For views that save or delete schedules and experiences: slots follow at once, not when the hourly task has run.

    No party is moved by it: the editor reads how many have no place any more, and their host decides.
    """

    def save_instance(self):
        return self._followed(super().save_instance, self.form.instance)

    def delete_action(self):
        self._followed(super().delete_action, self.object)

    @transaction.atomic
    def _followed(self, write: Callable[[], object], instance: Schedule | Experience) -> object:
        now, ids = timezone.now(), _experience_ids(instance)
        before = _undecided(ids, now)
        written = write()
        ids |= _experience_ids(instance)
        made = make_slots(now=now, experiences=Experience.objects.filter(pk__in=ids).order_by("pk"))
        self._tell(made, len(_undecided(ids, now) - before))
        return written

    def _tell(self, made: int, left_over: int) -> None:
        if made:
            text = ngettext("%(count)d new slot was made.", "%(count)d new slots were made.", made)
            messages.info(self.request, text % {"count": made})
        if left_over:
            text = ngettext(
                "%(count)d party that has booked has no place any more by this. It stays booked: "
                "the host decides at the desk.",
                "%(count)d parties that have booked have no place any more by this. They stay booked: "
                "the host decides on each at the desk.",
                left_over,
            )
            messages.warning(self.request, text % {"count": left_over})


def _experience_ids(instance: Schedule | Experience) -> set[int]:
    """Whose slots hang on it: of a schedule also those of the experience that it is taken away from."""
    if isinstance(instance, Experience):
        return {instance.pk} - {None}
    stored = Schedule.objects.filter(pk=instance.pk).values_list("experience", flat=True)
    return {instance.experience_id, *stored} - {None}


def _undecided(experience_ids: set[int], now: dt.datetime) -> set[int]:
    """The parties of these experiences on which their hosts have to decide, as the database has it, not the form."""
    return {
        conflict.booking.pk
        for host in Host.objects.filter(experiences__in=experience_ids).distinct()
        for conflict in open_conflicts(host, now=now)
        if conflict.booking.slot.experience_id in experience_ids
    }


class ScheduleCreateView(SlotsFollow, generic.CreateView):
    pass


class ScheduleEditView(SlotsFollow, generic.EditView):
    pass


class ScheduleDeleteView(SlotsFollow, FactDeleteView):
    pass


class ExperienceCreateView(SlotsFollow, generic.CreateView):
    pass


class ExperienceEditView(SlotsFollow, generic.EditView):
    pass


def weekdays_text(schedule: Schedule) -> str:
    """`Every day`, or the days by name; empty for other kinds."""
    if schedule.kind != ScheduleKind.WEEKLY:
        return ""
    if len(set(schedule.weekdays)) == 7:
        return _("Every day")
    return ", ".join(str(label) for day, label in WEEKDAYS if day in schedule.weekdays)


class ScheduleViewSet(FactViewSet):
    model = Schedule
    icon = "time"
    add_view_class = ScheduleCreateView
    edit_view_class = ScheduleEditView
    delete_view_class = ScheduleDeleteView
    related = ("experience", "experience__host")
    list_display = [
        "experience",
        "experience__host",
        "kind",
        Column("times", label=gettext_lazy("Start times"), accessor=lambda schedule: ", ".join(schedule.times)),
        Column("weekdays", label=gettext_lazy("Weekdays"), accessor=weekdays_text),
        "valid_from",
        "valid_until",
    ]
    list_filter = ["experience", "experience__host"]
    search_fields = ["experience__name", "experience__name_en", "experience__host__name"]
    edit_handler = ObjectList(
        [
            FieldPanel("experience"),
            FieldPanel("kind"),
            FieldPanel("weekdays"),
            FieldPanel("every_weeks"),
            FieldPanel("dates"),
            FieldRowPanel([FieldPanel("lunar_first_day"), FieldPanel("lunar_first_month")]),
            FieldRowPanel([FieldPanel("lunar_last_day"), FieldPanel("lunar_last_month")]),
            FieldPanel("times"),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
            FieldPanel("capacity"),
        ],
        base_form_class=ScheduleForm,
        help_text=gettext_lazy(
            "Times that no longer fit are withdrawn. Whoever booked them stays booked, and the host decides."
        ),
    )


class SoldExperienceViewSet(ExperienceViewSet):
    """Experiences know nothing of slots, so what slots make of them is said here."""

    add_view_class = ExperienceCreateView
    edit_view_class = ExperienceEditView


experiences = SoldExperienceViewSet("experience", url_prefix="experiences", add_to_admin_menu=True, menu_order=230)
schedules = ScheduleViewSet("schedule", url_prefix="schedules", add_to_admin_menu=True, menu_order=240)
