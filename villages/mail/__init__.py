"""Outbox rows about hosts, as mails."""
