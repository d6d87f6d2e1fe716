"""What the editors' pages of all facts have in common."""

from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from common.cms.search import find


class FactIndexView(generic.IndexView):
    """`related` and `lists` are loaded with the rows, so that a long list costs no more queries than a short one."""

    related: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    def get_base_queryset(self):
        return super().get_base_queryset().select_related(*self.related).prefetch_related(*self.lists)

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        return find(queryset, self.search_query, self.search_fields)


class FactDeleteView(generic.DeleteView):
    """What bookings hang on stays; the reader is told so."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, _("Other facts or bookings need this, so it cannot be deleted."))
            return redirect(self.get_success_url())


class FactViewSet(ModelViewSet):
    """A list with search, a form, a history. The list shows `related` (foreign keys) and `lists` (their reverse)."""

    index_view_class = FactIndexView
    delete_view_class = FactDeleteView
    copy_view_enabled = False
    related: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    list_per_page = 50

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(**{"related": self.related, "lists": self.lists, **kwargs})
