"""The editor's form of an experience's page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from common.cms.one_story import other_story


class ExperiencePageForm(WagtailAdminPageForm):
    """One story of an experience in each language: two would compete for the guest."""

    def clean(self) -> dict:
        data = super().clean()
        other = other_story(self, data.get("experience"))
        if other:
            message = _("“%(title)s” already tells of this experience. Change that page.") % {"title": other.title}
            self.add_error("experience", message)
        return data
