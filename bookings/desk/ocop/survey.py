"""What the house tells its OCOP office of a year: revenue, sold online, workers, contracts. Answered here by itself."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts
from bookings.desk.shell.page import desk_page
from common.cms.opened import Sent, opened
from common.words.numbers import read_id
from ocop.domain.programme.host_books import answer_of, answer_survey, asked_years, is_asked, new_answer
from ocop.models import Survey
from ocop.web.office.programme.forms import VndField, YesNoField

HELP = gettext_lazy("In đồng, like 250.000.000. Leave it empty where you do not know.")


class SurveyForm(forms.ModelForm):
    """What stays empty is not known, and counts in no share."""

    revenue_vnd = VndField(label=gettext_lazy("Revenue of the year"), required=False, help_text=HELP)
    revenue_before_vnd = VndField(label=gettext_lazy("Revenue of the year before"), required=False, help_text=HELP)
    online_vnd = VndField(label=gettext_lazy("Of this year's revenue, sold online"), required=False, help_text=HELP)
    capacity_grew = YesNoField(label=gettext_lazy("Can you make more than the year before?"))
    linked = YesNoField(label=gettext_lazy("Do you have contracts with growers, suppliers or buyers?"))

    class Meta:
        model = Survey
        fields = (
            "revenue_vnd",
            "revenue_before_vnd",
            "online_vnd",
            "workers",
            "local_workers",
            "capacity_grew",
            "linked",
        )


@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: DeskRequest) -> HttpResponse:
    host, years = request.desk_host, asked_years(timezone.localdate())
    asked = read_id(request.GET.get("nam"))
    year = asked if asked in years else years[0]
    if not is_asked(host):
        return desk_page(request, "desk/ocop/survey.html", {"asked": False}, current="setup")
    standing = form = SurveyForm(instance=_row(request, year))
    if request.method == "POST":
        sent = Sent(request.POST, standing)
        form = SurveyForm(sent.data, instance=_row(request, year))
        if sent.accepted(form) and accepts(form, lambda: _save(request, form, year)):
            return redirect(f"{reverse('desk:survey', args=[host.slug])}?nam={year}")
    context = {
        "asked": True,
        "year": year,
        "years": [{"text": str(each), "url": f"?nam={each}", "selected": each == year} for each in years],
        "known": answer_of(host, year),
        "form": form,
        "opened": opened(standing),
    }
    return desk_page(request, "desk/ocop/survey.html", context, current="setup")


def _row(request: DeskRequest, year: int) -> Survey:
    """What stands, or a new one."""
    return answer_of(request.desk_host, year) or new_answer(request.desk_host, year)


def _save(request: DeskRequest, form: SurveyForm, year: int) -> None:
    changed = answer_survey(
        host=request.desk_host, year=year, values=form.cleaned_data, by=request.user, now=timezone.now()
    )
    if changed:
        messages.success(request, _("Saved. Thank you: your office counts it with the others."))
    else:
        messages.info(request, _("It was so already: nothing has changed."))
