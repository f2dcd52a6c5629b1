"""What sets two copies of a contract apart: every part, with what it was and what it is."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.contracts.amounts import Total
from ledger.domain.contracts.blame import ClauseUnknownError, makings, makings_of, obligings
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import ContractHistory, NotYetKnownError, PartyName
from ledger.domain.contracts.differences import Differences, applied, differences, said
from ledger.domain.contracts.questions.effects import effect_of
from ledger.domain.kinds.base import Amount
from ledger.domain.kinds.change import (
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
    PartyRename,
    PaymentSet,
    ResponsibilitySet,
    SurvivalSet,
    TerminationSet,
    TermSet,
    TextRestate,
)
from ledger.domain.kinds.contract import ContractTerm
from ledger.evidence.statement import StreamName
from tests.projections.past import world_at
from tests.unit.domain.agreement import CHANGE, Deal, euros, terms
from tests.unit.domain.merging import TODAY
from tests.unit.domain.test_consolidation import HISTORY, OPENING, executed, place

DAY, BEFORE = date(2021, 6, 1), date(2021, 5, 31)
BARE = replace(HISTORY, changes=())


def told(*ops: Op, lines: tuple[Op, ...] = ()) -> Differences:
    """Return what ops set apart; ``lines`` are ops that stand on both sides."""
    early = executed(5, BEFORE, *lines) if lines else None
    history = replace(
        BARE, changes=(*((early,) if early else ()), *((executed(10, DAY, *ops),) if ops else ()))
    )
    before, after = (consolidate(history, effective=day) for day in (BEFORE, DAY))
    found = differences(before, after)
    assert applied(said(before), found) == said(after)
    return found


@pytest.mark.parametrize(
    ("op", "what"),
    [
        (ClauseAdd(id="law", number="3", heading="Law", text="French."), "added"),
        (ClauseDelete(id="fees"), "deleted"),
        (ClauseReplace(id="scope", text="Sixty sites."), "replaced"),
        (ClauseRenumber(id="scope", number="7"), "renumbered"),
    ],
)
def test_a_clause_is_shown_with_both_texts(op: Op, what: str) -> None:
    """Added, deleted, replaced or renumbered."""
    (pair,) = told(op).clauses

    assert pair.what == what
    assert (pair.before is None, pair.after is None) == (what == "added", what == "deleted")


def test_clauses_come_in_order_of_where_they_stand() -> None:
    """By their number now, or by the last that they had."""
    found = told(
        ClauseAdd(id="law", number="11", heading="Law", text="French."),
        ClauseReplace(id="secrecy", text="For five years."),
        ClauseDelete(id="fees"),
    )

    pairs = [(pair.after or pair.before) for pair in found.clauses]
    assert [clause and clause.number for clause in pairs] == ["2", "10", "11"]


@pytest.mark.parametrize(
    ("member", "op"),
    [
        ("payments", PaymentSet(trigger="signature", of="fee", percent="20")),
        ("credits", CreditSet(title="Deposit", amount=euros(500))),
        ("assumptions", AssumptionSet(name="sites", from_="40", to="60")),
        ("obligations", ObligationSet(id="audit", debtor="iqvia", creditor="servier", duty="Do.")),
        ("obligations", ObligationRemove(id="report")),
        ("responsibilities", ResponsibilitySet(activity="monitoring")),
        ("termination", TerminationSet(ground="safety")),
        ("term", TermSet(term=ContractTerm(from_=date(2021, 1, 1)))),
        ("survival", SurvivalSet(clauses=("fees",))),
        ("authority", AuthoritySet(rows=())),
    ],
)
def test_each_part_is_set_apart_alone(member: str, op: Op) -> None:
    """What one op touches differs, and nothing else."""
    found = told(op)
    names = ["clauses", "budget", "payments", "credits", "assumptions", "obligations", "parties"]
    names += ["responsibilities", "termination", "term", "survival", "authority", "status"]

    assert [name for name in names if getattr(found, name)] == [member]


def test_nothing_sets_a_copy_apart_from_itself() -> None:
    """Undisclosed lines included: what stays undisclosed does not move."""
    secret = BudgetAddLine(line="secret", fee="undisclosed", pass_through="unknown")
    found = told(lines=(secret,))

    assert found.is_empty
    assert found.total.by == Total(known=euros(0), undisclosed=0, unknown=0)


@pytest.mark.parametrize(
    ("fee", "to", "by"),
    [
        (euros(700), euros(900), Total(known=euros(200), undisclosed=0, unknown=0)),
        (euros(0), euros(900), Total(known=euros(900), undisclosed=0, unknown=0)),
        (euros(700), euros(0), Total(known=euros(-700), undisclosed=0, unknown=0)),
        (euros(700), "undisclosed", Total(known=euros(0), undisclosed=1, unknown=0)),
        ("undisclosed", euros(700), Total(known=euros(0), undisclosed=1, unknown=0)),
        ("undisclosed", euros(0), Total(known=euros(0), undisclosed=1, unknown=0)),
        ("undisclosed", "unknown", Total(known=euros(0), undisclosed=0, unknown=1)),
        ("unknown", euros(0), Total(known=euros(0), undisclosed=0, unknown=1)),
        ("undisclosed", None, Total(known=euros(0), undisclosed=1, unknown=0)),
        (euros(700), None, Total(known=euros(-700), undisclosed=0, unknown=0)),
        (euros(0), None, Total(known=euros(0), undisclosed=0, unknown=0)),
    ],
)
def test_a_total_moves_by_what_is_known_and_says_what_is_not(
    fee: Amount, to: Amount | None, by: Total
) -> None:
    """Undisclosed, unknown and zero are three things, also in what sets totals apart."""
    nothing = euros(0)
    line = BudgetAddLine(line="extra", fee=fee, pass_through=nothing)
    figures = None if to is None else LineFigures(fee=to, pass_through=nothing)
    was = LineFigures(fee=fee, pass_through=nothing)
    found = told(BudgetSetLine(line="extra", from_=was, to=figures), lines=(line,))

    assert (found.fee.by, found.total.by) == (by, by)
    assert found.pass_through.by == Total(known=euros(0), undisclosed=0, unknown=0)


def test_lines_that_move_against_each_other_are_both_there() -> None:
    """A total that stays the same hides no line that does not."""
    found = told(
        BudgetAdjust(line="start-up", fee=euros(-100)),
        BudgetAdjust(line="monitoring", fee=euros(100)),
    )

    assert len(found.budget) == 2
    assert found.total.by.known == euros(0)


def test_a_new_name_and_another_status_set_copies_apart() -> None:
    """Who the parties were then, and how the contract stood."""
    names = tuple(
        PartyName(party="iqvia", legal_name=name, on=on, place=place(1))
        for name, on in (("Quintiles", date(2017, 1, 1)), ("IQVIA", date(2021, 2, 1)))
    )
    history = replace(BARE, names=names)
    before, after = (
        consolidate(history, effective=day) for day in (date(2020, 1, 1), date(2022, 1, 1))
    )
    found = differences(before, after)

    (pair,) = found.parties
    assert [each and each.legal_name for each in (pair.before, pair.after)] == [
        "Quintiles",
        "IQVIA",
    ]
    assert found.status is not None
    assert (found.status.before, found.status.after) == ("not_yet_effective", "in_force")


ADDED = executed(3, date(2021, 3, 1), ClauseAdd(id="law", number="3", heading="Law", text="A."))
STRUCK = executed(4, date(2021, 4, 1), ClauseDelete(id="law"))
AGAIN = executed(5, date(2021, 5, 1), ClauseAdd(id="law", number="4", heading="Law", text="B."))
LAW = ContractHistory(opening=OPENING, changes=(ADDED, STRUCK, AGAIN))


def test_a_clause_tells_all_that_it_was() -> None:
    """Each text with the statement that set it; where it was struck, nothing stood."""
    made = makings_of(LAW, "law", effective=date.max)

    assert [each.clause and each.clause.text for each in made] == ["A.", None, "B."]
    assert [each.what for each in made] == ["added", "deleted", "added"]
    assert [each.provenance for each in made] == [
        each.provenance for each in (ADDED, STRUCK, AGAIN)
    ]


def test_a_restatement_makes_anew_only_what_it_says_otherwise() -> None:
    """What it leaves out is struck, what it repeats word for word keeps its maker."""
    first = terms().clauses[0]
    same = ClauseAdd(id="scope", number="1", heading=first.heading, text=first.text)
    restated = executed(3, date(2021, 3, 1), TextRestate(), same)
    history = ContractHistory(opening=OPENING, changes=(restated,))
    found = makings(history, effective=date.max)

    assert [each.provenance for each in found["scope"]] == [OPENING.provenance]
    assert [each.what for each in found["fees"]] == ["added", "deleted"]


def test_an_obligation_tells_all_that_it_was_and_what_took_it_out() -> None:
    """From the first text to its removal; what came by a change has that for its maker."""
    report = terms().obligations[0]
    weekly = ObligationSet(id="report", debtor="iqvia", creditor="servier", duty="Report weekly.")
    audit = ObligationSet(id="audit", debtor="iqvia", creditor="servier", duty="Open the books.")
    anew = executed(3, date(2021, 3, 1), weekly)
    gone = executed(4, date(2021, 4, 1), ObligationRemove(id="report"), audit)
    history = ContractHistory(opening=OPENING, changes=(anew, gone))
    found = obligings(history, effective=date.max)
    before = obligings(history, effective=date(2021, 3, 31))

    assert [each.what for each in found["report"]] == ["added", "replaced", "deleted"]
    assert [each.obligation and each.obligation.duty for each in found["report"]] == [
        report.duty,
        "Report weekly.",
        None,
    ]
    made = (OPENING.provenance, anew.provenance, gone.provenance)
    assert tuple(each.provenance for each in found["report"]) == made
    assert [each.provenance for each in found["audit"]] == [gone.provenance]
    assert (len(before["report"]), "audit" in before) == (2, False)


def test_a_change_that_leaves_a_clause_alone_is_not_its_maker() -> None:
    """A clause of the first text that nothing touched has one maker."""
    (made,) = makings_of(LAW, "scope", effective=date.max)

    assert (made.provenance, made.clause) == (OPENING.provenance, terms().clauses[0])


@pytest.mark.parametrize(
    ("clause", "effective", "known"),
    [("none", date.max, None), ("law", date(2021, 2, 1), None), ("law", date.max, 2)],
)
def test_a_clause_that_was_not_there_has_no_history(
    clause: str, effective: date, known: int | None
) -> None:
    """Neither one that never was, nor one that came later or was not known."""
    with pytest.raises(ClauseUnknownError) as caught:
        makings_of(LAW, clause, effective=effective, known=known)

    assert caught.value.facts == {"contract": "contract/score", "clause": clause}


def test_no_clause_is_known_before_the_contract_was() -> None:
    """What was not recorded then is not told as of then."""
    late = replace(OPENING, provenance=executed(7, date(2021, 1, 1)).provenance)

    with pytest.raises(NotYetKnownError):
        makings_of(ContractHistory(opening=late), "scope", effective=date.max, known=6)


def test_a_change_that_does_not_apply_any_more_sets_nothing_apart() -> None:
    """It is told against the text that it was drafted on, where its words are."""
    deal = Deal()
    deal.execute()
    deal.propose(ClauseReplace(id="scope", text="More."))
    size = deal.world.size
    deal.amend(ClauseDelete(id="scope"), stream="change/score/2")
    stream, change = StreamName(CHANGE), deal.change()

    assert effect_of(deal.world, stream, change, (), TODAY) is None
    found = effect_of(world_at(deal, size), stream, change, (), TODAY)
    assert found is not None
    assert [pair.after.text for pair in found.clauses if pair.after] == ["More."]
    assert (found.parties, found.status, found.total.by.amount) == ((), None, euros(0))


def test_a_new_name_is_told_from_the_one_that_the_party_has() -> None:
    """By its day, then by its entry: the directory's, an earlier change's, the last word's."""
    deal = Deal()
    deal.execute()
    again = [PartyRename(party="iqvia", legal_name=name) for name in ("Zeta", "Alpha")]
    deal.amend(PartyRename(party="iqvia", legal_name="By contract"))
    named = tuple(
        PartyName(party="iqvia", legal_name=name, on=on, place=place(1))
        for name, on in (("Iqvia", None), ("In the directory", TODAY))
    )
    deal.propose(*again, stream="change/score/2")

    found = effect_of(
        deal.world,
        StreamName("change/score/2"),
        deal.change("change/score/2"),
        named,
        TODAY,
    )

    assert found is not None
    (pair,) = found.parties
    assert pair.before is not None
    assert pair.after is not None
    assert (pair.before.legal_name, pair.after.legal_name) == ("By contract", "Alpha")
