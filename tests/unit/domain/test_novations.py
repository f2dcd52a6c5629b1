"""Novations: another company in a party's place, who must join, and who reads from then on."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.audience import PartyReader, may_read
from ledger.domain.common import AudienceGapError, NotAReaderError
from ledger.domain.companies import PartyMergedError
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import history_of
from ledger.domain.contracts.standing import JoinsAlreadyError, parties_of
from ledger.domain.contracts.texts import NotAPartyError
from ledger.domain.endorsement import NotAnEndorserError
from ledger.domain.enrolment import PartyUnknownError
from ledger.domain.kinds.change import (
    ChangeExecuted,
    ClauseReplace,
    ObligationSet,
    ResponsibilitySet,
)
from ledger.domain.kinds.common import ActEndorsed
from ledger.domain.kinds.contract import (
    ChangeAuthority,
    Obligation,
    Payment,
    TerminationGround,
)
from ledger.domain.kinds.lifecycle import ContractNovated, ReaderAdmitted
from ledger.domain.room import OutOfStateError
from ledger.evidence.statement import PartySlug, StreamName
from tests.unit.domain.agreement import CHANGE, CONTRACT, MSA, Deal, boardless
from tests.unit.domain.boardroom import DECISION, constitution
from tests.unit.domain.merging import TODAY, merge, novate, novating
from tests.unit.domain.test_changes_paper import decided

OTHER = "change/score/2"
TOMORROW = TODAY + timedelta(days=1)
LAST_WEEK = TODAY - timedelta(days=7)


def begun(**members: Any) -> Deal:
    """Return a deal with an executed contract."""
    deal = Deal()
    deal.execute(boardless(**members))
    return deal


def readers(deal: Deal, stream: str) -> list[str]:
    """Return the companies that may read a stream."""
    found = deal.world.stream(StreamName(stream))
    assert found is not None
    return [
        party
        for party, _ in deal.parties
        if may_read(deal.world, PartyReader(party=PartySlug(party)), found, deal.now)
    ]


def copy(deal: Deal, on: date, known: int | None = None) -> Any:
    """Return the consolidated copy of a day."""
    history = history_of(deal.world, StreamName(CONTRACT))
    return consolidate(history, effective=on, known=known)


def who(deal: Deal, on: date) -> tuple[str, ...]:
    """Return the parties that the copy of a day shows."""
    return tuple(each.party for each in copy(deal, on).parties)


def test_everybody_concerned_joins_and_whoever_joins_reads_it_all() -> None:
    """The new company reads nothing before; then the contract and its changes from the start."""
    deal = begun()
    deal.propose()
    act = novating(deal)
    deal.endorse(deal.signatories["tech"], CONTRACT, act)

    assert readers(deal, CONTRACT) == ["servier", "iqvia"]
    assert not deal.contract().novations

    deal.endorse(deal.iqvia, CONTRACT, act)

    (said,) = deal.acts("reader.admitted.v1")
    assert said.statement.stream == CONTRACT
    assert said.body == ReaderAdmitted(party="tech")
    assert readers(deal, CONTRACT) == readers(deal, CHANGE) == ["servier", "iqvia", "tech"]
    assert parties_of(deal.contract(), TODAY) == ("servier", "tech")


def test_only_whom_an_act_waits_for_joins_without_reading() -> None:
    """Nothing else is said by whoever cannot read the contract, and nobody else joins."""
    deal = begun()
    deal.propose()
    withheld = deal.acts("contract.executed.v1")[0]
    words = (deal.signatories["tech"], "act.endorsed.v1", CONTRACT, ActEndorsed())
    deal.refused(NotAReaderError, *words, subject=withheld.digest)
    act = novating(deal)
    body = ContractNovated(leaves="iqvia", joins="tech", on=TODAY)
    deal.refused(NotAReaderError, deal.signatories["tech"], "contract.novated.v1", CONTRACT, body)
    deal.endorse(deal.signatories["tech"], CONTRACT, act)

    deal.refused(NotAnEndorserError, *words, subject=act.digest)


def test_whoever_reads_it_already_is_not_admitted_again() -> None:
    """A reader becomes a party; the audience stays as it is."""
    deal = begun(readers=("tech",))
    novate(deal)

    assert not deal.acts("reader.admitted.v1")
    assert parties_of(deal.contract(), TODAY) == ("servier", "tech")


@pytest.mark.parametrize(
    ("members", "error"),
    [
        ({"leaves": "tech", "joins": "iqvia"}, NotAPartyError),
        ({"joins": "servier"}, JoinsAlreadyError),
        ({"joins": "iqvia"}, JoinsAlreadyError),
        ({"joins": "nobody"}, PartyUnknownError),
    ],
)
def test_one_leaves_and_another_joins(members: dict[str, str], error: Any) -> None:
    """A party of today, and a company that is admitted and no party."""
    deal = begun()
    filled: dict[str, Any] = {"leaves": "iqvia", "joins": "tech", "on": TODAY, **members}
    body = ContractNovated(**filled)

    deal.refused(error, deal.servier, "contract.novated.v1", CONTRACT, body)


def test_whoever_left_or_joins_later_is_not_moved_again() -> None:
    """By the day that is named, and by all that was agreed."""
    deal = begun()
    novate(deal, TOMORROW)
    words = (deal.servier, "contract.novated.v1", CONTRACT)
    again = ContractNovated(leaves="iqvia", joins="tech", on=TODAY)
    back = ContractNovated(leaves="tech", joins="iqvia", on=TODAY)
    deal.refused(NotAPartyError, *words, back)
    deal.refused(NotAPartyError, *words, again)

    later = ContractNovated(leaves="tech", joins="iqvia", on=TOMORROW)
    deal.say(*words, later)


def test_a_company_that_became_part_of_another_joins_nothing() -> None:
    """Its successor does."""
    deal = begun()
    merge(deal, "tech", "servier")

    deal.refused(
        PartyMergedError,
        deal.servier,
        "contract.novated.v1",
        CONTRACT,
        ContractNovated(leaves="iqvia", joins="tech", on=TODAY),
    )


def test_a_draft_is_not_novated() -> None:
    """Its parties are put into a new draft."""
    deal = Deal()
    deal.draft()

    deal.refused(
        OutOfStateError,
        deal.servier,
        "contract.novated.v1",
        CONTRACT,
        ContractNovated(leaves="iqvia", joins="tech", on=TODAY),
    )


def test_whoever_joins_can_read_what_the_contract_relies_on() -> None:
    """Its parent, and the boards that may change it."""
    deal = Deal()
    deal.register()
    deal.execute(boardless(contract_kind="work_order", parent=MSA))
    words = (deal.servier, "contract.novated.v1", CONTRACT)
    body = ContractNovated(leaves="iqvia", joins="tech", on=TODAY)
    error = deal.refused(AudienceGapError, *words, body)

    assert error.facts == {"stream": CONTRACT, "relied_on": MSA}

    steered = Deal()
    board = steered.say(
        steered.servier, "board.constituted.v1", "board/jsc", constitution(readers=())
    )
    steered.endorse(steered.iqvia, "board/jsc", board)
    rows = (ChangeAuthority(change_kind="change_order", by="board/jsc"),)
    steered.execute(boardless(change_authority=rows))
    error = steered.refused(AudienceGapError, steered.servier, *words[1:], body)

    assert error.facts == {"stream": CONTRACT, "relied_on": "board/jsc"}


@pytest.mark.parametrize("on", [LAST_WEEK, TODAY, TOMORROW])
def test_the_copy_reads_whoever_joined_from_the_day_on(on: date) -> None:
    """Parties, duties and work; each part names the novation. Before, it reads as it did."""
    deal = begun()
    known = deal.world.size - 1
    novate(deal, on)
    place = deal.contract().novations[0].place
    before, after = copy(deal, on - timedelta(days=1)), copy(deal, on)

    assert who(deal, on - timedelta(days=1)) == ("servier", "iqvia")
    assert who(deal, on) == ("servier", "tech")
    assert before.obligations[0].value.debtor == before.responsibilities[0].value.party == "iqvia"
    for part in (after.obligations[0], after.responsibilities[0]):
        assert part.provenance.version == place
        assert part.provenance.retroactive == (on == LAST_WEEK)
        assert part.earlier == (before.obligations[0].provenance,)
    assert after.obligations[0].value.debtor == after.responsibilities[0].value.party == "tech"
    assert after.obligations[0].value.creditor == "servier"
    assert after.novations[0].version == place
    assert after.version == deal.contract().version
    assert copy(deal, on, known).parties == before.parties


def test_later_changes_are_signed_by_the_parties_of_the_day_and_name_them() -> None:
    """Whoever left signs nothing more, and nothing new is laid on them."""
    deal = begun()
    novate(deal)
    gone = ResponsibilitySet(activity="data", party="iqvia")
    body = deal.change_draft(gone)
    words = (deal.servier, "change.drafted.v1", CHANGE)
    deal.refused(NotAPartyError, *words, body, base=body.base)
    deal.propose(ResponsibilitySet(activity="data", party="tech"))
    deal.refused(NotAPartyError, *deal.change_signature("iqvia"), subject=deal.change().drafted)
    deal.sign_change("servier", "tech")

    (monitoring, data) = copy(deal, TODAY).responsibilities
    assert deal.change().phase == "executed"
    assert (monitoring.value.party, data.value.party) == ("tech", "tech")


def test_a_change_that_was_signed_before_waits_for_whoever_joined() -> None:
    """The signature of the party that left binds nobody any more."""
    deal = begun()
    deal.propose()
    deal.sign_change("iqvia")
    novate(deal)
    deal.sign_change("servier")

    assert deal.change().phase == "partly_signed"

    deal.sign_change("tech")

    executed = deal.change().executed
    assert isinstance(executed, ChangeExecuted)
    assert [each.party for each in executed.signatures] == ["servier", "tech"]


def test_a_draft_of_before_lays_nothing_on_whoever_left() -> None:
    """It is drafted again."""
    deal = begun()
    deal.propose(ResponsibilitySet(activity="data", party="iqvia"))
    novate(deal)
    deal.sign_change("servier")

    deal.refused(NotAPartyError, *deal.change_signature("tech"), subject=deal.change().drafted)


DUTY = {"id": "data", "creditor": "servier", "duty": "Clean the data."}


def test_what_was_changed_before_means_whoever_stands_in_the_place() -> None:
    """A novation of an earlier day reaches a change that was executed before it was agreed."""
    deal = begun()
    deal.amend(ObligationSet(debtor="iqvia", **DUTY))  # type: ignore[arg-type]
    novate(deal, LAST_WEEK)
    deal.propose(ClauseReplace(id="fees", text="Doubled."), stream=OTHER)
    deal.sign_change("servier", "tech", stream=OTHER)

    found = {part.value.id: part for part in copy(deal, TODAY).obligations}
    data = found["data"]

    assert data.value == Obligation(debtor="tech", **DUTY)  # type: ignore[arg-type]
    assert data.provenance.version == deal.contract().novations[0].place
    assert [each.version.stream for each in data.earlier] == [CHANGE]


def test_a_change_of_an_earlier_day_may_name_whoever_joined_later() -> None:
    """It was agreed by the parties of today, whatever the day on which it applies."""
    deal = begun()
    novate(deal)
    op = ObligationSet(debtor="tech", **DUTY)  # type: ignore[arg-type]
    body = deal.change_draft(
        op, effective_rule="stated", effective_on=LAST_WEEK, effective_reason="Agreed orally."
    )
    deal.say(deal.servier, "change.drafted.v1", CHANGE, body, base=body.base)
    deal.sign_change("servier", "tech")

    assert {part.value.debtor for part in copy(deal, LAST_WEEK).obligations} == {"iqvia", "tech"}
    assert {part.value.debtor for part in copy(deal, TODAY).obligations} == {"tech"}


def test_places_can_be_taken_back() -> None:
    """A company that left joins again, and owes what is the place's."""
    deal = begun()
    novate(deal)
    act = novating(deal, TOMORROW, leaves="tech", joins="iqvia")
    for party in ("tech", "iqvia"):
        deal.endorse(deal.signatories[party], CONTRACT, act)

    assert [who(deal, day) for day in (LAST_WEEK, TODAY, TOMORROW)] == [
        ("servier", "iqvia"),
        ("servier", "tech"),
        ("servier", "iqvia"),
    ]
    assert copy(deal, TOMORROW).obligations[0].value.debtor == "iqvia"
    assert len(deal.acts("reader.admitted.v1")) == 1


def test_a_successor_proposes_and_joins_in_the_place_of_its_party() -> None:
    """The company of today signs, once for all its places."""
    deal = begun()
    merge(deal, "iqvia", "tech")
    body = ContractNovated(leaves="iqvia", joins="tech", on=TODAY)
    act = deal.say(deal.signatories["tech"], "contract.novated.v1", CONTRACT, body)
    deal.endorse(deal.servier, CONTRACT, act)

    assert parties_of(deal.contract(), TODAY) == ("servier", "tech")
    assert len(deal.acts("reader.admitted.v1")) == 1


def test_payments_and_grounds_follow_the_place() -> None:
    """Who pays, who is paid and who may give notice for it; other parties' stay theirs."""
    paid = Payment(trigger="signature", of="fee", percent="15", payer="servier", payee="iqvia")
    grounds = (
        TerminationGround(ground="insolvency", notice_days=0, party="iqvia"),
        TerminationGround(ground="safety", notice_days=0, party="servier"),
    )
    deal = begun(payments=(paid,), termination=grounds)
    novate(deal)
    now = copy(deal, TODAY)

    assert (now.payments[0].value.payer, now.payments[0].value.payee) == ("servier", "tech")
    assert {part.value.ground: part.value.party for part in now.termination} == {
        "insolvency": "tech",
        "safety": "servier",
    }
    assert now.payments[0].provenance.version == deal.contract().novations[0].place


def test_whoever_joins_can_read_the_decisions_behind_the_changes() -> None:
    """Of a change on paper as of another; what has none behind it relies on nothing."""
    deal = decided()
    deal.register_change(CHANGE, deal.paper_change(decision=DECISION))
    body = ContractNovated(leaves="iqvia", joins="outside", on=TODAY)
    deal._admit("outside", "technology")
    error = deal.refused(AudienceGapError, deal.servier, "contract.novated.v1", CONTRACT, body)

    assert error.facts == {"stream": CONTRACT, "relied_on": DECISION}

    plain = begun()
    plain.amend()
    novate(plain)

    assert parties_of(plain.contract(), TODAY) == ("servier", "tech")
