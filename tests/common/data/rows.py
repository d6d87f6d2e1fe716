"""What a row is, to the last fact, for comparing two ways to read it."""

from django.db.models import Model


def facts(instance: Model) -> dict:
    """All that was read from the database, of the instance and of what came with it."""
    state = instance._state
    related = {name: value and facts(value) for name, value in state.fields_cache.items()}
    return {key: value for key, value in vars(instance).items() if key != "_state"} | {
        "_db": state.db,
        "_adding": state.adding,
        "_deferred": instance.get_deferred_fields(),
        "_related": related,
    }
