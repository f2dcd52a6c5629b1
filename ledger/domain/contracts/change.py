"""Changes to a contract: drafted on a version, authorised, signed by every party, executed.

    drafted ─> authorised ─> partly_signed ─> executed
       ^────────────┴──────────────┴─> withdrawn

What was decided, what is signed and what is recorded is one content digest. A
new draft voids authority and signatures, also with the same words. Once another
change is executed, this one's base is stale and it must be drafted again.
"""

from dataclasses import replace
from datetime import date
from typing import Literal

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.common import covers
from ledger.domain.content import content_digest
from ledger.domain.contracts.agreements import (
    IN_FORCE,
    ChangeMatter,
    ContractMatter,
    Place,
    folded,
    no_signatures,
)
from ledger.domain.contracts.amounts import movement_of, within
from ledger.domain.contracts.operations import impact_of
from ledger.domain.contracts.ordering import check_effective_order, items_of
from ledger.domain.contracts.signing import (
    check_effective_rule,
    check_party_member,
    check_signature,
    check_text,
    execution_of,
    signature_of,
)
from ledger.domain.decisions.motions import DecisionMatter
from ledger.domain.directory import with_item
from ledger.domain.kinds import parent_of
from ledger.domain.kinds.base import Amount
from ledger.domain.kinds.change import (
    Authority,
    ChangeAuthorised,
    ChangeDrafted,
    ChangeExecuted,
    ChangeSigned,
    ChangeWithdrawn,
    TermSet,
)
from ledger.domain.kinds.contract import ChangeAuthority, ContractChanged, ContractTerms
from ledger.domain.room import Room, kinds_of
from ledger.domain.world import Act, FollowUp, Matter, World, demand_matter, matter_of
from ledger.errors import ConflictError, RefusedError
from ledger.evidence.canonical import encode_body
from ledger.evidence.statement import Digest, StreamName

Outcome = Literal["adopted", "adopted_with_conditions"]


class NotInForceError(RefusedError):
    """Only an executed contract is changed, and only until it is terminated."""

    code = "contract-not-in-force"
    message = "{contract} is {phase}, it cannot be changed"


class BaseStaleError(ConflictError):
    """A change applies to the newest version of its contract, or is drafted again."""

    code = "base-stale"
    message = "{contract} is at version {version}, the change is based on {base}"


class BaseMismatchError(RefusedError):
    """A change's statement and its body name one base."""

    code = "base-mismatch"
    message = "the statement is based on {statement}, its body on {body}"


class ImpactError(RefusedError):
    """The impact that is decided and signed is what the ops come to."""

    code = "impact-mismatch"
    message = "the ops come to {computed}, the draft says {stated}"


class AuthorityMissingError(RefusedError):
    """A change is signed once the authority that its contract names stands behind it (rule 7)."""

    code = "authority-missing"
    message = "{change} is not authorised: it needs {authority}"


class AuthorityContestedError(RefusedError):
    """A change is not signed while the decision behind it is challenged, or once it is void."""

    code = "authority-contested"
    message = "{change} rests on {decision}, which is {phase}"


class NotASignatoryError(RefusedError):
    """Only where delegates have the authority may others than signatories sign."""

    code = "signatory-needed"
    message = "{change} is signed by signatories, not as {capacity}"


def contract_of(world: World, change: StreamName) -> ContractMatter:
    """Return the contract that a change belongs to."""
    parent = parent_of(change)
    assert parent is not None, "a change stream has a parent"
    return demand_matter(world, parent, ContractMatter)


def check(world: World, act: Act) -> None:
    """Accept an act of change/<contract>/<n>.

    Raises:
        RefusedError, ConflictError: The named refusal of the rule that does not
            hold; this module's, or one of signing.py, ordering.py, texts.py.
    """
    contract = contract_of(world, act.statement.stream)
    check_party_member(act, contract.terms.parties)
    match act.body:
        case ChangeDrafted():
            _check_draft(world, act, contract, act.body)
        case ChangeSigned():
            _check_signed(world, act, contract, act.body)


def _check_base(act: Act, contract: ContractMatter, base: str) -> None:
    if contract.phase not in IN_FORCE:
        raise NotInForceError(contract=contract.stream, phase=contract.phase)
    if base != contract.version:
        raise BaseStaleError(contract=contract.stream, version=contract.version, base=base)


def _check_draft(world: World, act: Act, contract: ContractMatter, body: ChangeDrafted) -> None:
    if act.statement.base != body.base:
        raise BaseMismatchError(statement=act.statement.base, body=body.base)
    _check_base(act, contract, body.base)
    check_effective_rule(body)
    before = folded(world, contract)
    items = items_of(before.text, body.ops)
    impact = impact_of(before.text, body.ops)
    if impact != body.impact:
        raise ImpactError(
            computed=encode_body(impact).decode(), stated=encode_body(body.impact).decode()
        )
    check_effective_order(contract, before.touched, items, body.effective_on)


def _check_signed(world: World, act: Act, contract: ContractMatter, body: ChangeSigned) -> None:
    change = demand_matter(world, act.statement.stream, ChangeMatter)
    _check_base(act, contract, change.body.base)
    if change.authority is None:
        raise AuthorityMissingError(
            change=act.statement.stream, authority=_needed(contract.terms, change)
        )
    _check_uncontested(world, act, change.authority)
    check_text(act, change, change.drafted, body.digest)
    capacity = act.statement.signer.capacity
    if capacity != "signatory" and change.authority.by != "delegates":
        raise NotASignatoryError(change=act.statement.stream, capacity=capacity)
    check_signature(world, act, body, change.signatures, change.amount)
    if len(change.signatures) + 1 == len(contract.terms.parties):
        _check_last(world, act, contract, change)


def _check_uncontested(world: World, act: Act, authority: Authority) -> None:
    """Accept an authority that nobody has put in question; nothing that was done is undone."""
    if authority.decision is None:
        return
    decision = matter_of(world, StreamName(authority.decision), DecisionMatter)
    if decision is not None and decision.phase in {"challenged", "voided"}:
        raise AuthorityContestedError(
            change=act.statement.stream, decision=authority.decision, phase=decision.phase
        )


def _check_last(world: World, act: Act, contract: ContractMatter, change: ChangeMatter) -> None:
    """With the last signature the effective date is known, where it was not stated."""
    if change.body.effective_rule != "last_signature":
        return
    on = execution_of(change.body, act.at, contract.terms.tz).effective_on
    before = folded(world, contract)
    items = items_of(before.text, change.body.ops)
    check_effective_order(contract, before.touched, items, on)


def authority_rule(
    terms: ContractTerms, change: ChangeDrafted, amount: Amount | None
) -> ChangeAuthority | None:
    """Return the first row of the contract that fits a change; None where it is silent.

    An amount that is undisclosed or unknown fits no row that has a bound.
    """
    ops = {op.__struct_config__.tag for op in change.ops}
    for rule in terms.change_authority:
        fits_kind = rule.change_kind == change.change_kind
        if fits_kind and (not rule.ops or ops <= set(rule.ops)) and within(amount, rule.up_to):
            return rule
    return None


def _needed(terms: ContractTerms, change: ChangeMatter) -> str:
    rule = authority_rule(terms, change.body, change.amount)
    if rule is None:
        return "a decision of a board that seats every party"
    return f"a decision of {rule.by}"


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
    silent. What is authorised already is not authorised again.
    """
    following = []
    for stream, digest in dict.fromkeys(refs):
        change = matter_of(world, stream, ChangeMatter)
        if change is None or change.phase != "drafted" or change.content != digest:
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
    rule = authority_rule(contract.terms, change.body, change.amount)
    entitled = (
        _seats_every_party(world, board, stream, contract.terms)
        if rule is None
        else rule.by == board
    )
    if not entitled:
        return None
    return Authority(
        by=board,
        by_contract=rule is not None,
        decision=decision.statement.stream,
        closed=decision.digest,
        outcome=outcome,
    )


def _seats_every_party(
    world: World, board: StreamName, change: StreamName, terms: ContractTerms
) -> bool:
    """Whether each contract party has a vote there, and all who read the change read it."""
    found, own = world.stream(board), world.stream(change)
    assert found is not None, "a decision's board is open"
    assert own is not None, "the change is drafted"
    matter = matter_of(world, board, BoardMatter)
    assert matter is not None, "a decision's board is constituted"
    voting = {seat.party for seat in matter.charter.seats if seat.voting}
    return voting >= set(terms.parties) and covers(found.audience, own.audience)


def _authorised(
    stream: StreamName, cause: Act, change: ChangeMatter, authority: Authority
) -> FollowUp:
    assert change.content is not None, "a change is drafted in one piece"
    body = ChangeAuthorised(digest=change.content, authority=authority, amount=change.amount)
    return FollowUp(stream=stream, kind="change.authorised.v1", subject=cause.digest, body=body)


def follow_ups(world: World, act: Act) -> tuple[FollowUp, ...]:
    """Say what follows: authority that needs no board, execution, the contract's new version."""
    stream = act.statement.stream
    match act.body:
        case ChangeDrafted():
            return _authorised_by_contract(world, act, stream)
        case ChangeSigned():
            return _executed(world, act, stream)
        case ChangeExecuted():
            return (_changed(world, act, stream, act.body.effective_on),)
        case _:
            return ()


def _authorised_by_contract(world: World, act: Act, stream: StreamName) -> tuple[FollowUp, ...]:
    change = demand_matter(world, stream, ChangeMatter)
    rule = authority_rule(contract_of(world, stream).terms, change.body, change.amount)
    if rule is None or rule.by.startswith("board/"):
        return ()
    authority = Authority(by=rule.by, by_contract=True)
    return (_authorised(stream, act, change, authority),)


def _executed(world: World, act: Act, stream: StreamName) -> tuple[FollowUp, ...]:
    change = demand_matter(world, stream, ChangeMatter)
    terms = contract_of(world, stream).terms
    if len(change.signatures) < len(terms.parties):
        return ()
    assert change.content is not None, "a change is drafted in one piece"
    assert change.authority is not None, "checked: signed with authority"
    execution = execution_of(change.body, act.at, terms.tz)
    body = ChangeExecuted(
        digest=change.content,
        drafted=change.drafted,
        base=change.body.base,
        authority=change.authority,
        signatures=tuple(change.signatures.values()),
        executed_on=execution.executed_on,
        effective_rule=change.body.effective_rule,
        retroactive=execution.retroactive,
        effective_on=execution.effective_on,
    )
    return (FollowUp(stream=stream, kind="change.executed.v1", subject=act.digest, body=body),)


def _changed(world: World, act: Act, stream: StreamName, effective_on: date | None) -> FollowUp:
    change = demand_matter(world, stream, ChangeMatter)
    terms = [op.term for op in change.body.ops if isinstance(op, TermSet)]
    body = ContractChanged(
        change=stream, effective_on=effective_on, term=terms[-1] if terms else None
    )
    contract = contract_of(world, stream).stream
    return FollowUp(stream=contract, kind="contract.changed.v1", subject=act.digest, body=body)


def evolve(matter: Matter | None, act: Act) -> Matter:
    """Return the change after an act has taken effect."""
    body = act.body
    if isinstance(body, ChangeDrafted):
        return ChangeMatter(
            content=content_digest(act.statement.stream, act.statement.body),
            amount=movement_of(body.ops),
            phase="drafted",
            drafted=act.digest,
            body=body,
        )
    assert isinstance(matter, ChangeMatter), "a draft comes before all else"
    match body:
        case ChangeAuthorised():
            return replace(matter, phase="authorised", authority=body.authority)
        case ChangeSigned():
            signed = signature_of(act)
            signatures = with_item(matter.signatures, signed.party, signed)
            return replace(matter, phase="partly_signed", signatures=signatures)
        case ChangeExecuted():
            return replace(matter, phase="executed", executed=body, executed_at=Place.of(act))
        case _:
            assert isinstance(body, ChangeWithdrawn), "the others came before"
            return replace(matter, phase="withdrawn", authority=None, signatures=no_signatures())


def _phase(matter: Matter) -> str:
    assert isinstance(matter, ChangeMatter), "the room of changes"
    return matter.phase


# Signing is possible as soon as there is a draft, and refused by name until it is authorised.
_OPEN = kinds_of("change.drafted.v1 change.signed.v1 change.withdrawn.v1")

CHANGE = Room(
    machine={
        "unopened": kinds_of("change.drafted.v1"),
        "drafted": _OPEN,
        "authorised": _OPEN,
        "partly_signed": _OPEN,
        "withdrawn": kinds_of("change.drafted.v1"),
        "executed": kinds_of(""),
    },
    phase=_phase,
    evolve=evolve,
    check=check,
    follow_ups=follow_ups,
)
