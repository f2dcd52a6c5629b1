"""Ops on figures, credits, grounds, survival and authority: what each does, and refuses."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.common import AudienceGapError
from ledger.domain.contracts.amounts import difference, movement_of
from ledger.domain.contracts.operations import (
    ClauseSurvivesError,
    FiguresStaleError,
    apply,
    impact_of,
)
from ledger.domain.contracts.ordering import EffectiveOrderError
from ledger.domain.contracts.texts import (
    BelowZeroError,
    ContractText,
    CurrencyError,
    IdleOpError,
    ItemTakenError,
    ItemUnknownError,
    NotAPartyError,
)
from ledger.domain.contracts.trying import tried
from ledger.domain.kinds.base import Amount, Money
from ledger.domain.kinds.change import (
    Authority,
    AuthoritySet,
    BudgetAddLine,
    BudgetSetLine,
    ClauseAdd,
    ClauseDelete,
    CreditSet,
    LineFigures,
    Op,
    SurvivalSet,
    TerminationSet,
    TextRestate,
)
from ledger.domain.kinds.contract import (
    BudgetLine,
    ChangeAuthority,
    Credit,
    ReservedMatter,
    TerminationGround,
)
from ledger.domain.world import UnknownStreamError
from ledger.errors import LedgerError, RefusedError
from tests.unit.domain.agreement import CHANGE, Deal, SteeredDeal, boardless, euros, terms
from tests.unit.domain.boardroom import constitution
from tests.unit.domain.test_changes_effects import order

DOLLARS = Money(minor=1, currency="USD")
EARLIER = Credit(title="Start-up letter", amount=euros(5_000))
SECRETS = ReservedMatter(rule="secrets", why="Ours.", clauses=("secrecy",))
ROW = ChangeAuthority(change_kind="amendment", by="parties")


def figures(fee: Amount, pass_through: Amount) -> LineFigures:
    """Return what a line comes to."""
    return LineFigures(fee=fee, pass_through=pass_through)


MONITORING = figures(euros(60_000), euros(10_000))


def text(**members: Any) -> ContractText:
    """Return the small contract's text, with an earlier payment that counts."""
    return ContractText.of(terms(credits=(EARLIER,), **members))


APPLIED: dict[str, tuple[Op, tuple[str, ...], str, Any, Any]] = {
    "figures": (
        BudgetSetLine(
            line="monitoring", from_=MONITORING, to=figures(euros(1), euros(2)), basis="actual"
        ),
        ("line/monitoring",),
        "budget",
        "monitoring",
        BudgetLine(line="monitoring", fee=euros(1), pass_through=euros(2), basis="actual"),
    ),
    "figures of a new line": (
        BudgetSetLine(line="data", title="Data", to=figures("unknown", euros(2))),
        ("line/data",),
        "budget",
        "data",
        BudgetLine(line="data", title="Data", fee="unknown", pass_through=euros(2)),
    ),
    "a line that goes": (
        BudgetSetLine(line="monitoring", from_=MONITORING),
        ("line/monitoring",),
        "budget",
        "monitoring",
        None,
    ),
    "a projected line": (
        BudgetAddLine(line="data", fee=euros(1), pass_through=euros(2), basis="projected"),
        ("line/data",),
        "budget",
        "data",
        BudgetLine(line="data", fee=euros(1), pass_through=euros(2), basis="projected"),
    ),
    "a credit": (
        CreditSet(title="Letter 2", amount="undisclosed", contract="contract/letter"),
        ("credit/Letter 2",),
        "credits",
        "Letter 2",
        Credit(title="Letter 2", amount="undisclosed", contract="contract/letter"),
    ),
    "a credit that falls away": (
        CreditSet(title="Start-up letter"),
        ("credit/Start-up letter",),
        "credits",
        "Start-up letter",
        None,
    ),
    "a ground": (
        TerminationSet(
            ground="breach", notice_days=10, cure_days=20, runs="after_cure", wind_down_days=30
        ),
        ("ground/breach",),
        "grounds",
        "breach",
        TerminationGround(
            ground="breach", notice_days=10, cure_days=20, runs="after_cure", wind_down_days=30
        ),
    ),
    "a ground of one party": (
        TerminationSet(ground="futility", notice_days=0, party="servier"),
        ("ground/futility",),
        "grounds",
        "futility",
        TerminationGround(ground="futility", notice_days=0, party="servier"),
    ),
    "a ground that falls away": (
        TerminationSet(ground="breach"),
        ("ground/breach",),
        "grounds",
        "breach",
        None,
    ),
}

REFUSED: dict[str, tuple[type[RefusedError], Op]] = {
    "figures from others": (
        FiguresStaleError,
        BudgetSetLine(line="monitoring", from_=figures(euros(1), euros(1)), to=MONITORING),
    ),
    "figures of a line that is there, as if new": (
        FiguresStaleError,
        BudgetSetLine(line="monitoring", to=MONITORING),
    ),
    "figures of a line that is not there": (
        FiguresStaleError,
        BudgetSetLine(line="ghost", from_=MONITORING, to=MONITORING),
    ),
    "nothing into nothing": (IdleOpError, BudgetSetLine(line="ghost")),
    "the same figures": (
        IdleOpError,
        BudgetSetLine(line="monitoring", from_=MONITORING, to=MONITORING),
    ),
    "figures below zero": (
        BelowZeroError,
        BudgetSetLine(line="monitoring", from_=MONITORING, to=figures(euros(-1), euros(0))),
    ),
    "figures in another currency": (
        CurrencyError,
        BudgetSetLine(line="monitoring", from_=MONITORING, to=figures(euros(1), DOLLARS)),
    ),
    "no credit": (ItemUnknownError, CreditSet(title="Nothing")),
    "the same credit": (IdleOpError, CreditSet(title="Start-up letter", amount=euros(5_000))),
    "a credit in another currency": (CurrencyError, CreditSet(title="X", amount=DOLLARS)),
    "no ground": (ItemUnknownError, TerminationSet(ground="ghost")),
    "the same ground": (IdleOpError, TerminationSet(ground="convenience", notice_days=90)),
    "another company's ground": (
        NotAPartyError,
        TerminationSet(ground="x", notice_days=1, party="tech"),
    ),
    "the same survival": (IdleOpError, SurvivalSet(clauses=("secrecy",))),
    "a clause that is not there survives": (ItemUnknownError, SurvivalSet(clauses=("ghost",))),
    "a clause survives twice": (ItemTakenError, SurvivalSet(clauses=("fees", "fees"))),
    "the same authority": (
        IdleOpError,
        AuthoritySet(rows=terms().change_authority, reserved=()),
    ),
    "a rule twice": (ItemTakenError, AuthoritySet(rows=(), reserved=(SECRETS, SECRETS))),
    "a bound in another currency": (
        CurrencyError,
        AuthoritySet(rows=(ChangeAuthority(change_kind="amendment", by="parties", up_to=DOLLARS),)),
    ),
}


@pytest.mark.parametrize("case", APPLIED)
def test_an_op_changes_its_item_and_nothing_else(case: str) -> None:
    """It says what it touches, its own item first."""
    op, touched, member, key, expected = APPLIED[case]
    before, after = text(), text()

    assert touched == apply(after, op)
    assert expected == getattr(after, member).get(key)
    getattr(after, member).pop(key, None)
    getattr(before, member).pop(key, None)
    assert before == after


@pytest.mark.parametrize("case", REFUSED)
def test_an_op_that_does_not_apply_is_refused_by_name(case: str) -> None:
    """What is changed is what the text has, and something changes."""
    error, op = REFUSED[case]

    with pytest.raises(error) as caught:
        tried(text(), (op,))

    assert caught.type is error


def test_survival_and_authority_are_set_whole() -> None:
    """Survival also touches each clause that joins or leaves, but none that stays."""
    after = text()

    assert apply(after, SurvivalSet(clauses=("secrecy", "fees"))) == ("survival", "survival/fees")
    assert apply(after, AuthoritySet(rows=(ROW,), reserved=(SECRETS,))) == ("authority",)
    assert after.survival == ("secrecy", "fees")
    assert (after.authority, after.reserved) == ((ROW,), (SECRETS,))


def test_a_text_begun_anew_keeps_its_money_its_term_and_its_authority() -> None:
    """The rest falls away, and every part of it is touched."""
    before, after = text(reserved=(SECRETS,)), text(reserved=(SECRETS,))
    touched = apply(after, TextRestate())

    kept = ("parties", "currency", "budget", "credits", "term", "authority", "reserved")
    assert all(getattr(before, name) == getattr(after, name) for name in kept)
    gone = ("clauses", "payments", "assumptions", "obligations", "responsibilities", "grounds")
    assert not any(getattr(after, name) for name in (*gone, "numbers", "survival"))
    assert touched[0] == "text"
    assert {"clause/scope", "number/1", "payments/fee", "survival", "survival/fees"} < set(touched)


def test_a_clause_that_survived_can_be_struck_once_it_is_let_go() -> None:
    """In one change, in that order."""
    ops: tuple[Op, ...] = (SurvivalSet(clauses=()), ClauseDelete(id="secrecy"))
    after = tried(text(), ops).text

    assert ("secrecy" in after.clauses, after.survival) == (False, ())
    with pytest.raises(ClauseSurvivesError):
        tried(text(), ops[::-1])


def test_a_clause_that_a_rule_names_can_be_struck() -> None:
    """By the parties, to whom it is reserved; the rule waits for it to come back."""
    members = {"reserved": (SECRETS,), "precedence_except": ("secrecy",), "survival": ()}
    after = tried(text(**members), (ClauseDelete(id="secrecy"),)).text

    assert after.reserved == (SECRETS,)


def test_a_new_rule_names_a_clause_that_is_there() -> None:
    """Asked of the text at that point, so a clause may come with the same change."""
    rule = ReservedMatter(rule="law", why="Ours.", clauses=("law",))
    late = AuthoritySet(rows=(), reserved=(rule,))
    law = ClauseAdd(id="law", number="3", heading="Law", text="French.")

    assert tried(text(), (law, late)).text.reserved == (rule,)
    with pytest.raises(ItemUnknownError):
        tried(text(), (late, law))


AMOUNTS = st.one_of(st.integers(0, 3).map(euros), st.just("undisclosed"), st.just("unknown"))
FIGURES = st.builds(LineFigures, fee=AMOUNTS, pass_through=AMOUNTS)


@given(before=st.none() | FIGURES, after=st.none() | FIGURES)
def test_new_figures_come_to_their_difference(
    before: LineFigures | None, after: LineFigures | None
) -> None:
    """Zero, undisclosed and unknown are three things: what stays moves nothing, a word is kept."""
    op = BudgetSetLine(line="x", from_=before, to=after)
    computed = impact_of(ContractText.of(terms()), (op,))
    nothing = LineFigures(fee=euros(0), pass_through=euros(0))
    old, new = before or nothing, after or nothing
    moves = []
    for name in ("fee", "pass_through"):
        was, now = getattr(old, name), getattr(new, name)
        expected = euros(0) if was == now else difference(was, now)
        assert getattr(computed, name) == expected
        if was != now or (before is None) != (after is None):
            moves.append(expected)
    weight = movement_of((op,))
    if not moves:
        assert weight is None
    elif "unknown" in moves or "undisclosed" in moves:
        assert weight == ("unknown" if "unknown" in moves else "undisclosed")
    else:
        assert weight == euros(sum(abs(each.minor) for each in moves if isinstance(each, Money)))


@pytest.mark.parametrize(
    ("board", "error"), [("board/none", UnknownStreamError), ("board/esc", AudienceGapError)]
)
def test_a_board_of_authority_is_read_by_all_who_read_the_contract(
    board: str, error: type[LedgerError]
) -> None:
    """Also when it comes with a change; otherwise a reader could not see what was decided."""
    deal = SteeredDeal()
    founding = deal.say(deal.sponsor, "board.constituted.v1", "board/esc", constitution(readers=()))
    deal.endorse(deal.cro, "board/esc", founding)
    deal.execute(boardless(readers=("tech",)))
    bodies = {
        name: deal.change_draft(
            AuthoritySet(rows=(ChangeAuthority(change_kind="change_order", by=name),))
        )
        for name in (board, "board/jsc")
    }

    deal.refused(
        error,
        deal.servier,
        "change.drafted.v1",
        CHANGE,
        bodies[board],
        base=bodies[board].base,
    )
    deal.say(
        deal.servier,
        "change.drafted.v1",
        CHANGE,
        bodies["board/jsc"],
        base=bodies["board/jsc"].base,
    )


def test_the_authority_that_a_change_set_is_asked_for_the_next() -> None:
    """Not the first text's: the parties gave amendments away, and took administration back."""
    deal = Deal()
    deal.execute()
    deal.amend(AuthoritySet(rows=(ROW,)))
    deal.propose(change_kind="amendment", stream="change/score/2")
    deal.propose(change_kind="administrative", stream="change/score/3")

    assert deal.change("change/score/2").authority == Authority(by="parties", by_contract=True)
    assert deal.change("change/score/3").authority is None


def test_survival_and_what_it_names_take_effect_in_their_order() -> None:
    """A clause is not struck from a day on which it still survives."""
    deal = Deal()
    deal.execute()
    said, claims = order(deal, date(2021, 6, 1), SurvivalSet(clauses=()), CHANGE)
    deal.say(*said, **claims)
    deal.sign_change()
    said, claims = order(deal, date(2021, 5, 31), ClauseDelete(id="secrecy"), "change/score/2")

    deal.refused(EffectiveOrderError, *said, **claims)
    said, claims = order(deal, date(2021, 6, 1), ClauseDelete(id="secrecy"), "change/score/2")
    deal.say(*said, **claims)
