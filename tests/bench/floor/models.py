"""Two tables beside the product's own."""

from django.db import models

COUNTERS = 200


class Counter(models.Model):
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "floor"
        db_table = "bench_counter"

    def __str__(self) -> str:
        return str(self.taken)


class Entry(models.Model):
    counter = models.ForeignKey(Counter, models.PROTECT, related_name="entries")
    text = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        app_label = "floor"
        db_table = "bench_entry"

    def __str__(self) -> str:
        return self.text
