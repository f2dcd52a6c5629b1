"""For each op: what rivals it, what comes after it, what is no concern of it, what undoes it.

All of it said of the small contract of agreement.py. A new op needs a row here.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.domain.contracts.folding import folded
from ledger.domain.contracts.operations import (
    AssumptionStaleError,
    FiguresStaleError,
    impact_of,
)
from ledger.domain.contracts.reversing import ReversalIncompleteError, ReversalOverlapsError
from ledger.domain.contracts.texts import ItemTakenError, ItemUnknownError
from ledger.domain.kinds.change import (
    AssumptionSet,
    AuthoritySet,
    BudgetAddLine,
    BudgetAdjust,
    BudgetSetLine,
    ChangeDrafted,
    ClauseAdd,
    ClauseDelete,
    ClauseRenumber,
    ClauseReplace,
    CreditSet,
    LineFigures,
    ObligationRemove,
    ObligationSet,
    Op,
    PartyRename,
    PaymentSet,
    ResponsibilitySet,
    SurvivalSet,
    TerminationSet,
    TermSet,
    TextRestate,
)
from ledger.domain.kinds.contract import ContractTerm
from ledger.errors import RefusedError
from tests.unit.domain.agreement import MORE, WORDS, Deal, boardless, euros

Ops = tuple[Op, ...]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One op in company.

    first   the op
    rival   one against the same version that touches the item, too
    then    by what the rival's own words are refused on the next version; None: they stand
    again   one of the item that can come after the first
    apart   one of another item, before or after
    item    what the first, the rival and the one after have in common
    back    what undoes the first
    late    what would undo it after ``again``, and is refused
    error   by this name, with the item
    """

    first: Ops
    rival: Op
    again: Op
    item: str
    back: Ops
    late: Ops
    then: type[RefusedError] | None = None
    apart: Op = WORDS
    error: type[RefusedError] = ReversalOverlapsError
    # A name is a fact: nothing is restored of it, see reversing.py.
    is_fact: bool = field(default=False)


def _figures(fee: int) -> LineFigures:
    return LineFigures(fee=euros(fee), pass_through=euros(10_000))


def _monitoring(before: int, after: int) -> BudgetSetLine:
    return BudgetSetLine(line="monitoring", from_=_figures(before), to=_figures(after))


def _term(year: int) -> TermSet:
    return TermSet(term=ContractTerm(from_=date(2021, 1, 1), to=date(year, 12, 31)))


def _report(duty: str) -> ObligationSet:
    return ObligationSet(id="report", debtor="iqvia", creditor="servier", duty=duty)


def _scope(text: str) -> ClauseReplace:
    return ClauseReplace(id="scope", text=text)


def _data(fee: int) -> BudgetAddLine:
    return BudgetAddLine(line="data", fee=euros(fee), pass_through=euros(1))


OLD_WORDS = _scope("Forty sites.")
FEES = ClauseAdd(id="fees", number="2", heading="Fees", text="As in the budget.")
LAW = ClauseAdd(id="law", number="3", heading="Law", text="French.")
MONTHLY = _report("Report monthly.")
AUDIT = ObligationSet(id="audit", debtor="iqvia", creditor="servier", duty="Open the books.")
WHO = boardless().change_authority
# The whole text as it was at first, said anew.
WHOLE: Ops = (
    TextRestate(),
    ClauseAdd(id="scope", number="1", heading="Scope", text="Forty sites."),
    FEES,
    ClauseAdd(id="secrecy", number="10", heading="Secrecy", text="For ten years."),
    PaymentSet(trigger="signature", of="fee", percent="15"),
    AssumptionSet(name="sites", to="40"),
    MONTHLY,
    ResponsibilitySet(activity="monitoring", party="iqvia"),
    TerminationSet(ground="convenience", notice_days=90),
    TerminationSet(ground="breach", notice_days=30, cure_days=60),
    TerminationSet(ground="safety", notice_days=0, party="servier"),
    SurvivalSet(clauses=("secrecy",)),
)

TABLE: dict[str, Row] = {
    "clause.add": Row(
        first=(LAW,),
        rival=ClauseAdd(id="law", number="4", heading="Law", text="Swiss."),
        then=ItemTakenError,
        again=ClauseReplace(id="law", text="Swiss."),
        item="clause/law",
        back=(ClauseDelete(id="law"),),
        late=(ClauseDelete(id="law"),),
    ),
    "clause.replace": Row(
        first=(WORDS,),
        rival=_scope("Eighty sites."),
        again=_scope("Eighty sites."),
        apart=ClauseReplace(id="fees", text="As in the annex."),
        item="clause/scope",
        back=(OLD_WORDS,),
        late=(OLD_WORDS,),
    ),
    "clause.delete": Row(
        first=(ClauseDelete(id="fees"),),
        rival=ClauseReplace(id="fees", text="As in the annex."),
        then=ItemUnknownError,
        again=ClauseAdd(id="fees", number="2", heading="Fees", text="As in the annex."),
        item="clause/fees",
        back=(FEES,),
        late=(ClauseReplace(id="fees", text="As in the budget."),),
    ),
    "clause.renumber": Row(
        first=(ClauseRenumber(id="fees", number="2.1"),),
        rival=ClauseRenumber(id="fees", number="2.2"),
        again=ClauseRenumber(id="fees", number="2.2"),
        item="clause/fees",
        back=(ClauseRenumber(id="fees", number="2"),),
        late=(ClauseRenumber(id="fees", number="2"),),
    ),
    "budget.add_line": Row(
        first=(_data(7),),
        rival=_data(8),
        then=ItemTakenError,
        again=BudgetAdjust(line="data", fee=euros(5)),
        apart=MORE,
        item="line/data",
        back=(BudgetSetLine(line="data", from_=LineFigures(fee=euros(7), pass_through=euros(1))),),
        late=(BudgetSetLine(line="data", from_=LineFigures(fee=euros(12), pass_through=euros(1))),),
        error=ReversalIncompleteError,
    ),
    "budget.adjust": Row(
        first=(MORE,),
        rival=BudgetAdjust(line="monitoring", fee=euros(-5)),
        again=BudgetAdjust(line="monitoring", fee=euros(5)),
        apart=BudgetAdjust(line="start-up", fee=euros(1)),
        item="line/monitoring",
        back=(BudgetAdjust(line="monitoring", fee=euros(-20_000)),),
        late=(BudgetAdjust(line="monitoring", fee=euros(-20_005)),),
        error=ReversalIncompleteError,
    ),
    "budget.set_line": Row(
        first=(_monitoring(60_000, 70_000),),
        rival=_monitoring(60_000, 50_000),
        then=FiguresStaleError,
        again=_monitoring(70_000, 90_000),
        apart=BudgetAdjust(line="start-up", fee=euros(1)),
        item="line/monitoring",
        back=(_monitoring(70_000, 60_000),),
        late=(_monitoring(90_000, 60_000),),
        error=ReversalIncompleteError,
    ),
    "payment.set": Row(
        first=(PaymentSet(trigger="signature", of="fee", percent="20"),),
        rival=PaymentSet(trigger="signature", of="fee", percent="30"),
        again=PaymentSet(trigger="signature", of="fee", percent="30"),
        apart=PaymentSet(trigger="end", of="total", percent="5"),
        item="payment/fee/signature",
        back=(PaymentSet(trigger="signature", of="fee", percent="15"),),
        late=(PaymentSet(trigger="signature", of="fee", percent="15"),),
    ),
    "assumption.set": Row(
        first=(AssumptionSet(name="sites", from_="40", to="60"),),
        rival=AssumptionSet(name="sites", from_="40", to="50"),
        then=AssumptionStaleError,
        again=AssumptionSet(name="sites", from_="60", to="50"),
        apart=AssumptionSet(name="visits", to="9"),
        item="assumption/sites",
        back=(AssumptionSet(name="sites", from_="60", to="40"),),
        late=(AssumptionSet(name="sites", from_="50", to="40"),),
    ),
    "term.set": Row(
        first=(_term(2023),),
        rival=_term(2024),
        again=_term(2024),
        item="term",
        back=(_term(2022),),
        late=(_term(2022),),
    ),
    "responsibility.set": Row(
        first=(ResponsibilitySet(activity="monitoring"),),
        rival=ResponsibilitySet(activity="monitoring", party="servier"),
        again=ResponsibilitySet(activity="monitoring", party="servier"),
        apart=ResponsibilitySet(activity="safety", party="iqvia"),
        item="responsibility/monitoring",
        back=(ResponsibilitySet(activity="monitoring", party="iqvia"),),
        late=(ResponsibilitySet(activity="monitoring", party="iqvia"),),
    ),
    "obligation.set": Row(
        first=(_report("Report weekly."),),
        rival=ObligationRemove(id="report"),
        again=ObligationRemove(id="report"),
        apart=AUDIT,
        item="obligation/report",
        back=(MONTHLY,),
        late=(MONTHLY,),
    ),
    "obligation.remove": Row(
        first=(ObligationRemove(id="report"),),
        rival=_report("Report weekly."),
        again=_report("Report weekly."),
        apart=AUDIT,
        item="obligation/report",
        back=(MONTHLY,),
        late=(MONTHLY,),
    ),
    "party.rename": Row(
        first=(PartyRename(party="iqvia", legal_name="IQVIA Ltd"),),
        rival=PartyRename(party="iqvia", legal_name="IQVIA Inc"),
        again=PartyRename(party="iqvia", legal_name="IQVIA Inc"),
        apart=PartyRename(party="servier", legal_name="Servier SA"),
        item="party/iqvia",
        back=(PartyRename(party="iqvia", legal_name="Quintiles"),),
        late=(),
        is_fact=True,
    ),
    "credit.set": Row(
        first=(CreditSet(title="Letter", amount=euros(1)),),
        rival=CreditSet(title="Letter", amount=euros(2)),
        again=CreditSet(title="Letter", amount=euros(2)),
        apart=CreditSet(title="Deposit", amount=euros(1)),
        item="credit/Letter",
        back=(CreditSet(title="Letter"),),
        late=(CreditSet(title="Letter"),),
    ),
    "termination.set": Row(
        first=(TerminationSet(ground="convenience", notice_days=60),),
        rival=TerminationSet(ground="convenience", notice_days=30),
        again=TerminationSet(ground="convenience", notice_days=30),
        apart=TerminationSet(ground="safety"),
        item="ground/convenience",
        back=(TerminationSet(ground="convenience", notice_days=90),),
        late=(TerminationSet(ground="convenience", notice_days=90),),
    ),
    "survival.set": Row(
        first=(SurvivalSet(clauses=()),),
        rival=SurvivalSet(clauses=("secrecy", "fees")),
        again=SurvivalSet(clauses=("fees",)),
        item="survival",
        back=(SurvivalSet(clauses=("secrecy",)),),
        late=(SurvivalSet(clauses=("secrecy",)),),
    ),
    "authority.set": Row(
        first=(AuthoritySet(rows=(*WHO, *WHO)),),
        rival=AuthoritySet(rows=WHO[::-1]),
        again=AuthoritySet(rows=WHO[::-1]),
        item="authority",
        back=(AuthoritySet(rows=WHO),),
        late=(AuthoritySet(rows=WHO),),
    ),
    "text.restate": Row(
        first=(TextRestate(), FEES),
        rival=WORDS,
        then=ItemUnknownError,
        again=ClauseAdd(id="scope", number="1", heading="Scope", text="Ten sites."),
        apart=MORE,
        item="clause/scope",
        back=WHOLE,
        late=WHOLE,
    ),
}


def begun(*ops: Op, **members: Any) -> Deal:
    """Return an executed contract with a change of it."""
    deal = Deal()
    deal.execute()
    if ops:
        execute(deal, "change/score/1", *ops, **members)
    return deal


def drafted(deal: Deal, *ops: Op, **members: Any) -> ChangeDrafted:
    """Return a draft of the kind and with the impact that its ops have on the newest text."""
    restates = any(isinstance(op, TextRestate) for op in ops)
    filled: dict[str, Any] = {
        "change_kind": "restatement" if restates else "administrative",
        "impact": impact_of(folded(deal.world, deal.contract()).text, ops),
    }
    return deal.change_draft(*ops, **{**filled, **members})


def propose(deal: Deal, stream: str, *ops: Op, **members: Any) -> None:
    """Draft a change."""
    body = drafted(deal, *ops, **members)
    deal.say(deal.servier, "change.drafted.v1", stream, body, base=body.base)


def execute(deal: Deal, stream: str, *ops: Op, **members: Any) -> None:
    """Draft a change and sign it."""
    propose(deal, stream, *ops, **members)
    deal.sign_change(stream=stream)


def refuse(deal: Deal, error: Any, stream: str, body: ChangeDrafted) -> Any:
    """Show that a draft is refused by name, and return the refusal."""
    return deal.refused(error, deal.servier, "change.drafted.v1", stream, body, base=body.base)
