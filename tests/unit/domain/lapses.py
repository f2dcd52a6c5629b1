"""Contracts and changes that wait for a condition which nobody meets."""

from datetime import date, timedelta
from typing import Any

from ledger.domain.kinds.change import ClauseReplace, Op, TermSet
from ledger.domain.kinds.contract import ContractConditionMet, ContractDrafted, ContractTerm
from ledger.domain.kinds.lifecycle import ContractAbandoned
from ledger.domain.world import Act
from tests.unit.domain.agreement import CONTRACT, WORDS, Deal, Dealing, boardless, impact
from tests.unit.domain.story import Voice

STOP = date(2021, 3, 31)
OTHER, LATER = "change/score/2", "change/score/3"
LONGER = ContractTerm(from_=date(2021, 1, 1), to=date(2023, 12, 31))
LONG = TermSet(term=LONGER)
OLD = ClauseReplace(id="scope", text="Forty sites.")


def waits(long_stop: date | None = STOP) -> dict[str, Any]:
    """Return the members of a text that waits for a condition."""
    given = {} if long_stop is None else {"long_stop": long_stop}
    return {"effective_rule": "condition", "condition": "The approval is there.", **given}


def waiting_draft(long_stop: date | None = STOP, **members: Any) -> ContractDrafted:
    """Return a draft of the small contract that waits for a condition."""
    return boardless(**{**waits(long_stop), **members})


def with_waiting(
    *ops: Op, long_stop: date | None = STOP, deal: Deal | None = None, **members: Any
) -> Deal:
    """Return an executed contract with a change of it that waits; of words unless said."""
    told = deal or Deal()
    if deal is None:
        told.execute()
    days = {"impact": impact(days=365)} if LONG in ops else {}
    told.amend(*(ops or (WORDS,)), **{**waits(long_stop), **days, **members})
    return told


def turn_to(deal: Dealing, day: date) -> None:
    """Let time pass until the morning of a day."""
    deal.advance(days=(day - deal.now.date()).days)


def pass_stop(deal: Dealing, stop: date = STOP) -> None:
    """Let the long stop pass."""
    turn_to(deal, stop + timedelta(days=1))


def abandonment(deal: Dealing, subject: str | None, voice: Voice | None = None) -> Any:
    """Return what to say to abandon what waits."""
    said = (voice or deal.servier, "contract.abandoned.v1", CONTRACT, ContractAbandoned())
    return said, {"subject": subject}


def abandon(deal: Dealing, subject: str | None = None) -> Act:
    """Abandon the contract's newest version, all parties joining in; return the last word."""
    said, claims = abandonment(deal, subject or deal.contract().version)
    return deal.endorse(deal.iqvia, CONTRACT, deal.say(*said, **claims))


def meet(deal: Dealing, on: date, subject: str | None = None) -> Act:
    """Say that the condition of the newest version was met; the CRO has yet to join in."""
    body = ContractConditionMet(on=on)
    version = subject or deal.contract().version
    return deal.say(deal.servier, "contract.condition_met.v1", CONTRACT, body, subject=version)


def contract_lapsed(deal: Deal) -> None:
    """A contract whose long stop passes, with a change of it that waits for nothing."""
    deal.execute(waiting_draft())
    deal.amend()
    pass_stop(deal)


def change_lapsed(deal: Deal) -> None:
    """A contract with a change whose long stop passes, and another change since."""
    with_waiting(WORDS, LONG, deal=_executed(deal))
    pass_stop(deal)
    deal.amend(ClauseReplace(id="scope", text="Fifty sites."), stream=OTHER)


def change_abandoned(deal: Deal) -> None:
    """A contract with a change that the parties give up."""
    with_waiting(long_stop=None, deal=_executed(deal))
    deal.advance(days=30)
    abandon(deal)


def contract_abandoned(deal: Deal) -> None:
    """A contract that the parties give up before it applies."""
    deal.execute(waiting_draft(None))
    deal.advance(days=30)
    abandon(deal)


def _executed(deal: Deal) -> Deal:
    deal.execute()
    return deal
