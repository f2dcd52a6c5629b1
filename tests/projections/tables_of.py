"""Reading every table of the views, to compare."""

from typing import Any

from sqlalchemy import select

from projections.runner import Views
from projections.tables import metadata


def tables_of(views: Views) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables, each table in a fixed order."""
    with views.connection() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(select(table))),
                key=repr,
            )
            for table in metadata.sorted_tables
        }
