"""One time becomes a list, one closed day a span, and a rule-made slot remembers the start it was planned for."""

from django.db import migrations
from django.db.models import F

PART = 2000


def forwards(apps, schema_editor):
    Schedule = apps.get_model("bookings", "Schedule")
    for schedule in Schedule.objects.all():
        schedule.times = [f"{schedule.time:%H:%M}"]
        schedule.save(update_fields=["times"])
    apps.get_model("bookings", "Closure").objects.update(first_day=F("day"), last_day=F("day"))
    # In parts, each its own statement: no long lock on a full table.
    slots = apps.get_model("bookings", "Slot").objects.filter(schedule__isnull=False, planned_at__isnull=True)
    while ids := list(slots.values_list("pk", flat=True)[:PART]):
        apps.get_model("bookings", "Slot").objects.filter(pk__in=ids).update(planned_at=F("starts_at"))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("bookings", "0002_lunar_schedules_resources_waiting"),
    ]

    operations = [
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
