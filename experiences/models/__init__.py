"""What a host offers (facts) and the page that tells of it (story)."""

from .experience import Experience, Extra, Unit
from .page import ExperienceIndexPage, ExperiencePage

__all__ = ["Experience", "ExperienceIndexPage", "ExperiencePage", "Extra", "Unit"]
