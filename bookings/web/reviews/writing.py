"""A guest says how it was, behind their signed link; changes it while nobody has answered, and takes it back."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.domain.reviews.pictures import LARGEST, MOST, add_picture, remove_picture
from bookings.domain.reviews.row import review_of
from bookings.domain.reviews.write import take_back, was_there, why_not, write
from bookings.forms.review import ReviewForm
from bookings.links import booking_token
from bookings.models import Booking, Review
from bookings.web.access import takes_form, with_booking
from bookings.web.booking.often import require_seldom
from bookings.web.way_back import story_of
from common.cms.opened import Sent, opened
from common.data.refusal import Refused
from common.words.numbers import read_id
from outbox.tasks import drain_soon

# What a form adds to its pictures.
FORM = 100_000


@require_http_methods(["GET", "HEAD", "POST"])
@with_booking
def review(request: HttpRequest, booking: Booking) -> HttpResponse:
    """The form while it may be written or changed; otherwise what was written, and why it stays."""
    if not was_there(booking):
        return redirect("bookings:booking", booking_token(booking))
    standing = _standing(booking)
    unbound = form = ReviewForm(standing=standing)
    if request.method == "POST" and _too_long(request):
        # Not a byte of it was read: what was typed is still in the browser.
        messages.error(request, _("These pictures are too large to be sent at once. Send fewer, or smaller ones."))
        return redirect("bookings:review", booking_token(booking))
    if request.method == "POST":
        sent = Sent(request.POST, unbound)
        form = ReviewForm(sent.data, request.FILES, standing=standing)
        if sent.accepted(form) and _written(request, booking, form):
            return redirect("bookings:review", booking_token(booking))
        standing = Review.objects.standing().filter(booking=booking).first()
    return _page(request, booking, form, standing, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, booking: Booking, form: ReviewForm, standing: Review | None, *, status: int
) -> HttpResponse:
    refused = why_not(booking, now=timezone.now())
    context = {
        "form": form,
        "opened": opened(ReviewForm(standing=standing)),
        "standing": standing,
        "pictures": list(standing.pictures.all()) if standing else [],
        "refused": str(refused.message) if refused else "",
        "booking": booking,
        "token": booking_token(booking),
        "title": story_of(request, booking.slot.experience).title,
        "host": booking.slot.experience.host,
    }
    return render(request, "bookings/reviews/review.html", context, status=status)


def _standing(booking: Booking) -> Review | None:
    found = review_of(booking)
    return found if found is not None and found.taken_back_at is None else None


def _too_long(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > MOST * LARGEST + FORM


def _written(request: HttpRequest, booking: Booking, form: ReviewForm) -> bool:
    """Words first, then each picture: what was taken stays, and what was refused is said."""
    before, now = _standing(booking), timezone.now()
    words = form.words((get_language() or "vi")[:2])
    if before is not None and (before.mark, before.text, before.name) == (words.mark, words.text, words.name):
        # In whichever language it is looked at, the words are those of before.
        words = form.words(before.language)
    try:
        require_seldom(request)
        written = write(booking=booking, words=words, now=now)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    kept = [_kept(form, booking, file) for file in form.cleaned_data["pictures"]]
    drain_soon()
    if before is None:
        messages.success(request, _("Thank you! Everybody can read it now, and the house has been told."))
    elif any(kept) or written.changed_at == now:
        messages.success(request, _("Saved."))
    elif not form.errors:
        messages.info(request, _("It was so already: nothing has changed."))
    return not form.errors


def _kept(form: ReviewForm, booking: Booking, file: UploadedFile) -> bool:
    try:
        add_picture(booking=booking, data=file.read(LARGEST + 1))
    except Refused as refused:
        form.add_error("pictures", f"{file.name}: {refused.message}")
        return False
    return True


@takes_form(shown_at="bookings:review")
@with_booking
def take_it_back(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Words, pictures and answer go."""
    if _standing(booking) is None:
        messages.info(request, _("It was so already: nothing has changed."))
    else:
        take_back(booking=booking, now=timezone.now())
        messages.success(request, _("Taken back: nobody reads it any more."))
    return redirect("bookings:review", booking_token(booking))


@takes_form(shown_at="bookings:review")
@with_booking
def remove(request: HttpRequest, booking: Booking) -> HttpResponse:
    """The picture that the form names goes."""
    pk = read_id(request.POST.get("picture", ""))
    if pk is not None and remove_picture(booking=booking, pk=pk):
        messages.success(request, _("The picture is gone."))
    else:
        messages.info(request, _("It was so already: nothing has changed."))
    return redirect("bookings:review", booking_token(booking))
