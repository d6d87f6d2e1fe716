"""Outbox rows about what is offered, as mails."""
