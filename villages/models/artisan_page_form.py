"""The editor's form of an artisan's page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class ArtisanPageForm(WagtailAdminPageForm):
    """One story of an artisan in each language, below the village where they work."""

    def clean(self) -> dict:
        data = super().clean()
        artisan = data.get("artisan")
        if artisan and self.instance.locale_id:
            twins = artisan.pages.filter(locale=self.instance.locale_id).exclude(pk=self.instance.pk)
            twin = twins.first()
            if twin:
                message = _("“%(title)s” already tells of this artisan. Change that page.") % {"title": twin.title}
                self.add_error("artisan", message)
        village = getattr(self.parent_page and self.parent_page.specific, "village", None)
        if artisan and village and artisan.host.village_id != village.pk:
            message = _("%(name)s works in %(village)s. Tell of them below that village's page.")
            self.add_error("artisan", message % {"name": artisan.name, "village": artisan.host.village.name})
        return data
