"""Who answers for what: by which statement, by default, in a chain, or in contradiction."""

from datetime import date
from typing import Any

from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import Known, history_of
from ledger.domain.contracts.questions.families import families, family, parents_among
from ledger.domain.contracts.questions.responsibilities import Row, Told, matrix
from ledger.domain.kinds.change import ResponsibilitySet
from ledger.domain.kinds.contract import Responsibility
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import CONTRACT, MSA, Deal, boardless

LOWER = "contract/lower"
DAY = date(2021, 6, 1)


def asked(
    deal: Deal, *contracts: str, on: date = DAY, known: Known = None, activity: Any = None
) -> dict[str, Row]:
    """Return the matrix of contracts on a day."""
    told = []
    for name in contracts or (CONTRACT,):
        history = history_of(deal.world, StreamName(name))
        told.append(Told(copy=consolidate(history, effective=on, known=known), history=history))
    return {row.activity: row for row in matrix(told, ("servier",), activity)}


def gives(party: str, *subcontractors: str, activity: str = "monitoring") -> dict[str, Any]:
    """Return the terms that give one activity to a party."""
    each = Responsibility(activity=activity, party=party, subcontractors=subcontractors)
    return {"responsibilities": (each,)}


def test_a_contract_names_who_answers_and_by_which_statement() -> None:
    """Since its effective day, through the subcontractors that it names."""
    deal = Deal()
    deal.execute(boardless(**gives("iqvia", "Lab A", "Lab B")))

    row = asked(deal)["monitoring"]
    (answer,) = row.answers

    assert (row.party, row.is_default, row.is_conflict) == ("iqvia", False, False)
    assert (answer.since, answer.through) == (date(2020, 12, 17), ("Lab A", "Lab B"))
    assert answer.made_by.version == deal.contract().executed_at


def test_what_nobody_took_over_stays_with_the_sponsor() -> None:
    """ICH E6(R3) 3.6: said as a default with its reason, for whatever is asked."""
    deal = Deal()
    deal.execute()

    row = asked(deal, activity="pharmacovigilance")["pharmacovigilance"]

    assert (row.party, row.is_default, row.answers) == ("servier", True, ())
    assert row.why == "no contract in force says that another took it over"


def test_what_is_given_back_is_the_sponsors_by_the_statement_that_gave_it_back() -> None:
    """From that day; before it, and as known before, the other party answers."""
    deal = Deal()
    deal.execute()
    size = deal.world.size
    deal.amend(
        ResponsibilitySet(activity="monitoring"),
        effective_rule="stated",
        effective_on=date(2021, 3, 1),
    )
    change = deal.change()

    row = asked(deal)["monitoring"]

    assert (row.party, row.is_default) == ("servier", True)
    assert row.made_by is not None
    assert row.made_by.version == change.executed_at
    assert row.why == "change/score/1 gave it back"
    assert asked(deal, on=date(2021, 2, 28))["monitoring"].party == "iqvia"
    assert asked(deal, known=size - 1)["monitoring"].party == "iqvia"


def test_what_was_given_again_is_no_default() -> None:
    """The newest statement counts."""
    deal = Deal()
    deal.execute()
    deal.amend(ResponsibilitySet(activity="monitoring"))
    deal.amend(ResponsibilitySet(activity="monitoring", party="servier"), stream="change/score/2")

    row = asked(deal)["monitoring"]

    assert (row.party, row.is_default) == ("servier", False)


def test_an_activity_of_a_later_statement_is_not_known_before() -> None:
    """What is recorded later never changes the answer for an earlier moment."""
    deal = Deal()
    deal.execute()
    size = deal.world.size
    before = asked(deal, known=size - 1)
    deal.amend(ResponsibilitySet(activity="statistics", party="iqvia"))

    assert asked(deal, known=size - 1) == before
    assert asked(deal)["statistics"].party == "iqvia"


def test_three_tiers_are_one_chain() -> None:
    """What the CRO passes on in a contract of its own is the next tier, not a contradiction."""
    deal = Deal()
    deal.execute(boardless(**gives("iqvia", "Site network")))
    lower = boardless(
        **gives("tech", "Cloud host"), parties=("iqvia", "tech"), obligations=(), termination=()
    )
    deal.say(deal.iqvia, "contract.drafted.v1", LOWER, lower)
    deal.agree(stream=LOWER)
    deal.sign_for(stream=LOWER)

    row = asked(deal, CONTRACT, LOWER)["monitoring"]
    (answer,) = row.answers

    assert (row.party, row.is_conflict) == ("iqvia", False)
    assert answer.through == ("Site network", "tech", "Cloud host")
    assert [each.contract for each in answer.onward] == [LOWER]
    assert answer.onward[0].made_by.version == deal.contract(LOWER).executed_at


def test_two_who_pass_it_to_each_other_contradict() -> None:
    """Neither of the two is further down: they have the same parties."""
    deal = Deal()
    for name, party in ((LOWER, "tech"), ("contract/other", "iqvia")):
        body = boardless(**gives(party), parties=("iqvia", "tech"), obligations=(), termination=())
        deal.say(deal.iqvia, "contract.drafted.v1", name, body)
        deal.agree(stream=name)
        deal.sign_for(stream=name)

    row = asked(deal, LOWER, "contract/other")["monitoring"]

    assert (row.is_conflict, row.party, len(row.answers)) == (True, None, 2)


def test_contradicting_contracts_are_shown_and_none_is_chosen() -> None:
    """Both with their statements; in an order that says nothing of right or wrong."""
    deal = Deal()
    deal.register(**gives("servier"))
    deal.execute(boardless(contract_kind="work_order", parent=MSA, precedence="own"))

    row = asked(deal, MSA, CONTRACT)["monitoring"]

    assert (row.is_conflict, row.party, row.is_default) == (True, None, False)
    assert {each.contract: each.party for each in row.answers} == {
        MSA: "servier",
        CONTRACT: "iqvia",
    }
    assert {each.made_by.version for each in row.answers} == {
        deal.contract(MSA).executed_at,
        deal.contract().executed_at,
    }


def test_a_contract_that_is_over_gives_nobody_anything() -> None:
    """After its last day, and before its first, its activities are the sponsor's again."""
    deal = Deal()
    deal.execute()

    for day in (date(2020, 12, 16), date(2023, 1, 1)):
        row = asked(deal, on=day)["monitoring"]
        assert (row.party, row.is_default) == ("servier", True)


def test_no_sponsor_is_made_up() -> None:
    """Where no party is admitted as sponsor, who answers is unclear, and said so."""
    deal = Deal()
    deal.execute(boardless(responsibilities=()))
    history = history_of(deal.world, StreamName(CONTRACT))
    told = Told(copy=consolidate(history, effective=DAY), history=history)

    for sponsors, who in (((), "no party of them"), (("servier", "iqvia"), "more than one party")):
        (row,) = matrix((told,), sponsors, "monitoring")
        assert row.party is None
        assert who in str(row.why)


def test_a_family_is_a_contract_with_those_above_and_inside() -> None:
    """Siblings are of the master agreement's family, not of each other's."""
    deal = Deal()
    deal.register()
    for name in ("contract/one", "contract/two"):
        deal.draft(boardless(contract_kind="work_order", parent=MSA), name)
    deal.draft()
    names = [name for name in deal.world.streams() if name.startswith("contract/")]
    parents = parents_among(deal.world, names)

    assert family(StreamName("contract/one"), parents) == (MSA, "contract/one")
    assert family(StreamName(MSA), parents) == (MSA, "contract/one", "contract/two")
    assert families(parents) == (
        (MSA, (MSA, "contract/one", "contract/two")),
        (CONTRACT, (CONTRACT,)),
    )
