"""Questions to the index, in folded words."""

from modelsearch.query import MATCH_NONE, And, Boost, Not, Or, Phrase, PlainText, SearchQuery

from common.words.text import words


def fold_query(query: str | SearchQuery) -> str | SearchQuery:
    """The same query for folded words; one without any word finds nothing."""
    return words(query) if isinstance(query, str) else _folded(query)


def _folded(query: SearchQuery) -> SearchQuery:
    if isinstance(query, And | Or):
        return type(query)([_folded(part) for part in query.subqueries])
    if isinstance(query, Not):
        return Not(_folded(query.subquery))
    if isinstance(query, Boost):
        return Boost(_folded(query.subquery), query.boost)
    if isinstance(query, PlainText):
        text = words(query.query_string)
        return PlainText(text, operator=query.operator, boost=query.boost) if text else MATCH_NONE
    if isinstance(query, Phrase):
        text = words(query.query_string)
        return Phrase(text) if text else MATCH_NONE
    return query


class FoldsQueries:
    """For a database's backend."""

    def _search(self, compiler, query, model_or_queryset, **kwargs):
        return super()._search(compiler, fold_query(query), model_or_queryset, **kwargs)  # type: ignore[misc]
