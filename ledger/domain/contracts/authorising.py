"""The authority behind a change: whom its contract names, for its kind, ops and amount.

Who may change a contract is asked of its text as it stands, since a change can
set that too. What the text reserves to the parties, only they authorise.
"""

from typing import Literal

from ledger.domain.audience import meant_for
from ledger.domain.boards.matter import BoardMatter
from ledger.domain.common import covers
from ledger.domain.contracts.agreements import IN_FORCE, ChangeMatter, ContractMatter, contract_of
from ledger.domain.contracts.amounts import within
from ledger.domain.contracts.folding import folded
from ledger.domain.contracts.reserving import op_names, reserved_by
from ledger.domain.contracts.standing import parties_now
from ledger.domain.contracts.texts import ContractText
from ledger.domain.decisions.motions import DecisionMatter
from ledger.domain.kinds import parent_of
from ledger.domain.kinds.base import Amount
from ledger.domain.kinds.change import Authority, ChangeAuthorised, ChangeTerms
from ledger.domain.kinds.terms import ReservedMatter
from ledger.domain.world import Act, FollowUp, World, demand_matter, matter_of
from ledger.errors import RefusedError
from ledger.evidence.statement import Digest, StreamName

Outcome = Literal["adopted", "adopted_with_conditions"]

PARTIES = "parties"


class AuthorityMissingError(RefusedError):
    """A change is signed once the authority that its contract names stands behind it (rule 7)."""

    code = "authority-missing"
    message = "{change} is not authorised: it needs {authority}"


class AuthorityContestedError(RefusedError):
    """A change is not signed while the decision behind it is challenged, or once it is void."""

    code = "authority-contested"
    message = "{change} rests on {decision}, which is {phase}"


def authority_named(text: ContractText, change: ChangeTerms, amount: Amount | None) -> str | None:
    """Return whom a text names for a change: the parties, delegates or a board.

    The parties where it is reserved; else whom the first row that fits names; None
    where the text is silent. An amount that is undisclosed or unknown fits no row
    that has a bound.
    """
    if reserved_by(text, change.ops) is not None:
        return PARTIES
    ops = op_names(change.ops)
    for rule in text.authority:
        fits_kind = rule.change_kind == change.change_kind
        if fits_kind and (not rule.ops or ops <= set(rule.ops)) and within(amount, rule.up_to):
            return rule.by
    return None


def reserved_matter(world: World, stream: StreamName) -> ReservedMatter | None:
    """Return the rule that keeps a change from every board; None where none does.

    Also None for a stream that is no change.
    """
    change = matter_of(world, stream, ChangeMatter)
    if change is None:
        return None
    return reserved_by(folded(world, contract_of(world, stream)).text, change.body.ops)


def check_authorised(world: World, act: Act, change: ChangeMatter) -> Authority:
    """Return the authority behind a change that is about to be signed.

    Nothing that was done is undone where it is put in question.

    Raises:
        AuthorityMissingError: There is none yet.
        AuthorityContestedError: The decision behind it is challenged or void.
    """
    stream, authority = act.statement.stream, change.authority
    if authority is None:
        raise AuthorityMissingError(change=stream, authority=_needed(world, stream, change))
    if authority.decision is None:
        return authority
    decision = matter_of(world, StreamName(authority.decision), DecisionMatter)
    if decision is not None and decision.phase in {"challenged", "voided"}:
        raise AuthorityContestedError(
            change=stream, decision=authority.decision, phase=decision.phase
        )
    return authority


def _needed(world: World, stream: StreamName, change: ChangeMatter) -> str:
    named = authority_for(world, contract_of(world, stream), change)
    if named is None:
        return "a decision of a board that seats every party"
    return f"a decision of {named}"


def authority_for(world: World, contract: ContractMatter, change: ChangeMatter) -> str | None:
    """Return whose authority a change needs on its contract's newest text; None: it is silent."""
    return authority_named(folded(world, contract).text, change.body, change.amount)


def authorisations(
    world: World,
    decision: Act,
    refs: tuple[tuple[StreamName, Digest], ...],
    *,
    outcome: Outcome = "adopted",
) -> tuple[FollowUp, ...]:
    """Return the authority that an adopted decision gives to the changes that it names.

    A change is authorised when the decision names its current content, on the
    contract's current version, and the board is the one whose authority the
    contract names for its kind and amount, or seats every party where it is
    silent. What is authorised already is not authorised again, and one decision
    authorises one change once, whatever becomes of it then.
    """
    following = []
    for stream, digest in dict.fromkeys(refs):
        change = matter_of(world, stream, ChangeMatter)
        if change is None or change.phase != "drafted" or change.content != digest:
            continue
        if decision.statement.stream in change.spent:
            continue
        authority = _authority_of(world, decision, stream, change, outcome)
        if authority is not None:
            following.append(_authorised(stream, decision, change, authority))
    return tuple(following)


def _authority_of(
    world: World, decision: Act, stream: StreamName, change: ChangeMatter, outcome: Outcome
) -> Authority | None:
    contract = contract_of(world, stream)
    board = parent_of(decision.statement.stream)
    assert board is not None, "a decision belongs to a board"
    if contract.phase not in IN_FORCE or contract.version != change.body.base:
        return None
    named = authority_for(world, contract, change)
    entitled = (
        _seats_every_party(world, board, stream, parties_now(contract, decision))
        if named is None
        else named == board
    )
    if not entitled:
        return None
    return Authority(
        by=board,
        by_contract=named is not None,
        decision=decision.statement.stream,
        closed=decision.digest,
        outcome=outcome,
    )


def _seats_every_party(
    world: World, board: StreamName, change: StreamName, parties: tuple[str, ...]
) -> bool:
    """Whether each contract party has a vote there, and all who read the change read it."""
    found, own = world.stream(board), world.stream(change)
    assert found is not None, "a decision's board is open"
    assert own is not None, "the change is drafted"
    matter = matter_of(world, board, BoardMatter)
    assert matter is not None, "a decision's board is constituted"
    voting = {seat.party for seat in matter.charter.seats if seat.voting}
    return voting >= set(parties) and covers(found.audience, meant_for(world, own))


def _authorised(
    stream: StreamName, cause: Act, change: ChangeMatter, authority: Authority
) -> FollowUp:
    assert change.content is not None, "only a whole change is authorised"
    body = ChangeAuthorised(digest=change.content, authority=authority, amount=change.amount)
    return FollowUp(stream=stream, kind="change.authorised.v1", subject=cause.digest, body=body)


def authorised_by_contract(world: World, act: Act) -> tuple[FollowUp, ...]:
    """Return the authority of a change that is whole now and needs no board's decision."""
    stream = act.statement.stream
    change = demand_matter(world, stream, ChangeMatter)
    if change.phase != "drafted":
        return ()
    named = authority_for(world, contract_of(world, stream), change)
    if named is None or named.startswith("board/"):
        return ()
    authority = Authority(by=named, by_contract=True)
    return (_authorised(stream, act, change, authority),)
