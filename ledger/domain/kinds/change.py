"""Kinds of the streams change/<contract>/<n>: what a change does, who let it, who signed it."""

from datetime import date
from typing import Annotated, Literal

from ledger.domain.kinds.base import (
    Amount,
    Count,
    DigestText,
    Line,
    Money,
    Slug,
    StreamRef,
    Text,
    TimeZone,
    kind,
)
from ledger.domain.kinds.contract import PaperDates, SignatureRef
from ledger.domain.kinds.terms import (
    AuthorityText,
    Basis,
    BudgetLine,
    ChangeAuthority,
    ChangeKind,
    ChangeRef,
    Clause,
    ClauseNumber,
    ContractRef,
    ContractTerm,
    EffectiveRule,
    Obligation,
    Payment,
    Reference,
    ReservedMatter,
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


class LineFigures(Body):
    """What a budget line comes to."""

    fee: Amount
    pass_through: Amount


class BudgetSetLine(Body, tag_field="op", tag="budget.set_line", rename={"from_": "from"}):
    """Put new figures in a line's place; without ``from`` it is new, without ``to`` it goes.

    For changes that restate a budget: actual figures so far, projected ones from here on.
    """

    line: Slug
    from_: LineFigures | None = None
    to: LineFigures | None = None
    title: Line | None = None
    basis: Basis | None = None


class CreditSet(Body, tag_field="op", tag="credit.set"):
    """Set an earlier payment that counts towards the contract; without ``amount`` it falls away."""

    title: Line
    amount: Amount | None = None
    contract: ContractRef | None = None


class TerminationSet(Body, tag_field="op", tag="termination.set"):
    """Set a ground on which the contract can be ended; without ``notice_days`` it falls away."""

    ground: Slug
    notice_days: Count | None = None
    cure_days: Count | None = None
    party: Slug | None = None
    runs: Literal["together", "after_cure"] | None = None
    wind_down_days: Count | None = None


class SurvivalSet(Body, tag_field="op", tag="survival.set"):
    """Set which clauses stay when the contract has ended."""

    clauses: tuple[Slug, ...]


class AuthoritySet(Body, tag_field="op", tag="authority.set"):
    """Set who may change the contract, and what only its parties may."""

    rows: tuple[ChangeAuthority, ...]
    reserved: tuple[ReservedMatter, ...] = ()


class TextRestate(Body, tag_field="op", tag="text.restate"):
    """Begin the text anew: amended and restated, the ops that follow say it whole.

    Clauses, payments, assumptions, obligations, responsibilities, grounds and
    survival fall away; budget, credits, term, parties and authority stay until
    an op moves them. Only the first op of a restatement.
    """


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
    | BudgetSetLine
    | CreditSet
    | TerminationSet
    | SurvivalSet
    | AuthoritySet
    | TextRestate
)


Ops = Annotated[tuple[Op, ...], constrained(min_length=1, max_length=512)]
# What sixty-four parts can say together.
WholeOps = Annotated[tuple[Op, ...], constrained(min_length=1, max_length=64 * 512)]


class Impact(Body):
    """What the ops come to: net money, and days by which the end moves.

    ``fee`` and ``pass_through`` are there (0 where nothing moves) exactly when
    the contract has a currency.
    """

    days: int
    fee: Amount | None = None
    pass_through: Amount | None = None


class ChangeTerms(Body):
    """What a change says, whole. ``base`` is the digest of the contract version.

    ``reverses`` names an executed change of the contract that this one undoes.
    """

    change_kind: ChangeKind
    base: DigestText
    ops: WholeOps
    impact: Impact
    effective_rule: EffectiveRule
    title: Line | None = None
    effective_on: date | None = None  # with rule "stated"
    condition: Line | None = None  # with rule "condition"
    effective_reason: Line | None = None  # why it takes effect before it is signed
    reverses: ChangeRef | None = None
    references: tuple[Reference, ...] = ()


class ChangeDrafted(ChangeTerms):
    """Put a change to a contract version; drafting again voids authority and signatures.

    ``base`` is the statement's too. ``parts`` counts the statements of a long
    change, this one included; ``impact`` is that of the whole.
    """

    ops: Ops
    parts: Annotated[int, constrained(ge=2, le=64)] | None = None


class ChangeDraftContinued(Body):
    """Go on with the draft that is the subject; the ops go on where they stopped."""

    part: Annotated[int, constrained(ge=2, le=64)]
    ops: Ops


class ChangeRegistered(Body):
    """Register a change that was executed on paper, before the contract was registered here.

    ``documents`` are the SHA-256 digests of the scans attached to the statement;
    ``decision`` is the registered decision behind it, where one is known.
    """

    content: ChangeTerms
    dates: PaperDates
    documents: Annotated[tuple[DigestText, ...], constrained(min_length=1, max_length=64)]
    decision: StreamRef | None = None


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
    """Sign an authorised change for a party; the subject is its draft.

    A programme manager names the delegation under which they sign.
    """

    party: Slug
    digest: DigestText
    delegation: DigestText | None = None


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
    effective_reason: Line | None = None


class ChangeWithdrawn(Body):
    """Take a change back before it is executed; a new draft opens it again."""


class ChangeReversed(Body):
    """Say in the stream of a change that another undid it, from when that one applies."""

    by: ChangeRef
    effective_on: date | None = None


class WorkStartAuthorised(Body, rename={"from_": "from"}):
    """Let work begin on the draft that is the subject before it is executed.

    Up to ``cap`` and until the last day, a day of the contract's own time zone; the
    signer's company pays for it. It ends before, when the change is executed,
    withdrawn or drafted again.
    """

    cap: Money
    from_: date
    until: date
    tz: TimeZone


class WorkStartLapsed(Body):
    """Say that the time for work on an unexecuted change has run out; ``on`` was its last day."""

    on: date


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
    kind(
        "change.draft_continued.v1",
        ChangeDraftContinued,
        "change",
        _PARTY_PEOPLE,
        "authorship",
        subject=True,
    ),
    kind(
        "change.registered.v1",
        ChangeRegistered,
        "change",
        "signatory",
        "responsibility",
        opens=True,
        base=True,
    ),
    kind("change.reversed.v1", ChangeReversed, "change", "system"),
    kind(
        "work.start_authorised.v1",
        WorkStartAuthorised,
        "change",
        "signatory",
        "approval",
        subject=True,
        arms=True,
    ),
    kind("work.start_lapsed.v1", WorkStartLapsed, "change", "system", disarms=True),
)
