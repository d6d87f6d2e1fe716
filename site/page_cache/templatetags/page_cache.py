"""Where a page that is kept leaves a hole."""

from django import template

from page_cache.holes import hole

register = template.Library()
register.simple_tag(hole)
