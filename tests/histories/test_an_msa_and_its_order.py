"""A master agreement restated, breached, cured, breached again and ended; its order runs on.

No one source: notice, cure, wind-down and survival as filed agreements have them.
"""

from datetime import date
from typing import Any

import pytest

from ledger.domain.contracts.drafting import ParentError
from ledger.domain.contracts.endings import NoticeTooShortError
from ledger.domain.contracts.questions.cover import covered
from ledger.domain.contracts.questions.precedence import prevailing
from ledger.domain.contracts.texts import ItemUnknownError
from ledger.domain.kinds.change import (
    BudgetAdjust,
    ClauseAdd,
    SurvivalSet,
    TerminationSet,
    TextRestate,
)
from ledger.domain.kinds.contract import BudgetLine, Clause, ContractTerm, TerminationGround
from ledger.domain.kinds.lifecycle import (
    ContractBreachCured,
    ContractNoticeGiven,
    ContractTerminated,
)
from ledger.evidence.canonical import Body
from tests.histories.told import Pair, contract, money, moves
from tests.unit.domain.agreement import MSA

ORDER = "contract/wo-1"
BEGUN, RESTATED = date(2021, 1, 4), date(2021, 7, 1)
CURED, NOTICED = date(2021, 8, 30), date(2021, 9, 30)
LAST = date(2021, 12, 29)  # sixty days to cure from the second notice, then thirty
WOUND_DOWN = date(2022, 2, 12)  # forty-five more
ZONE = {"currency": "USD", "tz": "America/New_York"}
BREACH: dict[str, Any] = {
    "ground": "breach",
    "notice_days": 30,
    "cure_days": 60,
    "runs": "after_cure",
    "wind_down_days": 45,
}


def clauses(*rows: tuple[str, str, str]) -> tuple[Clause, ...]:
    """Return clauses by id, number and text."""
    return tuple(Clause(id=id_, number=no, heading=id_, text=text) for id_, no, text in rows)


def begun() -> Pair:
    """Return both companies with a master agreement and a work order under it."""
    pair = Pair.of("sponsor", "cro", BEGUN)
    msa = contract(
        "sponsor",
        "cro",
        contract_kind="msa",
        term=ContractTerm(from_=BEGUN, to=date(2030, 1, 3)),
        clauses=clauses(("services", "1", "As ordered."), ("secrecy", "2", "Ten years.")),
        survival=("secrecy",),
        termination=(
            TerminationGround(**BREACH),
            TerminationGround(ground="convenience", notice_days=90),
        ),
        **ZONE,
    )
    pair.execute(msa, MSA)
    order = contract(
        "sponsor",
        "cro",
        contract_kind="work_order",
        parent=MSA,
        precedence="parent",
        term=ContractTerm(from_=date(2021, 2, 1), to=date(2023, 12, 31)),
        clauses=clauses(("services", "1", "Forty sites."), ("secrecy", "2", "Five years.")),
        budget=(BudgetLine(line="study", fee=money(100_000_00, "USD"), pass_through="unknown"),),
        **ZONE,
    )
    pair.execute(order, ORDER)
    return pair


def say(pair: Pair, party: str, tag: str, body: Body, **claims: Any) -> Any:
    """Say something of the master agreement."""
    return pair.say(pair.signatories[party], f"contract.{tag}.v1", MSA, body, **claims)


def told() -> Pair:
    """Return the whole history, refusals and all."""
    pair = begun()
    pair.turn_to(date(2021, 6, 1))
    restate(pair)
    pair.turn_to(date(2021, 8, 1))
    first = say(pair, "sponsor", "notice_given", ContractNoticeGiven(ground="breach"))
    gone = ContractNoticeGiven(ground="convenience")  # the restatement left it out
    pair.refused(ItemUnknownError, pair.iqvia, "contract.notice_given.v1", MSA, gone)
    pair.turn_to(date(2021, 9, 1))
    cured = ContractBreachCured(on=CURED)
    act = say(pair, "cro", "breach_cured", cured, subject=first.digest)
    pair.endorse(pair.servier, MSA, act)
    pair.turn_to(date(2021, 10, 1))  # the evening of the 30th where the contract lives
    second = say(pair, "sponsor", "notice_given", ContractNoticeGiven(ground="breach"))
    early = ContractTerminated(on=date(2021, 12, 28))
    tag = "contract.terminated.v1"
    pair.refused(NoticeTooShortError, pair.servier, tag, MSA, early, subject=second.digest)
    say(pair, "sponsor", "terminated", ContractTerminated(on=LAST), subject=second.digest)
    pair.turn_to(date(2022, 1, 10))
    amend_the_order(pair)
    return pair


def restate(pair: Pair) -> None:
    """Amend and restate the master agreement, from July on."""
    body = pair.change_draft(
        TextRestate(),
        *(
            ClauseAdd(**{name: getattr(each, name) for name in Clause.__struct_fields__})
            for each in clauses(("services", "1", "As ordered, anew."), ("secrecy", "7", "Twelve."))
        ),
        SurvivalSet(clauses=("secrecy",)),
        TerminationSet(**BREACH),
        contract=MSA,
        change_kind="restatement",
        impact=moves("USD"),
        effective_rule="stated",
        effective_on=RESTATED,
    )
    pair.say(pair.servier, "change.drafted.v1", "change/msa/1", body, base=body.base)
    pair.sign_change(stream="change/msa/1")


def amend_the_order(pair: Pair) -> None:
    """Change the order's budget after the agreement above it has ended."""
    op = BudgetAdjust(line="study", fee=money(10_00, "USD"))
    impact = moves("USD", 10_00)
    body = pair.change_draft(op, contract=ORDER, change_kind="change_order", impact=impact)
    pair.say(pair.servier, "change.drafted.v1", "change/wo-1/1", body, base=body.base)
    pair.sign_change(stream="change/wo-1/1")


@pytest.fixture(scope="module")
def pair() -> Pair:
    """The whole history, told once."""
    return told()


@pytest.mark.parametrize(
    ("on", "status", "secrecy", "stays"),
    [
        (date(2021, 6, 30), "in_force", ("2", "Ten years."), ()),
        (RESTATED, "in_force", ("7", "Twelve."), ()),
        (date(2021, 8, 10), "in_force", ("7", "Twelve."), ()),  # a notice that was cured
        (NOTICED, "noticed", ("7", "Twelve."), ()),
        (LAST, "noticed", ("7", "Twelve."), ()),
        (date(2021, 12, 30), "winding_down", ("7", "Twelve."), ("secrecy",)),
        (WOUND_DOWN, "winding_down", ("7", "Twelve."), ("secrecy",)),
        (date(2022, 2, 13), "terminated", ("7", "Twelve."), ("secrecy",)),
        (date(2040, 1, 1), "terminated", ("7", "Twelve."), ("secrecy",)),
    ],
)
def test_the_agreement_of_each_day(
    pair: Pair, on: date, status: str, secrecy: tuple[str, str], stays: tuple[str, ...]
) -> None:
    """Last days count; what survives is named once it is over."""
    copy = pair.copy(on, stream=MSA)
    clause = next(part.value for part in copy.clauses if part.value.id == "secrecy")

    assert (copy.status, (clause.number, clause.text), copy.surviving) == (status, secrecy, stays)


def test_as_known_before_the_cure_it_was_under_notice(pair: Pair) -> None:
    """A breach that was cured later was a breach by then."""
    cured = pair.acts("contract.breach_cured.v1")[0].leaf_index

    assert pair.copy(date(2021, 8, 10), cured - 1, stream=MSA).status == "noticed"


@pytest.mark.parametrize(
    ("on", "clauses"), [(LAST, {"services", "secrecy"}), (date(2021, 12, 30), {"secrecy"})]
)
def test_what_is_over_prevails_no_more_but_in_what_survives(
    pair: Pair, on: date, clauses: set[str]
) -> None:
    """The order stands alone in everything else."""
    found = prevailing(pair.copy(on, stream=ORDER), pair.copy(on, stream=MSA))

    assert {each.own.value.id for each in found} == clauses
    assert {each.prevails for each in found} == {"parent"}


def test_work_under_an_order_without_its_agreement_is_a_gap(pair: Pair) -> None:
    """The order runs on and can be changed; its days are not covered from the day after."""
    found = covered(pair.world, pair.contract(ORDER), others=(), changes=())
    assert found is not None
    (gap,) = found.gaps

    assert (gap.span.from_, gap.span.to) == (date(2021, 12, 30), date(2023, 12, 31))
    assert gap.causes[0].text == f"{MSA} ended on 2021-12-29"
    copy = pair.copy(date(2022, 1, 10), stream=ORDER)
    assert (copy.status, copy.fee.amount) == ("in_force", money(100_010_00, "USD"))


def test_no_order_is_executed_under_an_agreement_that_is_over(pair: Pair) -> None:
    """A term that begins after the last day is refused to each signature; nothing is recorded."""
    later = contract(
        "sponsor",
        "cro",
        contract_kind="work_order",
        parent=MSA,
        term=ContractTerm(from_=date(2022, 2, 1), to=date(2022, 12, 31)),
        **ZONE,
    )
    pair = told()
    pair.draft(later, "contract/wo-2")
    pair.agree(stream="contract/wo-2")
    drafted = pair.contract("contract/wo-2").drafted

    pair.refused(ParentError, *pair.signature("sponsor", stream="contract/wo-2"), subject=drafted)
