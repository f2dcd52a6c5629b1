"""feed: every event checked before it is shown; at a folder, at a server, live."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from commands.doors import Event, FolderDoor
from commands.following import Follower
from commands.pins import Pin
from ledger.errors import LedgerError
from ledger.evidence.keys import generate_signer
from ledger.evidence.statement import Digest
from ledger.folder import LedgerFolder
from ledger.service import Ledger, system_clock
from tests.cli.conftest import Played
from tests.cli.office import Office


def lines(text: str) -> list[int]:
    """Return the entries' indexes, in the order in which they were printed."""
    return [int(line.split()[0]) for line in text.splitlines()]


def test_every_entry_is_shown_in_order(founded: Office) -> None:
    """From the founding to the newest, none left out."""
    assert lines(founded.ok("feed")) == [0, 1, 2, 3, 4]


def test_it_begins_after_an_entry(founded: Office) -> None:
    """A follower goes on where it stopped; as JSON, one object a line."""
    said = founded.ok("feed", "--after", "2", "--json")

    assert [json.loads(line)["leaf_index"] for line in said.splitlines()] == [3, 4]


def test_at_the_end_there_is_nothing_to_show(founded: Office) -> None:
    """Nothing new, nothing printed."""
    assert founded.ok("feed", "--after", "4") == ""


def test_what_is_not_meant_for_a_reader_comes_as_its_entry(played: Played, tmp_path: Path) -> None:
    """At a server a party sees every index, and the statements meant for it."""
    (tmp_path / "ledger").symlink_to(played.folder)
    office = Office(tmp_path)
    key = played.office.root / "demo-ledger-keys" / "member-e"
    with office.served() as url:
        feed = ("feed", "--url", url, "--id", office.ledger, "--key", str(key))
        said = office.ok(*feed)
        plain = [json.loads(line) for line in office.ok(*feed, "--json").splitlines()]

    assert lines(said) == [each["leaf_index"] for each in plain] == list(range(117))
    assert "not meant for you" in said
    assert {"statement" in each for each in plain} == {True, False}


def test_it_follows_until_interrupted(office: Office) -> None:
    """--follow waits for more and prints it as it comes; an interrupt ends it well."""
    environment = {**os.environ, **{k: v for k, v in office.environment.items() if v is not None}}
    program = [sys.executable, "-c", "from cli import main; main()", "feed", "--follow"]
    root = Path(__file__).resolve().parents[2]
    follower = subprocess.Popen(
        program,
        cwd=office.root,
        env={**environment, "PYTHONPATH": str(root), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert follower.stdout is not None
    begun = [follower.stdout.readline() for _ in range(5)]
    office.ok("party", "rename", "cro", "--legal-name", "CRO plc", "--key", "registrar.key")
    fresh = follower.stdout.readline()
    time.sleep(0.1)
    follower.send_signal(signal.SIGINT)

    assert lines("".join(begun)) == [0, 1, 2, 3, 4]
    assert "party.renamed.v1" in fresh
    assert follower.wait(timeout=30) == 0
    follower.stdout.close()


class Liar(FolderDoor):
    """A door that changes what comes through it."""

    change: Callable[[list[Event]], list[Event]]
    key: dict[str, str] | None = None

    def events(self, after: int, timeout: int) -> list[Event]:
        """Return the events, changed."""
        return self.change(super().events(after, timeout))

    def key_of(self, digest: Digest) -> dict[str, str]:
        """Return a key, perhaps another."""
        return self.key or dict(super().key_of(digest))


def take(office: Office, change: Callable[[list[Event]], list[Event]], after: int = -1) -> str:
    """Follow a door that lies; return the code of the refusal."""
    folder = LedgerFolder.load(office.root / "ledger")
    with closing(Liar(folder, Ledger.open(folder), system_clock)) as door:
        door.change = change
        pin = Pin(ledger=Digest(office.ledger), vkeys=folder.vkeys())
        with pytest.raises(LedgerError) as caught:
            Follower(door, pin, after).take(0)
    return caught.value.code


def swapped(events: list[Event]) -> list[Event]:
    """Give one entry the statement of another."""
    return [*events[:3], replace(events[3], statement=events[2].statement), *events[4:]]


def aged(events: list[Event]) -> list[Event]:
    """Date one entry back."""
    entry = events[3].entry.replace(b'{"at":"20', b'{"at":"19', 1)
    return [*events[:3], replace(events[3], entry=entry), *events[4:]]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda events: events[1:], "feed-gap"),
        (lambda events: [*events[:2], *events[3:]], "feed-gap"),
        (lambda events: [events[1], events[0]], "feed-gap"),
        (swapped, "feed-statement"),
        (aged, "tree-root"),
        (lambda events: aged(events)[:4], "consistency-unproven"),
    ],
    ids=["late", "gap", "order", "statement", "entry", "early-entry"],
)
def test_what_does_not_hold_is_not_shown(
    office: Office, change: Callable[[list[Event]], list[Event]], code: str
) -> None:
    """A feed that leaves out, reorders or changes anything is refused whole."""
    assert take(office, change) == code


def test_another_key_under_the_same_id_is_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key's id is its digest: no other key can stand for it."""
    monkeypatch.setattr(Liar, "key", generate_signer().public.jwk())

    assert take(office, lambda events: events) == "feed-key"


def test_more_than_was_pinned_moves_the_pin_on(office: Office) -> None:
    """Entries recorded after the follower began are held against a newer checkpoint."""
    folder = LedgerFolder.load(office.root / "ledger")
    with closing(FolderDoor(folder, Ledger.open(folder), system_clock)) as door:
        follower = Follower(door, Pin(ledger=Digest(office.ledger), vkeys=folder.vkeys()), -1)
        office.ok("party", "rename", "cro", "--legal-name", "CRO plc", "--key", "registrar.key")
        taken = follower.take(0)

        assert (len(taken), follower.pin.size) == (6, 6)


def test_the_founding_is_needed_to_meet_a_ledger(bare: Office) -> None:
    """A folder in which nothing is founded has nothing to follow."""
    LedgerFolder.create(bare.root / "ledger", "ledger.example/empty")
    bare.refused(4, "ledger-not-founded", "feed")
