"""Keeps search true to the facts that pages borrow their words from."""


def reindex_pages(sender, instance, **kwargs) -> None:
    """Put the pages of a saved fact into the search index again; what hangs further off waits for the nightly run."""
    from modelsearch import index

    for page in instance.pages.all():
        index.insert_or_update_object(page)
