"""Closed lists of the villages' facts for templates."""

from django import template

from villages.enums import Paper

register = template.Library()


@register.simple_tag
def papers() -> list[tuple[str, str]]:
    """What a verifier may have seen: value and words."""
    return [(paper.value, str(paper.label)) for paper in Paper]
