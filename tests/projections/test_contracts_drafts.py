"""Drafts, signatures and changes as the views show them."""

from datetime import date

from ledger.domain.kinds.change import ChangeWithdrawn
from ledger.domain.kinds.contract import (
    Clause,
    ContractDeclined,
    ContractDraftContinued,
    ContractWithdrawn,
)
from projections import changes, consolidated
from projections.live import Now
from projections.questions import contracts
from projections.questions.contracts import ContractsQuery
from tests.projections.conftest import ANYBODY, Told, party_reader
from tests.projections.score import CHANGE as SCORE_CHANGE
from tests.projections.score import CONTRACT as SCORE_CONTRACT
from tests.projections.score import Score
from tests.unit.domain.agreement import (
    CHANGE,
    CONTRACT,
    MORE,
    WORDS,
    Deal,
    boardless,
    impact,
)


def test_a_draft_has_no_text_in_force(reading: Told) -> None:
    """Before execution there is a draft, its signatures, and nothing that applies."""
    deal = Deal()
    deal.draft()
    deal.agree()
    deal.sign_for("servier")

    found = consolidated.load(reading(deal), ANYBODY, CONTRACT, effective=date(2021, 1, 1))

    assert found is not None
    assert (found["text"], found["phase"], found["version"]) == (None, "partly_signed", None)
    assert found["draft"]["clauses"][0]["text"] == "Forty sites."
    assert [(row["act"], row["party"]) for row in found["signatures"]] == [
        ("agreed_form", "servier"),
        ("agreed_form", "iqvia"),
        ("signed", "servier"),
    ]


def test_signatures_on_an_earlier_draft_do_not_stand(reading: Told) -> None:
    """A new draft voids what was agreed; it stays on record."""
    deal = Deal()
    deal.draft()
    deal.agree("servier")
    deal.draft()
    deal.agree("servier")

    found = consolidated.load(reading(deal), ANYBODY, CONTRACT, effective=date(2021, 1, 1))

    assert found is not None
    assert [row["stands"] for row in found["signatures"]] == [False, True]


def test_a_long_text_is_put_together(reading: Told) -> None:
    """A draft in parts reads as one text, under the statement that began it."""
    deal = Deal()
    drafted = deal.draft(boardless(parts=2))
    more = ContractDraftContinued(
        part=2, clauses=(Clause(id="law", number="3", heading="Law", text="French law."),)
    )
    deal.say(deal.servier, "contract.draft_continued.v1", CONTRACT, more, subject=drafted.digest)

    found = consolidated.load(reading(deal), ANYBODY, CONTRACT, effective=date(2021, 1, 1))

    assert found is not None
    assert [clause["id"] for clause in found["draft"]["clauses"]] == [
        "scope",
        "fees",
        "secrecy",
        "law",
    ]
    assert (found["phase"], found["drafted"]) == ("draft", drafted.digest)


def test_a_refusal_to_sign_is_on_record(reading: Told) -> None:
    """Who declined is shown with the reason; the negotiation can be ended."""
    deal = Deal()
    drafted = deal.draft()
    deal.agree()
    declined = ContractDeclined(digest=str(deal.contract().content))
    deal.say(deal.iqvia, "contract.declined.v1", CONTRACT, declined, subject=drafted.digest)
    deal.say(deal.servier, "contract.withdrawn.v1", CONTRACT, ContractWithdrawn())

    found = consolidated.load(reading(deal), ANYBODY, CONTRACT, effective=date(2021, 1, 1))

    assert found is not None
    last = found["signatures"][-1]
    assert (last["act"], last["party"], last["reason"]) == ("declined", "iqvia", "because")
    assert found["phase"] == "withdrawn"


def test_a_change_shows_its_draft_its_authority_and_its_signatures(
    score: Score, reading: Told
) -> None:
    """The digest that was decided is the digest that was signed."""
    found = changes.load(reading(score), party_reader("iqvia"), SCORE_CHANGE)

    assert found is not None
    assert (found["phase"], found["contract"]) == ("executed", SCORE_CONTRACT)
    assert found["authority"]["decision"] == "decision/jsc/1"
    assert found["draft"]["ops"][0] == {"id": "scope", "op": "clause.replace", "text": "40 sites."}
    assert {row["content"] for row in found["signatures"]} == {found["content"]}
    assert found["timeline"][0]["kind"] == "change.drafted.v1"


def test_a_redrafted_change_loses_its_authority(reading: Told) -> None:
    """Any edit breaks authority and signatures; a withdrawn change says so."""
    deal = Deal()
    deal.execute()
    deal.propose(WORDS)
    deal.sign_change("servier")
    deal.propose(MORE, impact=impact(fee=20_000), change_kind="amendment")
    redrafted = changes.load(reading(deal), ANYBODY, CHANGE)
    deal.say(deal.servier, "change.withdrawn.v1", CHANGE, ChangeWithdrawn())
    withdrawn = changes.list_all(reading(deal), ANYBODY)

    assert redrafted is not None
    assert (redrafted["authority"], redrafted["phase"]) == (None, "drafted")
    assert [row["stands"] for row in redrafted["signatures"]] == [False]
    assert [(row["stream"], row["phase"]) for row in withdrawn] == [(CHANGE, "withdrawn")]


def test_contracts_are_listed_for_those_who_may_read_them(score: Score, reading: Told) -> None:
    """A list holds what its reader may read; what they may not read is not there."""
    connection = reading(score)
    now, query = Now(world=score.world, at=score.now), ContractsQuery()

    listed = contracts.list_all(connection, party_reader("tech"), now, query)

    assert [row["stream"] for row in listed] == [SCORE_CONTRACT]
    assert contracts.list_all(connection, party_reader("nobody"), now, query) == []
    assert changes.load(connection, party_reader("nobody"), SCORE_CHANGE) is None
    missing = consolidated.load(
        connection, party_reader("nobody"), SCORE_CONTRACT, effective=date(2021, 1, 1)
    )
    assert missing is None
