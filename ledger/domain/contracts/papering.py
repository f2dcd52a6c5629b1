"""Changes on paper, of the years before their contract was registered here.

They are registered in the order in which they were signed, each on the version
that the one before made; then the first change of the ledger goes on from them.
"""

from datetime import date

from ledger.domain.common import check_relies_on
from ledger.domain.contracts.agreements import ContractMatter, change_of
from ledger.domain.contracts.beginnings import check_documents
from ledger.domain.contracts.dated import day_of
from ledger.domain.contracts.proposing import check_base, check_change, check_stated_base
from ledger.domain.decisions.motions import DecisionMatter
from ledger.domain.kinds.change import ChangeRegistered
from ledger.domain.kinds.contract import ContractRegistered
from ledger.domain.world import Act, World, demand_matter
from ledger.errors import RefusedError
from ledger.evidence.statement import StreamName


class ChangePaperError(RefusedError):
    """A change on paper belongs to a contract on paper, and comes in its order."""

    code = "change-on-paper"
    message = "{change} cannot be registered: {problem}"


def check_change_paper(
    world: World, act: Act, contract: ContractMatter, body: ChangeRegistered
) -> None:
    """Accept a change that was executed on paper, to the newest version of its contract.

    Raises:
        BaseMismatchError, NotInForceError, BaseStaleError: as a draft's.
        ChangePaperError: It is not of before the contract's registration, or
            out of order, or rests on a decision that is not on paper itself.
        PaperDocumentError: A document that it names is not attached.
        RefusedError: The change cannot stand; as ``check_change``.
    """
    check_stated_base(act, body.content)
    check_base(contract, body.content.base)
    check_documents(act, body.documents)
    problem = _problem(world, contract, body)
    if problem is not None:
        raise ChangePaperError(change=act.statement.stream, problem=problem)
    if body.decision is not None:
        found = world.stream(contract.stream)
        assert found is not None, "checked: the contract is in force"
        check_relies_on(world, act, StreamName(body.decision), found.audience)
    check_change(world, act, contract, body.content, body.dates.effective_on)


def _problem(world: World, contract: ContractMatter, body: ChangeRegistered) -> str | None:
    if not isinstance(contract.executed, ContractRegistered) or contract.executed_at is None:
        return "its contract was executed in the ledger"
    signed = body.dates.executed_on
    if signed > day_of(contract.executed_at, contract):
        return "it was signed after its contract was registered"
    earlier = _last_signed(world, contract, contract.executed)
    if signed < earlier:
        return f"the version before was signed on {earlier.isoformat()}"
    stated = body.content.effective_on
    if stated is not None and stated != body.dates.effective_on:
        return f"its text applies from {stated.isoformat()}"
    if body.decision is not None:
        decision = demand_matter(world, StreamName(body.decision), DecisionMatter)
        if decision.registered is None or decision.outcome != "adopted":
            return f"{body.decision} is no decision that was adopted on paper"
    return None


def _last_signed(world: World, contract: ContractMatter, opening: ContractRegistered) -> date:
    """Return when the newest version was signed: the last change, else the contract."""
    if not contract.changes:
        return opening.dates.executed_on
    return change_of(world, contract.changes[-1][0]).executed_on
