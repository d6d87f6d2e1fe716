"""Slots, the rules that make them, what they share, the bookings that take their seats, and the messages these owe."""

from .booking import Booking, BookingExtra, BookingUnit
from .message import OutboxMessage
from .resource import Resource, ResourceUse
from .rota import Assignment, DayOff
from .schedule import Closure, Schedule
from .slot import Slot
from .waiting import WaitingEntry

__all__ = [
    "Assignment",
    "Booking",
    "BookingExtra",
    "BookingUnit",
    "Closure",
    "DayOff",
    "OutboxMessage",
    "Resource",
    "ResourceUse",
    "Schedule",
    "Slot",
    "WaitingEntry",
]
