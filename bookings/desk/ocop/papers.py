"""The general papers of a dossier, by the fifteen rows of form 02."""

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from bookings.desk.ocop.dossiers import own_dossier
from bookings.desk.ocop.evidence_form import EvidenceForm
from bookings.desk.ocop.proving import refused_unread, removed, sent, too_long
from bookings.desk.ocop.standing import standing
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.page import desk_page
from ocop.domain.evidence.listing import in_order
from ocop.domain.evidence.places import PAPERS, Place
from ocop.models import Dossier


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_papers(request: DeskRequest, pk: int) -> HttpResponse:
    """The form's token, which a browser may put behind its files, is looked at once its size was."""
    found = own_dossier(request, pk)
    if request.method != "POST":
        return _page(request, found, EvidenceForm(papers=True))
    if too_long(request):
        return _page(request, found, refused_unread(papers=True))
    return _add(request, found)


@csrf_protect
def _add(request: DeskRequest, found: Dossier) -> HttpResponse:
    answer = sent(request, found)
    return answer if isinstance(answer, HttpResponse) else _page(request, found, answer)


def _page(request: DeskRequest, found: Dossier, form: EvidenceForm) -> HttpResponse:
    there = in_order(found)
    context = {
        "dossier": found,
        "papers": [(number, text, there.get(Place(paper=number), [])) for number, text in PAPERS.items()],
        "form": form,
        "removed": removed(request, found, None),
        "standing": standing(found),
    }
    return desk_page(request, "desk/ocop/papers.html", context, current="setup")
