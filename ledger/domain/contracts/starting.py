"""Letting work begin before a change is executed: up to a cap, for a time, at one's own cost."""

from dataclasses import replace
from datetime import datetime

from ledger.domain.common import SubjectError
from ledger.domain.contracts.agreements import ChangeMatter, ContractMatter, Place, Start
from ledger.domain.contracts.amounts import within
from ledger.domain.contracts.days import end_of, local_day
from ledger.domain.contracts.proposing import check_base
from ledger.domain.contracts.signing import beyond
from ledger.domain.contracts.texts import check_currency
from ledger.domain.directory import grants_of
from ledger.domain.kinds.change import WorkStartAuthorised, WorkStartLapsed
from ledger.domain.world import Act, FollowUp, World, demand_matter
from ledger.errors import RefusedError


class WorkStartError(RefusedError):
    """Work begins on one draft, once at a time, for days that are still to come."""

    code = "work-start"
    message = "work on {change} cannot be let begin from {from_day} until {until}: {problem}"


def check_start(
    world: World, act: Act, contract: ContractMatter, body: WorkStartAuthorised
) -> None:
    """Accept that work begins on a draft, on the word of someone who may spend the cap.

    Raises:
        SubjectError: The subject is not the current draft.
        NotInForceError, BaseStaleError: The contract has moved on.
        WorkStartError: The days do not fit, or work is running already.
        CurrencyError: The cap is in another currency than the contract's.
        LimitError: The cap is more than the signatory may sign for.
    """
    change = demand_matter(world, act.statement.stream, ChangeMatter)
    if act.statement.subject != change.drafted:
        raise SubjectError(kind=act.kind.tag, subject=act.statement.subject)
    check_base(contract, change.body.base)
    check_currency(body.cap, contract.terms.currency, "cap")
    problem = _problem(act, contract, change, body)
    if problem is not None:
        raise WorkStartError(
            change=act.statement.stream,
            from_day=body.from_.isoformat(),
            until=body.until.isoformat(),
            problem=problem,
        )
    _check_limit(world, act, body)


def _problem(
    act: Act, contract: ContractMatter, change: ChangeMatter, body: WorkStartAuthorised
) -> str | None:
    if body.tz != contract.terms.tz:
        return f"the days of its contract are those of {contract.terms.tz}"
    if body.until < body.from_:
        return "it would end before it began"
    if body.until < local_day(act.at, body.tz):
        return "its last day is over"
    if body.cap.minor < 0:
        return "its cap is below zero"
    return None if running(change) is None else "work is running already"


def _check_limit(world: World, act: Act, body: WorkStartAuthorised) -> None:
    signer = act.statement.signer
    assert signer.party is not None, "checked: for a party"
    grants = grants_of(world, signer.party, signer.person, "signatory", act.at.date())
    stream = act.statement.stream
    if not any(grant.covers(stream) and within(body.cap, grant.limit) for grant in grants):
        raise beyond(act, body.cap, *(grant.limit for grant in grants if grant.covers(stream)))


def running(change: ChangeMatter) -> Start | None:
    """Return the start that runs; there is one at most."""
    return next((each for each in change.starts if each.why is None), None)


def with_start(change: ChangeMatter, act: Act, body: WorkStartAuthorised) -> ChangeMatter:
    """Return the change with work let begin."""
    party = act.statement.signer.party
    assert party is not None, "checked: for a party"
    start = Start(
        cap=body.cap,
        from_=body.from_,
        ends=body.until,
        tz=body.tz,
        party=party,
        place=Place.of(act),
    )
    return replace(change, starts=(*change.starts, start))


def ended(change: ChangeMatter, act: Act, why: str) -> ChangeMatter:
    """Return the change with no start running: it lapsed, or something came of its draft."""
    if all(each.why is not None for each in change.starts):
        return change
    starts = tuple(
        each if each.why is not None else replace(each, why=why, ended=Place.of(act))
        for each in change.starts
    )
    return replace(change, starts=starts)


def start_ends(change: ChangeMatter) -> datetime | None:
    """Return the end of the last day of the start that runs."""
    start = running(change)
    return None if start is None else end_of(start.ends, start.tz)


def start_due(change: ChangeMatter) -> FollowUp:
    """Say that the time for work has run out."""
    start = running(change)
    assert start is not None, "only a start that runs is due"
    return FollowUp(
        stream=start.place.stream,
        kind="work.start_lapsed.v1",
        subject=start.place.digest,
        body=WorkStartLapsed(on=start.ends),
    )
