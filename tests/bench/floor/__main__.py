"""`python -m tests.bench.floor`: make the floor's tables in the database of DATABASE_URL."""

import os

import django
from django.db import connection


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.floor.settings"
    django.setup()
    from tests.bench.floor.models import COUNTERS, Counter, Entry

    with connection.schema_editor() as editor:
        editor.create_model(Counter)
        editor.create_model(Entry)
    Counter.objects.bulk_create(Counter(pk=number) for number in range(1, COUNTERS + 1))


main()
