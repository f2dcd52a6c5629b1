"""Whether a case fits its charter and itself."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import combinations
from typing import get_args

from ledger.domain.kinds.charter.powers import Executive, Step
from ledger.domain.kinds.charter.terms import Office
from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.case.sequel import CaseAnswer
from ledger.domain.rehearsal.case.votes import CaseBallot
from ledger.domain.rehearsal.people import people_problems
from ledger.domain.rehearsal.spelling import ballots_of, name_of, seat_of
from ledger.errors import MalformedError
from ledger.evidence.canonical import Body

_OFFICES: tuple[str, ...] = get_args(Office)


class CaseUnsoundError(MalformedError):
    """A case speaks of seats, items and steps that its charter and motion have."""

    code = "case-unsound"
    message = "the case cannot be tried: {problem}"


def problems(case: Case) -> Iterator[str]:
    """Yield, in words, where a case contradicts itself or its charter."""
    if any(at.tzinfo is None for at in _moments(case)):
        yield "times need an offset, such as Z or +01:00"
    yield from _name_problems(case)
    yield from people_problems(case)
    yield from _item_problems(case)
    yield from _party_problems(case)
    yield from _formality_problems(case)
    yield from _answer_problems(case)
    yield from _casting_problems(case)
    for one, other in combinations(ballots_of(case), 2):
        if _collide(one, other):
            yield f"seat {one.seat} votes twice in the same instant: say when each was cast"


def _moments(value: object) -> Iterator[datetime]:
    """Yield every moment that a case states, wherever it stands."""
    if isinstance(value, datetime):
        yield value
    elif isinstance(value, Body):
        for name in value.__struct_fields__:
            yield from _moments(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _moments(each)


def _name_problems(case: Case) -> Iterator[str]:
    seats = {seat.seat for seat in case.charter.seats}
    given = [each.seat for each in case.members]
    yield from (f"seat {seat} has two members" for seat in _repeated(given))
    for what, names in {**_seats_of_votes(case), **_seats_of_meeting(case)}.items():
        yield from (
            f"{what} names {seat}, no seat of the charter" for seat in names if seat not in seats
        )


def _seats_of_votes(case: Case) -> dict[str, Sequence[str]]:
    ballots = ballots_of(case)
    return {
        "a member": [each.seat for each in case.members],
        "the attendance": [seat_of(each) for each in case.attendance or ()],
        "a recusal": [seat_of(each) for each in case.recusals],
        "an objection": [seat_of(each) for each in case.objections],
        "a proxy": [seat for each in case.proxies for seat in (each.giver, each.holder)],
        "a ballot": [seat for each in ballots for seat in (each.seat, each.by or each.seat)],
        "an appointment": [each.seat for each in case.appointments],
        "a wish to put a matter again": case.put_again_by,
        "a default": [each.seat for each in case.history.defaults if each.seat is not None],
        "an earlier meeting": [
            seat for each in case.history.meetings for seat in (*each.present, *each.remote)
        ],
    }


def _seats_of_meeting(case: Case) -> dict[str, Sequence[str]]:
    meeting = case.meeting
    if meeting is None:
        return {}
    return {
        "the call": [each for each in meeting.called_by or () if each not in _OFFICES],
        "a request for the meeting": meeting.requested_by,
        "a waiver": meeting.waivers,
        "a consent": [seat for each in meeting.agenda or () for seat in each.consents],
        "the choice of a chair": () if meeting.acting_chair is None else (meeting.acting_chair,),
    }


def _party_problems(case: Case) -> Iterator[str]:
    """Yield the parties and classes of meeting that the charter does not have."""
    parties = {seat.party for seat in case.charter.seats}
    speaking = {
        "a default": [each.party for each in case.history.defaults],
        "a formality": [each.party for each in case.formalities if not isinstance(each, str)],
    }
    for what, named in speaking.items():
        yield from (
            f"{what} names {party}, no party of the charter"
            for party in named
            if party is not None and party not in parties
        )
    meeting, way = case.meeting, case.charter.procedures.meeting
    if meeting is not None and meeting.class_ is not None and (way is None or not way.classes):
        yield f"the meeting is of the class {meeting.class_}, and the charter names none"


def _item_problems(case: Case) -> Iterator[str]:
    items = [each.item for each in case.matter.items]
    yield from (f"item {item} is put twice" for item in _repeated(items))
    recusals = [each for each in case.recusals if not isinstance(each, str)]
    speaking = {
        "a ballot": [item for each in ballots_of(case) for item in each.items],
        "a recusal": [item for each in recusals for item in each.items],
        "a proxy": [item for each in case.proxies for item in each.items],
    }
    for what, named in speaking.items():
        yield from (
            f"{what} names {item}, no item of the motion" for item in named if item not in items
        )


def _formality_problems(case: Case) -> Iterator[str]:
    known = {each.formality for each in case.charter.procedures.formalities}
    doers = {*_OFFICES, *(seat.seat for seat in case.charter.seats)}
    for each in case.formalities:
        if name_of(each) not in known:
            yield f"the charter knows no formality {name_of(each)}"
        if not isinstance(each, str) and each.by is not None and each.by not in doers:
            yield f"a formality names {each.by}, no seat or office"


def _answer_problems(case: Case) -> Iterator[str]:
    rule = case.charter.powers.escalation
    for answer in () if case.escalation is None else case.escalation.answers:
        if answering(answer, () if rule is None else rule.steps) is None:
            of = "" if answer.party is None else f" of {answer.party}"
            step = "no step" if answer.step is None else f"no step {answer.step}"
            yield f"the escalation has {step} in which the {answer.executive}{of} answers"


def answering(answer: CaseAnswer, steps: Iterable[Step]) -> tuple[Step, Executive] | None:
    """Return the step and executive of an answer: the first of these that fit what it says."""
    for step in steps:
        for executive in step.executives:
            if (
                answer.step in {None, step.step}
                and answer.executive == executive.title
                and answer.party in {None, executive.party}
            ):
                return step, executive
    return None


def _casting_problems(case: Case) -> Iterator[str]:
    casting = [each for each in ballots_of(case) if each.casting]
    if len(casting) > 1:
        yield "the ballots hold two casting votes, and a tie is broken once"
    for each in casting:
        if each.by not in {None, each.seat}:
            yield f"the casting vote of {each.seat} is cast by {each.by}, and nobody else can"
        if each.items:
            yield f"the casting vote of {each.seat} names items, and is for each that is tied"
    for each in ballots_of(case):
        if each.office is not None and not each.casting:
            yield f"the ballot of {each.seat} names an office, and is no casting vote"


def _collide(one: CaseBallot, other: CaseBallot) -> bool:
    """Whether of two ballots of one seat none can be said to be the last."""
    if one.seat != other.seat or one.at != other.at or one.casting or other.casting:
        return False
    return not one.items or not other.items or not set(one.items).isdisjoint(other.items)


def _repeated(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)
