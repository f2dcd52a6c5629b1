"""Changes at the desk: two writers at once, and a clock that outlives a restart."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from ledger.domain.contracts.agreements import ChangeMatter, ContractMatter
from ledger.domain.contracts.proposing import BaseStaleError
from ledger.domain.kinds.change import (
    AssumptionSet,
    ChangeDrafted,
    ChangeSigned,
    ClauseReplace,
    Op,
    WorkStartAuthorised,
)
from ledger.domain.kinds.contract import ContractAgreedForm, ContractSigned
from ledger.domain.world import demand_matter
from ledger.errors import LedgerError
from ledger.evidence.statement import StreamName
from ledger.service import Submission
from tests.service.desk import Desk, Voice
from tests.unit.domain.agreement import boardless, euros, impact

CONTRACT = StreamName("contract/score")
WORDS = ClauseReplace(id="scope", text="Sixty sites.")
MORE = ClauseReplace(id="scope", text="Eighty sites.")
SITES = AssumptionSet(name="sites", from_="40", to="60")


@dataclass
class Dealers:
    """A sponsor and a CRO at one desk, with an executed contract."""

    desk: Desk
    people: dict[str, Voice]

    def contract(self) -> ContractMatter:
        """Return the contract."""
        return demand_matter(self.desk.ledger.world, CONTRACT, ContractMatter)

    def change(self, stream: str) -> ChangeMatter:
        """Return a change."""
        return demand_matter(self.desk.ledger.world, StreamName(stream), ChangeMatter)

    def propose(self, stream: str, op: Op, **members: Any) -> None:
        """Draft a change that the contract leaves to the parties."""
        base = str(self.contract().version)
        filled: dict[str, Any] = {
            "change_kind": "administrative",
            "base": base,
            "ops": (op,),
            "impact": impact(),
            "effective_rule": "last_signature",
        }
        body = ChangeDrafted(**{**filled, **members})
        self.desk.say(self.people["servier"], "change.drafted.v1", stream, body, base=base)

    def signature(self, party: str, stream: str) -> Submission:
        """Return a party's signature on a change, signed and not yet sent."""
        change = self.change(stream)
        body = ChangeSigned(party=party, digest=str(change.content))
        return self.desk.sign(
            self.people[party], "change.signed.v1", stream, body, subject=change.drafted
        )


@pytest.fixture
def dealers(tmp_path: Path) -> Dealers:
    """Enrol the people and execute the contract."""
    desk = Desk.begin(tmp_path)
    desk.say(desk.root, "ledger.founded.v1", "ledger/main", desk.founding())
    people = {}
    for party in ("servier", "iqvia"):
        desk.admit(party)
        people[party] = desk.enrol(party, f"boss-{party}", "signatory")
    desk.say(people["servier"], "contract.drafted.v1", CONTRACT, boardless())
    dealers = Dealers(desk, people)
    drafted, content = dealers.contract().drafted, str(dealers.contract().content)
    for voice in people.values():
        form = ContractAgreedForm(digest=content)
        desk.say(voice, "contract.agreed_form.v1", CONTRACT, form, subject=drafted)
    for party, voice in people.items():
        signed = ContractSigned(party=party, digest=content)
        desk.say(voice, "contract.signed.v1", CONTRACT, signed, subject=drafted)
    return dealers


def test_of_two_changes_that_are_signed_at_once_one_is_executed(dealers: Dealers) -> None:
    """Whoever comes second finds another version, and nothing of it is recorded."""
    streams = ("change/score/1", "change/score/2")
    for stream, op in zip(streams, (WORDS, MORE), strict=True):
        dealers.propose(stream, op)
        dealers.desk.send(dealers.signature("servier", stream))
    last = [dealers.signature("iqvia", stream) for stream in streams]
    met, errors = Barrier(2), list[LedgerError | None]()

    def write(submission: Submission) -> None:
        met.wait(timeout=10)
        errors.extend(outcome.error for outcome in dealers.desk.ledger.record((submission,)))

    threads = [Thread(target=write, args=(each,)) for each in last]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    refused = [error for error in errors if error is not None]
    assert (len(errors), [type(error) for error in refused]) == (2, [BaseStaleError])
    phases = sorted(dealers.change(stream).phase for stream in streams)
    assert phases == ["executed", "partly_signed"]
    assert len(dealers.contract().changes) == 1


def let_begin(dealers: Dealers, stream: str) -> Any:
    """Let work begin for ten days."""
    today: date = dealers.desk.now.date()
    body = WorkStartAuthorised(
        cap=euros(1), from_=today, until=today + timedelta(days=10), tz="Europe/Paris"
    )
    return dealers.desk.say(
        dealers.people["servier"],
        "work.start_authorised.v1",
        stream,
        body,
        subject=dealers.change(stream).drafted,
    )


@pytest.mark.parametrize("end", ["lapsed", "drafted_again"])
def test_work_lapses_after_a_restart_as_well(dealers: Dealers, end: str) -> None:
    """The clock is found again in what is recorded; one that was stopped is not."""
    stream = "change/score/1"
    dealers.propose(stream, WORDS)
    let_begin(dealers, stream)
    if end == "drafted_again":
        dealers.propose(stream, SITES)
    dealers.desk.reopen()
    dealers.desk.advance(days=20)
    dealers.propose("change/score/2", SITES)
    dealers.desk.reopen()

    assert [start.why for start in dealers.change(stream).starts] == [end]


@pytest.mark.parametrize("term", ["runs", "ran out"])
def test_a_long_stop_passes_after_a_restart_as_well(dealers: Dealers, term: str) -> None:
    """Also where the contract has expired meanwhile, which leaves the other clock running."""
    stream, stop = "change/score/1", date(2023, 6, 30) if term == "ran out" else date(2021, 3, 31)
    waits = {"effective_rule": "condition", "condition": "The approval is there."}
    dealers.propose(stream, WORDS, **waits, long_stop=stop)
    for party in dealers.people:
        dealers.desk.send(dealers.signature(party, stream))
    if term == "ran out":
        dealers.desk.advance(days=(date(2023, 1, 2) - dealers.desk.now.date()).days)
        dealers.desk.ledger.record_due()
        assert dealers.contract().phase == "expired"
    dealers.desk.reopen()
    dealers.desk.advance(days=(stop - dealers.desk.now.date()).days + 2)
    dealers.desk.ledger.record_due()
    dealers.desk.reopen()

    assert dealers.change(stream).phase == "lapsed"
    assert dealers.contract().phase == ("expired" if term == "ran out" else "executed")
