"""Finding rows as people type: without marks, words in any order, phone numbers with 0 or +84.

For tables of hundreds of rows, whose texts are folded as they are read.
"""

from django.db.models import QuerySet

from common.words.text import fold


def matches(words: list[str], texts: list) -> bool:
    """Whether every folded word is somewhere in `texts`."""
    text = fold(" ".join(str(item) for item in texts if item))
    text = f"{text} {text.replace('+84', '0')}"
    return all(word in text for word in words)


def find(queryset: QuerySet, query: str, fields: list[str]) -> QuerySet:
    """Rows of `queryset` in whose `fields` every word of `query` occurs."""
    words = fold(query).split()
    rows = queryset.values_list("pk", *fields)
    return queryset.filter(pk__in=[pk for pk, *texts in rows if matches(words, texts)])
