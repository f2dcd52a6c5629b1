"""Changes of one item take effect in the order in which they were made; a restatement binds all."""

from datetime import date

import pytest

from ledger.domain.contracts.agreements import Touch
from ledger.domain.contracts.ordering import (
    EffectiveOrderError,
    check_effective_order,
    items_of,
)
from ledger.domain.contracts.texts import ContractText
from ledger.domain.kinds.change import (
    BudgetAdjust,
    ClauseAdd,
    ClauseDelete,
    ObligationSet,
    Op,
    SurvivalSet,
    TextRestate,
)
from ledger.evidence.statement import Digest
from tests.unit.domain.agreement import euros, terms
from tests.unit.domain.test_consolidation_properties import CONTRACT_MATTER, accepted

EARLY, LATE = date(2021, 1, 5), date(2021, 1, 9)
DUTY = ObligationSet(id="audit", debtor="iqvia", creditor="servier", duty="Open the books.")
LAW = ClauseAdd(id="law", number="3", heading="Law", text="French law.")
MORE = BudgetAdjust(line="monitoring", fee=euros(100))


@pytest.mark.parametrize(
    ("first", "second", "item"),
    [
        (TextRestate(), DUTY, "text"),
        (TextRestate(), LAW, "text"),
        (TextRestate(), TextRestate(), "assumption/sites"),
        (ClauseDelete(id="fees"), TextRestate(), "clause/fees"),
        (DUTY, TextRestate(), "obligation/audit"),
        (LAW, SurvivalSet(clauses=("law",)), "survival/law"),
    ],
)
def test_what_would_be_lost_or_missing_in_between_is_refused(
    first: Op, second: Op, item: str
) -> None:
    """The later change cannot take effect before the one on which its words rest."""
    text = ContractText.of(terms())
    one = items_of(text, (first,))
    touched: dict[str, Touch] = dict.fromkeys(one, (Digest("sha256:" + "1" * 64), LATE))
    _, after = accepted([(LATE, [first])])

    with pytest.raises(EffectiveOrderError) as caught:
        check_effective_order(CONTRACT_MATTER, touched, items_of(after, (second,)), EARLY)

    assert item in str(caught.value)
    check_effective_order(CONTRACT_MATTER, touched, items_of(after, (second,)), LATE)


@pytest.mark.parametrize(("first", "second"), [(TextRestate(), MORE), (MORE, TextRestate())])
def test_a_restatement_leaves_the_budget_its_own_order(first: Op, second: Op) -> None:
    """Budget, credits, term, parties and authority stay, so they are not bound by it."""
    text = ContractText.of(terms())
    one = items_of(text, (first,))
    touched: dict[str, Touch] = dict.fromkeys(one, (Digest("sha256:" + "1" * 64), LATE))
    _, after = accepted([(LATE, [first])])

    check_effective_order(CONTRACT_MATTER, touched, items_of(after, (second,)), EARLY)
