"""A version of the terms as it stood: whoever agreed to it reads it again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from common.words.dates import date_text, local
from pages.agreed_texts import published
from pages.models import AgreedText


@require_safe
def agreed_text(request: HttpRequest, role: str, number: int) -> HttpResponse:
    """In Vietnamese, as it binds. The site's own page of that role says what stands now."""
    row = get_object_or_404(AgreedText, key=role, number=number)
    context = {
        "row": row,
        "since_text": date_text(local(row.since).date()),
        "paragraphs": row.text.split("\n\n")[1:],
        "is_newest": published(role)[0].number == number,
    }
    return render(request, "pages/agreed_text.html", context)
