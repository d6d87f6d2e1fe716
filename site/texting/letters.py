"""The letters of a text to a phone."""

from common.words.text import unmarked


def plain(text: str) -> str:
    """Without marks: with one of them a text holds 70 signs instead of 160 (GSM 03.38), and old phones show boxes."""
    return unmarked(text).encode("ascii", "ignore").decode()
