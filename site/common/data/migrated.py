"""Whether the database is as the code expects it."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def unapplied() -> list[str]:
    """The migrations that the database lacks, as `app name`, in the order in which they would run."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label} {migration.name}" for migration, _backwards in plan]
