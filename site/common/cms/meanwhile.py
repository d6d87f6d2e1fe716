"""A form of an editor that two may have open: what was changed is written, what both changed is shown with both."""

from django import forms
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from common.cms.opened import OPENED, Sent, changes, opened


class AsksMeanwhile:
    """Goes before an edit view of Wagtail's among the bases; the template shows the form's hidden fields."""

    request: HttpRequest

    def form_valid(self, form):
        if not changes(form):
            messages.info(self.request, _("It was so already: nothing has changed."))
            return redirect(self.get_success_url())
        return super().form_valid(form)

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
