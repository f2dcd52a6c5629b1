"""What a contract says: clauses, budget, payments, term, duties, and who may change it.

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
    Line,
    Money,
    Positive,
    Slug,
    Text,
    TimeZone,
)
from ledger.evidence.canonical import Body, constrained

# A project agreement is one study's whole contract: what a work order says, under no master.
ContractKind = Literal["msa", "work_order", "project_agreement", "start_up", "other"]
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
    "obligation.remove",
    "party.rename",
    "budget.set_line",
    "credit.set",
    "termination.set",
    "survival.set",
    "authority.set",
    "text.restate",
]
Basis = Literal["actual", "projected"]
PaymentBase = Literal["fee", "pass_through", "total"]
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
    """One line of the budget: what the work costs, and what is passed through at cost.

    ``basis`` says whether the figures are of work done or of work to come.
    """

    line: Slug
    fee: Amount
    pass_through: Amount
    title: Line | None = None
    basis: Basis | None = None


class Payment(Body):
    """What falls due when: a percentage of the fee, the pass-through or both, or an amount.

    A percentage is written as the paper has it ("12.5"), so that it is exact; what
    it comes to is rounded to so many minor units (``rounded_to``, one if absent).
    With both, the amount is what the percentage comes to when the payment is set.
    Without a payer, the sponsors of the contract pay.
    """

    trigger: Line
    of: PaymentBase
    percent: Percent | None = None
    amount: Amount | None = None
    rounded_to: Positive | None = None
    payer: Slug | None = None
    payee: Slug | None = None


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
    """Why one may end it, with how much notice, and how long the other has to cure.

    Notice and cure run together, so that the longer counts, unless ``runs``
    says that the notice begins when the time to cure is over. After its last
    day the contract is wound down for ``wind_down_days``.
    """

    ground: Slug
    notice_days: Count
    cure_days: Count | None = None
    party: Slug | None = None  # who may; absent: each party
    runs: Literal["together", "after_cure"] | None = None
    wind_down_days: Count | None = None


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


class ReservedMatter(Body):
    """What only the parties themselves may change, whatever the rows of authority say.

    A change is reserved when it has one of the ops or touches one of the
    clauses. ``rule`` is the name by which a refusal calls it.
    """

    rule: Slug
    why: Line
    ops: tuple[OpName, ...] = ()
    clauses: tuple[Slug, ...] = ()


class Reference(Body):
    """Another text that this one names, as it names it ("Work Order No. 7").

    ``contract`` is what is meant, where that is on record; otherwise the
    reference dangles until the parties resolve it. It is never matched by itself.
    """

    text: Line
    role: Literal["parent", "related", "replaces"]
    contract: ContractRef | None = None


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
    long_stop: date | None = None  # with rule "condition": the last day to meet it
    effective_reason: Line | None = None  # why it takes effect before it is signed
    reserved: tuple[ReservedMatter, ...] = ()
    references: tuple[Reference, ...] = ()
    affiliates_of: tuple[Slug, ...] = ()  # parties whose affiliates may order work under it
    suspension: tuple[Slug, ...] = ()  # parties that may suspend it alone
    precedence_except: tuple[Slug, ...] = ()  # clauses in which the other of the two prevails
    payments_complete: bool = False  # percentages of each sum come to exactly 100
