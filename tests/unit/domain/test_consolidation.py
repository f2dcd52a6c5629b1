"""The consolidated copy: any day, as it was known at any moment."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ledger.domain.contracts.agreements import ConditionMet, ContractMatter, Ending, Place
from ledger.domain.contracts.amounts import Total
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import (
    Consolidated,
    ContractHistory,
    Executed,
    NotYetKnownError,
    Opening,
    Party,
    PartyName,
    Provenance,
    clause_digest,
    history_of,
)
from ledger.domain.kinds.change import (
    BudgetAddLine,
    ClauseAdd,
    ClauseDelete,
    ClauseReplace,
    Op,
    PartyRename,
    TermSet,
)
from ledger.domain.kinds.contract import (
    Clause,
    ContractConditionMet,
    ContractTerm,
    Renewal,
)
from ledger.domain.kinds.lifecycle import (
    ContractTerminated,
)
from ledger.evidence.statement import Digest, StreamName
from tests.unit.domain.agreement import (
    CONTRACT,
    MORE,
    MSA,
    WORDS,
    Deal,
    boardless,
    euros,
    impact,
    terms,
)

START = datetime(2021, 1, 1, tzinfo=UTC)
FOR_EVER = date.max


def place(leaf_index: int, stream: str = CONTRACT) -> Place:
    """Return a place: one entry a day."""
    return Place(
        stream=StreamName(stream),
        digest=Digest(f"sha256:{leaf_index:064x}"),
        at=START + timedelta(days=leaf_index),
        leaf_index=leaf_index,
    )


def provenance(leaf_index: int, effective_on: date | None, stream: str = CONTRACT) -> Provenance:
    """Return how something was executed at an entry, with effect from a day."""
    at = place(leaf_index, stream)
    return Provenance(
        drafted=Digest(f"sha256:{leaf_index + 1_000_000:064x}"),
        version=at,
        signatures=(),
        executed_on=at.at.date(),
        effective_on=effective_on,
        retroactive=False,
    )


def executed(leaf_index: int, effective_on: date | None, *ops: Op) -> Executed:
    """Return an executed change."""
    stream = f"change/score/{leaf_index}"
    return Executed(ops=ops, provenance=provenance(leaf_index, effective_on, stream))


OPENING = Opening(terms=terms(), provenance=provenance(0, date(2021, 1, 1)))
FIRST = executed(10, date(2021, 6, 1), WORDS)
SECOND = executed(20, date(2021, 3, 1), MORE)
HISTORY = ContractHistory(opening=OPENING, changes=(FIRST, SECOND))


def words(copy: Consolidated) -> str:
    """Return the words of the scope clause."""
    return next(part.value.text for part in copy.clauses if part.value.id == "scope")


@pytest.mark.parametrize(
    ("effective", "known", "scope", "fee"),
    [
        (date(2021, 2, 28), None, "Forty sites.", 100_000),
        (date(2021, 3, 1), None, "Forty sites.", 120_000),
        (date(2021, 5, 31), None, "Forty sites.", 120_000),
        (date(2021, 6, 1), None, "Sixty sites.", 120_000),
        (date(2021, 6, 1), 19, "Sixty sites.", 100_000),
        (date(2021, 6, 1), 20, "Sixty sites.", 120_000),
        (date(2021, 6, 1), 9, "Forty sites.", 100_000),
        (date(2021, 6, 1), START + timedelta(days=10), "Sixty sites.", 100_000),
        (date(2021, 6, 1), START + timedelta(days=9, hours=23), "Forty sites.", 100_000),
    ],
)
def test_a_copy_is_of_a_day_as_known_at_a_moment(
    effective: date, known: int | datetime | None, scope: str, fee: int
) -> None:
    """Executed with effective ≤ t and recorded ≤ k, by index or by clock."""
    copy = consolidate(HISTORY, effective=effective, known=known)

    assert (scope, euros(fee)) == (words(copy), copy.fee.known)


def test_each_part_names_what_made_it_so() -> None:
    """And what had made it before, as git blame does."""
    copy = consolidate(HISTORY, effective=FOR_EVER)
    made = {part.value.id: (part.provenance, part.earlier) for part in copy.clauses}

    assert made == {
        "scope": (FIRST.provenance, (OPENING.provenance,)),
        "fees": (OPENING.provenance, ()),
        "secrecy": (OPENING.provenance, ()),
    }
    assert copy.version == SECOND.provenance.version.digest
    assert copy.applied == (SECOND.provenance, FIRST.provenance)


def test_one_change_is_named_once_for_one_part() -> None:
    """Two ops of a change on one clause are one making of it."""
    twice = executed(10, date(2021, 6, 1), WORDS, ClauseReplace(id="scope", text="Seventy."))
    copy = consolidate(replace(HISTORY, changes=(twice,)), effective=FOR_EVER)
    scope = copy.clauses[0]

    assert ("Seventy.", twice.provenance, (OPENING.provenance,)) == (
        scope.value.text,
        scope.provenance,
        scope.earlier,
    )


def test_clauses_come_in_order_of_their_numbers() -> None:
    """Where a clause stands is said by its number, however late it came."""
    added = executed(
        10,
        date(2021, 6, 1),
        ClauseAdd(id="law", number="3", heading="Law", text="French."),
        ClauseDelete(id="fees"),
    )
    copy = consolidate(replace(HISTORY, changes=(added,)), effective=FOR_EVER)

    assert [part.value.id for part in copy.clauses] == ["scope", "law", "secrecy"]
    assert added.provenance == copy.clauses[1].provenance


def test_the_total_is_kept_apart_from_what_is_not_known() -> None:
    """A line that is undisclosed makes no zero of itself."""
    secret = BudgetAddLine(line="secret", fee="undisclosed", pass_through="unknown")
    changes = (executed(10, date(2021, 6, 1), secret),)
    copy = consolidate(replace(HISTORY, changes=changes), effective=FOR_EVER)

    assert copy.total == Total(known=euros(115_000), undisclosed=1, unknown=1)
    assert copy.pass_through == Total(known=euros(15_000), undisclosed=0, unknown=1)


def test_before_its_execution_was_recorded_there_is_no_copy() -> None:
    """What was not known then is not shown as if it had been."""
    late = replace(OPENING, provenance=provenance(5, date(2021, 1, 1)))

    with pytest.raises(NotYetKnownError) as caught:
        consolidate(ContractHistory(opening=late), effective=FOR_EVER, known=4)

    assert caught.value.facts == {"contract": CONTRACT}


NOTICED = Ending(status="noticed", on=date(2021, 2, 1), place=place(29))
TERMINATED = Ending(
    status="terminated", on=date(2021, 9, 30), place=place(30), notice=NOTICED.place.digest
)
RENEWED = ContractTerm(
    from_=date(2021, 1, 1),
    to=date(2022, 12, 31),
    renewal=Renewal(months=12, notice_days=30, automatic=True),
)
LONGER = executed(10, date(2022, 6, 1), TermSet(term=ContractTerm(from_=date(2021, 1, 1))))


@pytest.mark.parametrize(
    ("history", "effective", "known", "status"),
    [
        (HISTORY, date(2020, 12, 31), None, "not_yet_effective"),
        (HISTORY, date(2021, 1, 1), None, "in_force"),
        (HISTORY, date(2022, 12, 31), None, "in_force"),
        (HISTORY, date(2023, 1, 1), None, "expired"),
        (replace(HISTORY, changes=(LONGER,)), date(2023, 1, 1), None, "in_force"),
        (replace(HISTORY, changes=(LONGER,)), date(2023, 1, 1), 9, "expired"),
        (
            ContractHistory(opening=replace(OPENING, terms=terms(term=RENEWED))),
            date(2023, 1, 1),
            None,
            "in_force",
        ),
        (replace(HISTORY, endings=(NOTICED,)), date(2021, 1, 31), None, "in_force"),
        (replace(HISTORY, endings=(NOTICED,)), date(2021, 2, 1), None, "noticed"),
        (replace(HISTORY, endings=(NOTICED,)), date(2021, 2, 1), 28, "in_force"),
        (
            replace(HISTORY, endings=(replace(NOTICED, until=place(35)),)),
            date(2021, 2, 1),
            34,
            "noticed",
        ),
        (
            replace(HISTORY, endings=(replace(NOTICED, until=place(35)),)),
            date(2021, 2, 1),
            35,
            "in_force",
        ),
        (replace(HISTORY, endings=(NOTICED, TERMINATED)), date(2021, 9, 30), None, "noticed"),
        (replace(HISTORY, endings=(NOTICED, TERMINATED)), date(2021, 10, 1), None, "terminated"),
        (replace(HISTORY, endings=(NOTICED, TERMINATED)), date(2021, 10, 1), 29, "noticed"),
        (replace(HISTORY, endings=(TERMINATED,)), date(2021, 10, 1), None, "terminated"),
    ],
)
def test_a_status_is_of_a_day_as_known_at_a_moment(
    history: ContractHistory, effective: date, known: int | None, status: str
) -> None:
    """Last days count; a notice that was taken back was one until then."""
    assert status == consolidate(history, effective=effective, known=known).status


def test_a_condition_gives_effect_from_when_it_is_known() -> None:
    """A change waits for its condition, and so does a contract."""
    waiting = executed(10, None, WORDS)
    opening = replace(OPENING, provenance=provenance(0, None))
    met = (
        ConditionMet(
            version=waiting.provenance.version.digest, on=date(2021, 4, 1), place=place(40)
        ),
        ConditionMet(
            version=opening.provenance.version.digest, on=date(2021, 2, 1), place=place(40)
        ),
    )
    history = ContractHistory(opening=opening, changes=(waiting,), conditions=met)
    before = consolidate(history, effective=FOR_EVER, known=39)
    after = consolidate(history, effective=date(2021, 4, 1), known=40)

    assert (before.status, words(before)) == ("not_yet_effective", "Forty sites.")
    assert (after.status, words(after)) == ("in_force", "Sixty sites.")


NAMES = (
    PartyName(party="iqvia", legal_name="QuintilesIMS", on=None, place=place(1)),
    PartyName(party="iqvia", legal_name="IQVIA", on=date(2021, 11, 6), place=place(50)),
)
RENAMED = executed(60, date(2022, 2, 1), PartyRename(party="iqvia", legal_name="IQVIA Ltd"))


@pytest.mark.parametrize(
    ("effective", "known", "name"),
    [
        (date(2021, 1, 2), None, "QuintilesIMS"),
        (date(2021, 11, 5), None, "QuintilesIMS"),
        (date(2021, 11, 6), None, "IQVIA"),
        (date(2021, 11, 6), 49, "QuintilesIMS"),
        (date(2022, 2, 1), None, "IQVIA Ltd"),
        (date(2022, 2, 1), 59, "IQVIA"),
        (date(2022, 2, 1), 0, None),
    ],
)
def test_parties_bear_their_names_of_the_day(
    effective: date, known: int | None, name: str | None
) -> None:
    """A company is renamed in the directory or by the contract itself; old copies stay."""
    history = replace(HISTORY, changes=(RENAMED,), names=NAMES)
    copy = consolidate(history, effective=effective, known=known)

    assert copy.parties == (
        Party(party="servier", legal_name=None),
        Party(party="iqvia", legal_name=name),
    )


def test_a_clause_has_the_digest_of_its_canonical_json() -> None:
    """Anyone can compute it: sha256sum of the clause as one line."""
    clause = Clause(id="law", number="3", heading="Law", text="French.")

    assert (
        clause_digest(clause)
        == "sha256:be87e382682e71cdcdc865aa6a5538d6bf14f32b7f6ee5e1aad6cad62113afbf"
    )


def test_a_history_is_read_from_the_world() -> None:
    """The live contract and its consolidated copy of all days say the same."""
    deal = Deal()
    deal.execute(boardless(effective_rule="condition", condition="The approval is there."))
    version = deal.contract().version
    met = deal.say(
        deal.servier,
        "contract.condition_met.v1",
        CONTRACT,
        ContractConditionMet(on=date(2020, 12, 17)),
        subject=version,
    )
    deal.endorse(deal.iqvia, CONTRACT, met)
    deal.amend(MORE, impact=impact(fee=20_000))
    notice = deal.notice()
    ended = ContractTerminated(on=date(2021, 6, 30))
    deal.say(deal.servier, "contract.terminated.v1", CONTRACT, ended, subject=notice.digest)
    history = history_of(deal.world, StreamName(CONTRACT))
    copy = consolidate(history, effective=date(2021, 7, 1))
    (change,) = copy.applied

    assert ("terminated", euros(120_000), deal.contract().version) == (
        copy.status,
        copy.fee.known,
        copy.version,
    )
    assert tuple(each.person for each in change.signatures) == ("boss-servier", "boss-iqvia")
    assert change.authority == deal.change().authority


def test_paper_is_shown_as_executed_outside_of_the_ledger() -> None:
    """Nobody signed it here, and its dates are its own."""
    deal = Deal()
    act = deal.register()
    opening = history_of(deal.world, StreamName(MSA)).opening.provenance

    assert (True, (), date(2018, 12, 20), act.digest) == (
        opening.on_paper,
        opening.signatures,
        opening.executed_on,
        opening.version.digest,
    )


def test_a_draft_has_no_consolidated_copy() -> None:
    """Only what is executed is consolidated."""
    deal = Deal()
    deal.draft()

    with pytest.raises(NotYetKnownError):
        history_of(deal.world, StreamName(CONTRACT))
    assert isinstance(deal.matter(CONTRACT), ContractMatter)
