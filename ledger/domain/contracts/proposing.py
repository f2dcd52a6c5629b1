"""Drafting a change: on the newest version, in one statement or in parts, whole or refused."""

from datetime import date

from ledger.domain.common import check_relies_on
from ledger.domain.contracts.agreements import IN_FORCE, ChangeMatter, ContractMatter
from ledger.domain.contracts.drafting import check_next_part
from ledger.domain.contracts.duties import check_removed
from ledger.domain.contracts.folding import folded
from ledger.domain.contracts.operations import impact_of
from ledger.domain.contracts.ordering import check_effective_order
from ledger.domain.contracts.reversing import check_reversal
from ledger.domain.contracts.signing import check_effective_rule, check_long_stop
from ledger.domain.contracts.standing import text_to_change
from ledger.domain.contracts.trying import tried
from ledger.domain.kinds.change import (
    AuthoritySet,
    ChangeDraftContinued,
    ChangeDrafted,
    ChangeRegistered,
    ChangeTerms,
    TextRestate,
)
from ledger.domain.world import Act, World
from ledger.errors import ConflictError, RefusedError
from ledger.evidence.canonical import encode_body
from ledger.evidence.statement import StreamName


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


class RestatementFormError(RefusedError):
    """A restatement, and nothing else, begins the text anew, with its first op."""

    code = "restatement-form"
    message = "a change of the kind {change_kind} {problem}"


def check_base(contract: ContractMatter, base: str) -> None:
    """Accept a change to the newest version of a contract that can be changed.

    Raises:
        NotInForceError, BaseStaleError: see each class.
    """
    if contract.phase not in IN_FORCE:
        raise NotInForceError(contract=contract.stream, phase=contract.phase)
    if base != contract.version:
        raise BaseStaleError(contract=contract.stream, version=contract.version, base=base)


def check_draft(world: World, act: Act, contract: ContractMatter, body: ChangeDrafted) -> None:
    """Accept a draft, or the first part of one.

    Raises:
        BaseMismatchError, NotInForceError, BaseStaleError: see each class.
        RefusedError: As ``check_change``, where the draft is whole.
    """
    check_stated_base(act, body)
    check_base(contract, body.base)
    if body.parts is None:
        check_change(world, act, contract, body, body.effective_on)
    else:
        check_effective_rule(body)


def check_stated_base(act: Act, body: ChangeTerms) -> None:
    """Accept a statement that is based on what its body is based on.

    Raises:
        BaseMismatchError: They name two.
    """
    if act.statement.base != body.base:
        raise BaseMismatchError(statement=act.statement.base, body=body.base)


def check_change_part(
    world: World,
    act: Act,
    contract: ContractMatter,
    body: ChangeDraftContinued,
    change: ChangeMatter,
) -> None:
    """Accept the next part of the draft that is being continued; the last one makes it whole.

    Raises:
        PartSubjectError, PartError: It is not the next part of the draft.
        NotInForceError, BaseStaleError: The contract has moved on.
        RefusedError: The change that is whole now cannot stand; as ``check_change``.
    """
    check_next_part(act, change, body.part)
    check_base(contract, change.body.base)
    if change.parts_to_come == 1:
        whole = with_ops(change.body, body)
        check_change(world, act, contract, whole, whole.effective_on)


def with_ops(terms: ChangeTerms, part: ChangeDraftContinued) -> ChangeTerms:
    """Return the change with one more part; its ops go on where they stopped."""
    members = {name: getattr(terms, name) for name in ChangeTerms.__struct_fields__}
    return ChangeTerms(**{**members, "ops": (*terms.ops, *part.ops)})


def check_change(
    world: World, act: Act, contract: ContractMatter, terms: ChangeTerms, on: date | None
) -> None:
    """Accept a change, whole, to the contract's text as it stands; ``on`` is when it applies.

    Raises:
        EffectiveRuleError: It says in no one way from when it applies.
        LongStopPassedError: Its condition can be met no more; paper tells of what was.
        RestatementFormError: It begins the text anew, and should not, or the other way round.
        ImpactError: Its impact is not what the ops come to.
        ReversalOverlapsError, ReversalIncompleteError, ReversalExceedsError: It does
            not undo what it says that it reverses.
        EffectiveOrderError: An earlier change of an item applies later.
        ObligationUnsettledError: It removes an obligation of which a breach stands.
        UnknownStreamError, AudienceGapError: What it relies on does not do.
        RefusedError: An op does not apply; one of texts.py's or operations.py's.
    """
    check_effective_rule(terms)
    if not isinstance(act.body, ChangeRegistered):
        check_long_stop(terms, act, contract.terms.tz)
    _check_restatement(terms)
    _check_reliance(world, act, terms)
    before = text_to_change(world, contract, act, terms, on)
    after = tried(before, terms.ops)
    impact = impact_of(before, terms.ops)
    if impact != terms.impact:
        raise ImpactError(
            computed=encode_body(impact).decode(), stated=encode_body(terms.impact).decode()
        )
    check_reversal(world, contract, terms, before, after)
    check_effective_order(contract, folded(world, contract).touched, after.items, on)
    check_removed(world, act, contract, terms.ops, on)


def _check_restatement(terms: ChangeTerms) -> None:
    begins = isinstance(terms.ops[0], TextRestate)
    again = any(isinstance(op, TextRestate) for op in terms.ops[1:])
    problem = None
    if terms.change_kind == "restatement" and not begins:
        problem = "begins with text.restate"
    elif again or (begins and terms.change_kind != "restatement"):
        problem = "cannot begin the text anew there"
    if problem is not None:
        raise RestatementFormError(change_kind=terms.change_kind, problem=problem)


def _check_reliance(world: World, act: Act, terms: ChangeTerms) -> None:
    """Accept boards and contracts that everyone who reads the contract reads."""
    contract = StreamName("contract/" + act.statement.stream.split("/")[1])
    found = world.stream(contract)
    assert found is not None, "checked: the contract is in force"
    rows = (row for op in terms.ops if isinstance(op, AuthoritySet) for row in op.rows)
    boards = {row.by for row in rows if row.by.startswith("board/")}
    named = {each.contract for each in terms.references if each.contract is not None}
    for stream in sorted(boards | named):
        check_relies_on(world, act, StreamName(stream), found.audience)
