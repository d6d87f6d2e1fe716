"""A bank's statement as a file: sent, its columns looked at, and taken in."""

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts
from bookings.desk.shell.page import desk_page
from bookings.domain.money.bank import sheets
from bookings.domain.money.bank.filing import Filed, send, take_in
from bookings.models import BankFile
from bookings.tasks import match_soon
from common.data.refusal import Refused
from common.http.throttle import too_many

READS = ["GET", "HEAD", "POST"]
# Rows of the table that are shown so that its columns can be told apart.
SHOWN = 5
RATE = "30/hour"


class ColumnsForm(forms.Form):
    """Which column is which: by the place of each, empty for none."""

    def __init__(self, data: Mapping | None = None, *, heading: list[str]) -> None:
        super().__init__(data)
        guessed = sheets.guess(heading)
        columns = [(str(at), text or f"({at + 1})") for at, text in enumerate(heading)]
        for role in sheets.ROLES:
            self.fields[role.key] = forms.ChoiceField(
                label=role.label,
                required=role.key == "day",
                choices=[("", _("not there")), *columns],
                initial=str(guessed[role.key]) if role.key in guessed else "",
            )

    def columns(self) -> dict[str, int]:
        return {key: int(at) for key, at in self.cleaned_data.items() if at}


@csrf_exempt
@require_http_methods(READS)
def bankfiles(request: DeskRequest) -> HttpResponse:
    """What is too large is refused by what it says of its size, before a byte of it is read: the form's token, which
    may stand behind the file, is looked at within."""
    if request.method != "POST":
        return _page(request)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > sheets.LARGEST + sheets.FORM:
        return _page(request, error=str(sheets.TooLarge.message))
    return _send(request)


@csrf_protect
def _send(request: DeskRequest) -> HttpResponse:
    sent = request.FILES.get("file")
    if sent is None:
        return _page(request, error=_("Choose a file first."))
    if too_many(request, scope="bank_file", rate=RATE, who=str(request.user.pk)):
        return _page(request, error=_("That is a great many files in an hour. Send the others a little later."))
    host, now, content = request.desk_host, timezone.now(), sent.read(sheets.LARGEST + 1)
    try:
        file = send(host=host, content=content, name=sent.name or "", by=request.user, now=now)
    except Refused as refused:
        return _page(request, error=str(refused.message))
    return redirect("desk:bankfile", host=host.slug, pk=file.pk)


@require_http_methods(READS)
def bankfile(request: DeskRequest, pk: int) -> HttpResponse:
    """Its columns as they were guessed, with its first rows; confirmed, its rows are notices."""
    host = request.desk_host
    file = BankFile.objects.filter(host=host, pk=pk).first()
    if file is None:
        raise Http404
    if file.taken_at is not None:
        messages.info(request, _("It was so already: nothing has changed."))
        return redirect("desk:incoming", host=host.slug)
    form = ColumnsForm(request.POST if request.method == "POST" else None, heading=file.rows[0])
    filed: list[Filed] = []

    def act() -> None:
        filed.append(take_in(host=host, file_id=file.pk, columns=form.columns(), now=timezone.now()))

    if form.is_bound and form.is_valid() and accepts(form, act):
        match_soon()
        messages.success(request, filed_text(filed[0]))
        return redirect("desk:incoming", host=host.slug)
    context = {
        "form": form,
        "file": file,
        "heading": file.rows[0],
        "rows": file.rows[1 : SHOWN + 1],
        "count": len(file.rows) - 1,
        "up_url": reverse("desk:bankfiles", args=[host.slug]),
    }
    return desk_page(request, "desk/money/bankfile.html", context, current="setup")


def filed_text(filed: Filed) -> str:
    """How many rows are new, were known, and could not be read."""
    new = ngettext("%(n)s new row", "%(n)s new rows", filed.new) % {"n": filed.new}
    known = ngettext("%(n)s was known", "%(n)s were known", filed.known) % {"n": filed.known} if filed.known else ""
    rows = ", ".join(str(number) for number in filed.unread[:10])
    unread = _("not read, look at them yourself: row %(rows)s below the heading") % {"rows": rows} if rows else ""
    return " · ".join(filter(None, [new, known, unread]))


def _page(request: DeskRequest, *, error: str = "") -> HttpResponse:
    context = {"error": error, "up_url": reverse("desk:incoming", args=[request.desk_host.slug])}
    return desk_page(request, "desk/money/bankfiles.html", context, current="setup")
