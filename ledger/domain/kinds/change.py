"""Kinds of the streams change/<contract>/<n>: what a change does, who let it, who signed it."""

from datetime import date
from typing import Annotated, Literal

from ledger.domain.kinds.base import Amount, DigestText, Line, Slug, StreamRef, Text, kind
from ledger.domain.kinds.contract import (
    AuthorityText,
    BudgetLine,
    ChangeKind,
    Clause,
    ClauseNumber,
    ContractTerm,
    EffectiveRule,
    Obligation,
    Payment,
    SignatureRef,
)
from ledger.evidence.canonical import Body, constrained


class ClauseAdd(Clause, tag_field="op", tag="clause.add"):
    """Add a clause; its number says where it stands."""


class ClauseReplace(Body, tag_field="op", tag="clause.replace"):
    """Put new words in a clause's place; without ``heading`` the old one stays."""

    id: Slug
    text: Text
    heading: Line | None = None


class ClauseDelete(Body, tag_field="op", tag="clause.delete"):
    """Strike a clause."""

    id: Slug


class ClauseRenumber(Body, tag_field="op", tag="clause.renumber"):
    """Give a clause another number."""

    id: Slug
    number: ClauseNumber


class BudgetAddLine(BudgetLine, tag_field="op", tag="budget.add_line"):
    """Add a budget line."""


class BudgetAdjust(Body, tag_field="op", tag="budget.adjust"):
    """Move a line by so much, up or down; a member that is absent does not move."""

    line: Slug
    fee: Amount | None = None
    pass_through: Amount | None = None


class PaymentSet(Payment, tag_field="op", tag="payment.set"):
    """Set what falls due upon a trigger; with neither percent nor amount it falls away."""


class AssumptionSet(Body, tag_field="op", tag="assumption.set", rename={"from_": "from"}):
    """Set an assumption; without ``from`` it is new, without ``to`` it falls away."""

    name: Slug
    from_: Line | None = None
    to: Line | None = None


class TermSet(Body, tag_field="op", tag="term.set"):
    """Set the term."""

    term: ContractTerm


class ResponsibilitySet(Body, tag_field="op", tag="responsibility.set"):
    """Set who answers for an activity; without ``party`` it returns to the sponsor.

    ICH E6(R3) 3.6: what was not transferred stays with the sponsor.
    """

    activity: Slug
    party: Slug | None = None
    subcontractors: tuple[Line, ...] = ()


class ObligationSet(Obligation, tag_field="op", tag="obligation.set"):
    """Set an obligation, new or in place of the one of that id."""


class PartyRename(Body, tag_field="op", tag="party.rename"):
    """Write a party's new legal name into the contract."""

    party: Slug
    legal_name: Line


Op = (
    ClauseAdd
    | ClauseReplace
    | ClauseDelete
    | ClauseRenumber
    | BudgetAddLine
    | BudgetAdjust
    | PaymentSet
    | AssumptionSet
    | TermSet
    | ResponsibilitySet
    | ObligationSet
    | PartyRename
)


class Impact(Body):
    """What the ops come to: net money, and days by which the end moves.

    ``fee`` and ``pass_through`` are there (0 where nothing moves) exactly when
    the contract has a currency.
    """

    days: int
    fee: Amount | None = None
    pass_through: Amount | None = None


class ChangeDrafted(Body):
    """Put a change to a contract version; drafting again voids authority and signatures.

    ``base`` is the digest of the contract version, and the statement's too.
    """

    change_kind: ChangeKind
    base: DigestText
    ops: Annotated[tuple[Op, ...], constrained(min_length=1, max_length=512)]
    impact: Impact
    effective_rule: EffectiveRule
    title: Line | None = None
    effective_on: date | None = None  # with rule "stated"
    condition: Line | None = None  # with rule "condition"
    effective_reason: Line | None = None  # why it takes effect before it is signed


class Authority(Body):
    """Who authorised a change: a board by a decision, or delegates or parties by the contract.

    ``by_contract`` says that the contract names this authority; otherwise it
    is silent and the board seats every party of it.
    """

    by: AuthorityText
    by_contract: bool
    decision: StreamRef | None = None
    closed: DigestText | None = None
    outcome: Literal["adopted", "adopted_with_conditions"] | None = None


class ChangeAuthorised(Body):
    """Say that the authority for this kind and amount stands behind this very text."""

    digest: DigestText
    authority: Authority
    amount: Amount | None = None  # absent where no money moves


class ChangeSigned(Body):
    """Sign an authorised change for a party; the subject is its draft."""

    party: Slug
    digest: DigestText


class ChangeExecuted(Body):
    """Say that every party has signed, and from when it applies.

    This statement's digest is the new contract version; ``base`` is the one before.
    """

    digest: DigestText
    drafted: DigestText
    base: DigestText
    authority: Authority
    signatures: tuple[SignatureRef, ...]
    executed_on: date
    effective_rule: EffectiveRule
    retroactive: bool
    effective_on: date | None = None


class ChangeWithdrawn(Body):
    """Take a change back before it is executed; a new draft opens it again."""


_PARTY_PEOPLE = "programme_manager signatory"

KINDS = (
    kind(
        "change.drafted.v1",
        ChangeDrafted,
        "change",
        _PARTY_PEOPLE,
        "authorship",
        opens=True,
        base=True,
    ),
    kind("change.authorised.v1", ChangeAuthorised, "change", "system"),
    kind("change.signed.v1", ChangeSigned, "change", _PARTY_PEOPLE, "approval", subject=True),
    kind("change.executed.v1", ChangeExecuted, "change", "system"),
    kind(
        "change.withdrawn.v1",
        ChangeWithdrawn,
        "change",
        _PARTY_PEOPLE,
        "responsibility",
        reason=True,
    ),
)
