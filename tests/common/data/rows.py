"""What a row is, to the last fact, for comparing two ways to read it."""

from django.db.models import Model


def facts(instance: Model, *, seen: tuple[Model, ...] = ()) -> dict:
    """All that was read from the database, of the instance and of what came with it."""
    if any(instance is other for other in seen):
        return {"_again": instance.pk}
    state, seen = instance._state, (*seen, instance)
    related = {name: value and facts(value, seen=seen) for name, value in state.fields_cache.items()}
    return {key: value for key, value in vars(instance).items() if key != "_state"} | {
        "_db": state.db,
        "_adding": state.adding,
        "_deferred": instance.get_deferred_fields(),
        "_related": related,
    }
