"""What proves a criterion: sent, taken from what this site knows, taken out, brought back. Files go out here alone."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookings.desk.ocop.dossiers import own_dossier
from bookings.desk.ocop.evidence_form import MOST_FILES, EvidenceForm
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import succeeds
from common.data.refusal import Refused
from common.http.throttle import too_many
from ocop.domain.evidence.accepting import accept
from ocop.domain.evidence.contents import LARGEST, SUFFIXES, TooLargeFile, check_size
from ocop.domain.evidence.keeping import add_file, add_link, bring_back, remove
from ocop.domain.evidence.places import Place
from ocop.models import Dossier, Evidence
from villages.models import Host

REMOVED = "removed_evidence"
RATE = "120/hour"
# What a form adds to its files.
FORM = 100_000


def too_long(request: DeskRequest) -> bool:
    """Whether a form says that it is larger than any that is taken: asked before a byte of it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > MOST_FILES * LARGEST + FORM


def sent(request: DeskRequest, dossier: Dossier, code: str = "") -> EvidenceForm | HttpResponseRedirect:
    """Keep what was sent to a criterion, or to one of the papers: the form with what was refused, or where to go on.

    What was taken of it is kept, and not asked for again.
    """
    form = EvidenceForm(request.POST, request.FILES, papers=not code)
    if request.FILES and too_many(request, scope="desk_evidence", rate=RATE, who=str(request.user.pk)):
        form.add_error(None, _("That is a great many files in an hour. Send the others a little later."))
    if not form.is_valid():
        return form
    place = Place(code, form.cleaned_data.get("paper", 0))
    now = timezone.now()
    kept = [*_files(request, form, dossier, place, now), *_link(request, form, dossier, place, now)]
    new = sum(row.added_at == now for row in kept)
    if new:
        messages.success(request, _("Added to the evidence."))
    elif kept:
        messages.info(request, _("It was so already: nothing has changed."))
    if form.errors:
        return form
    return HttpResponseRedirect(place_url(request.desk_host, dossier, place))


def _files(request: DeskRequest, form: EvidenceForm, dossier: Dossier, place: Place, now) -> list[Evidence]:
    told, kept = form.cleaned_data, []
    title = told["title"] if len(told["documents"]) == 1 else ""
    for file in told["documents"]:
        name = file.name or ""
        try:
            check_size(file.size or 0)
            data = file.read(LARGEST + 1)
            kept.append(
                add_file(dossier=dossier, place=place, data=data, name=name, title=title, by=request.user, now=now)
            )
        except Refused as refused:
            form.add_error("documents", f"{name}: {refused.message}")
    return kept


def _link(request: DeskRequest, form: EvidenceForm, dossier: Dossier, place: Place, now) -> list[Evidence]:
    told = form.cleaned_data
    if not told["link"]:
        return []
    title = "" if told["documents"] else told["title"]
    try:
        return [add_link(dossier=dossier, place=place, link=told["link"], title=title, by=request.user, now=now)]
    except Refused as refused:
        form.add_error("link", str(refused.message))
        return []


def refused_unread(*, papers: bool = False) -> EvidenceForm:
    """The form of something that was too large to be read at all."""
    form = EvidenceForm({}, papers=papers)
    form.full_clean()
    form.errors.clear()
    form.add_error("documents", str(TooLargeFile.message))
    return form


@require_POST
def criterion_accept(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    found = own_dossier(request, pk)
    now, mark = timezone.now(), request.POST.get("mark", "")[:64]
    kept: list[Evidence] = []

    def act() -> None:
        kept.append(accept(dossier=found, code=code, mark=mark, by=request.user, now=now))

    if succeeds(request, act):
        new = kept[0].added_at == now
        say = messages.success if new else messages.info
        say(request, _("Taken as evidence.") if new else _("It was so already: nothing has changed."))
    return HttpResponseRedirect(place_url(request.desk_host, found, Place(code)))


@require_safe
def evidence(request: DeskRequest, pk: int) -> FileResponse:
    """The file itself: kept by whoever asks, never opened in the page of this site."""
    row = _own(request, pk)
    if not row.file:
        raise Http404
    try:
        file = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = row.title + SUFFIXES.get(row.media_type, "")
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
    return FileResponse(file, as_attachment=True, filename=name, content_type=row.media_type, headers=headers)


@require_POST
def evidence_remove(request: DeskRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    if succeeds(request, lambda: remove(evidence=row, now=timezone.now())):
        request.session[REMOVED] = row.pk
    return _back(request, row)


@require_POST
def evidence_restore(request: DeskRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    stood = row.removed_at is None
    if succeeds(request, lambda: bring_back(evidence=row, now=timezone.now())):
        request.session.pop(REMOVED, None)
        if stood:
            messages.info(request, _("It was so already: nothing has changed."))
        else:
            messages.success(request, _("It is in the dossier again."))
    return _back(request, row)


def removed(request: DeskRequest, dossier: Dossier, place: Place | None) -> Evidence | None:
    """What was taken out last, on the page that it was taken from, while it can be brought back."""
    pk = request.session.get(REMOVED)
    row = dossier.evidence.filter(pk=pk, removed_at__isnull=False).first() if pk else None
    here = row is not None and (Place(row.code) == place if row.code else place is None)
    return row if here else None


def place_url(host: Host, dossier: Dossier, place: Place) -> str:
    """The page on which it stands, at its evidence."""
    if place.code:
        return reverse("desk:criterion", args=[host.slug, dossier.pk, place.code]) + "#evidence"
    return reverse("desk:dossier_papers", args=[host.slug, dossier.pk]) + f"#paper-{place.paper}"


def _back(request: DeskRequest, row: Evidence) -> HttpResponseRedirect:
    return HttpResponseRedirect(place_url(request.desk_host, row.dossier, Place(row.code, row.paper)))


def _own(request: DeskRequest, pk: int) -> Evidence:
    rows: Any = Evidence.objects.filter(dossier__host=request.desk_host, dossier__put_away_at__isnull=True)
    return get_object_or_404(rows.select_related("dossier"), pk=pk)
