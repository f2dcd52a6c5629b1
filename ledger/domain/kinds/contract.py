"""Kinds of the streams contract/<slug>: drafts, agreed form, signatures, endings.

What an array is keyed by is unique in it: a clause by ``id`` and by ``number``,
a budget line by ``line``, a payment by ``trigger`` and ``of``, an assumption by
``name``, an obligation by ``id``, a responsibility by ``activity``.
"""

from datetime import date
from typing import Annotated, Literal

from ledger.domain.kinds.base import (
    Amount,
    Count,
    Currency,
    DigestText,
    Line,
    Money,
    Positive,
    Slug,
    Text,
    TimeZone,
    kind,
)
from ledger.evidence.canonical import Body, constrained

ContractKind = Literal["msa", "work_order", "start_up", "other"]
ChangeKind = Literal["amendment", "change_order", "restatement", "administrative"]
EffectiveRule = Literal["stated", "last_signature", "condition"]
OpName = Literal[
    "clause.add",
    "clause.replace",
    "clause.delete",
    "clause.renumber",
    "budget.add_line",
    "budget.adjust",
    "payment.set",
    "assumption.set",
    "term.set",
    "responsibility.set",
    "obligation.set",
    "party.rename",
]
ClauseNumber = Annotated[
    str, constrained(pattern=r"[0-9A-Za-z](?:[0-9A-Za-z .()\-]{0,38}[0-9A-Za-z)])?")
]
Percent = Annotated[str, constrained(pattern=r"(0|[1-9][0-9]{0,2})(\.[0-9]{1,6})?")]
AuthorityText = Annotated[
    str, constrained(pattern=r"delegates|parties|board/[a-z0-9][a-z0-9-]{0,62}")
]
ContractRef = Annotated[str, constrained(pattern=r"contract/[a-z0-9][a-z0-9-]{0,62}")]
ChangeRef = Annotated[
    str, constrained(pattern=r"change/[a-z0-9][a-z0-9-]{0,62}/[a-z0-9][a-z0-9-]{0,62}")
]


class Clause(Body):
    """A clause; its id stays when its number or its words change."""

    id: Slug
    number: ClauseNumber
    heading: Line
    text: Text


class BudgetLine(Body):
    """One line of the budget: what the work costs, and what is passed through at cost."""

    line: Slug
    fee: Amount
    pass_through: Amount
    title: Line | None = None


class Payment(Body):
    """What falls due when: a percentage of the fee, the pass-through or both, or an amount.

    A percentage is written as the paper has it ("12.5"), so that it is exact.
    """

    trigger: Line
    of: Literal["fee", "pass_through", "total"]
    percent: Percent | None = None
    amount: Amount | None = None


class Credit(Body):
    """An earlier payment that counts towards this contract."""

    title: Line
    amount: Amount
    contract: ContractRef | None = None


class Assumption(Body):
    """What the price and the plan rest on (sites, patients, visits)."""

    name: Slug
    value: Line


class Renewal(Body):
    """By how much the term goes on, and how many days before its end one must say no."""

    months: Positive
    notice_days: Count
    automatic: bool


class ContractTerm(Body, rename={"from_": "from"}):
    """From a day to a day (the last one that counts), or open-ended."""

    from_: date
    to: date | None = None
    renewal: Renewal | None = None


class TerminationGround(Body):
    """Why one may end it, with how much notice, and how long the other has to cure."""

    ground: Slug
    notice_days: Count
    cure_days: Count | None = None
    party: Slug | None = None  # who may; absent: each party


class Obligation(Body):
    """Who owes whom what, by when or upon what."""

    id: Slug
    debtor: Slug
    creditor: Slug
    duty: Line
    due: date | None = None
    trigger: Line | None = None
    cure_days: Count | None = None


class Responsibility(Body):
    """Who answers for an activity, and through whom it is done (nearest first)."""

    activity: Slug
    party: Slug
    subcontractors: tuple[Line, ...] = ()


class ChangeAuthority(Body):
    """Who may change this contract: a board, delegates within their limits, or the parties.

    The first row that fits a change governs it. A row with ``ops`` fits a
    change that has no others; one with ``up_to`` fits a computed amount up to it.
    """

    change_kind: ChangeKind
    by: AuthorityText
    ops: tuple[OpName, ...] = ()
    up_to: Money | None = None


class ContractTerms(Body):
    """What a contract says, whole. Amounts are all in its one currency."""

    contract_kind: ContractKind
    title: Line
    parties: Annotated[tuple[Slug, ...], constrained(min_length=2, max_length=16)]
    clauses: tuple[Clause, ...]
    budget: tuple[BudgetLine, ...]
    payments: tuple[Payment, ...]
    assumptions: tuple[Assumption, ...]
    term: ContractTerm
    termination: tuple[TerminationGround, ...]
    survival: tuple[Slug, ...]
    obligations: tuple[Obligation, ...]
    responsibilities: tuple[Responsibility, ...]
    change_authority: tuple[ChangeAuthority, ...]
    effective_rule: EffectiveRule
    tz: TimeZone
    readers: tuple[Slug, ...] = ()
    parent: ContractRef | None = None
    precedence: Literal["parent", "own"] | None = None  # which prevails in conflict
    currency: Currency | None = None
    credits: tuple[Credit, ...] = ()
    effective_on: date | None = None  # with rule "stated"
    condition: Line | None = None  # with rule "condition"
    effective_reason: Line | None = None  # why it takes effect before it is signed


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
    """Agree, for one's party, that the draft that is the subject is ready to sign."""

    digest: DigestText


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
    """Who signed for a party, and where."""

    party: Slug
    person: Slug
    statement: DigestText


class ContractExecuted(Body):
    """Say that every party has signed one text, and from when it applies.

    This statement's digest is the contract version. ``effective_on`` is absent
    while a condition is open; ``retroactive`` says that it lies before the
    execution, which is a day in the contract's own time zone.
    """

    digest: DigestText
    drafted: DigestText
    signatures: tuple[SignatureRef, ...]
    executed_on: date
    effective_rule: EffectiveRule
    retroactive: bool
    effective_on: date | None = None


class ContractChanged(Body):
    """Say in the contract's own stream that a change was executed.

    The subject, ``change.executed.v1``, is the new contract version.
    """

    change: ChangeRef
    effective_on: date | None = None
    term: ContractTerm | None = None  # where the change sets it


class ContractConditionMet(Body):
    """Say when a condition was met; the subject is the execution that waited for it."""

    on: date


class ContractNoticeGiven(Body):
    """Give notice on a ground that the contract names."""

    ground: Slug


class ContractNoticeWithdrawn(Body):
    """Take back the notice that is the subject."""


class ContractTerminated(Body):
    """End the contract on the notice that is the subject; ``on`` is its last day."""

    on: date


class ContractExpired(Body):
    """Say that the term has run out; ``on`` was its last day."""

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
    ),
    kind(
        "contract.notice_given.v1",
        ContractNoticeGiven,
        "contract",
        "signatory",
        "responsibility",
        reason=True,
    ),
    kind(
        "contract.notice_withdrawn.v1",
        ContractNoticeWithdrawn,
        "contract",
        "signatory",
        "responsibility",
        subject=True,
        reason=True,
    ),
    kind(
        "contract.terminated.v1",
        ContractTerminated,
        "contract",
        "signatory",
        "responsibility",
        subject=True,
        reason=True,
        disarms=True,
    ),
    kind("contract.expired.v1", ContractExpired, "contract", "system", disarms=True),
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
