"""The editor's form of an experience's page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class ExperiencePageForm(WagtailAdminPageForm):
    """One story of an experience in each language: two would compete for the guest."""

    def clean(self) -> dict:
        data = super().clean()
        experience = data.get("experience")
        if experience and self.instance.locale_id:
            twins = experience.pages.filter(locale=self.instance.locale_id).exclude(pk=self.instance.pk)
            twin = twins.first()
            if twin:
                message = _("“%(title)s” already tells of this experience. Change that page.") % {"title": twin.title}
                self.add_error("experience", message)
        return data
