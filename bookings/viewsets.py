"""Schedules in the editors' menu. Slots and bookings are the desk's."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from bookings.domain.schedule import make_slots
from bookings.enums import ScheduleKind
from bookings.schedule_form import LUNAR_FIELDS, WEEKDAYS, ScheduleFields
from villages.cms.base import FactViewSet

from .models import Schedule


class ScheduleForm(ScheduleFields, WagtailAdminModelForm):
    """Lunar days as numbers, −1 for a month's last day."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == ScheduleKind.LUNAR and any(cleaned.get(name) is None for name in LUNAR_FIELDS):
            self.add_error("lunar_first_day", _("Say the first and the last lunar day; −1 is a month's last day."))
        return cleaned


class MakesSlots:
    """What was saved is on sale at once, not only when the hourly task has run."""

    def save_instance(self):
        schedule = super().save_instance()
        self.made = make_slots(now=timezone.now(), experiences=[schedule.experience])
        return schedule

    def save_action(self):
        response = super().save_action()
        made = ngettext("%(count)d new slot can be booked.", "%(count)d new slots can be booked.", self.made)
        messages.info(self.request, made % {"count": self.made})
        return response


class ScheduleCreateView(MakesSlots, generic.CreateView):
    pass


class ScheduleEditView(MakesSlots, generic.EditView):
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
        help_text=gettext_lazy("Existing slots are never moved: to change a time, end this schedule and make another."),
    )


schedules = ScheduleViewSet("schedule", url_prefix="schedules", add_to_admin_menu=True, menu_order=240)
