"""The answer to a case: outcome and numbers, who may vote and why not, what is still missing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from ledger.domain.counting.ballots import ballot_problem
from ledger.domain.counting.composition import Appointment, appointment_problems, composition
from ledger.domain.counting.facts import Ballot, Facts
from ledger.domain.counting.judging import final_poll
from ledger.domain.counting.missing import missing
from ledger.domain.counting.scene import Scene, scenes_of
from ledger.domain.counting.selection import number
from ledger.domain.counting.standing import REASONS
from ledger.domain.counting.votes import count, with_all_for
from ledger.domain.counting.weights import weights
from ledger.domain.kinds.outcome import BaseCount, Number
from ledger.domain.rehearsal.answer import (
    AppointmentVerdict,
    ComposedAs,
    Lacking,
    NotCounted,
    Rehearsed,
    Required,
    SeatStanding,
)
from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.facts import facts_of
from ledger.domain.rehearsal.people import seated_problems
from ledger.domain.rehearsal.uncounted import passed_over
from ledger.domain.voting import has_ended, outcome

__all__ = ["Rehearsed", "rehearse"]


def rehearse(case: Case) -> Rehearsed:
    """Return what the charter makes of the case, at its clock.

    Raises:
        CaseUnsoundError: The case contradicts itself or its charter.
    """
    at = case.clock.astimezone(UTC)
    given = facts_of(case)
    facts, not_counted = _valid(case, given)
    facts, late = _until_ended(case, facts, at)
    facts = _put(case, facts, at)
    closed = outcome(case.charter, facts, at)
    scenes = scenes_of(case.charter, facts, at)
    return Rehearsed(
        outcome=closed.outcome,
        admissible=not any(scene.problems for scene in scenes),
        lacking=tuple(
            Lacking(rule=problem.rule, text=problem.text, word=problem.word)
            for problem in dict.fromkeys(each for scene in scenes for each in scene.problems)
        ),
        eligible=tuple(_seats(scenes[0])),
        tally=closed.tally,
        base=closed.base,
        quorum=closed.quorum,
        items=closed.items,
        stage=closed.stage,
        required=tuple(_required(scene) for scene in scenes),
        missing=missing(case.charter, facts, at),
        not_counted=(*not_counted, *late, *passed_over(case, closed, scenes, at)),
        composition=tuple(
            ComposedAs(rule=each.rule, met=each.is_met, parts=each.parts)
            for each in composition(case.charter, facts.members)
        ),
        appointments=tuple(_appointments(case, facts, at)),
        explanation=closed.explanation,
    )


def _valid(case: Case, given: Facts) -> tuple[Facts, tuple[NotCounted, ...]]:
    """Leave out the ballots that a ledger would refuse, and say why."""
    counted: list[Ballot] = []
    refused: list[NotCounted] = []
    for ballot in sorted(given.ballots, key=_cast):
        so_far = replace(given, ballots=tuple(counted))
        problem = ballot_problem(case.charter, so_far, ballot)
        if problem is None:
            counted.append(ballot)
        else:
            refused.append(NotCounted(what="ballot", seat=ballot.seat, text=problem))
    return replace(given, ballots=tuple(counted)), tuple(refused)


def _until_ended(case: Case, facts: Facts, at: datetime) -> tuple[Facts, tuple[NotCounted, ...]]:
    """Close a poll when it ended of itself, as a ledger does, and leave out later ballots.

    One no has ended a vote for unanimity for good, and a seat that votes again after
    all have voted comes too late.
    """
    if case.matter.procedure == "interim":
        return facts, ()
    end = min(each for each in (facts.poll_closed_at, facts.closes_at, at) if each is not None)
    cast, objected = (each.at for each in facts.ballots), (each.at for each in facts.objections)
    for moment in sorted({*cast, *objected}):
        if moment >= end:
            break
        in_time = tuple(each for each in facts.ballots if each.at <= moment)
        so_far = replace(facts, ballots=in_time)
        if has_ended(case.charter, so_far, moment):
            late = tuple(
                NotCounted(what="ballot", seat=each.seat, text="the poll was over")
                for each in facts.ballots
                if each.at > moment
            )
            return replace(so_far, decided_at=moment), late
    return facts, ()


def _cast(ballot: Ballot) -> tuple[datetime, str]:
    return ballot.at, ballot.seat


def _put(case: Case, facts: Facts, at: datetime) -> Facts:
    """Close a meeting's poll at the clock when nobody could vote for lack of a quorum."""
    if case.matter.procedure != "meeting" or case.ballots is not None:
        return facts
    if case.attendance is None or facts.closes_at is not None:
        return facts
    scenes = scenes_of(case.charter, facts, at)
    lacking = any(scene.quorum is not None and not scene.quorum.met for scene in scenes)
    return replace(facts, poll_closed_at=at) if lacking else facts


def _seats(scene: Scene) -> Iterator[SeatStanding]:
    poll = final_poll(scene)
    said = {} if poll is None else poll.said
    weighed = _weights(scene)
    for each in scene.standings:
        vote = said.get(each.seat)
        yield SeatStanding(
            seat=each.seat,
            party=each.member.party,
            person=each.member.person,
            eligible=each.may_vote,
            reason=each.reason,
            text=f"{each.seat}: {REASONS[each.reason]}.",
            present=each.seat in scene.present.quorum,
            choice=None if vote is None else vote.choice,
            deemed=vote is not None and vote.is_deemed,
            by=None if vote is None else vote.by_proxy,
            weight=weighed.get(each.seat),
        )


def _weights(scene: Scene) -> dict[str, Number]:
    rule = scene.vote_rule
    units = set() if rule is None else {need.unit for need in rule.needs}
    if scene.quorum_rule is not None:
        units.add(scene.quorum_rule.unit)
    if "weight" not in units:
        return {}
    active = set(scene.present.quorum) | (set() if scene.poll is None else set(scene.poll.said))
    weighed = weights(scene.charter, scene.standings, active, scene.here)
    return {seat: number(weight) for seat, weight in weighed.items()}


def _required(scene: Scene) -> Required:
    votes: tuple[BaseCount, ...] = ()
    if scene.poll is not None:
        # In writing, and where it is not said who came, everybody can.
        there = scene.poll.present if scene.at_meeting else frozenset[str]()
        everybody = frozenset(each.seat for each in scene.standings if each.may_vote)
        poll = replace(scene.poll, present=there or everybody)
        votes = count(with_all_for(poll)).bases
    quorum = None if scene.quorum is None else scene.quorum.needed
    return Required(votes=votes, quorum=quorum, item=scene.name)


def _appointments(case: Case, facts: Facts, at: datetime) -> Iterator[AppointmentVerdict]:
    for each in case.appointments:
        appointment = Appointment(
            seat=each.seat,
            person=each.person,
            attributes=dict(each.attributes),
            from_=each.from_ or at.date(),
            until=each.until,
            terms=each.terms,
        )
        problems = (
            *seated_problems(case, each, at.date()),
            *appointment_problems(case.charter, facts.members, appointment),
        )
        yield AppointmentVerdict(
            seat=each.seat, person=each.person, accepted=not problems, problems=problems
        )
