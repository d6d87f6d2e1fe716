"""One view."""

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from tests.bench.floor.models import Counter, Entry


def write(request: HttpRequest, number: int) -> HttpResponse:
    with transaction.atomic():
        Counter.objects.filter(pk=number).update(taken=F("taken") + 1)
        Entry.objects.create(counter_id=number, text="Nguyễn Thị Lan", made_at=timezone.now())
    return HttpResponse(status=204)


urlpatterns = [path("<int:number>/", write)]
