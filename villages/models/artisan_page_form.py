"""The editor's form of an artisan's page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from common.cms.one_story import other_story


class ArtisanPageForm(WagtailAdminPageForm):
    """One story of an artisan in each language, below the village where they work."""

    def clean(self) -> dict:
        data = super().clean()
        artisan = data.get("artisan")
        other = other_story(self, artisan)
        if other:
            message = _("“%(title)s” already tells of this artisan. Change that page.") % {"title": other.title}
            self.add_error("artisan", message)
        village = getattr(self.parent_page and self.parent_page.specific, "village", None)
        if artisan and village and artisan.host.village_id != village.pk:
            text = _("%(name)s works in %(village)s. Tell of them below that village's page.")
            where = artisan.host.village or artisan.host.commune
            self.add_error("artisan", text % {"name": artisan.name, "village": where})
        return data
