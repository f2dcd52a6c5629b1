"""Contracts as they can be read: as of a day, as known at a moment, each part with its maker."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from ledger.domain.contracts.agreements import Place
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import (
    Known,
    NotYetKnownError,
    PartyName,
    clause_digest,
    history_of,
)
from ledger.domain.kinds.change import TermSet
from ledger.domain.kinds.contract import (
    Clause,
    ContractConditionMet,
    ContractTerm,
    Renewal,
)
from ledger.domain.kinds.lifecycle import (
    ContractBreachCured,
    ContractNoticeWithdrawn,
    ContractResumed,
    ContractTerminated,
)
from ledger.domain.kinds.party import PartyRenamed
from ledger.evidence.statement import StreamName
from projections import consolidated
from projections.rows import instant
from tests.projections.conftest import ANYBODY, Told, party_reader
from tests.projections.score import CHANGE as SCORE_CHANGE
from tests.projections.score import CONTRACT as SCORE_CONTRACT
from tests.projections.score import Score
from tests.unit.domain.agreement import (
    CONTRACT,
    MORE,
    MSA,
    WORDS,
    Deal,
    boardless,
    impact,
)
from tests.unit.domain.merging import novate, novating

DAYS = (date(2020, 12, 1), date(2021, 1, 1), date(2021, 6, 1), date(2022, 1, 1), date(2031, 1, 1))


def condition_met(deal: Deal) -> None:
    """A contract that waited for a condition, changed with another rule."""
    deal.execute(boardless(effective_rule="condition", condition="The authority consents."))
    executed = deal.acts("contract.executed.v1")[0]
    deal.advance(days=20)
    met = ContractConditionMet(on=deal.now.date())
    act = deal.say(
        deal.servier, "contract.condition_met.v1", CONTRACT, met, subject=executed.digest
    )
    deal.endorse(deal.iqvia, CONTRACT, act)


def changed(deal: Deal) -> None:
    """A contract changed twice, in the other order of their effect."""
    deal.execute()
    deal.amend(WORDS, effective_rule="stated", effective_on=date(2021, 9, 1))
    deal.advance(days=2)
    sooner = deal.change_draft(
        MORE,
        impact=impact(fee=20_000),
        effective_rule="stated",
        effective_on=date(2021, 3, 1),
    )
    deal.say(deal.servier, "change.drafted.v1", "change/score/2", sooner, base=sooner.base)
    deal.sign_change(stream="change/score/2")
    deal.advance(days=40)
    renamed = PartyRenamed(legal_name="IQVIA Holdings", on=date(2021, 2, 1))
    deal.say(deal.iqvia, "party.renamed.v1", "party/iqvia", renamed)


def taken_back(deal: Deal) -> None:
    """A contract under notice, which is taken back."""
    deal.execute()
    given = deal.notice()
    deal.advance(days=30)
    back = ContractNoticeWithdrawn()
    deal.say(deal.servier, "contract.notice_withdrawn.v1", CONTRACT, back, subject=given.digest)


def terminated(deal: Deal) -> None:
    """A contract that ends upon notice."""
    deal.execute()
    given = deal.notice()
    deal.advance(days=60)
    ended = ContractTerminated(on=given.at.date() + timedelta(days=120))
    deal.say(deal.servier, "contract.terminated.v1", CONTRACT, ended, subject=given.digest)


def expired(deal: Deal) -> None:
    """A contract whose term has run out, and which is extended late."""
    deal.execute()
    deal.advance(days=900)
    longer = ContractTerm(from_=date(2021, 1, 1), to=date(2024, 12, 31))
    deal.amend(TermSet(term=longer), impact=impact(days=731))


def novated(deal: Deal) -> None:
    """A contract in which another company takes the CRO's place, now and looking back."""
    changed(deal)
    novate(deal)
    back = novating(deal, date(2021, 6, 1), leaves="tech", joins="iqvia")
    for party in ("tech", "iqvia"):
        deal.endorse(deal.signatories[party], CONTRACT, back)


def place_of(deal: Deal, leaf_index: int) -> Place:
    """Return the place of a recorded statement."""
    return Place.of(next(act for act in deal.world.acts() if act.leaf_index == leaf_index))


def names_of(deal: Deal) -> tuple[PartyName, ...]:
    """Return the directory's names of the parties, read from the statements."""
    admitted = tuple(
        PartyName(
            party=act.body.party,  # type: ignore[attr-defined]
            legal_name=act.body.legal_name,  # type: ignore[attr-defined]
            on=act.at.date(),
            place=Place.of(act),
        )
        for act in deal.acts("party.admitted.v1")
    )
    renamed = tuple(
        PartyName(
            party="iqvia",
            legal_name=act.body.legal_name,  # type: ignore[attr-defined]
            on=act.body.on,  # type: ignore[attr-defined]
            place=Place.of(act),
        )
        for act in deal.acts("party.renamed.v1")
    )
    return (*admitted, *renamed)


def renewed(deal: Deal) -> None:
    """A contract whose term goes on by itself, and again."""
    renewal = Renewal(months=12, notice_days=30, automatic=True)
    term = ContractTerm(from_=date(2021, 1, 1), to=date(2021, 12, 31), renewal=renewal)
    deal.execute(boardless(term=term))
    deal.advance(days=800)
    deal.notice()


def suspended(deal: Deal) -> None:
    """A contract that rests, and goes on."""
    deal.execute()
    said = deal.suspend()
    deal.advance(days=100)
    body = ContractResumed(on=deal.now.date())
    act = deal.say(deal.servier, "contract.resumed.v1", CONTRACT, body, subject=said.digest)
    assert act.leaf_index > said.leaf_index


def cured(deal: Deal) -> None:
    """A contract under notice for a breach, which is cured."""
    deal.execute()
    given = deal.notice("breach")
    deal.advance(days=10)
    body = ContractBreachCured(on=deal.now.date())
    said = deal.say(deal.iqvia, "contract.breach_cured.v1", CONTRACT, body, subject=given.digest)
    deal.endorse(deal.servier, CONTRACT, said)


@pytest.mark.parametrize(
    "tell",
    [
        Deal.execute,
        changed,
        condition_met,
        taken_back,
        terminated,
        expired,
        renewed,
        suspended,
        cured,
        novated,
    ],
)
def test_the_rows_give_the_same_copy_as_the_rules(
    reading: Told, tell: Callable[[Deal], None]
) -> None:
    """On any day, as known at any moment, stored rows and the world are folded alike."""
    deal = Deal()
    tell(deal)
    history = history_of(deal.world, StreamName(CONTRACT), names_of(deal))
    connection = reading(deal)
    executed = deal.acts("contract.executed.v1")[0]

    compared = 0
    for known in (None, *range(executed.leaf_index, deal.world.size), deal.now):
        for day in DAYS:
            expected = consolidate(history, effective=day, known=known)

            assert copy_of(connection, day, known) == expected
            compared += 1

    assert compared >= 15


def copy_of(connection: Connection, day: date, known: Known) -> object:
    """Return the copy that the views give."""
    return consolidated.contract_as_of(connection, CONTRACT, effective=day, known=known)


def test_existing_paper_is_shown_as_executed_outside(reading: Told) -> None:
    """Paper is folded as well, never shown as signed in the ledger."""
    deal = Deal()
    deal.register()

    found = consolidated.load(reading(deal), ANYBODY, MSA, effective=date(2021, 1, 1))

    assert found is not None
    assert (found["outside"], found["executed_on"], found["phase"]) == (
        True,
        "2018-12-20",
        "executed",
    )
    assert found["text"]["clauses"][0]["made_by"]["leaf_index"] == deal.world.size - 1
    assert [row["person"] for row in found["endorsements"]] == ["boss-iqvia"]


def test_a_contract_is_shown_before_and_after_its_change(score: Score, reading: Told) -> None:
    """Each clause names the statement that made it so, and those before."""
    connection = reading(score)
    changed_at = score.acts("change.executed.v1")[0]

    before = consolidated.load(connection, ANYBODY, SCORE_CONTRACT, effective=date(2020, 12, 20))
    after = consolidated.load(connection, ANYBODY, SCORE_CONTRACT, effective=date(2021, 5, 1))
    unknown = consolidated.load(
        connection,
        ANYBODY,
        SCORE_CONTRACT,
        effective=date(2021, 5, 1),
        known=changed_at.leaf_index - 1,
    )

    assert before is not None
    assert after is not None
    assert unknown is not None
    assert [clause["text"] for clause in before["text"]["clauses"]] == [
        "Three sites.",
        "French law.",
    ]
    scope, law = after["text"]["clauses"]
    assert (scope["text"], scope["made_by"]["digest"]) == ("40 sites.", changed_at.digest)
    assert law["made_by"] == scope["earlier"][0]
    assert after["text"]["total"]["amount"] == {"currency": "EUR", "minor": 12_500}
    assert unknown["text"] == before["text"]
    assert (unknown["known"], before["known"]) == (changed_at.leaf_index - 1, None)


def test_a_copy_carries_the_authority_of_each_change(score: Score, reading: Told) -> None:
    """Who reads the text can follow it to the decision."""
    found = consolidated.load(
        reading(score), party_reader("tech"), SCORE_CONTRACT, effective=date(2021, 5, 1)
    )

    assert found is not None
    first, applied = found["text"]["statements"]
    assert (first["authority"], first["effective_on"]) == (None, "2020-12-17")
    authority = applied["authority"]
    assert (authority["decision"], authority["outcome"]) == ("decision/jsc/1", "adopted")
    signed = score.acts("change.signed.v1")
    assert [
        (row["party"], row["person"], row["leaf_index"], row["signed_on"])
        for row in applied["signatures"]
    ] == [
        (act.statement.signer.party, act.statement.signer.person, act.leaf_index, day)
        for act, day in zip(signed, ("2020-12-18", "2020-12-18"), strict=True)
    ]
    executed = score.acts("change.executed.v1")[0]
    assert applied["recorded_at"] == instant(executed.at)
    assert applied["executed_on"] == "2020-12-18"
    assert not applied["on_paper"]


def test_each_clause_has_the_digest_of_its_words(score: Score, reading: Told) -> None:
    """So that two copies can be compared without reading them."""
    found = consolidated.load(reading(score), ANYBODY, SCORE_CONTRACT, effective=date(2021, 5, 1))
    words = Clause(id="scope", number="1", heading="Scope", text="40 sites.")

    assert found is not None
    assert found["text"]["clauses"][0]["digest"] == clause_digest(words)


def test_a_change_of_a_copy_is_listed(score: Score, reading: Told) -> None:
    """Whoever reads the contract finds its changes beside it."""
    found = consolidated.load(
        reading(score), party_reader("tech"), SCORE_CONTRACT, effective=date(2021, 5, 1)
    )

    assert found is not None
    assert [row["stream"] for row in found["changes"]] == [SCORE_CHANGE]


def test_a_party_keeps_its_names_over_time(score: Score, reading: Told) -> None:
    """Old statements still read as they were; the new name holds from its day."""
    connection = reading(score)
    renamed_on = score.acts("party.renamed.v1")[0].at.date()
    days = (renamed_on - timedelta(days=1), renamed_on)

    names = []
    found = None
    for day in days:
        found = consolidated.load(connection, ANYBODY, SCORE_CONTRACT, effective=day)
        assert found is not None
        names.append(found["text"]["parties"][1]["legal_name"])

    assert found is not None
    assert names == ["Iqvia", "IQVIA Holdings"]
    assert [row["legal_name"] for row in found["names"]["iqvia"]] == names


def test_a_contract_is_not_known_before_it_was_executed(score: Score, reading: Told) -> None:
    """What was not recorded then is not shown as of then."""
    connection = reading(score)

    with pytest.raises(NotYetKnownError):
        consolidated.load(
            connection,
            ANYBODY,
            SCORE_CONTRACT,
            effective=date(2021, 5, 1),
            known=datetime(2020, 1, 1, tzinfo=UTC),
        )


def test_a_moment_is_told_back(score: Score, reading: Told) -> None:
    """An answer says for which day and which moment it is."""
    found = consolidated.load(
        reading(score),
        ANYBODY,
        SCORE_CONTRACT,
        effective=date(2021, 5, 1),
        known=datetime(2021, 1, 1, tzinfo=UTC),
    )

    assert found is not None
    assert (found["effective"], found["known"]) == ("2021-05-01", "2021-01-01T00:00:00.000Z")
