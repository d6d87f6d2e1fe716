"""Slots, the rules that make them, the bookings that take their seats, and the messages these owe."""

from .booking import Booking, BookingExtra, BookingUnit
from .message import OutboxMessage
from .schedule import Closure, Schedule
from .slot import Slot

__all__ = ["Booking", "BookingExtra", "BookingUnit", "Closure", "OutboxMessage", "Schedule", "Slot"]
