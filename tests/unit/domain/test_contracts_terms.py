"""Terms of a contract: what is named is there, once, and adds up."""

from datetime import date
from typing import Any

import pytest

from ledger.domain.contracts.days import TimeZoneError
from ledger.domain.contracts.drafting import (
    check_text_sound,
)
from ledger.domain.contracts.signing import EffectiveRuleError
from ledger.domain.contracts.summing import PercentAmountError, PercentError, PercentShortError
from ledger.domain.contracts.texts import (
    BelowZeroError,
    CurrencyError,
    ItemTakenError,
    ItemUnknownError,
    NotAPartyError,
    PaymentFormError,
    PeriodError,
)
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.contract import (
    BudgetLine,
    ChangeAuthority,
    Clause,
    ContractTerm,
    Credit,
    Obligation,
    Payment,
    ReservedMatter,
    Responsibility,
    TerminationGround,
)
from ledger.errors import LedgerError
from tests.unit.domain.agreement import (
    euros,
    terms,
)

CLAUSE = Clause(id="scope", number="1", heading="Scope", text="Forty sites.")
LINE = BudgetLine(line="start-up", fee=euros(1), pass_through=euros(0))
DOLLARS = Money(minor=1, currency="USD")

UNSOUND: dict[str, tuple[type[LedgerError], dict[str, Any]]] = {
    "a clause twice": (
        ItemTakenError,
        {"clauses": (CLAUSE, Clause(id="scope", number="2", heading="Again", text="Same id."))},
    ),
    "a number twice": (
        ItemTakenError,
        {"clauses": (CLAUSE, Clause(id="other", number="1", heading="Again", text="Same."))},
    ),
    "a party twice": (ItemTakenError, {"parties": ("servier", "servier")}),
    "a reader who is a party": (ItemTakenError, {"readers": ("iqvia",)}),
    "a line twice": (ItemTakenError, {"budget": (LINE, LINE)}),
    "a surviving clause that is not there": (ItemUnknownError, {"survival": ("ghost",)}),
    "a line in another currency": (
        CurrencyError,
        {"budget": (BudgetLine(line="x", fee=DOLLARS, pass_through=euros(0)),)},
    ),
    "money without a currency": (CurrencyError, {"currency": None}),
    "a credit in another currency": (
        CurrencyError,
        {"credits": (Credit(title="start-up letter", amount=DOLLARS),)},
    ),
    "an authority in another currency": (
        CurrencyError,
        {
            "change_authority": (
                ChangeAuthority(change_kind="amendment", by="parties", up_to=DOLLARS),
            )
        },
    ),
    "a payment in another currency": (
        CurrencyError,
        {"payments": (Payment(trigger="start", of="fee", amount=DOLLARS),)},
    ),
    "a line below zero": (
        BelowZeroError,
        {"budget": (BudgetLine(line="x", fee=euros(0), pass_through=euros(-1)),)},
    ),
    "percentages above a hundred": (
        PercentError,
        {
            "payments": (
                Payment(trigger="start", of="fee", percent="66.666667"),
                Payment(trigger="end", of="fee", percent="33.333334"),
            )
        },
    ),
    "a payment of neither form": (
        PaymentFormError,
        {"payments": (Payment(trigger="x", of="fee"),)},
    ),
    "an amount that is not its percentage": (
        PercentAmountError,
        {"payments": (Payment(trigger="x", of="fee", percent="1", amount=euros(999)),)},
    ),
    "an amount of its own that is rounded": (
        PaymentFormError,
        {"payments": (Payment(trigger="x", of="fee", amount=euros(1), rounded_to=100),)},
    ),
    "percentages that are to be complete": (
        PercentShortError,
        {
            "payments": (Payment(trigger="x", of="fee", percent="99.999999"),),
            "payments_complete": True,
        },
    ),
    "another company that pays": (
        NotAPartyError,
        {"payments": (Payment(trigger="x", of="fee", percent="1", payer="tech"),)},
    ),
    "another company that is paid": (
        NotAPartyError,
        {"payments": (Payment(trigger="x", of="fee", percent="1", payee="tech"),)},
    ),
    "a reserved clause that is not there": (
        ItemUnknownError,
        {"reserved": (ReservedMatter(rule="x", why="Ours.", clauses=("ghost",)),)},
    ),
    "a payment without a budget": (PaymentFormError, {"budget": ()}),
    "a debtor who is no party": (
        NotAPartyError,
        {"obligations": (Obligation(id="x", debtor="tech", creditor="iqvia", duty="Pay."),)},
    ),
    "an activity of no party": (
        NotAPartyError,
        {"responsibilities": (Responsibility(activity="x", party="tech"),)},
    ),
    "a ground of no party": (
        NotAPartyError,
        {"termination": (TerminationGround(ground="x", notice_days=0, party="tech"),)},
    ),
    "a reversed term": (
        PeriodError,
        {"term": ContractTerm(from_=date(2021, 1, 2), to=date(2021, 1, 1))},
    ),
    "an unknown time zone": (TimeZoneError, {"tz": "Europe/Atlantis"}),
    "a folder of time zones": (TimeZoneError, {"tz": "Europe"}),
    "a stated rule without a day": (EffectiveRuleError, {"effective_rule": "stated"}),
    "a day without a stated rule": (EffectiveRuleError, {"effective_on": date(2021, 1, 1)}),
    "a condition rule without a condition": (EffectiveRuleError, {"effective_rule": "condition"}),
    "a condition without its rule": (EffectiveRuleError, {"condition": "The approval."}),
}


@pytest.mark.parametrize("case", UNSOUND)
def test_terms_that_cannot_stand_are_refused_by_name(case: str) -> None:
    """What is named is there, once, and adds up."""
    error, members = UNSOUND[case]

    with pytest.raises(error) as caught:
        check_text_sound(terms(**members))

    assert caught.type is error


def test_percentages_may_come_to_exactly_a_hundred() -> None:
    """They are exact, not rounded; each sum has its own."""
    sixths = tuple(
        Payment(trigger=f"part {number}", of="fee", percent="16.666666") for number in range(6)
    )
    rest = (
        Payment(trigger="rest", of="fee", percent="0.000004"),
        Payment(trigger="rest", of="total", percent="100"),
    )
    sound = terms(payments=(*sixths, *rest), effective_rule="stated", effective_on=date(2021, 1, 1))

    assert check_text_sound(sound) is None  # type: ignore[func-returns-value]
