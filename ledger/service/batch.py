"""Deciding a batch: on a layer over the world, each statement on a layer of its own.

First what time alone has made due, then statement by statement: checked,
recorded, and what follows by rule recorded with it as one unit. A refused
statement leaves no trace. Nothing here touches the disk.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ledger.domain import rules
from ledger.domain.directory import find_key, the_ledger
from ledger.domain.founding import open_founding
from ledger.domain.kinds.ledger import ErasurePerformed
from ledger.domain.rules import IdTakenError
from ledger.domain.system import system_claims
from ledger.domain.world import Act, FollowUp, Scratch
from ledger.errors import CorruptError, LedgerError, RefusedError
from ledger.evidence.entry import Entry
from ledger.evidence.keys import PublicKey
from ledger.evidence.statement import (
    Digest,
    KindTag,
    Seen,
    Statement,
    StatementId,
    digest_of,
    parse_kid,
    recall_statement,
    sign_statement,
)
from ledger.service.own import OwnKeys, root_of
from ledger.service.prepare import KeyNotEnrolledError, Prepared, Submission, open_prepared
from ledger.service.world import StoredWorld

__all__ = ["Batch", "Followed", "Outcome", "Submission"]


class CommitmentErasedError(RefusedError):
    """What was erased does not come back by another statement."""

    code = "commitment-erased"
    message = "what {path} seals was erased before"


class ClockStuckError(CorruptError):
    """What time makes due is recorded once, and its clock then stops."""

    code = "clock-stuck"
    message = "{stream} is still due after {kind} was recorded"


@dataclass(frozen=True, kw_only=True, slots=True)
class Followed:
    """A statement that the ledger itself made."""

    digest: Digest
    leaf_index: int
    kind: KindTag


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one submission: recorded at its place, or refused.

    Without ``error`` the statement is recorded, sealed and anchored. A
    statement that was recorded before has the place that it got then.
    """

    statement_id: StatementId | None = None
    digest: Digest | None = None
    leaf_index: int | None = None
    entry: Entry | None = None
    error: LedgerError | None = None
    follow_ups: tuple[Followed, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What was decided about one submission, before anything is on disk."""

    digest: Digest | None = None
    statement_id: StatementId | None = None
    error: LedgerError | None = None
    follow_ups: tuple[Act, ...] = ()
    is_known: bool = False  # it was recorded before


class Batch:
    """One batch as it is being decided; ``layer`` holds what it would record."""

    def __init__(self, world: StoredWorld, own: OwnKeys, at: datetime) -> None:
        """Begin on the world as it is, at one moment for all."""
        self._world = world
        self._own = own
        self._at = at
        root = world.root_at(world.size) if world.size else None
        self._seen = None if root is None else Seen(size=world.size, root=root.hex())
        self._openings: dict[Digest, tuple[tuple[str, bytes], ...]] = {}
        self.layer = Scratch(world)

    @property
    def acts(self) -> list[Act]:
        """What the batch would record, in order."""
        return self.layer.acts

    def openings_of(self, act: Act) -> tuple[tuple[str, bytes], ...]:
        """Give the openings that came with a statement."""
        return self._openings.get(act.digest, ())

    def erased(self) -> tuple[str, ...]:
        """List the commitments whose openings this batch erases."""
        return tuple(
            commitment
            for act in self.acts
            if isinstance(act.body, ErasurePerformed)
            for commitment in act.body.commitments
        )

    def record_due(self) -> tuple[Act, ...]:
        """Record everything that time alone has made due, in order of (due, stream)."""
        recorded: list[Act] = []
        while (follow_up := rules.due(self.layer, self._at)) is not None:
            unit = Scratch(self.layer)
            before = next(self.layer.deadlines())
            recorded.extend(self._follow(unit, (follow_up,)))
            unit.keep(self.layer)
            if next(self.layer.deadlines(), None) == before:
                raise ClockStuckError(stream=follow_up.stream, kind=follow_up.kind)
        return tuple(recorded)

    def decide(self, prepared: Prepared) -> Decision:
        """Record one statement with all that follows from it, or nothing of it."""
        statement = prepared.statement
        try:
            if prepared.error is not None:
                raise prepared.error
            if statement is None:
                prepared = open_prepared(prepared, self._key_of(prepared.submission.compact))
                statement = prepared.statement
            assert statement is not None, "opened"
            return self._record(statement, prepared.openings)
        except LedgerError as error:
            if isinstance(error, CorruptError):
                raise
            return Decision(
                digest=None if statement is None else statement.digest,
                statement_id=None if statement is None else statement.id,
                error=error,
            )

    def _record(self, statement: Statement, openings: tuple[tuple[str, bytes], ...]) -> Decision:
        known = self.layer.identified(statement.id)
        if known is not None:
            return self._recorded_before(statement, known)
        unit = Scratch(self.layer)
        act = rules.place(unit, statement, self._at)
        rules.check(unit, act)
        self._own.check_founding(act.body)
        self._check_erased(statement)
        follow_ups = self._follow(unit, rules.record(unit, act))
        unit.keep(self.layer)
        self._openings[act.digest] = openings
        return Decision(digest=act.digest, statement_id=statement.id, follow_ups=tuple(follow_ups))

    def _recorded_before(self, statement: Statement, known: Digest) -> Decision:
        """Accept the same signing input again; an ES256 signature may differ each time."""
        recorded = self.layer.find(known)
        assert recorded is not None, "an id leads to a recorded statement"
        if _signing_input(recorded.statement) != _signing_input(statement):
            raise IdTakenError(id=statement.id, digest=known)
        return Decision(digest=known, statement_id=statement.id, is_known=True)

    def _follow(self, unit: Scratch, follow_ups: Iterable[FollowUp]) -> list[Act]:
        """Sign and record what follows by rule, breadth first."""
        waiting = deque(follow_ups)
        recorded: list[Act] = []
        while waiting:
            statement = self._state(unit, waiting.popleft())
            rules.check_id(unit, statement)
            act = rules.place(unit, statement, self._at)
            recorded.append(act)
            waiting.extend(rules.record(unit, act))
        return recorded

    def _state(self, unit: Scratch, follow_up: FollowUp) -> Statement:
        ledger = the_ledger(unit)
        assert ledger is not None, "nothing follows by rule before the founding"
        claims = system_claims(unit, ledger, follow_up, at=self._at, seen=self._seen)
        compact = sign_statement(claims, self._own.system)
        return recall_statement(compact, digest_of(compact))

    def _key_of(self, compact: bytes) -> PublicKey:
        """Find a key that this batch has enrolled, or that its founding names."""
        kid = parse_kid(compact)
        if self.layer.size == 0:
            founding, body = open_founding(compact)
            self._own.check_founding(body)
            return root_of(body, founding.kid)
        key = self._world.keyring.get(kid) or find_key(self.layer, kid)
        if key is None:
            raise KeyNotEnrolledError(kid=kid)
        return key

    def _check_erased(self, statement: Statement) -> None:
        ledger = the_ledger(self.layer)
        if ledger is None:
            return
        for sealed in statement.sealed:
            if sealed.commitment in ledger.erased:
                raise CommitmentErasedError(path=sealed.path)


def _signing_input(statement: Statement) -> bytes:
    return statement.compact.rpartition(b".")[0]
