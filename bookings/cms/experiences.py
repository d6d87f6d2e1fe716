"""Experiences in the editors' menu. They know nothing of slots, so what slots make of a change is said here."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from bookings.cms.slots_follow import SlotsFollow
from bookings.domain.calendar.bookable import missing, with_readiness
from bookings.domain.calendar.experiences import hold_slots, left_without_place, slots_follow
from common.cms.facts import FactCreateView, FactEditView, FactIndexView
from experiences.cms.viewsets import ExperienceViewSet
from experiences.models import Experience


class SlotsFollowExperience(SlotsFollow):
    def left_over(self, form):
        if form.instance.pk is None or "capacity" not in form.changed_data:
            return []
        return left_without_place(form.instance, now=timezone.now())

    def save_instance(self):
        save = super().save_instance  # type: ignore[misc]  # a mix-in's
        pk = self.form.instance.pk
        before = Experience.objects.filter(pk=pk).values_list("slug", flat=True).first()

        def write() -> object:
            if pk:
                # Prices may go with this.
                hold_slots(pk, now=timezone.now())
            saved = save()
            slots_follow(saved, slug_before=before or "", now=timezone.now())
            return saved

        return self.tell_what_follows(write, self.form.instance)


def bookable_text(experience: Experience) -> str:
    """`Yes`, or what is missing, of an experience of `with_readiness`."""
    lacks = missing(experience)
    return _("Not yet: %(missing)s") % {"missing": "; ".join(lacks)} if lacks else _("Yes")


class ExperienceIndexView(FactIndexView):
    def get_base_queryset(self):
        return with_readiness(experiences=super().get_base_queryset(), now=timezone.now())


class ExperienceCreateView(SlotsFollowExperience, FactCreateView):
    pass


class ExperienceEditView(SlotsFollowExperience, FactEditView):
    def get_context_data(self, **kwargs):
        stored = Experience.objects.filter(pk=self.object.pk)
        ready = with_readiness(experiences=stored, now=timezone.now()).get()
        return super().get_context_data(**kwargs) | {"missing": missing(ready)}


class SoldExperienceViewSet(ExperienceViewSet):
    add_view_class = ExperienceCreateView
    edit_view_class = ExperienceEditView
    index_view_class = ExperienceIndexView
    edit_template_name = "cms/experiences/edit.html"
    list_display = [
        "name",
        "host",
        "village",
        "capacity",
        Column("bookable", label=gettext_lazy("Can be booked"), accessor=bookable_text, width="30%"),
    ]


experiences = SoldExperienceViewSet("experience", url_prefix="experiences", add_to_admin_menu=True, menu_order=230)
