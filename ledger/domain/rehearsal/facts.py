"""From a case, as a person writes it, to the facts that the engine counts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from ledger.domain.counting import facts
from ledger.domain.counting.admission import circumstances
from ledger.domain.counting.facts import Ballot, CastingVote, Facts, Held, Matter, Past
from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.case.history import History
from ledger.domain.rehearsal.case.votes import CaseObjection, CaseRecusal
from ledger.domain.rehearsal.members import members_of
from ledger.domain.rehearsal.sequel import escalated, formalities, ratified, staged
from ledger.domain.rehearsal.sitting import DAY, meeting_of, poll_times, starts_at
from ledger.domain.rehearsal.soundness import CaseUnsoundError, problems
from ledger.domain.rehearsal.spelling import ballots_of, full, moment, seat_of, utc


def facts_of(case: Case) -> Facts:
    """Return the facts that a case states, with what it leaves open filled as it documents.

    Raises:
        CaseUnsoundError: It contradicts itself or its charter, in words.
    """
    problem = next(problems(case), None)
    if problem is not None:
        raise CaseUnsoundError(problem=problem)
    clock = utc(case.clock)
    hour = starts_at(case, clock)
    opened_at, closes_at = poll_times(case, clock, hour)
    closed_at = None if case.matter.closed_at is None else utc(case.matter.closed_at)
    end = min(each for each in (clock, closes_at, closed_at) if each is not None)
    ballots, casting = _ballots(case, end)
    made = Facts(
        members=members_of(case),
        matter=_matter(case),
        opened_at=opened_at,
        closes_at=closes_at,
        poll_closed_at=closed_at,
        meeting=meeting_of(case, opened_at, hour),
        ballots=ballots,
        casting=casting,
        recusals=tuple(_recusals(case)),
        proxies=tuple(_proxies(case, hour)),
        objections=tuple(_objections(case, end)),
        formalities=tuple(formalities(case, end)),
        defaults=tuple(_defaults(case.history)),
        held=tuple(_held(case.history)),
        decisions=tuple(_decisions(case.history)),
        staged=staged(case),
        ratified=ratified(case, opened_at),
        putting_again=frozenset(case.put_again_by),
    )
    heres = [circumstances(case.charter, made, item) for item in made.matter.items or (None,)]
    return replace(made, escalated=escalated(case, heres, end, clock))


def _matter(case: Case) -> Matter:
    given = case.matter
    return Matter(
        class_=given.class_,
        procedure=given.procedure,
        topics=frozenset(given.topics),
        amount=given.amount,
        budget=given.budget,
        about=given.about,
        same_as=given.same_as,
        items=tuple(
            facts.Item(item=each.item, class_=each.class_, amount=each.amount)
            for each in given.items
        ),
        conditions=tuple(
            facts.Condition(
                condition=each.condition,
                status=each.status,
                at=None if each.at is None else utc(each.at),
            )
            for each in given.conditions
        ),
        long_stop=given.long_stop,
        agenda_item=_agenda_item(case),
    )


def _agenda_item(case: Case) -> str | None:
    if case.matter.agenda_item is not None or case.meeting is None:
        return case.matter.agenda_item
    agenda = case.meeting.agenda
    if agenda is None:
        # The first meeting's items may be named though those of this one are not.
        return None if case.meeting.reconvenes is None else case.matter.class_
    names = [each.item for each in agenda]
    if case.matter.class_ in names:
        return case.matter.class_
    return next((each.item for each in agenda if each.purpose == "decision"), None)


def _ballots(case: Case, end: datetime) -> tuple[tuple[Ballot, ...], CastingVote | None]:
    casting: CastingVote | None = None
    made: list[Ballot] = []
    persons = {each.seat: each.person or each.seat for each in case.members}
    givers = {each.giver: each.holder for each in case.proxies}
    there = None if case.attendance is None else {seat_of(each) for each in case.attendance}
    for each in ballots_of(case):
        if each.casting:
            if each.choice == "abstain":
                continue
            casting = CastingVote(
                office=each.office or "chair",
                person=persons.get(each.seat),
                seat=each.seat,
                choice=each.choice,
            )
            continue
        by = each.by
        if by is None and each.seat in givers and (there is None or each.seat not in there):
            by = givers[each.seat]
        made.append(
            Ballot(
                seat=each.seat,
                choice=each.choice,
                at=moment(each.at, end),
                items=each.items,
                by_proxy=None if by == each.seat else by,
            )
        )
    return tuple(made), casting


def _recusals(case: Case) -> Iterator[facts.Recusal]:
    for each in full(case.recusals, lambda seat: CaseRecusal(seat=seat)):
        yield facts.Recusal(seat=each.seat, items=each.items)


def _objections(case: Case, end: datetime) -> Iterator[facts.Objection]:
    for each in full(case.objections, lambda seat: CaseObjection(seat=seat)):
        yield facts.Objection(seat=each.seat, at=moment(each.at, end), to=each.to)


def _proxies(case: Case, hour: datetime) -> Iterator[facts.Proxy]:
    for each in case.proxies:
        at = moment(each.at, hour - 366 * DAY)
        yield facts.Proxy(giver=each.giver, holder=each.holder, items=each.items, at=at)


def _defaults(history: History) -> Iterator[facts.Default]:
    for each in history.defaults:
        cured_at = None if each.cured_at is None else utc(each.cured_at)
        yield facts.Default(at=utc(each.at), party=each.party, seat=each.seat, cured_at=cured_at)


def _held(history: History) -> Iterator[Held]:
    for each in history.meetings:
        present, remote = frozenset(each.present), frozenset(each.remote)
        yield Held(at=utc(each.at), present=present, remote=remote)


def _decisions(history: History) -> Iterator[Past]:
    for each in history.decisions:
        yield Past(
            at=utc(each.at),
            class_=each.class_,
            outcome=each.outcome,
            amount=each.amount,
            about=each.about,
            same_as=each.same_as,
        )
