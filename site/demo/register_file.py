"""The messy table of fictional products, to try the office's import with."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from common.http.sheets import XLSX, attachment
from demo.messy import messy_register


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    return attachment(messy_register(), XLSX, "ocop-611-vi-du.xlsx")
