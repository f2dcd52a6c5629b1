"""A member's own desk: draft, pin, compare, sign, submit, keep the receipt.

What the ledger drafts is never signed unread: everything but the members that
it fills in (its id, the statement's id, ``after``, the time) must be what was
asked for, and ``seen`` is the desk's own pin.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Protocol

from commands.pins import Pin
from ledger.drafting import Wish
from ledger.errors import UnverifiedError
from ledger.evidence.canonical import Body, Json, encode_body
from ledger.evidence.commitment import Opening, make_opening
from ledger.evidence.keys import Signer
from ledger.evidence.merkle import Hash
from ledger.evidence.statement import (
    Claims,
    Digest,
    KindTag,
    SignerClaim,
    StreamName,
    sign_statement,
)

_FILLED_IN = frozenset({"ledger", "id", "after", "seen", "signed_at", "meaning", "sealed"})


class DraftDifferentError(UnverifiedError):
    """A draft says what was asked for; a desk signs nothing else."""

    code = "draft-different"
    message = "the draft's {member} is not what was asked for"


@dataclass(frozen=True, kw_only=True)
class Said:
    """A recorded statement, as its signer gets it back."""

    id: str
    digest: Digest
    leaf_index: int


class Door(Protocol):
    """The way to a ledger: its folder, or its server."""

    def draft(self, wish: Wish) -> Claims:
        """Return the claims to sign."""

    def submit(self, compact: bytes, openings: Sequence[Opening]) -> Said:
        """Record a statement.

        Raises:
            LedgerError: The ledger's refusal, by its own name.
        """

    def checkpoint(self) -> str:
        """Return the newest checkpoint."""

    def consistency(self, old_size: int, new_size: int) -> Sequence[Hash]:
        """Return the proof that the log only grew."""


class Desk:
    """One signer at their own machine: a key, the authority claimed with it, a pin."""

    def __init__(self, door: Door, key: Signer, claim: SignerClaim, pin: Pin | None) -> None:
        """Sit down with a key; ``pin`` None only while the ledger is being founded."""
        self.door = door
        self.key = key
        self.claim = claim
        self.pin = pin

    def as_(self, capacity: str) -> "Desk":
        """Return the same desk, claiming another capacity of the same person."""
        claim = SignerClaim(person=self.claim.person, party=self.claim.party, capacity=capacity)
        return Desk(self.door, self.key, claim, self.pin)

    def say(
        self,
        kind: str,
        stream: str,
        body: Body,
        *,
        sealed: Mapping[str, Json] | None = None,
        **facts: object,
    ) -> Said:
        """Draft, sign and submit one statement.

        ``sealed`` gives values by body path; ``facts`` are members of
        :class:`~ledger.drafting.Wish` (``subject``, ``base``, ``meaning``, …).

        Raises:
            LedgerError: The ledger's refusal, by its own name.
        """
        openings = [make_opening(path, value) for path, value in (sealed or {}).items()]
        wish = Wish(
            kind=KindTag(kind),
            stream=StreamName(stream),
            body=encode_body(body),
            signer=self.claim,
            sealed=tuple(opening.sealed for opening in openings),
            **facts,  # type: ignore[arg-type]
        )
        return self.door.submit(self.sign(wish), openings)

    def sign(self, wish: Wish) -> bytes:
        """Return a statement that says what was wished, pinned and signed.

        Raises:
            DraftDifferentError: The draft says something else.
        """
        claims = self.door.draft(wish)
        check_draft(claims, wish)
        if self.pin is not None:
            self.pin = self.pin.advance(self.door.checkpoint(), self.door.consistency)
            claims = replace(claims, ledger=self.pin.ledger, seen=self.pin.seen())
        return sign_statement(claims, self.key)


def check_draft(claims: Claims, wish: Wish) -> None:
    """Accept a draft that says what was asked for.

    Raises:
        DraftDifferentError: A member is another one.
    """
    for member in fields(Wish):
        if member.name not in _FILLED_IN and getattr(claims, member.name) != getattr(
            wish, member.name
        ):
            raise DraftDifferentError(member=member.name)
    if wish.meaning is not None and claims.meaning != wish.meaning:
        raise DraftDifferentError(member="meaning")
    if {(each.path, each.commitment) for each in claims.sealed} != {
        (each.path, each.commitment) for each in wish.sealed
    }:
        raise DraftDifferentError(member="sealed")
