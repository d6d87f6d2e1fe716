"""What guests say of the house's visits: read here, and answered once."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import changes
from bookings.desk.shell.page import desk_page
from bookings.domain.reviews.answer import answer, may_answer
from bookings.domain.reviews.sums import with_visits
from bookings.models import Review
from bookings.models.review import LONGEST_ANSWER, ReviewQuerySet
from common.words.fields import LinesField
from outbox.tasks import drain_soon

PER_PAGE = 20


class AnswerForm(forms.Form):
    text = LinesField(
        label=gettext_lazy("Your answer"),
        max_length=LONGEST_ANSWER,
        help_text=gettext_lazy("Everybody reads it below the review. A house answers once, so read it again first."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": gettext_lazy("Write what you answer."),
            "max_length": gettext_lazy("That is too long: %(limit_value)s characters at most."),
        },
    )


@require_safe
def reviews(request: DeskRequest) -> HttpResponse:
    rows = _own(request)
    page = Paginator(with_visits(rows), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(review, may_answer(review)) for review in page],
        "waiting": rows.filter(answered_at__isnull=True, hidden_at__isnull=True).count(),
    }
    return desk_page(request, "desk/reviews/reviews.html", context, current="setup")


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: DeskRequest, pk: int) -> HttpResponse:
    """One of them, with the form while it has no answer; what was typed stays where somebody was quicker."""
    found = with_visits(_own(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and changes(
        request,
        lambda: answer(review=found, text=form.cleaned_data["text"].strip(), now=timezone.now()),
        _("Answered. The guest is told."),
        rows=lambda: Review.objects.filter(pk=pk).values_list("answer", "answered_at"),
    ):
        drain_soon()
        return redirect("desk:reviews", host=request.desk_host.slug)
    found.refresh_from_db()
    context = {"review": found, "form": form, "may_answer": may_answer(found)}
    return desk_page(request, "desk/reviews/review.html", context, current="setup")


def _own(request: DeskRequest) -> ReviewQuerySet:
    return Review.objects.standing().for_host(request.desk_host)
