"""The feed: every index once, in order, for everybody; content for those who may read it."""

import json
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from api.served import Limits
from ledger.domain.kinds.decision import MotionMoved
from ledger.domain.kinds.party import PartyRenamed
from ledger.evidence.checkpoint import open_checkpoint
from ledger.evidence.entry import parse_entry
from ledger.evidence.merkle import MemoryHashes, hash_leaves, tree_root
from ledger.evidence.statement import digest_of
from tests.api.house import RIVAL, House, Told, assert_error_shape, opened


def follow(house: House, query: str = "", name: str = "member-a") -> list[dict[str, Any]]:
    """Return a batch of events."""
    events: list[dict[str, Any]] = json.loads(house.get(f"/v1/feed{query}", name).data)
    return events


def test_no_index_is_missing(library: House) -> None:
    """A follower gets every entry of the log, in order, each with its index as id."""
    events = follow(library, "?limit=1000")

    assert [str(index) for index in range(library.size)] == [event["id"] for event in events]
    assert [event["data"]["leaf_index"] for event in events] == list(range(library.size))


def test_what_a_reader_may_not_read_is_a_stub(library: House) -> None:
    """A stub has its entry and says nothing else: no stream, no kind, no party."""
    stubs = [event for event in follow(library, "?limit=1000", RIVAL) if "stub" in event["type"]]

    assert stubs
    for stub in stubs:
        assert set(stub) == {
            "specversion", "id", "source", "type", "time", "datacontenttype", "data"
        }  # fmt: skip
        assert set(stub["data"]) == {"entry", "leaf_index"}


def test_the_same_entries_are_shown_to_all(library: House) -> None:
    """What differs between two readers is the content, never the log."""
    mine, theirs = (follow(library, "?limit=1000", name) for name in ("member-a", RIVAL))

    assert [each["data"]["entry"] for each in mine] == [each["data"]["entry"] for each in theirs]
    assert {each["type"] for each in theirs} == {
        "countersign.statement.v1",
        "countersign.stub.v1",
    }


def test_what_a_follower_has_makes_up_the_log(library: House) -> None:
    """From its events alone, stubs included, a follower computes the root that is signed."""
    entries = [each["data"]["entry"].encode() for each in follow(library, "?limit=1000", RIVAL)]
    checkpoint = open_checkpoint(library.get("/log/checkpoint").text, library.it.folder.vkeys())

    root = tree_root(len(entries), MemoryHashes(hash_leaves(entries)))

    assert (len(entries), root) == (checkpoint.size, checkpoint.root)


def test_an_event_is_a_cloud_event(library: House) -> None:
    """CloudEvents 1.0, as a batch; the statement is the one that its entry names."""
    answer = library.get("/v1/feed?limit=1", "member-a")
    event = json.loads(answer.data)[0]
    entry = parse_entry(event["data"]["entry"].encode())

    assert answer.content_type == "application/cloudevents-batch+json"
    assert {name: event[name] for name in ("specversion", "source", "type", "subject")} == {
        "specversion": "1.0",
        "source": library.it.folder.origin,
        "type": "countersign.statement.v1",
        "subject": "ledger/main",
    }
    assert event["time"] == event["data"]["entry"][7:31]
    assert entry.env == digest_of(event["data"]["statement"].encode())


def test_a_follower_goes_on_where_it_was(library: House) -> None:
    """Batches from lastEventId on make up the log."""
    seen: list[str] = []
    query = ""
    while batch := follow(library, f"?limit=17{query}"):
        seen += [event["id"] for event in batch]
        query = f"&lastEventId={batch[-1]['id']}"

    assert seen == [str(index) for index in range(library.size)]


def test_an_event_that_the_log_does_not_have_is_an_alarm(library: House) -> None:
    """A log that is smaller than what was seen of it has been rolled back."""
    answer = library.get(f"/v1/feed?lastEventId={library.size}", "member-a")

    assert_error_shape(answer, 404, "event-unknown")
    assert follow(library, f"?lastEventId={library.size - 1}") == []


def test_nothing_new_is_said_in_one_line(library: House) -> None:
    """A follower that asks again for the same gets 304; another audience does not."""
    first = library.get("/v1/feed?limit=1", "member-a")
    tag = first.headers["ETag"]

    assert first.headers["Cache-Control"] == "private, no-cache"
    assert library.get("/v1/feed?limit=1", "member-b", If_None_Match=tag).status_code == 304
    assert library.get("/v1/feed?limit=1", RIVAL, If_None_Match=tag).status_code == 200


def waiting(house: House, query: str) -> tuple[Thread, list[Any]]:
    """Let a follower wait in a thread of its own."""
    answers: list[Any] = []
    headers = house.headers("member-c")
    client = house.client.application.test_client()

    def ask() -> None:
        answers.append(client.get(f"/v1/feed{query}", headers=headers))

    thread = Thread(target=ask)
    thread.start()
    return thread, answers


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so; the test's own time limit ends it otherwise."""
    while not is_so():
        pass


def test_a_follower_hears_of_an_event_at_once(house: House) -> None:
    """A long poll ends when something is recorded, with that."""
    size = house.size
    thread, answers = waiting(house, f"?lastEventId={size - 1}&timeout=20")
    house.desk("member-a", "signatory").say(
        "party.renamed.v1", "party/servier", PartyRenamed(legal_name="S", on=house.now.date())
    )
    thread.join()

    assert [event["id"] for event in json.loads(answers[0].data)] == [str(size)]


def test_waiting_ends_after_its_time(told: Told, tmp_path: Path) -> None:
    """No poll is longer than the server allows, whatever was asked for."""
    with opened(told, tmp_path / "score", Limits(poll_seconds=0.1)) as house:
        answer = house.get(f"/v1/feed?lastEventId={house.size - 1}&timeout=3600", "member-a")

    assert (answer.status_code, answer.data) == (200, b"[]")


def test_one_follower_too_many_is_asked_to_come_again(told: Told, tmp_path: Path) -> None:
    """Waiting takes a bounded number of threads, so that others are still answered."""
    with opened(told, tmp_path / "score", Limits(polls=1, poll_seconds=20)) as house:
        query = f"?lastEventId={house.size - 1}&timeout=20"
        thread, answers = waiting(house, query)
        until(lambda: not house.it.polls._value)

        turned_away = house.get(f"/v1/feed{query}", "member-a")
        alive = house.get("/livez")
        house.desk("member-a", "signatory").say(
            "party.renamed.v1", "party/servier", PartyRenamed(legal_name="S", on=house.now.date())
        )
        thread.join()

    assert (turned_away.data, turned_away.headers["Retry-After"]) == (b"[]", "5")
    assert alive.status_code == 200
    assert answers[0].status_code == 200


@pytest.mark.parametrize("name", ["member-a", RIVAL])
def test_a_stream_that_begins_while_following_is_not_lost(house: House, name: str) -> None:
    """What a reader may read is a statement from its first event on, however new the stream is."""
    house.get("/v1/feed", name)
    size = house.size
    motion = MotionMoved(title="A", text="B", class_="process", procedure="written")
    house.desk("member-a", "member").say("motion.moved.v1", "decision/jsc/2021-001", motion)

    types = [event["type"] for event in follow(house, f"?lastEventId={size - 1}", name)]

    readable = "stub" if name == RIVAL else "statement"
    assert types == [f"countersign.{readable}.v1"] * 2
