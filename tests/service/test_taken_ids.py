"""The ids of what the ledger states can be computed, and so be taken; that hurts nobody else."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from ledger.audit.folder import verify_folder
from ledger.domain.directory import the_ledger
from ledger.domain.kinds.ledger import ErasureDecided, ErasurePerformed
from ledger.domain.rules import IdTakenError
from ledger.domain.system import system_claims
from ledger.domain.world import MAIN, FollowUp
from ledger.evidence.statement import StatementId, digest_of
from ledger.service import Submission
from tests.service.desk import Desk
from tests.service.misuse import CRO, RENAMED


def foreseen_id(desk: Desk, cause: Submission, leaf_index: int) -> StatementId:
    """Compute the id that an erasure will have, as any member can."""
    ledger = the_ledger(desk.ledger.world)
    assert ledger is not None
    then = SimpleNamespace(size=leaf_index, stream=desk.ledger.world.stream)
    performed = ErasurePerformed(commitments=(43 * "A",))
    follow_up = FollowUp(
        stream=MAIN,
        kind="erasure.performed.v1",
        subject=digest_of(cause.compact),
        body=performed,
    )
    return system_claims(cast("Any", then), ledger, follow_up, at=desk.now, seen=None).id


def test_a_taken_id_refuses_its_cause_alone(tmp_path: Path) -> None:
    """Who takes the id of a follow-up holds up its cause until the clock moves, nothing else."""
    desk = Desk.found(tmp_path)
    alice = desk.enrol("cro", "alice", "signatory")
    decided = ErasureDecided(commitments=(43 * "A",), basis="GDPR art. 17", granted=True)
    cause = desk.sign(desk.root, "erasure.decided.v1", MAIN, decided)
    size = desk.ledger.world.size
    squat = desk.sign(
        alice, "party.renamed.v1", CRO, RENAMED, id=foreseen_id(desk, cause, size + 2)
    )
    neighbour = desk.sign(alice, "party.renamed.v1", CRO, RENAMED)

    outcomes = desk.ledger.record((squat, cause, neighbour))
    desk.advance(seconds=1)
    again = desk.send(cause)

    assert [type(outcome.error) for outcome in outcomes] == [type(None), IdTakenError, type(None)]
    assert [followed.kind for followed in again.follow_ups] == ["erasure.performed.v1"]
    assert verify_folder(desk.folder).findings == ()
