"""The public products as files, row by row: memory does not grow with the register. Expired, withdrawn and proposed
ones are never in them."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from common.words.site import site_words
from ocop.web.open_rows import COLUMNS, rows

OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": "max-age=3600"}
# A spreadsheet takes text that begins with one of these for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """What csv writes into: it gives back the line."""

    def write(self, line: str) -> str:
        return line


@require_safe
def csv_file(_request: HttpRequest) -> StreamingHttpResponse:
    """UTF-8 with a mark of it, so that Excel reads Vietnamese."""
    headers = OPEN | {"Content-Disposition": 'attachment; filename="ocop.csv"'}
    return StreamingHttpResponse(_csv_lines(), content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def json_file(_request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_json_parts(), content_type="application/json", headers=OPEN)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """What the files are, by DCAT 3 (W3C), so that portals of open data find them."""
    with override("vi"):
        words = site_words("vi")
    site, here = settings.BASE_URL, settings.BASE_URL + request.path
    publisher = {"@id": f"{site}/#publisher", "@type": "foaf:Agent", "foaf:name": words.name}
    dataset = {
        "@id": f"{here}#ocop",
        "@type": "dcat:Dataset",
        "dct:title": [_vi("Sản phẩm OCOP đang có giấy chứng nhận"), _en("OCOP products with a certificate in force")],
        "dct:description": [
            _vi(
                "Tên, nhóm, chủ thể, xã, số sao, quyết định và hạn của giấy chứng nhận. Bản ghi ví dụ mang is_example."
            ),
            _en("Name, group, maker, commune, stars, decision and term. Fictional records are marked by is_example."),
        ],
        "dct:identifier": "ocop",
        "dct:publisher": {"@id": publisher["@id"]},
        "dct:accrualPeriodicity": {"@id": "http://publications.europa.eu/resource/authority/frequency/CONT"},
        "dct:language": [{"@id": "http://publications.europa.eu/resource/authority/language/VIE"}],
        "dct:accessRights": {"@id": "http://publications.europa.eu/resource/authority/access-right/PUBLIC"},
        "dcat:keyword": [_vi("OCOP"), _vi("làng nghề")],
        "dcat:distribution": [_file("csv", "text/csv"), _file("json", "application/json")],
    }
    told = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@id": here,
        "@type": "dcat:Catalog",
        "dct:title": [_vi(words.name)],
        "dct:description": [_vi(words.description)],
        "dct:publisher": publisher,
        "foaf:homepage": {"@id": f"{site}/"},
        "dcat:dataset": [dataset],
    }
    return JsonResponse(told, content_type="application/ld+json", headers=OPEN)


def _csv_lines() -> Iterator[str]:
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in rows(day=timezone.localdate()):
        yield writer.writerow([_harmless(row[name]) for name in COLUMNS])


def _json_parts() -> Iterator[str]:
    yield '{"products": ['
    for n, row in enumerate(rows(day=timezone.localdate())):
        yield (",\n" if n else "\n") + json.dumps(row, ensure_ascii=False)
    yield "\n]}\n"


def _harmless(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _file(ending: str, media: str) -> dict[str, Any]:
    """`accessURL` is what a portal must have; a file that is there is a `downloadURL` too."""
    address = {"@id": f"{settings.BASE_URL}/du-lieu/ocop.{ending}"}
    return {
        "@id": f"{address['@id']}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": [_en(ending.upper())],
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
    }


def _vi(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "vi"}


def _en(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "en"}
