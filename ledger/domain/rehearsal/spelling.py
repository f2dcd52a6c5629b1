"""What a case may leave out or say in short, written out in full."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import TypeVar

from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.case.meeting import CaseMovement
from ledger.domain.rehearsal.case.sequel import CaseFormality
from ledger.domain.rehearsal.case.votes import CaseBallot, CaseObjection, CaseRecusal

T = TypeVar("T")


def utc(at: datetime) -> datetime:
    """Return the same moment in UTC."""
    return at.astimezone(UTC)


def moment(at: datetime | None, otherwise: datetime) -> datetime:
    """Return a moment that a case states, or what holds where it does not."""
    return otherwise if at is None else utc(at)


def seat_of(each: str | CaseMovement | CaseRecusal | CaseObjection) -> str:
    """Return the seat of which something is said, in short or in full."""
    return each if isinstance(each, str) else each.seat


def name_of(each: str | CaseFormality) -> str:
    """Return the formality that was done, said in short or in full."""
    return each if isinstance(each, str) else each.formality


def full(given: Iterable[str | T], make: Callable[[str], T]) -> Iterator[T]:
    """Write out what was given as a name alone."""
    for each in given:
        yield make(each) if isinstance(each, str) else each


def ballots_of(case: Case) -> tuple[CaseBallot, ...]:
    """Return the ballots one by one."""
    if case.ballots is None:
        return ()
    if isinstance(case.ballots, dict):
        return tuple(CaseBallot(seat=seat, choice=choice) for seat, choice in case.ballots.items())
    return case.ballots
