"""Yardsticks, measured in the same run: bare signatures, bare commits."""

import sqlite3
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ed25519

from ledger.evidence.merkle import Frontier, hash_leaves
from ledger.store.schema import PRAGMAS, TABLES
from tests.bench.figures import CORES

_SLICE = 64


@dataclass(frozen=True)
class Signed:
    """What one bare verification needs."""

    key: ed25519.Ed25519PublicKey
    message: bytes
    signature: bytes

    def verify(self) -> None:
        """Check the signature and nothing else."""
        self.key.verify(self.signature, self.message)


def signed_of(compacts: Sequence[bytes]) -> list[Signed]:
    """Sign the messages of these statements anew under one key."""
    private = ed25519.Ed25519PrivateKey.generate()
    public = private.public_key()
    messages = [compact.rpartition(b".")[0] for compact in compacts]
    return [Signed(public, message, private.sign(message)) for message in messages]


def verifications_per_second(signed: Sequence[Signed], seconds: float, threads: int) -> float:
    """Verify over and over; cryptography lets go of the interpreter's lock meanwhile."""

    def work(_thread: int) -> int:
        until, done = time.perf_counter() + seconds, 0
        while time.perf_counter() < until:
            for number in range(done, done + _SLICE):
                signed[number % len(signed)].verify()
            done += _SLICE
        return done

    with ThreadPoolExecutor(max_workers=threads) as pool:
        begun = time.perf_counter()
        done = sum(pool.map(work, range(threads)))
        return done / (time.perf_counter() - begun)


def on_one_core(signed: Sequence[Signed], seconds: float) -> float:
    """Say how many signatures one core verifies in a second."""
    return verifications_per_second(signed, seconds, 1)


def on_all_cores(signed: Sequence[Signed], seconds: float) -> float:
    """Say how many signatures all cores verify in a second."""
    return verifications_per_second(signed, seconds, CORES)


def commits_per_second(ledger: Path, target: Path, rows_max: int) -> float:
    """Write the newest rows of a ledger file to an empty one, a commit for each; say how many."""
    with closing(sqlite3.connect(ledger)) as source:
        size, note = source.execute("SELECT size, note FROM checkpoint").fetchone()
        start = max(0, size - rows_max)
        events = source.execute("SELECT * FROM events WHERE rowid > ?", (start,)).fetchall()
        entries = source.execute("SELECT * FROM entries WHERE leaf_index >= ?", (start,)).fetchall()
    frontier = Frontier.empty()
    with closing(sqlite3.connect(target, isolation_level=None)) as file:
        for pragma in PRAGMAS:
            file.execute(pragma)
        file.execute("PRAGMA journal_mode = WAL")
        for table in TABLES.values():
            file.execute(table)
        begun = time.perf_counter()
        for event, entry in zip(events, entries, strict=True):
            nodes = frontier.append(hash_leaves([entry[1]])[0])
            file.execute("BEGIN IMMEDIATE")
            file.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", event)
            file.execute("INSERT INTO entries VALUES (?, ?)", entry)
            file.executemany("INSERT INTO nodes VALUES (?, ?, ?)", nodes)
            file.execute("INSERT OR REPLACE INTO checkpoint VALUES (0, ?, ?)", (event[0], note))
            file.execute("COMMIT")
        return len(events) / (time.perf_counter() - begun)
