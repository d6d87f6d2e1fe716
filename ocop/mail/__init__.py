"""Outbox rows of the register as mails."""
