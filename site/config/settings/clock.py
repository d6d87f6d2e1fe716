"""What Celery beat asks for, and how often, in seconds; an order that nobody took in that time is asked for anew."""

from typing import Any

# Asked for every hour and done in the night, or by day where it was not done for a day: the machine may sleep at night.
NIGHTLY = {"schedule": 3600.0, "kwargs": {"when_old": True}, "options": {"expires": 3600}}
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "drain the outbox": {"task": "bookings.tasks.drain_outbox", "schedule": 10.0, "options": {"expires": 10}},
    "expire holds": {"task": "bookings.tasks.expire_holds", "schedule": 60.0, "options": {"expires": 60}},
    "offer waiting": {"task": "bookings.tasks.offer_waiting", "schedule": 60.0, "options": {"expires": 60}},
    "decide minimum": {"task": "bookings.tasks.decide_minimum", "schedule": 60.0, "options": {"expires": 60}},
    "tell changed places": {
        "task": "bookings.tasks.tell_changed_places",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "issue invoices": {"task": "bookings.tasks.issue_invoices", "schedule": 30.0, "options": {"expires": 30}},
    "ask gateways": {"task": "bookings.tasks.ask_gateways", "schedule": 60.0, "options": {"expires": 60}},
    "match bank notices": {
        "task": "bookings.tasks.match_bank_notices",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "invite reviews": {"task": "bookings.tasks.invite_reviews", "schedule": 900.0, "options": {"expires": 900}},
    "remind guests": {"task": "bookings.tasks.remind_guests", "schedule": 600.0, "options": {"expires": 600}},
    "tell of the day": {"task": "bookings.tasks.tell_day", "schedule": 600.0, "options": {"expires": 600}},
    "nag of refunds": {"task": "bookings.tasks.nag_refunds", "schedule": 3600.0, "options": {"expires": 3600}},
    "plan rota": {"task": "bookings.tasks.plan_rota", "schedule": 300.0, "options": {"expires": 300}},
    "publish scheduled": {"task": "pages.tasks.publish_scheduled", "schedule": 30.0, "options": {"expires": 30}},
    "do imports": {"task": "ocop.tasks.do_imports", "schedule": 30.0, "options": {"expires": 30}},
    "tidy": {"task": "bookings.tasks.tidy", **NIGHTLY},
    "refresh search": {"task": "pages.tasks.refresh_search", **NIGHTLY},
    "make slots": {"task": "bookings.tasks.share_out_slots", "schedule": 3600.0, "options": {"expires": 3600}},
    # One for each queue that workers listen to.
    "pulse": {
        "task": "common.tasks.pulse",
        "args": ["celery"],
        "schedule": 60.0,
        "options": {"expires": 60, "queue": "celery"},
    },
}
