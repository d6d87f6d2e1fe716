"""Messages move to the outbox, which apps below this one write to as well; none is lost, none is sent again.

What was sent or given up changes no more, so it is copied in parts, with nothing locked. What still waits is copied at
the end, in the transaction in which the old table goes.
"""

from django.core.management.color import no_style
from django.db import migrations, transaction

PART = 20_000
SETTLED = "('sent', 'failed')"
COLUMNS = [
    "id", "key", "kind", "audience", "sequence", "to", "language", "state",
    "attempts", "created_at", "due_at", "leased_until", "sent_at", "error",
]  # fmt: skip


def copy(apps, connection, where):
    """Copy the rows that `where` names from the old table to the new one."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in COLUMNS)
    types = apps.get_model("contenttypes", "ContentType")
    booking, entry = (
        types.objects.get_or_create(app_label="bookings", model=model)[0].pk for model in ("booking", "waitingentry")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO outbox_outboxmessage ({names}, subject_type_id, subject_id) "
            f"SELECT {names}, CASE WHEN booking_id IS NULL THEN {int(entry)} ELSE {int(booking)} END, "
            f"COALESCE(booking_id, waiting_entry_id) FROM bookings_outboxmessage WHERE {where}"
        )


def copy_settled(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM bookings_outboxmessage")
        last = cursor.fetchone()[0] or 0
        cursor.execute(f"SELECT MAX(id) FROM outbox_outboxmessage WHERE state IN {SETTLED}")
        # Where this was stopped half way, it goes on from there.
        first = cursor.fetchone()[0] or 0
    for start in range(first, last, PART):
        with transaction.atomic(using=connection.alias):
            copy(apps, connection, f"id > {start} AND id <= {min(start + PART, last)} AND state IN {SETTLED}")


def move_the_rest(apps, schema_editor):
    connection = schema_editor.connection
    new = apps.get_model("outbox", "OutboxMessage")
    with transaction.atomic(using=connection.alias):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("LOCK TABLE bookings_outboxmessage IN ACCESS EXCLUSIVE MODE")
        copy(apps, connection, "NOT EXISTS (SELECT 1 FROM outbox_outboxmessage moved WHERE moved.id = bookings_outboxmessage.id)")
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE bookings_outboxmessage")
            for statement in connection.ops.sequence_reset_sql(no_style(), [new]):
                cursor.execute(statement)


def move_back(apps, schema_editor):
    """As it was before, for going back to an earlier release."""
    connection = schema_editor.connection
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in COLUMNS)
    old = apps.get_model("bookings", "OutboxMessage")
    types = apps.get_model("contenttypes", "ContentType").objects.filter(app_label="bookings")
    found = dict(types.values_list("model", "pk"))
    booking, entry = found.get("booking", 0), found.get("waitingentry", 0)
    ours = f"subject_type_id IN ({int(booking)}, {int(entry)})"
    schema_editor.create_model(old)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO bookings_outboxmessage ({names}, booking_id, waiting_entry_id) "
            f"SELECT {names}, CASE WHEN subject_type_id = {int(booking)} THEN subject_id END, "
            f"CASE WHEN subject_type_id = {int(entry)} THEN subject_id END FROM outbox_outboxmessage WHERE {ours}"
        )
        cursor.execute(f"DELETE FROM outbox_outboxmessage WHERE {ours}")
        for statement in connection.ops.sequence_reset_sql(no_style(), [old]):
            cursor.execute(statement)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("bookings", "0004_after_the_move"),
        ("outbox", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(copy_settled, migrations.RunPython.noop),
        migrations.RunPython(move_the_rest, move_back),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("OutboxMessage")]),
    ]
