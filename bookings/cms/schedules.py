"""Schedules in the editors' menu. Slots and bookings are the desk's."""

from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.delete import DeleteAction
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.log_actions import log

from bookings.cms.slots_follow import SlotsFollow
from bookings.domain.calendar.recurrence import has_time_to_come
from bookings.domain.calendar.schedules import (
    ChangedMeanwhile,
    RemovedMeanwhile,
    left_without_time,
    remove_schedule,
    said_by,
    same_as,
    save_schedule,
)
from bookings.enums import ScheduleKind
from bookings.forms.schedule import LUNAR_FIELDS, WEEKDAYS, ScheduleFields
from bookings.models import Schedule
from common.cms.facts import FactCreateView, FactDeleteView, FactEditView, FactViewSet


class ScheduleForm(ScheduleFields, WagtailAdminModelForm):
    """Lunar days as numbers, −1 for a month's last day."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stood = said_by(self.instance) if self.instance.pk else None

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == ScheduleKind.LUNAR and any(cleaned.get(name) is None for name in LUNAR_FIELDS):
            self.add_error("lunar_first_day", _("Say the first and the last lunar day; −1 is a month's last day."))
        return cleaned

    def save(self, commit=True):
        schedule = super().save(commit=False)
        if commit:
            save_schedule(schedule=schedule, now=timezone.now(), stood=self.stood)
        return schedule


class SlotsFollowSchedule(SlotsFollow):
    def left_over(self, form):
        return left_without_time(schedule=form.instance, now=timezone.now())

    def save_instance(self):
        return self.tell_what_follows(super().save_instance, self.form.instance)

    def get_success_message(self, *args):
        said = super().get_success_message(*args)  # type: ignore[misc]  # a mix-in's
        comes = has_time_to_come(self.form.instance, now=timezone.now())
        return said if comes else _("Saved. No time to come follows from it.")


class ScheduleCreateView(SlotsFollowSchedule, FactCreateView):
    def form_valid(self, form):
        """Made twice, it is one: nothing is said to be made then."""
        if same_as(form.instance) is not None:
            messages.info(self.request, _("It was so already: nothing has changed."))
            return redirect(self.get_success_url())
        return super().form_valid(form)


class ScheduleEditView(SlotsFollowSchedule, FactEditView):
    def form_valid(self, form):
        """What somebody saved since the form was compared is compared again; what was removed is shown as a new one."""
        try:
            return super().form_valid(form)
        except (ChangedMeanwhile, RemovedMeanwhile):
            return self.post(self.request, **self.kwargs)


class RemoveSchedule(DeleteAction):
    """Logged as Wagtail logs it, done as the domain does it."""

    def _delete(self):
        with transaction.atomic():
            # Before it is gone.
            log(self.instance, self.log_action, user=self.user, deleted=True)
            remove_schedule(schedule=self.instance, now=timezone.now())


class ScheduleDeleteView(SlotsFollow, FactDeleteView):
    action_class = RemoveSchedule
    template_name = "cms/schedules/delete.html"

    def left_over(self, form):
        return left_without_time(schedule=self.object, stays=False, now=timezone.now())

    def delete_action(self):
        self.tell_what_follows(super().delete_action, self.object)


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
    create_template_name = "cms/schedules/create.html"
    edit_template_name = "cms/schedules/edit.html"
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
    list_filter = ["kind", "experience__village"]
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


schedules = ScheduleViewSet("schedule", url_prefix="schedules", add_to_admin_menu=True, menu_order=240)
