"""Contracts as they can be read: as of a day, as known at a moment, each part with its maker."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest

from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import (
    NotYetKnownError,
    Status,
    clause_digest,
    history_of,
)
from ledger.domain.kinds.contract import (
    Clause,
)
from ledger.evidence.statement import StreamName
from projections import consolidated
from projections.lives import duties_in
from projections.rows import instant
from tests.projections.conftest import ANYBODY, Told, party_reader
from tests.projections.score import CHANGE as SCORE_CHANGE
from tests.projections.score import CONTRACT as SCORE_CONTRACT
from tests.projections.score import Score
from tests.projections.turns import (
    DAYS,
    changed,
    condition_met,
    copy_of,
    cured,
    expired,
    names_of,
    novated,
    renewed,
    suspended,
    taken_back,
    terminated,
)
from tests.unit.domain.agreement import (
    CONTRACT,
    MSA,
    Deal,
)
from tests.unit.domain.lapses import (
    change_abandoned,
    change_lapsed,
    contract_abandoned,
    contract_lapsed,
)
from tests.unit.domain.lives import SECOND, whole_life

LIFE_DAYS = (
    date(2020, 12, 1),
    date(2021, 1, 25),
    date(2021, 2, 15),
    date(2021, 3, 5),
    date(2021, 7, 1),
    date(2021, 8, 20),
    date(2021, 9, 1),
    date(2022, 6, 1),
)


def test_a_whole_life_reads_as_the_rules_have_it(reading: Told) -> None:
    """Rest, cure, renewal, duties and ends: on any day, as known at any moment."""
    deal = whole_life()
    connection = reading(deal)
    executed = deal.acts("contract.executed.v1")
    statuses = set()
    for stream in (CONTRACT, SECOND):
        history = history_of(deal.world, StreamName(stream), names_of(deal))
        said = deal.contract(stream).duties
        first = next(act for act in executed if act.statement.stream == stream).leaf_index

        assert duties_in(connection, stream) == said
        for known in (None, *range(first, deal.world.size)):
            for day in LIFE_DAYS:
                expected = consolidate(history, effective=day, known=known)
                found = consolidated.contract_as_of(connection, stream, effective=day, known=known)
                assert found == expected
                statuses.add(expected.status)

    assert statuses == set(get_args(Status)) - {"lapsed"}


def test_what_became_of_a_contract_is_shown_with_what_made_it_so(reading: Told) -> None:
    """Each notice with its days, each duty and payment with its statement."""
    deal = whole_life()
    connection = reading(deal)
    found = consolidated.load(connection, ANYBODY, CONTRACT, effective=date(2021, 9, 1))
    before = consolidated.load(connection, ANYBODY, CONTRACT, effective=date(2021, 1, 18))
    other = consolidated.load(connection, ANYBODY, SECOND, effective=date(2021, 7, 1))

    assert found is not None
    assert before is not None
    assert other is not None
    assert [(row["status"], row["on"], row["ends_on"], row["earliest"], row["cure_until"])
            for row in found["endings"]] == [
        ("suspended", "2021-02-01", "2021-03-01", None, None),
        ("noticed", "2021-01-21", "2021-02-05", "2021-03-02", "2021-02-20"),
        ("renewal_declined", "2022-02-28", None, None, None),
        ("expired", "2022-02-28", None, None, None),
    ]  # fmt: skip
    (renewal,) = found["renewals"]
    (renewed, _) = (act for act in deal.acts("contract.renewed.v1")[::-1])
    assert found["text"]["term"]["made_by"]["digest"] == renewal["digest"] == renewed.digest
    assert (renewal["on"], renewal["ended"], renewal["term"]["to"]) == (
        "2021-09-01",
        "2021-08-31",
        "2022-02-28",
    )
    duties = {row["obligation"]: (row["state"], row["late"]) for row in found["duties"]}
    assert duties == {
        "report": ("cured", False),
        "pay": ("fulfilled", False),
        "train": ("open", False),
    }
    was = {row["obligation"]: row["state"] for row in before["duties"]}
    assert was == {"report": "breached", "pay": "fulfilled", "train": "open"}
    (paid,) = found["released"]
    (act,) = deal.acts("payment.released.v1")
    assert (paid["amount"], paid["digest"], paid["leaf_index"]) == (
        {"currency": "EUR", "minor": 15_000},
        act.digest,
        act.leaf_index,
    )
    assert before["released"] == found["released"]
    assert (found["text"]["surviving"], other["text"]["surviving"]) == ([], ["secrecy"])
    assert other["text"]["status"] == "winding_down"


def test_payments_are_those_of_the_day_as_known(reading: Told) -> None:
    """What was released later, or recorded later, is not shown."""
    deal = whole_life()
    connection = reading(deal)
    (act,) = deal.acts("payment.released.v1")
    shown = [
        consolidated.load(connection, ANYBODY, CONTRACT, effective=day, known=known)
        for day, known in (
            (date(2021, 1, 15), None),
            (date(2021, 1, 16), act.leaf_index - 1),
            (date(2021, 1, 16), act.leaf_index),
        )
    ]

    assert [len(found["released"]) for found in shown if found is not None] == [0, 0, 1]


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
        contract_lapsed,
        contract_abandoned,
        change_lapsed,
        change_abandoned,
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
    day, then = date(2021, 5, 1), datetime(2020, 1, 1, tzinfo=UTC)

    found = consolidated.load(connection, ANYBODY, SCORE_CONTRACT, effective=day, known=then)

    assert found is not None
    assert found["text"] is None
    with pytest.raises(NotYetKnownError):
        consolidated.contract_as_of(connection, SCORE_CONTRACT, effective=day, known=then)


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
