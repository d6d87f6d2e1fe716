"""The demo's settings for real processes under test: mails by SMTP, quick beats, no rations."""

from config.settings.dev import *  # noqa: F403

vars().update(EMAIL_CONFIG)  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each request looks at as many places in the cache.
HOLD_RATE = "3000/hour"
HOLD_SEATS_PER_ADDRESS = 100_000
WHITENOISE_AUTOREFRESH = False
CELERY_BEAT_MAX_LOOP_INTERVAL = 1
CELERY_BEAT_SCHEDULE = {
    "drain the outbox": {"task": "bookings.tasks.drain_outbox", "schedule": 1.0, "options": {"expires": 10}},
    "make slots": {"task": "bookings.tasks.make_slots", "schedule": 1.0, "options": {"expires": 10}},
}
