"""What came after the vote of a case: stages, answers from above, forms, ratification."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from ledger.domain.counting import facts
from ledger.domain.counting.facts import Escalated, Staged
from ledger.domain.counting.following import over_at
from ledger.domain.counting.selection import Circumstances, applies
from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.case.matter import CaseStage
from ledger.domain.rehearsal.case.sequel import CaseAnswer, CaseFormality
from ledger.domain.rehearsal.members import members_of
from ledger.domain.rehearsal.soundness import answering
from ledger.domain.rehearsal.spelling import full, moment, utc


def formalities(case: Case, end: datetime) -> Iterator[facts.Done]:
    """Yield the formalities that were done; one without a doer was done by whoever must."""
    parties = {seat.party for seat in case.charter.seats if seat.voting}
    rules = {each.formality: each for each in case.charter.procedures.formalities}
    members = {each.seat: each for each in members_of(case)}
    for each in full(case.formalities, lambda name: CaseFormality(formality=name)):
        at = moment(each.at, end)
        rule = rules.get(each.formality)
        if each.by is None and each.party is None:
            offices = frozenset() if rule is None or rule.by is None else frozenset({rule.by})
            for party in sorted(parties):
                yield facts.Done(formality=each.formality, at=at, party=party, offices=offices)
            continue
        member = None if each.by is None else members.get(each.by)
        made = facts.Done(formality=each.formality, at=at, party=each.party)
        if member is not None:
            made = replace(made, party=member.party, offices=member.offices)
        elif each.by in {"chair", "vice_chair", "co_chair", "secretary"}:
            made = replace(made, offices=frozenset({each.by}))  # type: ignore[arg-type]
        yield made


def staged(case: Case) -> Staged:
    """Return which stage of its decision a case is."""
    if isinstance(case.stage, CaseStage):
        since = None if case.stage.since is None else utc(case.stage.since)
        return Staged(stage=case.stage.stage, since=since)
    return Staged(stage=case.stage)


def escalated(
    case: Case, heres: Sequence[Circumstances], end: datetime, clock: datetime
) -> Escalated | None:
    """Return how a deadlock of these matters went up, None where it did not."""
    given = case.escalation
    if given is None:
        return None
    since = moment(given.since, end)
    final = given.final_say
    return Escalated(
        since=since,
        answers=tuple(_answers(case, heres, given.answers, since)),
        final_say=None
        if final is None
        else facts.SaidFinally(
            choice=final.choice,
            at=moment(final.at, clock),
            party=final.party,
            office=final.office,
        ),
    )


def _answers(
    case: Case, heres: Sequence[Circumstances], given: Sequence[CaseAnswer], since: datetime
) -> Iterator[facts.Answer]:
    """Yield the answers step by step, those without a time when their step began."""
    rule = case.charter.powers.escalation
    steps = [
        step
        for step in (() if rule is None else rule.steps)
        if any(applies(step.when, here) for here in heres)
    ]
    begins = since
    for step in steps:
        answers = [
            facts.Answer(
                step=step.step,
                title=of[1].title,
                party=of[1].party,
                choice=each.choice,
                at=moment(each.at, begins),
            )
            for each in given
            if (of := answering(each, steps)) is not None and of[0] == step
        ]
        yield from answers
        begins = over_at(case.charter, step, answers, begins)


def ratified(case: Case, opened_at: datetime) -> facts.Ratified | None:
    """Return what the board made of an interim act, None where that is not stated."""
    given = case.ratification
    if given is None:
        return None
    ended = given.next_meeting_ended_at
    return facts.Ratified(
        answer=given.answer,
        at=None if given.answer is None else moment(given.at, opened_at),
        next_meeting_ended_at=None if ended is None else utc(ended),
    )
