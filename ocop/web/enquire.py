"""A buyer asks about a product: one page, and a word of thanks."""

import uuid

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext
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

# From whichever address of the web: of one number or e-mail address, and about one product.
PER_CONTACT, PER_PRODUCT = "10/day", "60/day"


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
        if said := _too_often(request, product, form.asked()):
            form.add_error(None, said)
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


def _too_often(request: HttpRequest, product: OcopProduct, asked: Asked) -> str:
    """Why it is too often, or "". Whoever changes their address writes no host full in somebody else's name."""
    if too_many(request, scope="enquiry", rate=settings.CONTACT_RATE):
        return gettext("That was asked for very often from here. Please wait a little.")
    for contact in filter(None, (asked.phone, asked.email.lower())):
        if too_many(request, scope="enquiry_contact", rate=PER_CONTACT, who=_hidden(contact)):
            return gettext("You have asked very often today. Please wait for an answer, or ask again tomorrow.")
    if too_many(request, scope="enquiry_product", rate=PER_PRODUCT, who=str(product.pk)):
        return gettext("This product was asked about very often today. Please call its maker, or ask again tomorrow.")
    return ""


def _hidden(contact: str) -> str:
    """No number and no address stands in the cache."""
    return salted_hmac("ocop.enquiry", contact).hexdigest()


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
