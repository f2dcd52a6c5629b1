"""Two companies write at one server; it is killed in the middle of a write, and comes back."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from unittest.mock import patch

import pytest
from werkzeug.serving import make_server

from api.app import create_app
from commands.desk import Said
from commands.server import HttpDoor, ServerUnreachableError
from ledger.audit.folder import verify_folder
from ledger.domain.kinds.party import PartyRenamed
from ledger.errors import LedgerError
from ledger.evidence.checkpoint import open_checkpoint
from ledger.folder import LedgerFolder
from ledger.service import Ledger, Submission
from ledger.service.ledger import Step
from ledger.verify.verdicts import Pins
from tests.service.desk import Desk

SPAWN = get_context("spawn")
SENT = 12  # statements of each company
STEPS: tuple[Step, ...] = ("before-transaction", "within-transaction", "after-commit")


def serve(folder: LedgerFolder, tell: Connection, doomed: Step | None, writes: int) -> None:
    """Serve a ledger; at one step of a later write, end as in a power cut."""
    seen = 0

    def die(step: Step) -> None:
        nonlocal seen
        seen += step == doomed
        if seen > writes:
            os.kill(os.getpid(), signal.SIGKILL)

    with patch.object(Ledger, "open", partial(Ledger.open, step=die)):
        app = create_app(folder)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    tell.send(server.port)
    server.serve_forever()


@contextmanager
def served(folder: LedgerFolder, doomed: Step | None = None, writes: int = 0) -> Iterator[str]:
    """Run a server in a process of its own; give its address."""
    here, there = SPAWN.Pipe(duplex=False)
    child = SPAWN.Process(target=serve, args=(folder, there, doomed, writes))
    child.start()
    there.close()
    try:
        yield f"http://127.0.0.1:{here.recv()}"
    finally:
        child.kill()
        child.join()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Found a ledger of two companies, by the real clock, as the server has no other."""
    desk = Desk.begin(tmp_path)
    desk.now = datetime.now(UTC)
    desk.say(desk.root, "ledger.founded.v1", "ledger/main", desk.founding())
    for party in ("cro", "sponsor"):
        desk.admit(party)
    return desk


def wishes(desk: Desk, party: str, person: str) -> list[Submission]:
    """Sign what a company wants to have recorded, before anything is sent."""
    voice = desk.enrol(party, person, "signatory")
    return [
        desk.sign(
            voice,
            "party.renamed.v1",
            f"party/{party}",
            PartyRenamed(legal_name=f"{party} {number}", on=date(2020, 12, 17)),
        )
        for number in range(SENT)
    ]


def send(url: str, wanted: list[Submission], told: list[Said | LedgerError]) -> None:
    """Send statements one by one, until the server answers no more."""
    door = HttpDoor(url, None, None)
    for submission in wanted:
        try:
            told += door.submit_all([submission])
        except ServerUnreachableError:
            return


def together(*tasks: Callable[[], None]) -> None:
    """Let each task run in a thread of its own, to the end."""
    threads = [Thread(target=task) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("doomed", STEPS)
def test_two_companies_and_a_crash(desk: Desk, doomed: Step) -> None:
    """What was answered stands; what was not can be sent again; nothing is there twice."""
    sent = {"cro": wishes(desk, "cro", "alice"), "sponsor": wishes(desk, "sponsor", "sam")}
    size = desk.ledger.world.size
    desk.ledger.close()
    told: dict[str, list[Said | LedgerError]] = {"cro": [], "sponsor": []}
    again: dict[str, list[Said | LedgerError]] = {"cro": [], "sponsor": []}

    with served(desk.folder, doomed, writes=5) as url:
        together(*(partial(send, url, sent[party], told[party]) for party in sent))
    with served(desk.folder) as url:
        together(*(partial(send, url, sent[party], again[party]) for party in sent))
        checkpoint = HttpDoor(url, None, None).checkpoint()

    verdict = verify_folder(desk.folder, Pins(checkpoints=(checkpoint,)))
    answers = [said for party in again for said in again[party]]
    places = [said.leaf_index for said in answers if isinstance(said, Said)]
    assert sum(map(len, told.values())) < 2 * SENT
    assert all(again[party][: len(told[party])] == told[party] for party in sent)
    assert sorted(places) == list(range(size, size + 2 * SENT))
    assert open_checkpoint(checkpoint, desk.folder.vkeys()).size == size + 2 * SENT
    assert verdict.findings == ()
