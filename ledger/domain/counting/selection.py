"""Which seats a rule means, which rule a matter meets, and how many are enough."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction as Exact
from typing import Protocol, TypeVar, assert_never

from ledger.domain.counting.facts import Member
from ledger.domain.kinds.base import Amount, Fraction, Money
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.terms import (
    All,
    Cap,
    Distinct,
    Each,
    Either,
    Limit,
    Mode,
    Part,
    Procedure,
    Some,
    Threshold,
    When,
    Who,
)
from ledger.domain.kinds.outcome import Number, PartCount

_UNKNOWN_VALUE = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A member as a part of a rule looks at them, with the way in which they are present."""

    member: Member
    mode: Mode | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Circumstances:
    """What ``when`` asks for: the matter, and the moment at which it is put.

    ``added`` is the amount together with what the charter adds up with it; ``recused``
    counts those of the ``filled`` voting seats that withdrew.
    """

    class_: str
    procedure: Procedure
    topics: frozenset[str] = frozenset()
    meeting: str | None = None
    stage: int = 1
    is_reconvened: bool = False
    vacancies: int = 0
    filled: int = 0
    recused: int = 0
    amount: Amount | None = None
    added: Amount | None = None
    budget: Money | None = None


class _Conditional(Protocol):
    @property
    def when(self) -> When | None: ...


R = TypeVar("R", bound=_Conditional)


def first_fitting(rules: Sequence[R], here: Circumstances) -> R | None:
    """Return the first rule that is meant for these circumstances."""
    return next((rule for rule in rules if applies(rule.when, here)), None)


def applies(when: When | None, here: Circumstances) -> bool:
    """Whether a rule is meant for these circumstances; without a condition it always is."""
    if when is None:
        return True
    return _fits_matter(when, here) and _fits_moment(when, here)


def _fits_matter(when: When, here: Circumstances) -> bool:
    return (
        (not when.classes or here.class_ in when.classes)
        and here.class_ not in when.except_classes
        and (not when.topics or not here.topics.isdisjoint(when.topics))
        and here.topics.isdisjoint(when.except_topics)
        and (when.above is None or exceeds(when.above, here.added, here.budget))
        and (when.up_to is None or not exceeds(when.up_to, here.added, here.budget))
    )


def _fits_moment(when: When, here: Circumstances) -> bool:
    return (
        (not when.procedures or here.procedure in when.procedures)
        and (not when.meetings or here.meeting in when.meetings)
        and (not when.stages or here.stage in when.stages)
        and (when.reconvened is None or when.reconvened == here.is_reconvened)
        and (
            when.vacancies is None
            or _within(here.vacancies, when.vacancies.least, when.vacancies.most)
        )
        and (when.filled is None or _within(here.filled, when.filled.least, when.filled.most))
        and (when.recused is None or here.recused >= least_whole(when.recused, here.filled))
    )


def _within(number: int, least: int, most: int | None) -> bool:
    return least <= number and (most is None or number <= most)


def exceeds(limit: Limit, amount: Amount | None, budget: Money | None) -> bool:
    """Whether an amount is more than a limit; what is not known is not within.

    No money at all is never more than a limit.
    """
    if amount is None:
        return False
    bounds = bounds_of(limit, budget)
    if not isinstance(amount, Money) or not bounds:
        return True
    beyond = [
        bound is None or bound[1] != amount.currency or abs(amount.minor) > bound[0]
        for bound in bounds
    ]
    return any(beyond) if limit.take == "lower" else all(beyond)


def bounds_of(limit: Limit, budget: Money | None) -> list[tuple[Exact, str] | None]:
    """Return each bound of a limit in minor units of its currency; None where it is not known."""
    bounds: list[tuple[Exact, str] | None] = []
    if limit.fixed is not None:
        bounds.append((Exact(limit.fixed.minor), limit.fixed.currency))
    if limit.share is not None:
        bounds.append(
            None if budget is None else (exact(limit.share) * budget.minor, budget.currency)
        )
    return bounds


def exact(fraction: Fraction) -> Exact:
    """Return a charter's fraction as an exact number."""
    return Exact(fraction.num, fraction.den)


def number(value: Exact | int) -> Number:
    """Return an exact number as it is recorded: whole where it is whole."""
    if isinstance(value, int) or value.denominator == 1:
        return int(value)
    return Fraction(num=value.numerator, den=value.denominator)


def fits(who: Who, seen: Seen) -> bool:
    """Whether a group means this seat."""
    member = seen.member
    return (
        (member.voting or who.novote)
        and (not who.seats or member.seat in who.seats)
        and (not who.parties or member.party in who.parties)
        and (not who.classes or member.class_ in who.classes)
        and (not who.offices or not member.offices.isdisjoint(who.offices))
        and (who.mode is None or who.mode == seen.mode)
        and member.seat not in who.except_
        and all(member.attributes.get(name) in values for name, values in who.attributes.items())
    )


def among(who: Who, seen: Iterable[Seen]) -> list[Seen]:
    """Return those whom a group means."""
    return [each for each in seen if fits(who, each)]


def however_present(who: Who) -> Who:
    """Return a group without the way in which it must be present: of members it is not asked."""
    return Who(
        seats=who.seats,
        parties=who.parties,
        classes=who.classes,
        offices=who.offices,
        attributes=who.attributes,
        except_=who.except_,
        novote=who.novote,
    )


def mark(threshold: Threshold, base: Exact | int) -> Exact:
    """Return the exact number that a threshold draws in a base, before it is reached or passed."""
    if threshold.count is not None:
        return Exact(threshold.count)
    assert threshold.share is not None, "checked at adoption: a threshold is a count or a share"
    value = exact(threshold.share) * base + threshold.plus
    match threshold.rounding:
        case "up":
            value = Exact(-(-value.numerator // value.denominator))
        case "down":
            value = Exact(value.numerator // value.denominator)
        case "nearest":
            value = Exact((2 * value.numerator + value.denominator) // (2 * value.denominator))
    return value


def least_whole(threshold: Threshold, base: int) -> int:
    """Return the least whole number that is enough of a base of so many."""
    drawn = mark(threshold, base)
    if threshold.reach == "at_least":
        enough = -(-drawn.numerator // drawn.denominator)
    else:
        enough = drawn.numerator // drawn.denominator + 1
    return max(enough, threshold.least)


def most_whole(threshold: Threshold, base: int) -> int:
    """Return the greatest whole number that is not too much; ``more_than`` excludes the mark."""
    drawn = mark(threshold, base)
    most = drawn.numerator // drawn.denominator
    if threshold.reach == "more_than" and most == drawn:
        most -= 1
    return max(most, threshold.least)


@dataclass(frozen=True, kw_only=True, slots=True)
class Needed:
    """How much is needed; with ``passes`` the amount itself is not enough."""

    amount: Exact
    passes: bool = False

    def is_reached(self, found: Exact) -> bool:
        """Whether so much is enough."""
        return found > self.amount if self.passes else found >= self.amount


def needed_of(threshold: Threshold, base: Exact, *, whole: bool) -> Needed:
    """Return what a threshold needs of a base, in whole numbers or exactly."""
    if whole:
        return Needed(amount=Exact(least_whole(threshold, int(base))))
    drawn = mark(threshold, base)
    if drawn < threshold.least:
        return Needed(amount=Exact(threshold.least))
    return Needed(amount=drawn, passes=threshold.reach == "more_than")


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """What parts are measured against: the charter, and all its filled seats."""

    charter: Charter
    members: tuple[Seen, ...]

    def values(self, each: Each) -> Sequence[str]:
        """Return the parties, classes or values of each of which some are needed."""
        if each.values:
            return each.values
        if each.by in {"party", "class"}:
            seats = (seat for seat in self.charter.seats if seat.voting)
            named = [seat.party if each.by == "party" else seat.class_ for seat in seats]
            return list(dict.fromkeys(name for name in named if name is not None))
        declared = self.charter.people.attributes
        return next((rule.values for rule in declared if rule.name == each.by), ())


def count_parts(parts: Iterable[Part], seen: Collection[Seen], board: Board) -> Iterator[PartCount]:
    """Count what must hold of those who are looked at, part by part.

    Each party (class, value) of an ``each`` gives a count of its own.
    """
    for part in parts:
        yield from _count_part(part, seen, board)


def _count_part(part: Part, seen: Collection[Seen], board: Board) -> Iterator[PartCount]:
    match part:
        case Some():
            yield from _count_some(part, seen, board)
        case Each():
            counter = _values(part.by, among(part.who, seen))
            for value in board.values(part):
                yield _at_least(f"{part.name}-{value}", counter[value], part.least)
        case Distinct():
            found = _values(part.by, among(part.who, seen))
            there_are = len(_values(part.by, among(however_present(part.who), board.members)))
            yield _at_least(part.name, len(found), least_whole(part.least, there_are))
        case Cap():
            looked_at = among(part.who, seen)
            greatest = max(_values(part.by, looked_at).values(), default=0)
            yield _at_most(part.name, greatest, most_whole(part.most, len(looked_at)))
        case All():
            for each in part.of:
                yield from _count_part(each, seen, board)
        case Either():
            yield _count_either(part, seen, board)
        case _:
            assert_never(part)


def _count_some(part: Some, seen: Collection[Seen], board: Board) -> Iterator[PartCount]:
    found = len(among(part.who, seen))
    if part.share_of == "members":
        base = len(among(however_present(part.of or part.who), board.members))
    else:
        base = len(among(part.of or Who(novote=part.who.novote), seen))
    if part.least is not None:
        yield _at_least(part.name, found, least_whole(part.least, base))
    if part.most is not None:
        yield _at_most(part.name, found, most_whole(part.most, base))


def _count_either(part: Either, seen: Collection[Seen], board: Board) -> PartCount:
    """Return the count of the alternative that holds, or else of the last one.

    An alternative that comes to nothing, such as each class where no seat has one, holds.
    """
    nothing = _at_least(part.name, 0, 0)
    for each in part.of:
        counts = (nothing, *_count_part(each, seen, board))
        counted = next((count for count in counts if not count.met), counts[-1])
        if counted.met:
            break
    return PartCount(
        part=part.name,
        found=counted.found,
        needed=counted.needed,
        reach=counted.reach,
        met=counted.met,
    )


def _values(by: str, seen: Iterable[Seen]) -> Counter[str]:
    """Count members by party, class, person or attribute; who has none is not counted."""
    counter: Counter[str] = Counter()
    for each in seen:
        value = value_of(by, each.member)
        if value != _UNKNOWN_VALUE:
            counter[value] += 1
    return counter


def value_of(by: str, member: Member) -> str:
    """Return a member's party, seat class, person or attribute; empty where there is none."""
    match by:
        case "party":
            return member.party
        case "class":
            return member.class_ or _UNKNOWN_VALUE
        case "person":
            return member.person or _UNKNOWN_VALUE
        case _:
            return member.attributes.get(by, _UNKNOWN_VALUE)


def _at_least(name: str, found: int, needed: int) -> PartCount:
    return PartCount(
        part=_slug(name), found=found, needed=needed, reach="at_least", met=found >= needed
    )


def _at_most(name: str, found: int, most: int) -> PartCount:
    return PartCount(part=_slug(name), found=found, needed=most, reach="at_most", met=found <= most)


def _slug(name: str) -> str:
    """Cut a name that was put together to the length of a slug."""
    return name[:63].rstrip("-")


def chaired(members: Sequence[Member], acting_chair: str | None) -> tuple[Member, ...]:
    """Return the members with the acting chair that a meeting chose, in the chair's place."""
    if acting_chair is None:
        return tuple(members)
    made = []
    for member in members:
        offices = member.offices - {"chair"}
        if member.seat == acting_chair:
            offices |= {"chair"}
        made.append(member if offices == member.offices else replace(member, offices=offices))
    return tuple(made)
