"""Words of bookings in templates."""

from django import template

from bookings import texts
from bookings.domain.calendar import availability
from experiences.texts import duration_text

register = template.Library()
register.filter("duration", duration_text)
register.filter("seats_text", texts.seats_text)
register.filter("availability_state", availability.state_of)
