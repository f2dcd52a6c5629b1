"""The tables of all views, disposable: a file with another tag is rebuilt, never migrated.

Instants and days are text in ISO 8601, so that what is read can be answered as
it is. ``digest`` and ``leaf_index`` name the statement that made a row so; for
an act that others had to endorse, its digest and the place where it took effect.
"""

from hashlib import sha256
from typing import Any

from sqlalchemy import Boolean, Column, Integer, MetaData, PrimaryKeyConstraint, Table, Text
from sqlalchemy.schema import CreateIndex, CreateTable, Index

# Raise it when a view reads the same statements otherwise into the same tables.
FOLD_VERSION = 1

metadata = MetaData()


def _table(name: str, key: str, text: str, numbers: str = "", flags: str = "") -> Table:
    """Describe a table; columns are written as words, the key's among them."""
    columns: list[Column[Any]] = [Column(word, Text) for word in text.split()]
    columns += [Column(word, Integer) for word in numbers.split()]
    columns += [Column(word, Boolean(create_constraint=False)) for word in flags.split()]
    return Table(name, metadata, *columns, PrimaryKeyConstraint(*key.split()))


# One row: the first leaf that is not folded yet, and the tag of the tables that it counts for.
position = _table("position", "name", "name tag", "next_leaf")

statements = _table(
    "statements",
    "leaf_index",
    "digest id kind stream kid party person capacity meaning reason subject base"
    " signed_at recorded_at effect",
    "leaf_index position",
)
Index("statements_digest", statements.c.digest, unique=True)
Index("statements_id", statements.c.id, unique=True)
Index("statements_stream", statements.c.stream, statements.c.position, unique=True)
Index("statements_person", statements.c.party, statements.c.person)

endorsements = _table(
    "endorsements", "digest", "digest act stream party person capacity", "leaf_index"
)
corrections = _table(
    "corrections",
    "correction",
    "correction digest stream kind reason was became",
    "leaf_index",
)
Index("corrections_digest", corrections.c.digest)

streams = _table(
    "streams",
    "stream",
    "stream type parent tag head phase opened_at updated_at due_at",
    "length leaf_index",
    "everyone",
)
audiences = _table("audiences", "stream party", "stream party")
waiting = _table("waiting", "digest", "digest stream kind missing", "leaf_index")

parties = _table("parties", "party", "party role legal_name digest", "leaf_index")
party_names = _table(
    "party_names", "party leaf_index", "party legal_name on_day digest", "leaf_index"
)
registrars = _table("registrars", "kid", "kid party digest", "leaf_index")
people = _table(
    "people",
    "party person",
    "party person proofing_method digest undertaking responsible until_day",
    "leaf_index",
    "agent",
)
keys = _table(
    "keys",
    "kid",
    "kid party person digest enrolled_at revoked_at revoked_by cause compromised_since",
    "leaf_index",
)
roles = _table(
    "roles",
    "digest",
    "digest party person role from_day until_day scope limit_currency ended_by",
    "limit_minor leaf_index",
)
auditors = _table("auditors", "kid", "kid engaged_by until_day digest", "leaf_index", "everything")
auditor_scopes = _table("auditor_scopes", "kid stream", "kid stream")


def schema_tag() -> str:
    """Name this set of tables, and this way of filling them, by a digest."""
    parts = [str(CreateTable(table)) for table in metadata.sorted_tables]
    indexes = {index.name: index for table in metadata.sorted_tables for index in table.indexes}
    parts += [str(CreateIndex(indexes[name])) for name in sorted(indexes, key=str)]
    return sha256("\n".join([str(FOLD_VERSION), *parts]).encode("utf-8")).hexdigest()
