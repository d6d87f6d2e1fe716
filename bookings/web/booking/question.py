"""Ask the house, from the ticket."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from bookings.domain.booking.questions import LONGEST, ask_house, may_ask, questions_of
from bookings.links import booking_token
from bookings.models import Booking
from bookings.web.access import with_booking
from bookings.web.booking.often import require_seldom
from common.data.refusal import Refused
from common.words.dates import moment_text
from common.words.fields import LinesField
from outbox.tasks import drain_soon


class QuestionForm(forms.Form):
    question = LinesField(
        label=gettext_lazy("Your question"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Write what you would like to know."),
            "max_length": gettext_lazy("This question is too long: %(limit_value)s characters at most."),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@with_booking
def question(request: HttpRequest, booking: Booking) -> HttpResponse:
    """What was asked already, and a form for more."""
    now, token = timezone.now(), booking_token(booking)
    if not may_ask(booking, now=now):
        return redirect("bookings:booking", token)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _asked(request, booking, form):
        return redirect("bookings:question", token)
    asked = [(moment_text(act.at), act.after.get("question", "")) for act in questions_of(booking)]
    context = {"form": form, "token": token, "asked": asked, "host": booking.slot.experience.host, "booking": booking}
    return render(request, "bookings/booking/question.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, booking: Booking, form: QuestionForm) -> bool:
    try:
        require_seldom(request)
        ask_house(booking=booking, question=form.cleaned_data["question"], now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    if booking.contact_email:
        said = _("Sent to the house. Their answer comes to %(email)s.") % {"email": booking.contact_email}
    elif booking.contact_phone:
        said = _("Sent to the house. They will call you.")
    else:
        said = _("Sent to the house.")
    messages.success(request, said)
    drain_soon()
    return True
