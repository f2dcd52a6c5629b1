"""Public keys by their ids, found in the statements that name them.

    {"crv":"Ed25519","kty":"OKP","x":"11qYAYKx…"}   anywhere in a body of the directory

A key id is the digest of its key, so whatever JWK has the id *is* the key. When
and for whom it was enrolled is for the rules to say, not for this index.
"""

from collections.abc import Callable, Iterable, Iterator
from threading import Lock

from ledger.domain.directory import party_stream
from ledger.domain.kinds.ledger import PartyAdmitted
from ledger.domain.world import MAIN, Act
from ledger.errors import CorruptError, MalformedError
from ledger.evidence.canonical import Json, parse_canonical
from ledger.evidence.keys import KeyId, PublicKey, parse_jwk
from ledger.evidence.statement import StreamName


class SignerKeyMissingError(CorruptError):
    """Whoever signed a recorded statement was named in the directory before."""

    code = "signer-key-missing"
    message = "no statement of the directory names the key {key}"


class Signers:
    """Keys by id; reads on in the directory when asked for one that it has not met."""

    def __init__(self, history: Callable[[StreamName, int], Iterable[Act]]) -> None:
        """Begin with none; ``history(stream, after)`` gives a stream's acts after a position."""
        self._history = history
        self._positions: dict[StreamName, int] = {MAIN: 0}
        self._keys: dict[KeyId, PublicKey] = {}
        self._reading = Lock()

    def key(self, kid: KeyId) -> PublicKey:
        """Return the key that has this id.

        Raises:
            SignerKeyMissingError: The directory names none.
        """
        if kid not in self._keys:
            with self._reading:
                self._read_on(MAIN)  # admissions first: they say which other streams there are
                for party in tuple(self._positions):
                    self._read_on(party)
        try:
            return self._keys[kid]
        except KeyError:
            raise SignerKeyMissingError(key=kid) from None

    def _read_on(self, stream: StreamName) -> None:
        for act in self._history(stream, self._positions[stream]):
            self._keys.update((key.kid, key) for key in keys_named(act.statement.body))
            if isinstance(act.body, PartyAdmitted):
                self._positions.setdefault(party_stream(act.body.party), 0)
            self._positions[stream] = act.position


def keys_named(body: bytes) -> Iterator[PublicKey]:
    """Yield every public key that stands in a body, wherever it stands."""
    yield from _keys_in(parse_canonical(body))


def _keys_in(value: Json) -> Iterator[PublicKey]:
    match value:
        case dict() if "kty" in value:
            try:
                yield parse_jwk(value)
            except MalformedError:
                return  # not a key of ours: nobody can have signed with it
        case dict():
            for member in value.values():
                yield from _keys_in(member)
        case list() | tuple():
            for member in value:
                yield from _keys_in(member)
