"""Words that the packages of the CMS leave in English, where no catalogue reaches them."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.pages.search import SearchView as PagesFound
from wagtail.sites.views import IndexView as SitesView
from wagtail_localize.locales.views import IndexView as LocalesView
from wagtail_localize.models import LocaleSynchronization, LocaleSynchronizationModelForm

COLUMNS = {"port": _("Port"), "site_name": _("Site name"), "root_page": _("Home page")}
FIELDS = {"enabled": _("Copy pages of another language"), "sync_from": _("Copied from")}


class SaidPaginator(WagtailPaginator):
    """For models of packages that name themselves by their code: what our own catalogue says for that name."""

    @property
    def verbose_name(self) -> str:
        return gettext(str(super().verbose_name))

    @property
    def verbose_name_plural(self) -> str:
        return gettext(str(super().verbose_name_plural))


class SynchronizationForm(LocaleSynchronizationModelForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS.keys() & self.fields.keys():
            self.fields[name].label = FIELDS[name]


def say_them() -> None:
    """Called once, where the CMS gets ready."""
    for column in SitesView.columns:
        column.label = COLUMNS.get(column.name, column.label)
    PagesFound.verbose_name, PagesFound.verbose_name_plural = _("page"), _("pages")
    LocalesView.paginator_class = SaidPaginator
    LocaleSynchronization.base_form_class = SynchronizationForm
