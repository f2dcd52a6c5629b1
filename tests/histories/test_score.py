"""SCORE and the alliance before it: financials that were not disclosed, and a new name."""

from datetime import date

import pytest

from ledger.domain.contracts.agreements import Place
from ledger.domain.contracts.copies import PartyName
from ledger.domain.contracts.differences import differences
from ledger.domain.contracts.signing import LimitError
from ledger.domain.kinds.base import Amount
from ledger.domain.kinds.change import BudgetAddLine, BudgetAdjust, PartyRename
from ledger.domain.kinds.contract import BudgetLine, ContractTerm
from ledger.domain.kinds.party import PartyRenamed
from tests.histories.told import Pair, contract, moves
from tests.unit.domain.agreement import euros

ANNOUNCED = date(2020, 12, 17)
ALLIED, RENAMED = date(2017, 4, 25), date(2017, 11, 6)


def undisclosed() -> Pair:
    """Return both companies with a contract whose fee nobody was told."""
    pair = Pair.of("servier", "iqvia", ANNOUNCED)
    line = BudgetLine(line="score", fee="undisclosed", pass_through="undisclosed")
    term = ContractTerm(from_=ANNOUNCED, to=date(2022, 12, 16))
    pair.execute(contract("servier", "iqvia", budget=(line,), term=term))
    return pair


def test_what_is_undisclosed_is_not_nothing() -> None:
    """Beside a known amount the sum stays undisclosed; what is known of it is said apart."""
    pair = undisclosed()
    before = pair.copy(ANNOUNCED)
    more = BudgetAddLine(line="training", fee=euros(20_000), pass_through=euros(0))
    pair.turn_to(date(2021, 1, 4))
    pair.amend(more, impact=moves("EUR", 20_000))
    after = pair.copy(date(2021, 1, 4))
    found = differences(before, after)

    assert before.total.amount == after.total.amount == "undisclosed"
    assert (before.total.known, after.total.known) == (None, euros(20_000))
    assert (after.total.undisclosed, after.total.unknown) == (2, 0)
    assert found.total.by.amount == euros(20_000)
    assert [pair.after for pair in found.budget] == [
        BudgetLine(line="training", fee=euros(20_000), pass_through=euros(0))
    ]


@pytest.mark.parametrize(("fee", "may"), [(euros(10**6), True), ("undisclosed", False)])
def test_no_limit_covers_what_is_undisclosed(fee: Amount, *, may: bool) -> None:
    """However high it is; a known amount at the limit can be signed for."""
    pair = undisclosed()
    limited = pair.limited("servier", "limited", euros(10**6))
    impact = moves("EUR", fee if isinstance(fee, str) else 10**6)
    pair.propose(BudgetAddLine(line="more", fee=fee, pass_through=euros(0)), impact=impact)
    said = pair.change_signature("servier", limited)

    if may:
        pair.say(*said, subject=pair.change().drafted)
    else:
        pair.refused(LimitError, *said, subject=pair.change().drafted)


def test_a_movement_does_not_disclose() -> None:
    """What a known movement adds to an undisclosed fee is still not known."""
    pair = undisclosed()
    pair.amend(BudgetAdjust(line="score", fee=euros(1)), impact=moves("EUR", 1))

    assert pair.copy(ANNOUNCED).fee.amount == "undisclosed"


@pytest.mark.parametrize(
    ("on", "name"),
    [(date(2017, 11, 5), "QuintilesIMS"), (RENAMED, "IQVIA"), (date(2018, 1, 1), "IQVIA")],
)
def test_a_company_is_renamed_in_mid_term(on: date, name: str) -> None:
    """The contract goes on, its version and its signatures are the old ones, and so is the slug."""
    pair = Pair.of("salesforce", "quintilesims", ALLIED)
    pair.execute(
        contract("salesforce", "quintilesims", term=ContractTerm(from_=ALLIED), currency="USD")
    )
    version, executed = pair.contract().version, pair.contract().executed
    assert pair.contract().executed_at is not None
    known = [(ALLIED, "QuintilesIMS", pair.contract().executed_at)]
    pair.turn_to(RENAMED)
    renamed = PartyRenamed(legal_name="IQVIA", on=RENAMED)
    act = pair.say(pair.iqvia, "party.renamed.v1", "party/quintilesims", renamed)
    known.append((RENAMED, "IQVIA", Place.of(act)))
    names = tuple(
        PartyName(party="quintilesims", legal_name=told, on=day, place=place)
        for day, told, place in known
        if place is not None
    )
    copy = pair.copy(on, names=names)

    assert (copy.parties[1].party, copy.parties[1].legal_name) == ("quintilesims", name)
    assert (copy.version, pair.contract().executed) == (version, executed)
    assert copy.status == "in_force"


def test_a_contract_can_write_the_new_name_into_its_text() -> None:
    """From the change's day; a copy of the day before shows no name that nobody gave."""
    pair = Pair.of("salesforce", "quintilesims", ALLIED)
    pair.execute(
        contract("salesforce", "quintilesims", term=ContractTerm(from_=ALLIED), currency="USD")
    )
    pair.turn_to(RENAMED)
    rename = PartyRename(party="quintilesims", legal_name="IQVIA")
    pair.amend(rename, impact=moves("USD"))

    assert pair.copy(date(2017, 11, 5)).parties[1].legal_name is None
    assert pair.copy(RENAMED).parties[1].legal_name == "IQVIA"
