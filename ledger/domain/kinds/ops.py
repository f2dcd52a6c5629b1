"""What a change does to a text, op by op: each moves one item and says which."""

from typing import Annotated, Literal

from ledger.domain.kinds.base import Amount, Count, Line, Slug, Text
from ledger.domain.kinds.terms import (
    Basis,
    BudgetLine,
    ChangeAuthority,
    Clause,
    ClauseNumber,
    ContractRef,
    ContractTerm,
    Obligation,
    Payment,
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


class ObligationRemove(Body, tag_field="op", tag="obligation.remove"):
    """Take an obligation out of the text: from the change's effective day on it is not owed."""

    id: Slug


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
    | ObligationRemove
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
