"""Questions about contracts, answered for those who may read them, each row with its statement."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from ledger.domain.kinds.contract import ContractTerm, Obligation, Reference, Responsibility
from ledger.domain.kinds.partnership import PartnershipFormed
from ledger.evidence.statement import StreamName
from projections.live import Now
from projections.questions import contracts, gaps, obligations, responsibilities, signatures
from projections.questions.contracts import AsOf, ContractsQuery
from projections.questions.obligations import OwedQuery
from projections.questions.responsibilities import MatrixQuery
from projections.questions.signatures import SignaturesQuery
from projections.readers import ViewReader
from tests.projections.conftest import ANYBODY, Told, party_reader
from tests.projections.past import known_at
from tests.unit.domain.agreement import CHANGE, CONTRACT, MSA, WORDS, Deal, boardless, euros
from tests.unit.domain.alliance import PARTNERSHIP, formation

DUE = date(2021, 3, 1)


def now(deal: Deal) -> Now:
    """Return the story's world, and its time."""
    return Now(world=deal.world, at=deal.now)


@pytest.fixture
def deal() -> Deal:
    """A master agreement on paper, a work order that is late, an open change, a draft."""
    deal = Deal()
    monitoring = Responsibility(activity="monitoring", party="servier")
    deal.register(responsibilities=(monitoring,))
    report: dict[str, Any] = {"debtor": "iqvia", "creditor": "servier", "duty": "Report."}
    deal.execute(
        boardless(
            contract_kind="work_order",
            parent=MSA,
            precedence="parent",
            term=ContractTerm(from_=date(2020, 12, 1), to=date(2022, 12, 31)),
            obligations=(
                Obligation(id="report", due=DUE, **report),
                Obligation(id="archive", trigger="last patient out", **report),
            ),
            references=(Reference(text="Work Order No. 7", role="related"),),
        )
    )
    deal.propose()
    deal.draft(boardless(budget=(), payments=()), "contract/next")
    return deal


def everything(connection: Connection, reader: ViewReader, deal: Deal) -> list[Any]:
    """Ask all that can be asked."""
    return [
        signatures.list_all(connection, reader, now(deal), SignaturesQuery()),
        obligations.list_all(connection, reader, now(deal), OwedQuery()),
        responsibilities.load(connection, reader, now(deal), MatrixQuery())["responsibilities"],
        gaps.list_all(connection, reader, now(deal)),
        contracts.list_all(connection, reader, now(deal), ContractsQuery()),
    ]


def test_another_party_is_told_nothing(deal: Deal, reading: Told) -> None:
    """The parties see what there is; a company that is none of them sees that there is nothing."""
    connection = reading(deal)

    assert all(everything(connection, ANYBODY, deal))
    assert everything(connection, party_reader("iqvia"), deal) == everything(
        connection, ANYBODY, deal
    )
    assert everything(connection, party_reader("tech"), deal) == [[], [], [], [], []]
    stream = StreamName(CONTRACT)
    assert contracts.load(connection, party_reader("tech"), stream, now(deal), AsOf()) is None


def test_only_the_boards_and_decisions_of_the_reader_are_told(deal: Deal, reading: Told) -> None:
    """A reader of contracts alone is not shown what else there is."""
    connection = reading(deal)
    rows = signatures.list_all(connection, party_reader("servier"), now(deal), SignaturesQuery())

    assert {row["stream"] for row in rows} == {CHANGE, "contract/next"}


def statements_in(value: Any) -> list[dict[str, Any]]:
    """Return every statement that an answer names."""
    if isinstance(value, list):
        return [found for each in value for found in statements_in(each)]
    if not isinstance(value, dict):
        return []
    own = [value] if "receipt" in value and "leaf_index" in value else []
    return own + [found for each in value.values() for found in statements_in(each)]


def test_every_row_names_statements_that_are_recorded(deal: Deal, reading: Told) -> None:
    """Each by its stream, digest and entry, with the path of its receipt."""
    connection = reading(deal)
    for answer in everything(connection, ANYBODY, deal):
        for row in answer:
            if row.get("is_default"):
                continue
            assert statements_in(row)
            for named in statements_in(row):
                act = deal.world.find(named["digest"])
                assert act is not None
                assert named["stream"] == act.statement.stream
                assert named["leaf_index"] >= act.leaf_index
                assert named["receipt"] == f"/v1/statements/{named['digest']}/receipt"


def test_signatures_are_asked_for_by_party_and_contract(deal: Deal, reading: Told) -> None:
    """A contract's changes are its own; a party's rows are those that wait for it."""
    connection = reading(deal)

    def ask(**query: Any) -> set[tuple[str, str]]:
        rows = signatures.list_all(connection, ANYBODY, now(deal), SignaturesQuery(**query))
        return {(row["stream"], row["party"]) for row in rows}

    assert ask(contract=StreamName(CONTRACT)) == {(CHANGE, "servier"), (CHANGE, "iqvia")}
    assert ask(party="iqvia") == {(CHANGE, "iqvia"), ("contract/next", "iqvia")}
    assert ask(party="tech") == set()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["report", "report", "archive"]),
        ({"due_by": DUE}, ["report"]),
        ({"due_by": date(2021, 2, 28)}, []),
        ({"party": "servier", "contract": StreamName(CONTRACT)}, ["report", "archive"]),
        ({"party": "tech"}, []),
        ({"state": "open", "contract": StreamName(MSA)}, ["report"]),
        ({"state": "fulfilled"}, []),
    ],
)  # fmt: skip
def test_obligations_are_narrowed(
    deal: Deal, reading: Told, query: dict[str, Any], expected: list[str]
) -> None:
    """What has a day comes first; a trigger is no day."""
    asked = OwedQuery(**query)
    rows = obligations.list_all(reading(deal), ANYBODY, now(deal), asked)

    assert [row["obligation"] for row in rows] == expected


def test_an_overdue_obligation_says_by_how_much(deal: Deal, reading: Told) -> None:
    """As of the day that is asked for."""
    asked = OwedQuery(on=date(2021, 3, 11), contract=StreamName(CONTRACT))
    report, archive = obligations.list_all(reading(deal), ANYBODY, now(deal), asked)

    assert (report["due"], report["overdue_days"], report["state"]) == ("2021-03-01", 10, "open")
    assert (archive["due"], archive["trigger"]) == (None, "last patient out")
    assert archive["overdue_days"] == 0


def test_a_contradiction_is_told_with_the_order_of_precedence(deal: Deal, reading: Told) -> None:
    """Beside it, not instead of it."""
    query = MatrixQuery(on=date(2021, 1, 1), activity="monitoring")
    view = responsibilities.load(reading(deal), ANYBODY, now(deal), query)
    (row,) = (row for row in view["responsibilities"] if row["group"] == MSA)

    assert (row["is_conflict"], row["party"]) == (True, None)
    assert {each["party"] for each in row["answers"]} == {"servier", "iqvia"}
    assert row["precedence"] == [
        {"contract": CONTRACT, "parent": MSA, "prevails": "parent", "except": []}
    ]
    assert {each["contract"]: each["status"] for each in view["left_out"]} == {
        "contract/next": "not_executed"
    }


def test_a_partnership_is_asked_over_its_contracts(deal: Deal, reading: Told) -> None:
    """Those that it names, with what lives inside of them; of another there is nothing."""
    body: PartnershipFormed = formation(contracts=(MSA,))
    act = deal.say(deal.servier, "partnership.formed.v1", PARTNERSHIP, body)
    deal.endorse(deal.iqvia, PARTNERSHIP, act)
    connection = reading(deal)

    def ask(name: str) -> list[tuple[str, int]]:
        query = MatrixQuery(on=date(2021, 1, 1), partnership=StreamName(name))
        view = responsibilities.load(connection, ANYBODY, now(deal), query)
        return [(row["group"], len(row["answers"])) for row in view["responsibilities"]]

    assert ask(PARTNERSHIP) == [(PARTNERSHIP, 2)]
    assert ask("partnership/other") == []


def test_a_matrix_can_be_asked_for_as_it_was_known(deal: Deal, reading: Told) -> None:
    """Before the work order was recorded, the master agreement alone said something."""
    executed = deal.acts("contract.executed.v1")[0]
    day = date(2021, 1, 1)
    query = MatrixQuery(on=day, contract=StreamName(CONTRACT))
    then = known_at(deal, executed.leaf_index)
    view = responsibilities.load(reading(deal), ANYBODY, then, query)

    assert [(row["activity"], row["party"]) for row in view["responsibilities"]] == [
        ("monitoring", "servier")
    ]
    assert view["left_out"][-1]["contract"] == CONTRACT


def test_gaps_have_days_and_reasons(deal: Deal, reading: Told) -> None:
    """Signed sixteen days after its term began."""
    (row,) = gaps.list_all(reading(deal), ANYBODY, now(deal), contract=StreamName(CONTRACT))
    (gap,) = row["gaps"]

    assert (gap["from"], gap["to"], gap["days"]) == ("2020-12-01", "2020-12-16", 16)
    assert (gap["why"], row["days_uncovered"]) == (["before_execution"], 16)
    assert row["work"]["days"] == gap["days"] + sum(each["days"] for each in row["covered"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [MSA, CONTRACT, "contract/next"]),
        ({"party": "tech"}, []),
        ({"kind": "work_order"}, [CONTRACT]),
        ({"parent": StreamName(MSA)}, [CONTRACT]),
        ({"status": "in_force"}, [MSA, CONTRACT]),
        ({"status": "not_executed"}, ["contract/next"]),
        ({"status": "in_force", "kind": "msa"}, [MSA]),
    ],
)  # fmt: skip
def test_contracts_are_listed_as_they_stand_today(
    deal: Deal, reading: Told, query: dict[str, Any], expected: list[str]
) -> None:
    """Narrowed by party, kind, parent and status."""
    rows = contracts.list_all(reading(deal), ANYBODY, now(deal), ContractsQuery(**query))

    assert sorted(row["stream"] for row in rows) == sorted(expected)


def test_a_contracts_line_says_what_it_comes_to_and_what_is_open(deal: Deal, reading: Told) -> None:
    """What is not known is never zero; what dangles and what stands in the way is counted."""
    deal.propose(WORDS.__class__(id="scope", text="One site."), stream="change/score/2")
    rows = contracts.list_all(reading(deal), ANYBODY, now(deal), ContractsQuery())
    by_name = {row["stream"]: row for row in rows}
    row = by_name[CONTRACT]

    assert row["value"]["amount"] == {"currency": "EUR", "minor": euros(115_000).minor}
    assert (row["open_changes"], row["conflicts"], row["dangling"]) == (2, 2, 1)
    assert by_name["contract/next"]["value"]["amount"] is None


def test_a_contracts_view_says_what_prevails_and_what_dangles(deal: Deal, reading: Told) -> None:
    """Beside the text: precedence against the parent, references, changes in conflict."""
    view = contracts.load(reading(deal), ANYBODY, StreamName(CONTRACT), now(deal), AsOf())
    assert view is not None
    (reference,) = view["references"]

    assert (reference["text"], reference["resolved"]) == ("Work Order No. 7", None)
    assert view["precedence"]["stated"] == "parent"
    assert {each["prevails"] for each in view["precedence"]["clauses"]} == {"parent"}
    assert [each["change"] for each in view["clashes"]] == [CHANGE]
    assert view["effective"] == "2020-12-17"
