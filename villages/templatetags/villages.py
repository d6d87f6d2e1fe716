"""Closed lists of the villages' facts for templates."""

from django import template

from villages.domain.seen import Confirmed, confirmed
from villages.enums import Paper
from villages.models import Host

register = template.Library()


@register.simple_tag
def papers() -> list[tuple[str, str]]:
    """What a verifier may have seen: value and words."""
    return [(paper.value, str(paper.label)) for paper in Paper]


@register.simple_tag
def facts_to_confirm(host: Host) -> list[Confirmed]:
    """What a verifier says yes to."""
    return confirmed(host)
