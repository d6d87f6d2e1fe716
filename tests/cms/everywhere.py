"""Every address below /cms/, led to given rows."""

from collections.abc import Iterator, Mapping
from itertools import product

from django.db.models import Model
from django.urls import URLPattern, get_resolver, reverse

CMS = "cms/"
# Ends the session, or breaks on purpose.
LEFT_OUT = {"wagtailadmin_logout", "wagtailadmin_error_test"}


def patterns() -> Iterator[tuple[str, list[str]]]:
    """Each address that has a name: that, with its namespaces, and the names of its parameters."""
    for found in get_resolver().url_patterns:
        if str(found.pattern) == CMS and not isinstance(found, URLPattern):
            yield from _below(found, [])


def _below(resolver, namespaces: list[str]) -> Iterator[tuple[str, list[str]]]:
    for item in resolver.url_patterns:
        if not isinstance(item, URLPattern):
            yield from _below(item, [*namespaces, item.namespace] if item.namespace else namespaces)
        elif item.name and item.name not in LEFT_OUT:
            yield ":".join([*namespaces, item.name]), list(item.pattern.regex.groupindex)


def filled(values: Mapping[str, list]) -> Iterator[str]:
    """The path of every address, once for each of the `values` of its parameters.

    `values["wagtailimages:pk"]` comes before `values["pk"]` in that namespace, or at the address of that name. Raises
    KeyError for a parameter that nobody thought of.
    """
    for name, parameters in patterns():
        area = name.rsplit(":", 1)[0]
        choices = [values.get(f"{area}:{parameter}") or values[parameter] for parameter in parameters]
        for chosen in product(*choices):
            yield reverse(name, kwargs=dict(zip(parameters, chosen, strict=True)))


def rows(*models: type[Model]) -> dict[tuple[str, object], dict]:
    """Everything that the tables of `models` hold, by model and key."""
    return {(model._meta.label, row[model._meta.pk.attname]): row for model in models for row in model.objects.values()}
