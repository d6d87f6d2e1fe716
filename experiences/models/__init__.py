"""What a host offers (facts) and the page that tells of it (story)."""

from experiences.models.experience import Experience, Extra, Unit
from experiences.models.page import ExperienceIndexPage, ExperiencePage

__all__ = ["Experience", "ExperienceIndexPage", "ExperiencePage", "Extra", "Unit"]
