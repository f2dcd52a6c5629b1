"""How a term goes on, or runs out: renewal by itself, by agreement, declined; expiry.

A term that renews itself goes on at the end of its last day, unless a party
said no in time. A notice that runs does not stop it: only a contract that was
terminated has no term left. Days are the contract's own.
"""

from dataclasses import replace
from datetime import date, datetime

from ledger.domain.contracts.agreements import ContractMatter, Ending, Place, Renewed
from ledger.domain.contracts.dated import today_of
from ledger.domain.contracts.days import days_after, end_of
from ledger.domain.contracts.texts import renewed_term
from ledger.domain.kinds.contract import ContractTerm
from ledger.domain.kinds.lifecycle import (
    ContractExpired,
    ContractRenewalAgreed,
    ContractRenewalDeclined,
    ContractRenewed,
)
from ledger.domain.world import Act, FollowUp
from ledger.errors import RefusedError
from ledger.evidence.statement import Digest

TermAct = ContractRenewalAgreed | ContractRenewalDeclined | ContractRenewed | ContractExpired

# Phases in which a term runs, and so can run out.
RUNNING = frozenset({"executed", "noticed", "suspended"})


class NoRenewalError(RefusedError):
    """A term is renewed, or its renewal declined, as the contract provides for."""

    code = "renewal-not-provided"
    message = "the term of {contract} {problem}"


class RenewalLateError(RefusedError):
    """A renewal is declined as many days before the end of the term as the contract says."""

    code = "renewal-declined-late"
    message = "the renewal could be declined until {last_day}, not on {today}"


class RenewalOnceError(RefusedError):
    """A term is renewed once before it ends, and its renewal declined once."""

    code = "renewal-said-already"
    message = "the renewal of the term until {to} was {said} already"


def last_day_to_decline(term: ContractTerm) -> date | None:
    """Return the last day on which a renewal can be declined; None where none comes by itself."""
    if term.to is None or term.renewal is None or not term.renewal.automatic:
        return None
    return days_after(term.to, -term.renewal.notice_days)


def check_renewal(act: Act, matter: ContractMatter) -> None:
    """Accept what a party says of a renewal.

    Raises:
        NoRenewalError: The contract does not provide for it.
        RenewalOnceError: It was said before.
        RenewalLateError: The last day to say no has passed.
    """
    if isinstance(act.body, ContractRenewalDeclined):
        _check_declined(act, matter)
    else:
        _check_agreed(act, matter)


def _check_declined(act: Act, matter: ContractMatter) -> None:
    last_day, today = last_day_to_decline(matter.term), today_of(act, matter)
    if last_day is None:
        raise NoRenewalError(contract=matter.stream, problem="does not renew itself")
    if matter.declined == matter.term.to:
        raise RenewalOnceError(to=_end(matter), said="declined")
    if today > last_day:
        raise RenewalLateError(last_day=last_day.isoformat(), today=today.isoformat())


def _check_agreed(act: Act, matter: ContractMatter) -> None:
    """Accept that a term that ends is renewed, once while it runs."""
    term = matter.term
    problem = None
    if matter.terms_waiting:
        problem = "waits for a condition"
    elif term.renewal is None:
        problem = "is not renewed"
    elif term.renewal.automatic:
        problem = "renews itself"
    elif term.to is None or renewed_term(term).to == term.to:
        problem = "has no end"
    if problem is not None:
        raise NoRenewalError(contract=matter.stream, problem=problem)
    last = matter.renewals[-1] if matter.renewals else None
    if last is not None and last.term == term and today_of(act, matter) <= last.ended:
        raise RenewalOnceError(to=last.ended.isoformat(), said="agreed")


def _end(matter: ContractMatter) -> str:
    return "" if matter.term.to is None else matter.term.to.isoformat()


def renewal_of(matter: ContractMatter, act: Act) -> FollowUp:
    """Say that the term has gone on, as the parties agreed."""
    assert isinstance(act.body, ContractRenewalAgreed), "nothing else is followed by it"
    return _renewal(matter, act.digest)


def _renewal(matter: ContractMatter, subject: Digest) -> FollowUp:
    return FollowUp(
        stream=matter.stream,
        kind="contract.renewed.v1",
        subject=subject,
        body=ContractRenewed(term=renewed_term(matter.term)),
    )


def term_ends(matter: ContractMatter) -> datetime | None:
    """Return when the last day of the term is over, and it goes on or runs out."""
    if matter.phase not in RUNNING or matter.term.to is None:
        return None
    return end_of(matter.term.to, matter.terms.tz)


def term_due(matter: ContractMatter) -> FollowUp:
    """Say at the end of a term that it has gone on, or run out."""
    assert matter.armed_by is not None, "an executed contract has a term that was set"
    assert matter.term.to is not None, "only a term that ends is due"
    if last_day_to_decline(matter.term) is not None and matter.declined != matter.term.to:
        return _renewal(matter, matter.armed_by)
    return FollowUp(
        stream=matter.stream,
        kind="contract.expired.v1",
        subject=matter.armed_by,
        body=ContractExpired(on=matter.term.to),
    )


def evolve_term(matter: ContractMatter, act: Act) -> ContractMatter:
    """Return the contract with a term that has gone on or run out, or will not renew itself.

    A renewal by agreement counts from the day on which it was agreed, one that
    comes by itself from the day after the term, however late it was recorded; none
    before the term applies that it lets go on.
    """
    body, place, ended = act.body, Place.of(act), matter.term.to
    match body:
        case ContractRenewalAgreed():
            return matter
        case ContractRenewalDeclined():
            assert ended is not None, "checked: a term that ends"
            ending = Ending(status="renewal_declined", on=ended, place=place)
            return replace(
                matter,
                declined=ended,
                armed_by=act.digest,
                endings=(*matter.endings, ending),
            )
        case ContractRenewed():
            assert ended is not None, "only a term that ends is renewed"
            on = min(today_of(act, matter), days_after(ended, 1))
            on = max(on, matter.term_on or on)
            renewed = Renewed(
                term=body.term, on=on, ended=ended, after=matter.newest_step, place=place
            )
            return replace(
                matter,
                term=body.term,
                term_on=on,
                armed_by=act.digest,
                renewals=(*matter.renewals, renewed),
            )
        case _:
            assert isinstance(body, ContractExpired), "the others came before"
            ending = Ending(status="expired", on=body.on, place=place)
            return replace(matter, phase="expired", endings=(*matter.endings, ending))
