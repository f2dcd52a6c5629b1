"""The stored nodes as a HashReader, for proofs, tiles and the writer's frontier."""

from collections.abc import Sequence

from eventsourcing.sqlite import SQLiteDatastore

from ledger.errors import CorruptError
from ledger.evidence.merkle import Coordinate, Hash


class NodeMissingError(CorruptError):
    """Each complete subtree of the log has its hash in the store."""

    code = "node-missing"
    message = "the store has no hash for subtree {position} of level {level}"


class StoredHashes:
    """Reads hashes of complete subtrees from the ledger file."""

    def __init__(self, datastore: SQLiteDatastore) -> None:
        """Read through the connections of ``datastore``."""
        self._datastore = datastore

    def read_hashes(self, coordinates: Sequence[Coordinate]) -> Sequence[Hash]:
        """Give the hash at each coordinate, in the order asked, from one state of the file.

        Raises:
            NodeMissingError: A complete subtree has no hash.
        """
        hashes = []
        with self._datastore.transaction(commit=False) as c:
            for level, position in coordinates:
                c.execute(
                    "SELECT hash FROM nodes WHERE level = ? AND position = ?", (level, position)
                )
                row = c.fetchone()
                if row is None:
                    raise NodeMissingError(level=level, position=position)
                hashes.append(Hash(row[0]))
        return hashes
