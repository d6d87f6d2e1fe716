"""What the editors' pages of all facts have in common."""

from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request, set_query_params
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from common.cms.amounts import tell_usual
from common.cms.examples import marks_of
from common.cms.filters import FactFilterSet
from common.cms.keys import is_key
from common.cms.meanwhile import AsksMeanwhile
from common.cms.opened import as_new
from common.cms.search import find


class FactIndexView(generic.IndexView):
    """`related` and `lists` are loaded with the rows, so that a long list costs no more queries than a short one."""

    related: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    base_filterset_class = FactFilterSet

    def get_base_queryset(self):
        return super().get_base_queryset().select_related(*self.related).prefetch_related(*self.lists)

    @cached_property
    def columns(self):
        """One more where the fact may be made up, so that no list shows an example without its mark."""
        return [*super().columns, *marks_of(self.model)]

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        return find(queryset, self.search_query, self.search_fields)


class ComesBack:
    """Whoever came with `?next=` is led there once the fact is saved; the list of all such facts waits for others."""

    request: HttpRequest

    def get_success_url(self) -> str:
        return self._next() or super().get_success_url()  # type: ignore[misc]  # a mix-in's

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)  # type: ignore[misc]  # a mix-in's
        if following := self._next():
            context["action_url"] = set_query_params(context["action_url"], {"next": following})
        return context

    def _next(self) -> str:
        """Nothing where it would lead to another site."""
        return get_valid_next_url_from_request(self.request)


class FactCreateView(ComesBack, generic.CreateView):
    """A link may say by `?host=7` what a new fact belongs to; what is not there fills in nothing.

    Called with `anew`, what was typed into a fact that somebody removed meanwhile, it shows that, to be saved or not.
    """

    @property
    def anew(self) -> QueryDict | None:
        return self.kwargs.get("anew")

    def get_form_kwargs(self) -> dict:
        kwargs = super().get_form_kwargs()
        return kwargs | {"data": self.anew} if self.anew is not None else kwargs

    def post(self, request, *args, **kwargs):
        if self.anew is None:
            return super().post(request, *args, **kwargs)
        self.object, self.form = None, self.get_form()
        said = _("This was removed meanwhile. What you typed is still here: save it to make it anew.")
        messages.warning(request, said)
        return self.render_to_response(self.get_context_data(form=self.form))

    def get_initial(self) -> dict[str, str]:
        links = [field.name for field in self.model._meta.fields if field.many_to_one]
        asked = {name: self.request.GET.get(name, "") for name in links}
        return super().get_initial() | {name: pk for name, pk in asked.items() if is_key(pk)}


class FactEditView(ComesBack, AsksMeanwhile, generic.EditView):
    """Two editors at one fact: only what was changed is written, and what both changed is shown with both.

    Of a fact that is gone what was typed is shown in the form of a new one.
    """

    # Named here, or the viewset would not tell it.
    add_url_name = ""

    def post(self, request, *args, **kwargs):
        try:
            self.object = self.get_object()
        except Http404:
            add = resolve(reverse(self.add_url_name))
            return add.func(request, *add.args, anew=as_new(request.POST), **add.kwargs)
        return super().post(request, *args, **kwargs)

    def get_form(self, form_class=None):
        shown = super().get_form(form_class)
        tell_usual(shown)
        return shown


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
    add_view_class = FactCreateView
    edit_view_class = FactEditView
    delete_view_class = FactDeleteView
    copy_view_enabled = False
    related: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    list_per_page = 50

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(**{"related": self.related, "lists": self.lists, **kwargs})
