"""A buyer asks about a product: one page, and a word of thanks."""

import uuid

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.data.refusal import Refused
from common.http.throttle import too_many
from common.words.fields import LinesField, OwnNameField
from common.words.phone import parse_phone
from ocop.domain.once import KeyReused
from ocop.domain.programme.enquiries import Asked, ask
from ocop.domain.register import public_products
from ocop.models import OcopProduct
from ocop.web.keys import renew_key
from outbox.tasks import drain_soon


class EnquiryForm(forms.Form):
    name = OwnNameField(
        label=_("Your full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Phone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    words = LinesField(
        label=_("What would you like to know?"),
        max_length=1000,
        help_text=_("How many, by when, where to: whatever helps to answer you."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    consent = forms.BooleanField(
        label=_("I agree that the maker and the OCOP office keep what I wrote, to answer me and for nothing else."),
        error_messages={"required": _("Please tick that you agree, or nobody may keep your question.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"].strip()
        return parse_phone(text) if text else ""

    def asked(self) -> Asked:
        return Asked(**{name: self.cleaned_data[name] for name in ("name", "phone", "email", "words")})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def enquire(request: HttpRequest, pk: int) -> HttpResponse:
    """While the product is certified: what is not in the register cannot be asked about."""
    product = public_products(timezone.localdate()).filter(pk=pk).first()
    if product is None:
        raise Http404(pk)
    form = EnquiryForm(request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4()})
    status = 200
    if form.is_valid():
        if too_many(request, scope="enquiry", rate=settings.CONTACT_RATE):
            form.add_error(None, _("That was asked for very often from here. Please wait a little."))
            status = 429
        elif _asks(product, form):
            drain_soon()
            return redirect("ocop_asked")
    if form.errors and status == 200:
        status = 422
    return render(request, "ocop/enquire.html", {"form": form, "product": product}, status=status)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same for everybody: it tells nothing of who asked."""
    return render(request, "ocop/asked.html")


def _asks(product: OcopProduct, form: EnquiryForm) -> bool:
    language = "en" if get_language() == "en" else "vi"
    key = form.cleaned_data["key"] or uuid.uuid4()
    try:
        ask(product=product, asked=form.asked(), key=key, language=language, now=timezone.now())
    except KeyReused as refused:
        form.add_error(None, str(refused.message))
        renew_key(form)
        return False
    except Refused as refused:
        form.add_error("phone", str(refused.message))
        return False
    return True
