"""Who works here: one more, one changed, one who has left."""

import copy
from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from bookings.desk.sharing.before_saving import do_if_seen, short_context
from bookings.desk.sharing.short_lines import say_short
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, after_rules
from bookings.desk.shell.page import desk_page
from bookings.domain.sharing.people import keep_artisan
from bookings.domain.sharing.rota import Short
from bookings.models import Booking
from common.cms.opened import Sent, opened
from common.words.text import single_line
from villages.models import Artisan, Host


class ArtisanForm(forms.ModelForm):
    class Meta:
        model = Artisan
        fields = ["name", "work", "work_en", "people", "active"]
        labels = {
            "name": gettext_lazy("Full name"),
            "work": gettext_lazy("What do they do?"),
            "work_en": gettext_lazy("What they do, in English"),
            "people": gettext_lazy("How many people"),
            "active": gettext_lazy("Works here now"),
        }
        help_texts = {
            "work": gettext_lazy("In a few words: throws pots, prints, sings."),
            "people": gettext_lazy("2 for a pair of singers who always work together."),
            "active": gettext_lazy("Untick whoever has left: past turns stay, new ones go to others."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "work": forms.TextInput(attrs={"autocomplete": "off"}),
            "work_en": forms.TextInput(attrs={"autocomplete": "off"}),
            "people": forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        }

    def __init__(self, data: Mapping | None = None, *, artisan: Artisan) -> None:
        # Checking writes what was typed into the instance.
        super().__init__(data, instance=copy.copy(artisan))
        if artisan.pk is None:
            del self.fields["active"]

    def clean_name(self) -> str:
        return single_line(self.cleaned_data["name"])


@require_http_methods(["GET", "HEAD", "POST"])
def artisan_new(request: DeskRequest) -> HttpResponse:
    host, sent = request.desk_host, request.POST if request.method == "POST" else None
    form = ArtisanForm(sent, artisan=Artisan(host=host))
    if request.method == "POST" and form.is_valid():
        if _is_there(form.instance):
            messages.info(request, _("It was so already: nothing has changed."))
            return after_rules(request, "rota", affected=False, now=timezone.now())
        answer = _kept(request, form, _("Added. Tick them in the shared things whose work they share."))
        if isinstance(answer, HttpResponse):
            return answer
    context = {"form": form, "title": _("Somebody new works here")}
    return desk_page(request, "desk/sharing/artisan.html", context, current="setup")


@require_http_methods(["GET", "HEAD", "POST"])
def artisan(request: DeskRequest, pk: int) -> HttpResponse:
    found = Artisan.objects.for_host(request.desk_host).filter(pk=pk).first()
    if found is None:
        raise Http404
    standing = form = ArtisanForm(artisan=found)
    context: dict = {}
    if request.method == "POST":
        sent = Sent(request.POST, standing)
        form = ArtisanForm(sent.data, artisan=found)
        if sent.accepted(form):
            if not form.has_changed():
                messages.info(request, _("It was so already: nothing has changed."))
                return after_rules(request, "rota", affected=False, now=timezone.now())
            answer = _kept(request, form, _("Saved."))
            if isinstance(answer, HttpResponse):
                return answer
            context = answer
    context |= {"form": form, "title": found.label, "opened": opened(standing)}
    return desk_page(request, "desk/sharing/artisan.html", context, current="setup")


def artisan_lines(host: Host) -> list[dict]:
    """For templates/desk/sharing/_artisans.html: whoever works here first."""
    found = Artisan.objects.for_host(host).order_by("-active", "pk")
    return [{"pk": each.pk, "name": each.label, "work": each.work_text, "active": each.active} for each in found]


def _kept(request: DeskRequest, form: ArtisanForm, done: str) -> HttpResponse | dict:
    """Where it leads, or what the form's page says beside what was refused or is yet to be seen."""
    short: list[Short] = []
    left: list[Booking] = []
    now = timezone.now()

    def keep() -> None:
        short.clear()
        short.extend(keep_artisan(artisan=form.instance, by=request.user, now=now))

    if not accepts(form, lambda: left.extend(do_if_seen(request.desk_host, keep, request.POST, now=now))):
        return {}
    if left:
        return short_context(left)
    messages.success(request, done)
    say_short(request, short)
    return after_rules(request, "rota", affected=bool(short), now=now)


def _is_there(wanted: Artisan) -> bool:
    """Whether the same tap came before."""
    told = ("name", "work", "work_en", "people")
    return Artisan.objects.for_host(wanted.host).filter(**{name: getattr(wanted, name) for name in told}).exists()
