"""Work before cover, with days: which days of a term nothing covers, and why.

A day of the term is covered when nothing speaks against it, or when a start-up
letter or an authorisation to start work covers it all the same. A suspension is
lifted by neither. Gaps and covered days together are the term, each day once.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ledger.domain.contracts.agreements import Place
from ledger.domain.contracts.questions.spans import Span, cut

Why = Literal[
    "not_executed",
    "before_execution",
    "before_effect",
    "condition_open",
    "parent_dangling",
    "parent_not_executed",
    "parent_condition_open",
    "before_parent",
    "after_parent",
    "suspended",
]
CoveredBy = Literal["contract", "start_up", "start_work"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cause:
    """Why days are not covered, in words, and the statements that make it so."""

    why: Why
    span: Span
    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cover:
    """What covers days beside the contract itself: a letter, or an authorisation to start."""

    by: CoveredBy
    span: Span
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """Days of a term with one answer: a gap has causes, all else is covered.

    covers  what covers the days in the contract's place; none: the contract itself does
    """

    span: Span
    causes: tuple[Cause, ...] = ()
    covers: tuple[Cover, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Whether nothing covers these days."""
        return bool(self.causes)


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """A term with its gaps and its covered days, in order, each day once."""

    work: Span
    stretches: tuple[Stretch, ...]

    @property
    def gaps(self) -> tuple[Stretch, ...]:
        """Return the days that nothing covers."""
        return tuple(each for each in self.stretches if each.is_gap)

    @property
    def covered(self) -> tuple[Stretch, ...]:
        """Return the days that are covered."""
        return tuple(each for each in self.stretches if not each.is_gap)

    def uncovered_by(self, on: date) -> int:
        """Return how many days without cover have come by a day."""
        return sum(each.span.days_until(on) for each in self.gaps)


def coverage(work: Span, causes: tuple[Cause, ...], covers: tuple[Cover, ...]) -> Coverage:
    """Return which days of a term are covered, and why the others are not.

    Exact to the day; neighbouring days with one answer are one stretch.
    """
    joined: list[Stretch] = []
    edges = (*(each.span for each in causes), *(each.span for each in covers))
    for span in cut(work, edges):
        piece = _piece(span, causes, covers)
        last = joined[-1] if joined else None
        if last is not None and (last.causes, last.covers) == (piece.causes, piece.covers):
            joined[-1] = replace(last, span=Span(last.span.from_, span.to))
        else:
            joined.append(piece)
    return Coverage(work=work, stretches=tuple(joined))


def _piece(span: Span, causes: tuple[Cause, ...], covers: tuple[Cover, ...]) -> Stretch:
    against = tuple(each for each in causes if each.span.has(span.from_))
    lifting = tuple(each for each in covers if each.span.has(span.from_))
    if not against:
        return Stretch(span=span)
    left = tuple(each for each in against if each.why == "suspended") if lifting else against
    return Stretch(span=span, causes=left, covers=() if left else lifting)
