"""The ledger file's tables, as SQLite keeps them: one place, compared word by word.

    events       a statement's exact bytes at its place: rowid - 1 is the leaf index
    entries      the bytes that the tree hashes
    nodes        hashes of complete subtrees
    openings     what commitments hide, until it is erased
    ledger_head  one row: how many entries, and when the newest was recorded
    checkpoint   one row: the newest signed tree head

A ledger file holds this and nothing else. Triggers stop honest mistakes; whoever
drops them is found by ``inspect`` and by the tree.
"""

from typing import Final

EVENTS_TABLE: Final = "events"

# The key must be NAMED rowid: eventsourcing reads the position under that name.
TABLES: Final = {
    "events": """CREATE TABLE events (
  rowid INTEGER PRIMARY KEY,
  originator_id TEXT NOT NULL,
  originator_version INTEGER NOT NULL,
  topic TEXT NOT NULL,
  state BLOB NOT NULL,
  env BLOB NOT NULL,
  statement_id TEXT NOT NULL
) STRICT""",
    "entries": """CREATE TABLE entries (
  leaf_index INTEGER PRIMARY KEY,
  entry BLOB NOT NULL
) STRICT""",
    "nodes": """CREATE TABLE nodes (
  level INTEGER NOT NULL,
  position INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (level, position)
) STRICT, WITHOUT ROWID""",
    "openings": """CREATE TABLE openings (
  leaf_index INTEGER NOT NULL,
  commitment TEXT NOT NULL,
  opening BLOB NOT NULL,
  PRIMARY KEY (leaf_index, commitment)
) STRICT, WITHOUT ROWID""",
    "ledger_head": """CREATE TABLE ledger_head (
  only INTEGER PRIMARY KEY CHECK (only = 0),
  size INTEGER NOT NULL,
  newest_at TEXT NOT NULL,
  erasing INTEGER NOT NULL
) STRICT""",
    "checkpoint": """CREATE TABLE checkpoint (
  only INTEGER PRIMARY KEY CHECK (only = 0),
  size INTEGER NOT NULL,
  note TEXT NOT NULL
) STRICT""",
}

COLUMNS: Final = {
    "events": (
        "rowid",
        "originator_id",
        "originator_version",
        "topic",
        "state",
        "env",
        "statement_id",
    ),
    "entries": ("leaf_index", "entry"),
    "nodes": ("level", "position", "hash"),
    "openings": ("leaf_index", "commitment", "opening"),
    "ledger_head": ("only", "size", "newest_at", "erasing"),
    "checkpoint": ("only", "size", "note"),
}

INDEXES: Final = {
    "events_by_stream": "CREATE UNIQUE INDEX events_by_stream"
    " ON events (originator_id, originator_version)",
    "events_by_env": "CREATE UNIQUE INDEX events_by_env ON events (env)",
    "events_by_id": "CREATE UNIQUE INDEX events_by_id ON events (statement_id)",
    # Which streams a clock runs in is read from this index alone.
    "events_by_topic": "CREATE INDEX events_by_topic ON events (topic, originator_id)",
    "openings_by_commitment": "CREATE INDEX openings_by_commitment ON openings (commitment)",
}


def _refusal(table: str, verb: str, condition: str = "") -> tuple[str, str]:
    name = f"{table}_refuse_{verb.lower()}"
    when = f" WHEN {condition}" if condition else ""
    refuse = f"SELECT RAISE(ABORT, '{table}: append-only')"
    return name, f"CREATE TRIGGER {name} BEFORE {verb} ON {table}{when} BEGIN {refuse}; END"


TRIGGERS: Final = dict(
    (
        *(
            _refusal(table, verb)
            for table in ("events", "entries", "nodes")
            for verb in ("UPDATE", "DELETE")
        ),
        _refusal("openings", "UPDATE"),
        # Erasure raises the flag, deletes and lowers it, all in one transaction.
        _refusal("openings", "DELETE", "(SELECT erasing FROM ledger_head) IS NOT 1"),
        _refusal("ledger_head", "UPDATE", "NEW.size < OLD.size"),
        _refusal("ledger_head", "DELETE"),
        _refusal("checkpoint", "UPDATE", "NEW.size < OLD.size"),
        _refusal("checkpoint", "DELETE"),
    )
)

BEGINNING: Final = "INSERT INTO ledger_head VALUES (0, 0, '', 0)"

# Everything that a ledger file's sqlite_master may list, by (type, name).
OBJECTS: Final = {
    **{("table", name): ddl for name, ddl in TABLES.items()},
    **{("index", name): ddl for name, ddl in INDEXES.items()},
    **{("trigger", name): ddl for name, ddl in TRIGGERS.items()},
}

# Set on each connection: a commit is on disk before it is answered, and what is
# erased is overwritten.
PRAGMAS: Final = ("PRAGMA synchronous=FULL", "PRAGMA secure_delete=ON")
