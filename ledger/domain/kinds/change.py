"""Kinds of the streams change/<contract>/<n>: what a change does, who let it, who signed it."""

from datetime import date
from typing import Annotated, Literal

from ledger.domain.kinds.base import (
    Amount,
    DigestText,
    Line,
    Money,
    Slug,
    StreamRef,
    TimeZone,
    kind,
)
from ledger.domain.kinds.contract import PaperDates, SignatureRef
from ledger.domain.kinds.ops import (
    AssumptionSet,
    AuthoritySet,
    BudgetAddLine,
    BudgetAdjust,
    BudgetSetLine,
    ClauseAdd,
    ClauseDelete,
    ClauseRenumber,
    ClauseReplace,
    CreditSet,
    LineFigures,
    ObligationRemove,
    ObligationSet,
    Op,
    Ops,
    PartyRename,
    PaymentSet,
    ResponsibilitySet,
    SurvivalSet,
    TerminationSet,
    TermSet,
    TextRestate,
    WholeOps,
)
from ledger.domain.kinds.terms import (
    AuthorityText,
    ChangeKind,
    ChangeRef,
    EffectiveRule,
    Reference,
)
from ledger.evidence.canonical import Body, constrained

__all__ = [
    "KINDS",
    "AssumptionSet",
    "Authority",
    "AuthoritySet",
    "BudgetAddLine",
    "BudgetAdjust",
    "BudgetSetLine",
    "ChangeAuthorised",
    "ChangeDraftContinued",
    "ChangeDrafted",
    "ChangeExecuted",
    "ChangeLapsed",
    "ChangeRegistered",
    "ChangeReinstated",
    "ChangeReversed",
    "ChangeSigned",
    "ChangeTerms",
    "ChangeWithdrawn",
    "ClauseAdd",
    "ClauseDelete",
    "ClauseRenumber",
    "ClauseReplace",
    "CreditSet",
    "Impact",
    "LineFigures",
    "ObligationRemove",
    "ObligationSet",
    "Op",
    "Ops",
    "PartyRename",
    "PaymentSet",
    "ResponsibilitySet",
    "SurvivalSet",
    "TermSet",
    "TerminationSet",
    "TextRestate",
    "WholeOps",
    "WorkStartAuthorised",
    "WorkStartLapsed",
]


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
    long_stop: date | None = None  # with rule "condition": the last day to meet it
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


class ChangeLapsed(Body):
    """Say that an executed change takes effect no more; ``on`` was the last day to begin.

    Its condition was not met, by its long stop or until the parties abandoned it;
    or the contract itself has lapsed.
    """

    on: date


class ChangeReinstated(Body):
    """Say in the stream of a reversed change that it stands: what was to undo it has lapsed."""

    by: ChangeRef


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
    kind("change.lapsed.v1", ChangeLapsed, "change", "system"),
    kind("change.reinstated.v1", ChangeReinstated, "change", "system"),
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
