"""Whether these can be the members: terms, attributes, and the board as a whole."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from ledger.domain.counting import days
from ledger.domain.counting.facts import Member
from ledger.domain.counting.selection import (
    Board,
    Seen,
    among,
    count_parts,
    fits,
    least_whole,
    most_whole,
    value_of,
)
from ledger.domain.counting.standing import term_of
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.people import CompositionRule
from ledger.domain.kinds.charter.terms import (
    All,
    Cap,
    Distinct,
    Each,
    Either,
    Part,
    Period,
    Some,
    Who,
)
from ledger.domain.kinds.outcome import PartCount


@dataclass(frozen=True, kw_only=True, slots=True)
class Composed:
    """One rule about the membership, and how it is met."""

    rule: str
    binds: str
    parts: tuple[PartCount, ...]

    @property
    def is_met(self) -> bool:
        """Whether all of its parts hold."""
        return all(part.met for part in self.parts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Appointment:
    """Someone who would take a seat; ``terms`` so many they have served in a row."""

    seat: str
    person: str
    attributes: dict[str, str]
    from_: date
    until: date | None = None
    terms: int = 0


def composition(charter: Charter, members: Sequence[Member]) -> tuple[Composed, ...]:
    """Return how the membership as it is meets each rule about it."""
    seen = tuple(Seen(member=member) for member in members if member.is_filled)
    board = Board(charter=charter, members=seen)
    return tuple(
        Composed(
            rule=rule.rule,
            binds=rule.binds,
            parts=tuple(count_parts((rule.needs,), seen, board)),
        )
        for rule in charter.people.composition
    )


def appointment_problems(
    charter: Charter, members: Sequence[Member], appointment: Appointment
) -> Iterator[str]:
    """Yield, in words, everything that stands against an appointment.

    A rule about the whole is broken by the appointment after which no filling of
    the seats that are still vacant could meet it.
    """
    member = next((each for each in members if each.seat == appointment.seat), None)
    if member is None:
        yield f"the charter has no seat {appointment.seat}"
        return
    appointed = replace(
        member,
        person=appointment.person,
        attributes=appointment.attributes,
        since=appointment.from_,
        until=appointment.until,
    )
    yield from attribute_problems(charter, appointment.attributes)
    yield from _term_problems(charter, appointed, appointment)
    after = [appointed if each.seat == member.seat else each for each in members]
    for rule in charter.people.composition:
        problem = _out_of_reach(charter, rule, after, members)
        if problem is not None:
            yield problem


def attribute_problems(charter: Charter, attributes: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with declared attributes."""
    rules = {rule.name: rule for rule in charter.people.attributes}
    for name, value in attributes.items():
        rule = rules.get(name)
        if rule is None:
            yield f"the charter knows no attribute {name}"
        elif rule.values and value not in rule.values:
            yield f"{name} cannot be {value}, only {', '.join(rule.values)}"
    for name, rule in rules.items():
        if rule.required and name not in attributes:
            yield f"the attribute {name} must be declared"


def _term_problems(charter: Charter, member: Member, appointment: Appointment) -> Iterator[str]:
    rule, until = term_of(charter, member), appointment.until
    if until is not None and until < appointment.from_:
        yield "the appointment would end before it begins"
        return
    if rule is None:
        return
    if rule.shortest is not None and until is not None:
        earliest = days.last_of_term(charter.calendar, appointment.from_, rule.shortest)
        if until < earliest:
            yield f"the term is shorter than {_said(rule.shortest)}: until {earliest} at the least"
    if rule.longest is not None and until is not None:
        latest = days.last_of_term(charter.calendar, appointment.from_, rule.longest)
        if until > latest:
            yield f"the term is longer than {_said(rule.longest)}: until {latest} at the most"
    if rule.terms_max is not None and appointment.terms >= rule.terms_max:
        yield f"{appointment.terms} terms were served already, {rule.terms_max} is the most"


def _said(period: Period) -> str:
    return f"{period.count} {period.unit.replace('_', ' ')}"


def _out_of_reach(
    charter: Charter, rule: CompositionRule, after: Sequence[Member], before: Sequence[Member]
) -> str | None:
    """Return why a rule could not be met any more; None where it could, or could not before."""
    problem = reach_problem(charter, rule.needs, after)
    if problem is None or reach_problem(charter, rule.needs, before) is not None:
        return None
    return f"{rule.rule}: {problem}"


def reach_problem(charter: Charter, part: Part, members: Sequence[Member]) -> str | None:
    """Return why no filling of the vacant seats could meet a part, None where one could.

    What the vacant seats will hold is taken at its best: their members can declare
    whatever helps, within the parties and classes that the charter gives the seats.
    """
    filled = [Seen(member=member) for member in members if member.is_filled]
    vacant = [Seen(member=member) for member in members if not member.is_filled]
    match part:
        case Some():
            return _some_problem(part, filled, vacant)
        case Each():
            return _each_problem(charter, part, filled, vacant)
        case Distinct():
            return _distinct_problem(charter, part, filled, vacant)
        case Cap():
            return _cap_problem(part, filled, vacant)
        case All():
            found = (reach_problem(charter, each, members) for each in part.of)
            return next((problem for problem in found if problem is not None), None)
        case Either():
            problems = [reach_problem(charter, each, members) for each in part.of]
            return problems[0] if all(problems) else None
        case _:
            assert_never(part)


def _could_fit(who: Who, seen: Seen) -> bool:
    """Whether whoever takes a seat could be meant, whatever they declare."""
    return fits(
        Who(
            seats=who.seats,
            parties=who.parties,
            classes=who.classes,
            except_=who.except_,
            novote=who.novote,
        ),
        seen,
    )


def _must_fit(who: Who, seen: Seen) -> bool:
    """Whether whoever takes a seat would be meant."""
    by_person = bool(who.attributes or who.offices)
    return not by_person and _could_fit(who, seen)


def _is_bound(by: str) -> bool:
    """Whether the charter gives a seat its value, so that no member can change it."""
    return by in {"party", "class"}


def _some_problem(part: Some, filled: Sequence[Seen], vacant: Sequence[Seen]) -> str | None:
    have = len(among(part.who, filled))
    whole = part.of or (part.who if part.share_of == "members" else Who(novote=part.who.novote))
    base = len(among(whole, filled))
    if part.most is not None:
        # Each further member who is not meant makes a share smaller; so all of them are counted.
        others = [seen for seen in vacant if _could_fit(whole, seen)]
        harmless = sum(not _must_fit(part.who, seen) for seen in others)
        room = most_whole(part.most, base + harmless)
        if have > room:
            return f"{part.name} would be {have}, {room} at the most"
    if part.least is not None:
        # Every seat that helps is filled with whoever helps, the others stay vacant.
        helpful = [seen for seen in vacant if _could_fit(part.who, seen)]
        needed = least_whole(part.least, base + sum(_must_fit(whole, seen) for seen in helpful))
        if have + len(helpful) < needed:
            return f"{part.name} could be {have + len(helpful)} at the most, {needed} are needed"
    return None


def _each_problem(
    charter: Charter, part: Each, filled: Sequence[Seen], vacant: Sequence[Seen]
) -> str | None:
    board = Board(charter=charter, members=tuple(filled))
    have = Counter(value_of(part.by, seen.member) for seen in among(part.who, filled))
    lacking = {value: max(0, part.least - have[value]) for value in board.values(part)}
    helpful = [seen for seen in vacant if _could_fit(part.who, seen)]
    if _is_bound(part.by):
        coming = Counter(value_of(part.by, seen.member) for seen in helpful)
        for value, number in lacking.items():
            if number > coming[value]:
                could = have[value] + coming[value]
                return f"{part.name} could have {could} of {value}, {part.least} are needed"
        return None
    possible = _declarable(charter, part)
    never = possible and any(lacking[value] for value in lacking.keys() - possible)
    # One member has one value, and so makes up for one that is lacking.
    if never or sum(lacking.values()) > len(helpful):
        wanted = ", ".join(f"{number} {value}" for value, number in lacking.items() if number)
        return f"{part.name} still needs {wanted}; {len(helpful)} vacant seats could help"
    return None


def _declarable(charter: Charter, part: Each | Distinct) -> frozenset[str]:
    """Return the values that those who count could declare; none where it can be any."""
    declared = [rule.values for rule in charter.people.attributes if rule.name == part.by]
    named = [*declared, part.who.attributes.get(part.by, ())]
    given = [frozenset(values) for values in named if values]
    return frozenset.intersection(*given) if given else frozenset()


def _distinct_problem(
    charter: Charter, part: Distinct, filled: Sequence[Seen], vacant: Sequence[Seen]
) -> str | None:
    have = {value_of(part.by, seen.member) for seen in among(part.who, filled)} - {""}
    helpful = [seen for seen in vacant if _could_fit(part.who, seen)]
    possible = _declarable(charter, part)
    if _is_bound(part.by):
        could = len((have | {value_of(part.by, seen.member) for seen in helpful}) - {""})
    elif possible:
        could = min(len(have) + len(helpful), len(have | possible))
    else:
        could = len(have) + len(helpful)
    needed = least_whole(part.least, could)
    if could < needed:
        return f"{part.name} could be {could} different ones, {needed} are needed"
    return None


def _cap_problem(part: Cap, filled: Sequence[Seen], vacant: Sequence[Seen]) -> str | None:
    meant = among(part.who, filled)
    values = Counter(value_of(part.by, seen.member) for seen in meant)
    helpful = [seen for seen in vacant if _could_fit(part.who, seen)]
    for value, have in values.items():
        # Others make a share smaller; a seat that is bound to the same value does not.
        others = sum(
            not _is_bound(part.by) or value_of(part.by, seen.member) != value for seen in helpful
        )
        room = most_whole(part.most, len(meant) + others)
        if value and have > room:
            return f"{part.name} would be {have} of {value}, {room} at the most"
    return None
