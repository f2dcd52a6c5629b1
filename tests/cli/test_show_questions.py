"""show contracts, signatures, obligations, responsibilities and gaps: pages that say what is so."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from commands.naming import nothing_of
from commands.tables.contract import whole_page
from commands.tables.contracts import contracts_page
from commands.tables.gaps import gaps_page
from commands.tables.obligations import obligations_page
from commands.tables.parties import parties_page, party_page
from commands.tables.responsibilities import responsibilities_page
from commands.tables.signatures import signatures_page
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.party import AffiliateDeclared
from ledger.evidence.statement import StreamName
from projections import directory
from projections.questions import contracts, gaps, obligations, responsibilities, signatures
from projections.questions.contracts import AsOf, ContractsQuery
from projections.questions.obligations import OwedQuery
from projections.questions.responsibilities import MatrixQuery
from projections.questions.signatures import SignaturesQuery
from tests.cli.conftest import Played
from tests.cli.test_tables import AT, printed
from tests.projections.conftest import ANYBODY, Told, party_reader, reading
from tests.projections.test_questions import DUE, deal, now
from tests.unit.domain.agreement import CONTRACT, SCAN, Deal
from tests.unit.domain.merging import merge

__all__ = ["deal", "reading"]

QUESTIONS = ("contracts", "signatures", "obligations", "responsibilities", "gaps")


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_is_answered_from_a_folder(played: Played, question: str) -> None:
    """As a page, and as JSON for programs."""
    page = played.office.ok("show", question, *AT)
    found = played.office.answer("show", question, *AT)

    assert page.strip()
    assert isinstance(found, list | dict)


@pytest.mark.parametrize("question", QUESTIONS[1:])
def test_a_contract_that_is_not_there_ends_with_4(played: Played, question: str) -> None:
    """A name that was never recorded is no empty answer."""
    refused = ("show", question, "--contract", "nobody", *AT)
    played.office.refused(4, "nothing-to-show", *refused)


def test_the_demo_says_what_waits_for_its_board(played: Played) -> None:
    """Change order 2 needs a decision that nobody has moved yet."""
    shown = played.office.ok("show", "signatures", "--party", "servier", *AT)

    assert "change/score-wo-1/co-2" in shown
    assert "the contract wants a decision of board/jsc" in shown
    assert "no decision yet" in shown


def test_the_demo_is_asked_for_a_past_day(played: Played) -> None:
    """With the contract's name alone or with its type."""
    day = ("responsibilities", "--on", "2018-01-01")
    shown = played.office.ok("show", *day, "--contract", "contract/score-wo-1", *AT)

    assert shown == played.office.ok("show", *day, "--contract", "score-wo-1", *AT)
    assert "quintilesims" in shown
    assert "score-wo-1, entry 40" in shown


def test_pages_never_pretend(deal: Deal, reading: Told) -> None:
    """A trigger stays a trigger, a contradiction stays one, a gap has its days and its reason."""
    connection, at = reading(deal), now(deal)
    query = OwedQuery(on=DUE.replace(day=11))
    owed = printed(obligations_page(obligations.list_all(connection, ANYBODY, at, query)))
    matrix: dict[str, Any] = responsibilities.load(connection, ANYBODY, at, MatrixQuery())
    answers = printed(responsibilities_page(matrix))
    uncovered = printed(gaps_page(gaps.list_all(connection, ANYBODY, at)))
    listed = printed(contracts_page(contracts.list_all(connection, ANYBODY, at, ContractsQuery())))

    assert "upon last patient out" in owed
    assert "10 days overdue" in owed
    assert "no day stated" in owed
    assert answers.count("CONFLICT") == 2
    assert "msa prevails" in answers
    assert "executed on 2020-12-17" in uncovered
    assert "not executed: draft" in listed


def test_a_contracts_page_says_what_prevails_and_what_dangles(deal: Deal, reading: Told) -> None:
    """Beside the text and what made it so."""
    connection, at = reading(deal), now(deal)
    view = contracts.load(connection, ANYBODY, StreamName(CONTRACT), at, AsOf())
    assert view is not None

    shown = printed(whole_page(view))

    assert "Work Order No. 7" in shown
    assert "DANGLING" in shown
    assert "parent prevails" in shown


def test_where_nothing_is_that_is_said() -> None:
    """An empty answer is a sentence, not an empty page."""
    empty: dict[str, Any] = {"responsibilities": [], "left_out": []}

    assert "Nothing is waiting" in printed(signatures_page([]))
    assert "Nothing is owed" in printed(obligations_page([]))
    assert "No contract says anything" in printed(responsibilities_page(empty))
    assert "There is no contract" in printed(gaps_page([]))
    assert "There is no such contract" in printed(contracts_page([]))


def test_a_step_that_can_be_taken_says_so(deal: Deal, reading: Told) -> None:
    """With the person, the capacity and the kind."""
    query = SignaturesQuery(party="iqvia")
    rows = signatures.list_all(reading(deal), ANYBODY, now(deal), query)

    shown = printed(signatures_page(rows))

    assert "boss-iqvia" in shown
    assert "can" in shown


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_is_asked_of_what_was_known(played: Played, question: str) -> None:
    """Of the founding day there is nothing to tell; of the future nothing can be told."""
    early = played.office.answer("show", question, *AT, "--known", "2")
    rows = early.values() if isinstance(early, dict) else [early]

    assert not any(rows)
    if question != "obligations":  # the demo's contracts have none
        assert played.office.answer("show", question, *AT, "--known", "38") != early
    played.office.refused(4, "known-beyond", "show", question, *AT, "--known", "99999")


@pytest.mark.parametrize(
    "command",
    [
        ("show", "contract", "score-wo-1", "--known", "99999"),
        ("blame", "score-wo-1", "--known", "2999-01-01T00:00:00Z"),
        ("diff", "score-wo-1", "--from", "2017-10-01@99999"),
    ],
)
@pytest.mark.parametrize("where", ["folder", "export"])
def test_what_will_be_known_is_not_told(
    played: Played, tmp_path: Path, command: tuple[str, ...], where: str
) -> None:
    """Neither by the ledger nor by an export, which knows nothing after its newest entry."""
    place = AT
    if where == "export":
        target = str(tmp_path / "share.zip")
        played.office.ok("export", target, *AT)
        place = ("--export", target)

    played.office.refused(4, "known-beyond", *command, *place)


def test_what_waits_for_others_says_for_whom(reading: Told) -> None:
    """Paper that one party registered has no effect yet; what is not there is not there."""
    deal = Deal()
    deal.say(
        deal.servier, "contract.registered.v1", "contract/old", deal.paper(), documents=(SCAN,)
    )
    connection = reading(deal)

    waits = nothing_of(connection, ANYBODY, "contract/old")
    missing = nothing_of(connection, ANYBODY, "contract/none")
    hidden = nothing_of(connection, party_reader("tech"), "contract/old")

    assert str(waits) == ("contract/old has no effect yet: it waits for a signatory of iqvia")
    assert [each.code for each in (waits, missing, hidden)] == [
        "waits-for-others",
        "nothing-to-show",
        "nothing-to-show",
    ]


def test_the_companies_are_listed_and_shown(played: Played) -> None:
    """With who signs for each, up to what; as a page, and as JSON for programs."""
    listed = played.office.answer("show", "parties", *AT)
    page = played.office.ok("show", "party", "servier", *AT)

    assert {"servier", "quintilesims"} <= {row["party"] for row in listed}
    assert "servier" in played.office.ok("show", "parties", *AT)
    assert "member-a" in page
    assert "signatory" in page
    assert played.office.answer("show", "party", "party/servier", *AT)["party"] == "servier"
    played.office.refused(4, "nothing-to-show", "show", "party", "nobody", *AT)


def test_a_companys_page_tells_its_bonds(reading: Told) -> None:
    """Limits, delegations, affiliations and mergers, each with its entry."""
    deal = Deal()
    manager = deal.enrol("servier", "manager", "programme_manager")
    deal.delegate(manager, Money(minor=10_000_00, currency="EUR"))
    deal.limited("servier", "small", Money(minor=5_000_00, currency="EUR"))
    merge(deal, "tech", "iqvia")
    declared = AffiliateDeclared(of="servier", from_=date(2020, 1, 1))
    act = deal.say(deal.iqvia, "affiliate.declared.v1", "party/iqvia", declared)
    deal.endorse(deal.servier, "party/iqvia", act)
    connection = reading(deal)
    pages = {}
    for party in ("servier", "iqvia", "tech"):
        view = directory.load(connection, ANYBODY, party)
        assert view is not None
        pages[party] = " ".join(printed(party_page(view)).split())

    assert "manager boss-servier EUR 10,000.00" in pages["servier"]
    assert "small signatory EUR 5,000.00" in pages["servier"]
    assert "no limit" in pages["servier"]
    assert "stands for tech since 2020-12-17" in pages["iqvia"]
    assert "servier 2020-01-01 open end" in pages["iqvia"]
    assert "part of iqvia since 2020-12-17" in pages["tech"]
    assert "There is no company" in printed(parties_page([]))
