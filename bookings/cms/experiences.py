"""Experiences in the editors' menu. They know nothing of slots, so what slots make of a change is said here."""

from django.utils import timezone
from wagtail.admin.views import generic

from bookings.cms.slots_follow import SlotsFollow
from bookings.domain.calendar.addresses import remember_slug
from bookings.domain.calendar.slots import make_slots
from common.cms.facts import FactEditView
from experiences.cms.viewsets import ExperienceViewSet
from experiences.models import Experience


class SlotsFollowExperience(SlotsFollow):
    def save_instance(self):
        save = super().save_instance  # type: ignore[misc]  # a mix-in's

        before = Experience.objects.filter(pk=self.form.instance.pk).values_list("slug", flat=True).first()

        def write() -> object:
            saved = save()
            remember_slug(saved, before=before or "")
            make_slots(now=timezone.now(), experiences=Experience.objects.filter(pk=saved.pk))
            return saved

        return self.tell_what_follows(write, self.form.instance)


class ExperienceCreateView(SlotsFollowExperience, generic.CreateView):
    pass


class ExperienceEditView(SlotsFollowExperience, FactEditView):
    pass


class SoldExperienceViewSet(ExperienceViewSet):
    add_view_class = ExperienceCreateView
    edit_view_class = ExperienceEditView


experiences = SoldExperienceViewSet("experience", url_prefix="experiences", add_to_admin_menu=True, menu_order=230)
