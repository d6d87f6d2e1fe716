"""What a host offers (facts) and the page that tells of it (story)."""

from experiences.models.experience import Experience, Extra, Unit
from experiences.models.page import ExperienceIndexPage, ExperiencePage
from experiences.models.prices import Season, Tier

__all__ = ["Experience", "ExperienceIndexPage", "ExperiencePage", "Extra", "Season", "Tier", "Unit"]
