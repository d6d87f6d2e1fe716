"""What the editors' pages of all facts have in common."""

from django import forms
from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from common.cms.opened import OPENED, Sent, opened
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


class FactEditView(generic.EditView):
    """Two editors at one fact: only what was changed is written, and what both changed is shown with both."""

    def get_form(self, form_class=None):
        shown = super().get_form(form_class)
        kwargs = {name: value for name, value in self.get_form_kwargs().items() if name not in ("data", "files")}
        standing = type(shown)(**kwargs)
        rows = list(getattr(standing, "formsets", {}).items())
        self.now = opened(standing, rows=[formset for _name, formset in rows])
        self.sent = None
        if shown.is_bound:
            self.sent = Sent(self.request.POST, standing)
            for _name, formset in rows:
                self.sent.take_rows(formset, str(formset.model._meta.verbose_name_plural))
            shown = type(shown)(self.sent.data, self.request.FILES, **kwargs)
        shown.fields[OPENED] = forms.CharField(required=False, initial=self.now, widget=forms.HiddenInput)
        return shown

    def is_valid(self, form):
        # Puts what is to be decided among the form's errors.
        self.sent.accepted(form)
        return super().is_valid(form)

    def form_invalid(self, form):
        form.data[OPENED] = self.now
        return super().form_invalid(form)


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
    edit_view_class = FactEditView
    delete_view_class = FactDeleteView
    copy_view_enabled = False
    related: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    list_per_page = 50

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(**{"related": self.related, "lists": self.lists, **kwargs})
