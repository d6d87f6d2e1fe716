"""Slots, the rules that make them, what they share, the bookings that take their seats, and the messages these owe."""

from bookings.models.booking import Booking, BookingExtra, BookingUnit
from bookings.models.former_slug import FormerSlug
from bookings.models.resource import Resource, ResourceUse
from bookings.models.rota import Assignment, DayOff
from bookings.models.schedule import Closure, Schedule
from bookings.models.slot import Slot
from bookings.models.waiting import WaitingEntry

__all__ = [
    "Assignment",
    "Booking",
    "BookingExtra",
    "BookingUnit",
    "Closure",
    "DayOff",
    "FormerSlug",
    "Resource",
    "ResourceUse",
    "Schedule",
    "Slot",
    "WaitingEntry",
]
