"""Kinds of the streams contract/<slug>: drafts, agreed form, signatures, execution; paper."""

from datetime import date
from typing import Annotated

from ledger.domain.kinds.base import (
    DigestText,
    Line,
    Slug,
    kind,
)
from ledger.domain.kinds.terms import (
    Assumption,
    AuthorityText,
    BudgetLine,
    ChangeAuthority,
    ChangeKind,
    ChangeRef,
    Clause,
    ClauseNumber,
    ContractKind,
    ContractRef,
    ContractTerm,
    ContractTerms,
    Credit,
    EffectiveRule,
    Obligation,
    OpName,
    Payment,
    Percent,
    Reference,
    Renewal,
    ReservedMatter,
    Responsibility,
    TerminationGround,
)
from ledger.evidence.canonical import Body, constrained

__all__ = [
    "KINDS",
    "Assumption",
    "AuthorityText",
    "BudgetLine",
    "ChangeAuthority",
    "ChangeKind",
    "ChangeRef",
    "Clause",
    "ClauseNumber",
    "ContractAgreedForm",
    "ContractChanged",
    "ContractConditionMet",
    "ContractDeclined",
    "ContractDraftContinued",
    "ContractDrafted",
    "ContractExecuted",
    "ContractKind",
    "ContractRef",
    "ContractRegistered",
    "ContractSigned",
    "ContractTerm",
    "ContractTerms",
    "ContractWithdrawn",
    "Credit",
    "EffectiveRule",
    "Obligation",
    "OpName",
    "PaperDates",
    "Payment",
    "Percent",
    "Reference",
    "Renewal",
    "ReservedMatter",
    "Responsibility",
    "SignatureRef",
    "TerminationGround",
]


class ContractDrafted(ContractTerms):
    """Put a text to the parties; drafting again voids agreed form and signatures.

    ``parts`` counts the statements of a long text, this one included.
    """

    parts: Annotated[int, constrained(ge=2, le=64)] | None = None


class ContractDraftContinued(Body):
    """Go on with the draft that is the subject; the arrays go on where they stopped."""

    part: Annotated[int, constrained(ge=2, le=64)]
    clauses: tuple[Clause, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    payments: tuple[Payment, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()


class ContractAgreedForm(Body):
    """Agree, for one's party, that the draft that is the subject is ready to sign.

    ``party`` names the one that became part of the signer's company.
    """

    digest: DigestText
    party: Slug | None = None


class ContractSigned(Body):
    """Sign the agreed form for a party; the subject is the draft."""

    party: Slug
    digest: DigestText


class ContractDeclined(Body):
    """Refuse to sign the agreed form; all signatures are void."""

    digest: DigestText


class ContractWithdrawn(Body):
    """End the negotiation; a new draft opens it again."""


class SignatureRef(Body):
    """Who signed for a party, and where.

    ``by`` is the company of the signer where another has become of the party;
    ``delegation`` names the delegation that the signer used.
    """

    party: Slug
    person: Slug
    statement: DigestText
    by: Slug | None = None
    delegation: DigestText | None = None


class ContractExecuted(Body):
    """Say that every party has signed one text, and from when it applies.

    This statement's digest is the contract version. ``effective_on`` is absent
    while a condition is open; ``retroactive`` says that it lies before the
    execution, which is a day in the contract's own time zone, and
    ``effective_reason`` then says why.
    """

    digest: DigestText
    drafted: DigestText
    signatures: tuple[SignatureRef, ...]
    executed_on: date
    effective_rule: EffectiveRule
    retroactive: bool
    effective_on: date | None = None
    effective_reason: Line | None = None


class ContractChanged(Body):
    """Say in the contract's own stream that a change was executed.

    The subject, ``change.executed.v1``, is the new contract version; of a change on
    paper, which an endorsement completes, ``version`` names it. ``long_stop`` is there
    while its condition is open, where the change states one.
    """

    change: ChangeRef
    version: DigestText | None = None
    effective_on: date | None = None
    term: ContractTerm | None = None  # where the change sets it, once it applies
    long_stop: date | None = None


class ContractConditionMet(Body):
    """Say when a condition was met; the subject is the execution that waited for it."""

    on: date


class PaperDates(Body):
    """When existing paper was signed, and from when it applies."""

    executed_on: date
    effective_on: date


class ContractRegistered(Body):
    """Register existing paper: executed outside the ledger, and always shown so.

    ``documents`` are the SHA-256 digests of the scans attached to the statement.
    """

    content: ContractTerms
    dates: PaperDates
    documents: Annotated[tuple[DigestText, ...], constrained(min_length=1, max_length=64)]


_PARTY_PEOPLE = "programme_manager signatory"

KINDS = (
    kind(
        "contract.drafted.v1",
        ContractDrafted,
        "contract",
        _PARTY_PEOPLE,
        "authorship",
        opens=True,
    ),
    kind(
        "contract.draft_continued.v1",
        ContractDraftContinued,
        "contract",
        _PARTY_PEOPLE,
        "authorship",
        subject=True,
    ),
    kind(
        "contract.agreed_form.v1",
        ContractAgreedForm,
        "contract",
        _PARTY_PEOPLE,
        "approval",
        subject=True,
    ),
    kind("contract.signed.v1", ContractSigned, "contract", "signatory", "approval", subject=True),
    kind(
        "contract.declined.v1",
        ContractDeclined,
        "contract",
        _PARTY_PEOPLE,
        "rejection",
        subject=True,
        reason=True,
    ),
    kind(
        "contract.withdrawn.v1",
        ContractWithdrawn,
        "contract",
        _PARTY_PEOPLE,
        "responsibility",
        reason=True,
    ),
    kind("contract.executed.v1", ContractExecuted, "contract", "system", arms=True),
    kind("contract.changed.v1", ContractChanged, "contract", "system", arms=True, disarms=True),
    kind(
        "contract.condition_met.v1",
        ContractConditionMet,
        "contract",
        _PARTY_PEOPLE,
        "responsibility",
        subject=True,
        arms=True,
    ),
    kind(
        "contract.registered.v1",
        ContractRegistered,
        "contract",
        "signatory",
        "responsibility",
        opens=True,
        arms=True,
    ),
)
