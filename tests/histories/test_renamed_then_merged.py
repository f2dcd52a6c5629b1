"""A CRO that takes a new name and then becomes part of another, in mid-term.

As Quintiles became QuintilesIMS (October 2016) and IQVIA (November 2017); here the
last step is a merger into another company of the ledger. What was signed stays.
"""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from ledger.domain.companies import PartyMergedError
from ledger.domain.contracts.signing import OtherSignatureError
from ledger.domain.kinds.change import BudgetAdjust, ChangeSigned, ClauseReplace
from ledger.domain.kinds.contract import (
    BudgetLine,
    Clause,
    ContractTerm,
    Obligation,
    Responsibility,
)
from ledger.domain.kinds.duty import ObligationBreached, ObligationCured
from ledger.domain.kinds.party import PartyMerged, PartyRenamed
from ledger.evidence.statement import StreamName
from projections.live import Now
from projections.questions import contracts, obligations, responsibilities, signatures
from projections.questions.contracts import AsOf, ContractsQuery
from projections.questions.obligations import OwedQuery
from projections.questions.responsibilities import MatrixQuery
from projections.questions.signatures import SignaturesQuery
from tests.histories.told import Pair, contract, money, moves
from tests.projections.conftest import ANYBODY, Told, reading
from tests.unit.domain.agreement import CONTRACT

__all__ = ["reading"]

BEGUN, RENAMED, MERGED = date(2016, 1, 4), date(2016, 10, 3), date(2017, 11, 15)
DUE = date(2019, 12, 1)
FEES = (10_000_00, 5_000_00, 7_000_00)


def begun() -> Pair:
    """Return both companies under a contract, and the one that will take the CRO's place."""
    parties = (("sponsor", "sponsor"), ("quintiles", "cro"), ("iqvia", "cro"))
    pair = Pair(now=datetime(2016, 1, 4, 12, 0, tzinfo=UTC), parties=parties)
    report = Obligation(
        id="report",
        debtor="quintiles",
        creditor="sponsor",
        duty="Final report.",
        due=DUE,
        cure_days=30,
    )
    line = BudgetLine(
        line="study", fee=money(500_000_00, "USD"), pass_through=money(120_000_00, "USD")
    )
    body = contract(
        "sponsor",
        "quintiles",
        budget=(line,),
        term=ContractTerm(from_=BEGUN, to=date(2020, 6, 30)),
        clauses=(Clause(id="scope", number="1", heading="Scope", text="Quintiles monitors."),),
        obligations=(report,),
        responsibilities=(Responsibility(activity="monitoring", party="quintiles"),),
        currency="USD",
        tz="America/New_York",
    )
    pair.execute(body)
    return pair


def order(pair: Pair, number: int, cro: str, *ops: Any) -> None:
    """Draft a change order that moves the fee, or what is given, and sign it for both."""
    stream, fee = f"change/score/{number}", FEES[number - 1] if number <= len(FEES) else 0
    money_ops = (BudgetAdjust(line="study", fee=money(fee, "USD")),)
    impact = moves("USD", fee)
    pair.propose(*(ops or money_ops), stream=stream, change_kind="change_order", impact=impact)
    pair.sign_change("sponsor", stream=stream)
    body = ChangeSigned(party="quintiles", digest=str(pair.change(stream).content))
    drafted = pair.change(stream).drafted
    pair.say(pair.signatories[cro], "change.signed.v1", stream, body, subject=drafted)


def merged() -> Pair:
    """Return the whole history."""
    pair = begun()
    pair.turn_to(date(2016, 6, 1))
    order(pair, 1, "quintiles")
    pair.turn_to(date(2016, 10, 4))
    renamed = PartyRenamed(legal_name="QuintilesIMS Inc.", on=RENAMED)
    pair.say(pair.signatories["quintiles"], "party.renamed.v1", "party/quintiles", renamed)
    order(pair, 2, "quintiles")
    pair.turn_to(date(2017, 11, 6))
    body = PartyMerged(into="iqvia", on=MERGED)
    act = pair.say(pair.signatories["quintiles"], "party.merged.v1", "party/quintiles", body)
    pair.endorse(pair.signatories["iqvia"], "party/quintiles", act)
    pair.turn_to(date(2017, 11, 20))
    order(pair, 3, "iqvia")
    pair.turn_to(date(2018, 3, 1))
    order(pair, 4, "iqvia", ClauseReplace(id="scope", text="IQVIA monitors."))
    pair.turn_to(date(2019, 12, 3))
    broken = ObligationBreached(obligation="report", on=date(2019, 12, 2))
    pair.say(pair.signatories["sponsor"], "obligation.breached.v1", CONTRACT, broken)
    pair.turn_to(date(2019, 12, 20))
    cured = ObligationCured(obligation="report", on=date(2019, 12, 19))
    act = pair.say(pair.signatories["iqvia"], "obligation.cured.v1", CONTRACT, cured)
    pair.endorse(pair.signatories["sponsor"], CONTRACT, act)
    return pair


@pytest.fixture(scope="module")
def history() -> Pair:
    """The whole history, told once."""
    return merged()


def now(pair: Pair) -> Now:
    """Return the world at the history's end."""
    return Now(world=pair.world, at=pair.now)


def page(connection: Connection, pair: Pair, on: date) -> dict[str, Any]:
    """Return the contract's page as of a day."""
    as_of = AsOf(effective=on)
    view = contracts.load(connection, ANYBODY, StreamName(CONTRACT), now(pair), as_of)
    assert view is not None
    return view


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2016, 5, 30), ("Quintiles", "Quintiles monitors.", 620_000_00)),
        (date(2016, 10, 2), ("Quintiles", "Quintiles monitors.", 630_000_00)),
        (date(2016, 10, 3), ("QuintilesIMS Inc.", "Quintiles monitors.", 635_000_00)),
        (date(2017, 11, 20), ("QuintilesIMS Inc.", "Quintiles monitors.", 642_000_00)),
        (date(2018, 3, 1), ("QuintilesIMS Inc.", "IQVIA monitors.", 642_000_00)),
    ],
)
def test_each_day_has_its_name_text_and_total(
    history: Pair, reading: Told, on: date, told: tuple[str, str, int]
) -> None:
    """The party of the contract is the party it was; its name is that of the day."""
    text = page(reading(history), history, on)["text"]

    names = {each["party"]: each["legal_name"] for each in text["parties"]}
    total = text["total"]["amount"]["minor"]
    assert (names["quintiles"], text["clauses"][0]["text"], total) == told


def test_the_page_says_who_is_in_whose_place(history: Pair, reading: Told) -> None:
    """With the statement of the directory that made it so."""
    (row,) = page(reading(history), history, MERGED)["successors"]
    act = history.world.find(row["digest"])

    assert (row["party"], row["into"], row["on_day"]) == ("quintiles", "iqvia", "2017-11-15")
    assert act is not None
    assert act.kind.tag == "party.succeeded.v1"


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2017, 11, 14), ("quintiles", "open", 0)),
        (MERGED, ("iqvia", "open", 0)),
        (date(2019, 12, 2), ("iqvia", "breached", 1)),
        (date(2019, 12, 18), ("iqvia", "breached", 17)),
        (date(2019, 12, 19), ("iqvia", "cured", 0)),
    ],
)
def test_what_the_company_owed_is_owed_by_the_one_in_its_place(
    history: Pair, reading: Told, on: date, told: tuple[str, str, int]
) -> None:
    """On each day as it stood on that day, whoever asks by either name."""
    connection, (owed_by, state, overdue) = reading(history), told
    for party in ("quintiles", "sponsor", owed_by):
        query = OwedQuery(on=on, party=party)
        (row,) = obligations.list_all(connection, ANYBODY, now(history), query)
        said = (row["debtor"], row["owed_by"], row["owed_to"], row["state"], row["overdue_days"])
        assert said == ("quintiles", owed_by, "sponsor", state, overdue)
    late = obligations.list_all(connection, ANYBODY, now(history), OwedQuery(on=on, overdue=True))
    assert len(late) == bool(overdue)


def test_it_is_found_by_the_company_in_its_place(history: Pair, reading: Told) -> None:
    """The contract, and who answers for what."""
    connection = reading(history)
    listed = contracts.list_all(connection, ANYBODY, now(history), ContractsQuery(party="iqvia"))
    before, after = (
        responsibilities.load(connection, ANYBODY, now(history), MatrixQuery(on=on))
        for on in (date(2017, 11, 14), MERGED)
    )

    assert [row["stream"] for row in listed] == [CONTRACT]
    assert [row["held_by"] for row in before["responsibilities"]] == ["quintiles"]
    assert [row["held_by"] for row in after["responsibilities"]] == ["iqvia"]


def test_a_change_that_was_half_signed_is_signed_by_the_company_in_the_place(
    reading: Told,
) -> None:
    """Not by the one that is part of another, nor by the sponsor twice; and it is told so."""
    pair = begun()
    pair.turn_to(date(2017, 11, 14))
    op = BudgetAdjust(line="study", fee=money(7_000_00, "USD"))
    pair.propose(op, change_kind="change_order", impact=moves("USD", 7_000_00))
    pair.sign_change("sponsor")
    body = PartyMerged(into="iqvia", on=MERGED)
    act = pair.say(pair.signatories["quintiles"], "party.merged.v1", "party/quintiles", body)
    pair.endorse(pair.signatories["iqvia"], "party/quintiles", act)
    pair.turn_to(MERGED)
    change = pair.change()
    said = ChangeSigned(party="quintiles", digest=str(change.content))
    stream, about = "change/score/1", {"subject": change.drafted}

    (row,) = signatures.list_all(reading(pair), ANYBODY, now(pair), SignaturesQuery(party="iqvia"))
    assert (row["party"], [each["person"] for each in row["who"]]) == ("quintiles", ["boss-iqvia"])
    for name, error in (("quintiles", PartyMergedError), ("sponsor", OtherSignatureError)):
        pair.refused(error, pair.signatories[name], "change.signed.v1", stream, said, **about)
    pair.say(pair.signatories["iqvia"], "change.signed.v1", stream, said, **about)
    assert pair.change().phase == "executed"
