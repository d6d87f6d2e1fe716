"""Somebody complains, without an account, and follows what becomes of it by a link of their own."""

import uuid as uuids
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.data.refusal import Refused
from common.http.throttle import too_many
from common.words.dates import moment_text
from common.words.fields import LineField, LinesField, OwnNameField
from common.words.phone import parse_phone
from villages.domain.complaints import Complained, complain
from villages.enums import ComplaintKind
from villages.models import Complaint, Host

# Of one number or e-mail address, from whichever address of the web.
PER_CONTACT = "10/day"
_signer = signing.Signer(salt="villages.complaint", sep=".")


class ComplaintForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=[("", gettext_lazy("Choose")), *ComplaintKind.choices],
        error_messages={"required": gettext_lazy("Choose what it is about; the nearest will do.")},
    )
    host = forms.ModelChoiceField(
        Host.objects.verified().order_by("name"),
        label=gettext_lazy("Which house?"),
        required=False,
        empty_label=gettext_lazy("None, or I do not know"),
    )
    about = LineField(
        label=gettext_lazy("Booking or page"),
        required=False,
        max_length=250,
        help_text=gettext_lazy("The reference on your ticket, or the address of the page."),
    )
    words = LinesField(
        label=gettext_lazy("What happened, and what would you like?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Write in a few words what happened.")},
    )
    name = OwnNameField(
        label=gettext_lazy("Your full name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Please write your name.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("A phone number or an e-mail address is enough."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("I agree that the office keeps what I wrote, to look into it and answer me."),
        error_messages={"required": gettext_lazy("Please tick that you agree, or the office may not keep it.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"].strip()
        return parse_phone(text) if text else ""

    def said(self) -> Complained:
        names = ("kind", "host", "about", "words", "name", "phone", "email")
        return Complained(**{name: self.cleaned_data[name] for name in names})


def complaint_token(complaint: Complaint) -> str:
    """Of the sender's page: whoever has it reads the complaint and its answer."""
    return _signer.sign(complaint.uuid.hex)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def write(request: HttpRequest) -> HttpResponse:
    form = ComplaintForm(request.POST if request.method == "POST" else None, initial={"key": uuids.uuid4()})
    status = 200
    if form.is_valid():
        if said := _too_often(request, form.said()):
            form.add_error(None, said)
            status = 429
        elif complaint := _kept(form):
            return redirect("complaint", complaint_token(complaint))
    if form.errors and status == 200:
        status = 422
    return render(request, "villages/complain.html", {"form": form}, status=status)


@require_safe
@never_cache
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """The complaint, by when it is answered, and the answer."""
    try:
        uuid = uuids.UUID(_signer.unsign(token))
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    complaint = get_object_or_404(Complaint.objects.select_related("host"), uuid=uuid)
    context: dict[str, Any] = {
        "complaint": complaint,
        "sent_text": moment_text(complaint.sent_at),
        "due_text": moment_text(complaint.due_at),
        "answered_text": moment_text(complaint.answered_at) if complaint.answered_at else "",
        "is_late": complaint.is_late(timezone.now()),
    }
    return render(request, "villages/complaint.html", context)


def _kept(form: ComplaintForm) -> Complaint | None:
    language = "en" if get_language() == "en" else "vi"
    key = form.cleaned_data["key"] or uuids.uuid4()
    try:
        return complain(said=form.said(), key=key, language=language, now=timezone.now())
    except Refused as refused:
        form.add_error("phone", str(refused.message))
        return None


def _too_often(request: HttpRequest, said: Complained) -> str:
    """Why it is too often, or ""."""
    if too_many(request, scope="complaint", rate=settings.CONTACT_RATE):
        return _("That was asked for very often from here. Please wait a little.")
    for contact in filter(None, (said.phone, said.email.lower())):
        # No number and no address stands in the cache.
        who = salted_hmac("villages.complaint", contact).hexdigest()
        if too_many(request, scope="complaint_contact", rate=PER_CONTACT, who=who):
            return _("You have written very often today. Please wait for an answer, or write again tomorrow.")
    return ""
