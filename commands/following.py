"""``countersign feed``: every entry as it comes, each checked before it is shown."""

import json
import sys
from collections.abc import Iterator
from typing import Any, Final

import click

from commands.doors import Event
from commands.inputs import json_option
from commands.keys import KeyChoice, key_options
from commands.pins import Pin
from commands.places import Met, Place, met, place_options
from commands.server import POLL_SECONDS
from commands.tables.console import moment
from commands.tables.history import signer_words
from ledger.errors import UnverifiedError
from ledger.evidence.entry import Entry, parse_entry
from ledger.evidence.keys import KeyId, PublicKey, parse_jwk
from ledger.evidence.merkle import Frontier, check_consistency, leaf_hash
from ledger.evidence.statement import Statement, digest_of, open_statement, parse_kid
from ledger.verify.log import TreeRootError

_SOURCE_SECONDS: Final = POLL_SECONDS


class FeedGapError(UnverifiedError):
    """A feed has every entry, in order."""

    code = "feed-gap"
    message = "after entry {expected} comes next, the feed has {found}"


class FeedStatementError(UnverifiedError):
    """An event carries the statement that its entry names."""

    code = "feed-statement"
    message = "entry {leaf_index} names another statement than the one that came with it"


class FeedKeyError(UnverifiedError):
    """A key is the one that its id names."""

    code = "feed-key"
    message = "another key was given for the id {kid}"


class Follower:
    """Reads on from an entry; nothing leaves it before the tree and the signature hold."""

    def __init__(self, door: Met, pin: Pin, after: int) -> None:
        """Begin after an entry; the tree up to it is taken from the log and checked with it."""
        self._door = door
        self._after = after
        self._keys: dict[KeyId, PublicKey] = {}
        self.pin = pin.advance(door.checkpoint(), door.consistency)
        self._frontier = Frontier.load(after + 1, door.hashes(self.pin.size))

    def take(self, timeout: int) -> list[tuple[int, Entry, Statement | None]]:
        """Return the next events, all of them checked; none if none came in time.

        Raises:
            UnverifiedError: What came is not what the log signed, or a signature does not hold.
            LedgerError: The door's own refusal.
        """
        events = self._door.events(self._after, timeout)
        for event in events:
            if event.leaf_index != self._frontier.size:
                raise FeedGapError(expected=self._frontier.size, found=event.leaf_index)
            self._frontier.append(leaf_hash(event.entry))
        if events:
            self._check_tree()
            self._after = self._frontier.size - 1
        return [self._opened(event) for event in events]

    def _check_tree(self) -> None:
        """Hold the entries so far against a checkpoint that covers them, and pin it."""
        if self.pin.size < self._frontier.size:
            self.pin = self.pin.advance(self._door.checkpoint(), self._door.consistency)
        size, root = self._frontier.size, self._frontier.root()
        if self.pin.size == size:
            if self.pin.root != root:
                raise TreeRootError(sealed=self.pin.root.hex(), found=root.hex())
            return
        check_consistency(
            old_size=size,
            old_root=root,
            new_size=self.pin.size,
            new_root=self.pin.root,
            proof=self._door.consistency(size, self.pin.size),
        )

    def _opened(self, event: Event) -> tuple[int, Entry, Statement | None]:
        entry = parse_entry(event.entry)
        compact = event.statement
        if compact is None:
            return event.leaf_index, entry, None
        if digest_of(compact) != entry.env:
            raise FeedStatementError(leaf_index=event.leaf_index)
        return event.leaf_index, entry, open_statement(compact, self._key(compact, entry))

    def _key(self, compact: bytes, entry: Entry) -> PublicKey:
        """Return the key that a statement names: its id is its digest, so whatever has it is it."""
        kid = parse_kid(compact)
        if kid not in self._keys:
            key = parse_jwk(self._door.key_of(entry.env))
            if key.kid != kid:
                raise FeedKeyError(kid=kid)
            self._keys[kid] = key
        return self._keys[kid]


@click.command()
@click.option("--after", type=click.IntRange(-1), default=-1, help="Begin after this entry.")
@click.option("--follow", is_flag=True, help="Go on and wait for more, until interrupted.")
@place_options
@key_options
@json_option
def feed(*, after: int, follow: bool, place: Place, key: KeyChoice, is_json: bool) -> None:
    """Read the ledger's feed, checking each event: its entry's place in the tree, its signature.

    With --json, one object a line. At a server, --key says who reads; what is
    not meant for them comes as an entry alone.
    """
    with met(place, key.load() if key.is_made else None) as (door, pin):
        follower = Follower(door, pin, after)
        try:
            for leaf_index, entry, statement in _events(follower, follow=follow):
                _print(leaf_index, entry, statement, is_json=is_json)
        except KeyboardInterrupt:
            sys.stderr.write("\n")
        finally:
            place.book.keep(follower.pin)


def _events(follower: Follower, *, follow: bool) -> Iterator[tuple[int, Entry, Statement | None]]:
    while True:
        events = follower.take(POLL_SECONDS if follow else 0)
        yield from events
        if not events and not follow:
            return


def _print(leaf_index: int, entry: Entry, statement: Statement | None, *, is_json: bool) -> None:
    plain = _plain(leaf_index, entry, statement)
    if is_json:
        line = json.dumps(plain, ensure_ascii=False)
    elif statement is None:
        line = f"{leaf_index:>6}  {moment(plain['at'])}  not meant for you: an entry alone"
    else:
        who = signer_words(plain["signer"])
        what = f"{statement.kind} in {statement.stream}, by {who}"
        line = f"{leaf_index:>6}  {moment(plain['at'])}  {what}"
    click.echo(line)


def _plain(leaf_index: int, entry: Entry, statement: Statement | None) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "leaf_index": leaf_index,
        "at": entry.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "digest": entry.env,
    }
    if statement is None:
        return plain
    signer = statement.signer
    return {
        **plain,
        "kind": statement.kind,
        "stream": statement.stream,
        "signer": {
            "person": signer.person,
            "party": signer.party,
            "capacity": signer.capacity,
        },
        "statement": statement.compact.decode("ascii"),
    }
