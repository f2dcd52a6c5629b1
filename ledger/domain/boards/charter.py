"""Whether a charter can stand: checked when it is adopted, not when it first fails.

A charter is refused when no board could ever meet it, or when one of its rules
says what another denies. The reason is said in words, for those who drafted it.
"""

from collections.abc import Collection, Iterator
from fractions import Fraction

from ledger.domain.kinds.board import Charter, Threshold
from ledger.errors import RefusedError

_WHOLE = Fraction(1)
_HALF = Fraction(1, 2)


class CharterUnsoundError(RefusedError):
    """A charter that can never be satisfied or contradicts itself is not adopted."""

    code = "charter-unsound"
    message = "the charter cannot stand: {problem}"


def check_charter(charter: Charter, parties: Collection[str]) -> None:
    """Accept a charter by which these parties can decide.

    Raises:
        CharterUnsoundError: Its first flaw, in words.
    """
    problem = next(_problems(charter, parties), None)
    if problem is not None:
        raise CharterUnsoundError(problem=problem)


def share_of(threshold: Threshold) -> Fraction:
    """Return a threshold's share as an exact number."""
    return Fraction(threshold.share.num, threshold.share.den)


def needed(threshold: Threshold, count: int) -> int:
    """Return the least whole number that reaches the threshold of so many; exact, no floats."""
    parts = threshold.share.num * count
    if threshold.reach == "at_least":
        return -(-parts // threshold.share.den)
    return parts // threshold.share.den + 1


def _problems(charter: Charter, parties: Collection[str]) -> Iterator[str]:
    yield from _seat_problems(charter, parties)
    yield from _quorum_problems(charter)
    yield from _majority_problems(charter)
    yield from _office_problems(charter, parties)
    yield from _repeated("class of matter", [right.class_ for right in charter.rights])
    yield from _repeated("procedure", charter.procedures)


def _repeated(what: str, names: Collection[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield f"{what} {name} is named twice"
        seen.add(name)


def _seat_problems(charter: Charter, parties: Collection[str]) -> Iterator[str]:
    yield from _repeated("seat", [seat.seat for seat in charter.seats])
    for seat in charter.seats:
        if seat.party not in parties:
            yield f"seat {seat.seat} belongs to {seat.party}, which is no party of the board"
    if not any(seat.voting for seat in charter.seats):
        yield "no seat has a vote"


def _quorum_problems(charter: Charter) -> Iterator[str]:
    quorum = charter.quorum
    if _is_beyond_all(quorum.threshold):
        yield "the quorum is more than all seats together"
    yield from _repeated("quorum party", quorum.parties)
    voting = {seat.party for seat in charter.seats if seat.voting}
    for party in quorum.parties:
        if party not in voting:
            yield f"the quorum needs {party}, which has no voting seat"


def _majority_problems(charter: Charter) -> Iterator[str]:
    threshold = charter.majority.threshold
    if _is_beyond_all(threshold):
        yield "the majority is more than all votes together"
    if share_of(threshold) < _HALF:
        yield "with a majority below one half, a motion and its opposite could both be adopted"
    ties_pass = threshold.reach == "at_least" and share_of(threshold) == _HALF
    if ties_pass and charter.majority.base == "cast":
        if charter.casting_vote is not None:
            yield "a tie reaches the majority, so the casting vote could never decide"
        if charter.tie == "deadlocked":
            yield "a tie reaches the majority, so it could never be a deadlock"


def _is_beyond_all(threshold: Threshold) -> bool:
    share = share_of(threshold)
    return share > _WHOLE or (share == _WHOLE and threshold.reach == "more_than")


def _office_problems(charter: Charter, parties: Collection[str]) -> Iterator[str]:
    yield from _repeated("office", [rule.office for rule in charter.offices])
    for rule in charter.offices:
        if rule.party not in parties:
            yield f"office {rule.office} is filled by {rule.party}, which is no party of the board"
