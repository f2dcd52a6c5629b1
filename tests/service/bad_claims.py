"""Well-formed statements that claim what is not so, and endorsements of the wrong ones."""

from typing import Any

from ledger.domain.boards.appointments import CharterStaleError
from ledger.domain.common import (
    AfterError,
    BaseError,
    MeaningError,
    NotAReaderError,
    NotOpenedError,
    ReasonError,
    SeenUnknownError,
    SignedBeforeSeenError,
    SignedInFutureError,
    SubjectError,
    WrongLedgerError,
    WrongStreamError,
)
from ledger.domain.endorsement import (
    NotAnEndorserError,
    NothingPendingError,
    NotTheProposerError,
    WithdrawalCapacityError,
)
from ledger.domain.kinds.board import CharterAmended
from ledger.domain.kinds.common import ActEndorsed, ActWithdrawn
from ledger.domain.kinds.party import KeyRevoked
from ledger.domain.room import OutOfStateError
from ledger.domain.rules import IdTakenError
from ledger.errors import LedgerError
from ledger.evidence.statement import Seen
from tests.service.misuse import (
    CRO,
    JOINT,
    NOWHERE,
    OWN,
    Row,
    charter,
    constitution,
    later,
)


def member(name: str, value: object, error: type[LedgerError]) -> Row:
    """Put another value into a payload member."""
    return Row(lambda desk: desk.member(**{name: value}), error)


def claims(error: type[LedgerError], **members: Any) -> Row:
    """Sign well-formed claims that are not true here."""
    return Row(lambda desk: desk.renamed(**members), error)


CLAIMS = {
    "another ledger": claims(WrongLedgerError, ledger=NOWHERE),
    "no ledger": claims(WrongLedgerError, ledger=None),
    "replay into another stream": member("stream", "party/sponsor", AfterError),
    "replay into another type of stream": member("stream", OWN, WrongStreamError),
    "replay into a stream that is not open": Row(
        lambda desk: desk.member(stream="party/nobody", after=None), NotOpenedError
    ),
    "an after that is nowhere": claims(AfterError, after=NOWHERE),
    "no after": claims(AfterError, after=None),
    "an after of another stream": Row(lambda desk: desk.renamed(after=desk.ledger_id), AfterError),
    "an after in a stream that is not open": Row(
        lambda desk: desk.by(
            "alice", "board.constituted.v1", "board/new", constitution("cro"), after=NOWHERE
        ),
        AfterError,
    ),
    "a base where nothing is replaced": claims(BaseError, base=NOWHERE),
    "a stale base": Row(
        lambda desk: desk.by(
            "alice",
            "charter.amended.v1",
            OWN,
            CharterAmended(charter=charter("cro")),
            base=desk.charter_before,
        ),
        CharterStaleError,
    ),
    "a subject where nothing is acted on": claims(SubjectError, subject=NOWHERE),
    "a future date": Row(
        lambda desk: desk.renamed(signed_at=later(desk, 301)), SignedInFutureError
    ),
    "a date before what was seen": Row(
        lambda desk: desk.renamed(signed_at=later(desk, -301)), SignedBeforeSeenError
    ),
    "nothing seen": claims(SeenUnknownError, seen=None),
    "a root never sealed": claims(SeenUnknownError, seen=Seen(size=1, root=64 * "0")),
    "a size never reached": claims(SeenUnknownError, seen=Seen(size=10_000, root=64 * "0")),
    "a wrong meaning": claims(MeaningError, meaning="rejection"),
    "no meaning": claims(MeaningError, meaning=None),
    "no reason": Row(
        lambda desk: desk.by(
            "alice",
            "key.revoked.v1",
            CRO,
            KeyRevoked(kid=desk.people["alice"].key.public.kid, cause="lost"),
            reason=None,
            signer=desk.claim("alice", "person"),
        ),
        ReasonError,
    ),
    "the same id, other bytes": Row(
        lambda desk: desk.renamed(id=desk.recorded_id, reason="other"), IdTakenError
    ),
    "a kind out of its state": Row(
        lambda desk: desk.by("alice", "board.constituted.v1", OWN, constitution("cro")),
        OutOfStateError,
    ),
}


ENDORSEMENTS = {
    "twice by the same person": Row(lambda desk: desk.endorsement("sam"), NotAnEndorserError),
    "twice by the same person with another key": Row(
        lambda desk: desk.endorsement("sam-again"), NotAnEndorserError
    ),
    "by the proposer": Row(lambda desk: desk.endorsement("alice"), NotAnEndorserError),
    "by an outsider": Row(lambda desk: desk.endorsement("oscar"), NotAReaderError),
    "in another capacity": Row(
        lambda desk: desk.endorsement("tess", signer=desk.claim("tess", "member", party="tech")),
        NotAnEndorserError,
    ),
    "by a root": Row(
        lambda desk: desk.sign(
            desk.root, "act.endorsed.v1", JOINT, ActEndorsed(), subject=desk.waiting
        ),
        NotAnEndorserError,
    ),
    "of nothing": Row(lambda desk: desk.endorsement("tess", subject=NOWHERE), NothingPendingError),
    "without a subject": Row(lambda desk: desk.endorsement("tess", subject=None), SubjectError),
    "in another stream": Row(
        lambda desk: desk.by("alice", "act.endorsed.v1", OWN, ActEndorsed(), subject=desk.waiting),
        NothingPendingError,
    ),
    "withdrawal by another party": Row(
        lambda desk: desk.by(
            "sam", "act.withdrawn.v1", JOINT, ActWithdrawn(), subject=desk.waiting
        ),
        NotTheProposerError,
    ),
    "withdrawal by somebody without the proposer's role": Row(
        lambda desk: desk.by(
            "alice",
            "act.withdrawn.v1",
            JOINT,
            ActWithdrawn(),
            subject=desk.waiting,
            signer=desk.claim("alice", "member"),
        ),
        WithdrawalCapacityError,
    ),
    "withdrawal of what took effect": Row(
        lambda desk: desk.by(
            "alice", "act.withdrawn.v1", OWN, ActWithdrawn(), subject=desk.charter_before
        ),
        NothingPendingError,
    ),
}
