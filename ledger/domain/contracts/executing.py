"""A change is signed by every party, and executed with the last signature."""

from ledger.domain.contracts.agreements import ChangeMatter, ContractMatter, contract_of
from ledger.domain.contracts.authorising import check_authorised
from ledger.domain.contracts.duties import check_removed
from ledger.domain.contracts.folding import folded
from ledger.domain.contracts.ordering import check_effective_order, items_of
from ledger.domain.contracts.proposing import check_base
from ledger.domain.contracts.signing import (
    check_explained,
    check_signature,
    check_text,
    execution_of,
)
from ledger.domain.contracts.standing import signers_now, text_to_change
from ledger.domain.kinds.change import ChangeExecuted, ChangeRegistered, ChangeSigned, TermSet
from ledger.domain.kinds.contract import ContractChanged
from ledger.domain.world import Act, FollowUp, World, demand_matter
from ledger.errors import RefusedError


class NotASignatoryError(RefusedError):
    """Only where delegates have the authority may others than signatories sign."""

    code = "signatory-needed"
    message = "{change} is signed by signatories, not as {capacity}"


def check_signed(world: World, act: Act, contract: ContractMatter, body: ChangeSigned) -> None:
    """Accept a signature on an authorised change to the contract's newest version.

    Raises:
        RefusedError, ConflictError: One of this module's, authorising.py's,
            proposing.py's, signing.py's or ordering.py's, by what does not hold.
    """
    change = demand_matter(world, act.statement.stream, ChangeMatter)
    check_base(contract, change.body.base)
    authority = check_authorised(world, act, change)
    check_text(act, change, change.drafted, body.digest)
    capacity = act.statement.signer.capacity
    if capacity != "signatory" and authority.by != "delegates":
        raise NotASignatoryError(change=act.statement.stream, capacity=capacity)
    parties = signers_now(contract, act)
    check_signature(
        world,
        act,
        body,
        change.signatures,
        change.amount,
        parties=parties,
        change_kind=change.body.change_kind,
    )
    if {*change.signatures, body.party} >= set(parties):
        _check_last(world, act, contract, change)


def _check_last(world: World, act: Act, contract: ContractMatter, change: ChangeMatter) -> None:
    """With the last signature the effective date is known, where it was not stated.

    Whoever left the contract since the draft can owe nothing by it any more.
    """
    execution = check_explained(change.body, act, contract.terms.tz)
    check_removed(world, act, contract, change.body.ops, execution.effective_on)
    if change.body.effective_rule != "last_signature" and not contract.novations:
        return
    on = execution.effective_on
    items = items_of(text_to_change(world, contract, act, change.body, on), change.body.ops)
    check_effective_order(contract, folded(world, contract).touched, items, on)


def executed(world: World, act: Act) -> tuple[FollowUp, ...]:
    """Say that the change is executed, once every party has signed."""
    stream = act.statement.stream
    change = demand_matter(world, stream, ChangeMatter)
    contract = contract_of(world, stream)
    terms, parties = contract.terms, signers_now(contract, act)
    if not set(parties) <= change.signatures.keys():
        return ()
    assert change.content is not None, "only a whole change is signed"
    assert change.authority is not None, "checked: signed with authority"
    execution = execution_of(change.body, act, terms.tz)
    body = ChangeExecuted(
        digest=change.content,
        drafted=change.drafted,
        base=change.body.base,
        authority=change.authority,
        signatures=tuple(each for each in change.signatures.values() if each.party in parties),
        executed_on=execution.executed_on,
        effective_rule=change.body.effective_rule,
        retroactive=execution.retroactive,
        effective_on=execution.effective_on,
        effective_reason=execution.reason,
    )
    return (FollowUp(stream=stream, kind="change.executed.v1", subject=act.digest, body=body),)


def applied(world: World, act: Act) -> tuple[FollowUp, ...]:
    """Say in the contract's own stream that a change was executed."""
    stream = act.statement.stream
    change = demand_matter(world, stream, ChangeMatter)
    terms = [op.term for op in change.body.ops if isinstance(op, TermSet)]
    body = ContractChanged(
        change=stream,
        version=act.digest if isinstance(act.body, ChangeRegistered) else None,
        effective_on=change.effective_on,
        term=terms[-1] if terms else None,
        long_stop=change.body.long_stop if change.effective_on is None else None,
    )
    contract = contract_of(world, stream).stream
    return (FollowUp(stream=contract, kind="contract.changed.v1", subject=act.digest, body=body),)
