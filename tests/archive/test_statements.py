"""What the archive says of statements, and that it finds rows that were forged."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ledger.archive import Archive
from ledger.archive.acts import (
    EntryStreamError,
    Recorded,
    StatementMissingError,
    StatementUnreadableError,
)
from ledger.archive.signers import SignerKeyMissingError, keys_named
from ledger.archive.statements import (
    PositionMissingError,
    ReceiptUnprovenError,
    StatementNotRecordedError,
)
from ledger.domain.kinds.party import PartyRenamed
from ledger.domain.world import UnknownStreamError
from ledger.errors import CorruptError
from ledger.evidence.entry import format_entry, parse_entry
from ledger.evidence.keys import KeyId, generate_signer
from ledger.evidence.note import parse_vkey
from ledger.evidence.receipt import open_receipt
from ledger.evidence.statement import StatementId, StreamName
from ledger.store.mapper import RowMismatchError
from ledger.store.statements import EntryMissingError, FileMissingError
from tests.archive.shelf import Shelf

BOARD = StreamName("board/jsc")


def test_acts_come_back_as_they_were_recorded(shelf: Shelf, archive: Archive) -> None:
    """Every act has the statement, body, kind, time and place that the rules saw."""
    expected = list(shelf.story.world.acts())

    assert expected == list(archive.acts())


def test_acts_can_be_read_in_pieces(shelf: Shelf, archive: Archive) -> None:
    """A reader says where to start and how many to take; past the end there are none."""
    expected = list(shelf.story.world.acts())

    assert expected[3:8] == list(archive.acts(3, 5))
    assert expected[3:] == list(archive.acts(3, 1_000))
    assert list(archive.acts(len(expected), 1)) == []


def test_acts_cross_from_one_reading_to_the_next(
    shelf: Shelf, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many rows are read at once cannot be seen from outside."""
    monkeypatch.setattr("ledger.archive.statements.ROWS", 4)
    monkeypatch.setattr("ledger.archive.log.ROWS", 4)

    assert list(shelf.story.world.acts()) == list(archive.acts())
    assert list(enumerate(shelf.story.entries)) == list(archive.entries())


def test_a_history_has_each_act_with_its_entry(shelf: Shelf, archive: Archive) -> None:
    """Whoever gets a history can check each act against the log."""
    expected = [
        Recorded(act=act, entry=shelf.story.entries[act.leaf_index])
        for act in shelf.story.world.acts()
        if act.statement.stream == "ledger/main"
    ]

    assert expected == list(archive.history(StreamName("ledger/main")))
    assert expected[2:] == list(archive.history(StreamName("ledger/main"), after=2))


def test_a_history_past_its_end_is_empty(archive: Archive) -> None:
    """A follower who has everything gets nothing more."""
    assert list(archive.history(BOARD, after=1)) == []


def test_an_unknown_stream_has_no_history(archive: Archive) -> None:
    """Nobody is told that an unopened stream is an empty one."""
    with pytest.raises(UnknownStreamError):
        archive.history(StreamName("board/none"))


def test_streams_are_named_as_they_began(shelf: Shelf, archive: Archive) -> None:
    """Every stream that was opened is named, and those opened later follow."""
    before = archive.stream_names()
    shelf.story.say(
        shelf.voice("tech"),
        "party.renamed.v1",
        "party/tech",
        PartyRenamed(legal_name="Technology SE", on=shelf.story.now.date()),
    )
    shelf.write()

    assert before == tuple(shelf.story.world.streams()) == archive.stream_names()


def test_a_statement_is_found_by_id_and_by_digest(shelf: Shelf, archive: Archive) -> None:
    """Both names lead to the same act."""
    act = shelf.board

    assert act == archive.find(act.digest) == archive.find(act.statement.id)
    assert shelf.story.entries[act.leaf_index] == archive.recorded(act.digest).entry


@pytest.mark.parametrize(
    "name", ["sha256:" + "0" * 64, "0193aaaa-0000-7000-8000-000000000000", "sha256:no", ""]
)
def test_what_is_not_recorded_is_not_found(archive: Archive, name: str) -> None:
    """Any other name is that of nothing, whatever it looks like."""
    with pytest.raises(StatementNotRecordedError):
        archive.find(StatementId(name))


def test_keys_are_found_by_their_ids(shelf: Shelf, archive: Archive) -> None:
    """Whoever signed anything can be checked with a key from the archive."""
    for act in shelf.story.world.acts():
        assert act.statement.kid == archive.key(act.statement.kid).kid


def test_a_key_enrolled_later_is_found_too(shelf: Shelf, archive: Archive) -> None:
    """The index of keys reads on where it stopped."""
    archive.key(shelf.board.statement.kid)
    voice = shelf.story.enrol("tech", "zoe", "signatory")
    shelf.write()

    assert voice.key.public == archive.key(voice.key.public.kid)


def test_a_key_that_nobody_enrolled_is_missing(archive: Archive) -> None:
    """A recorded statement under an unknown key is a fault of the store."""
    with pytest.raises(SignerKeyMissingError):
        archive.key(KeyId("x" * 43))


def test_keys_are_read_wherever_they_stand() -> None:
    """Keys are found in members and arrays; what only looks like one is passed over."""
    one, other = (generate_signer("Ed25519").public for _ in range(2))
    x, y = one.jwk()["x"], other.jwk()["x"]
    jwk = '{{"crv":"Ed25519","kty":"OKP","x":"{}"}}'
    body = f'{{"a":[{{"jwk":{jwk.format(x)}}},1],"b":{jwk.format(y)},"c":{{"kty":"OKP"}}}}'

    assert {one, other} == set(keys_named(body.encode()))


def test_openings_come_in_order_of_their_paths(shelf: Shelf, archive: Archive) -> None:
    """A statement's openings are given as long as they are there."""
    founding = next(shelf.story.world.acts())

    assert shelf.openings(founding) == archive.openings(founding.digest)
    assert len(archive.openings(founding.digest)) == 1
    assert archive.openings(shelf.board.digest) == ()


def test_erased_openings_are_left_out(shelf: Shelf, archive: Archive) -> None:
    """What was erased is absent, and the statement's receipt still holds."""
    founding = next(shelf.story.world.acts())
    shelf.alter("DELETE FROM openings WHERE leaf_index = 0")

    assert archive.openings(founding.digest) == ()
    assert archive.receipt(founding.digest)


def test_every_receipt_opens(shelf: Shelf, archive: Archive) -> None:
    """A receipt proves its statement with nothing but the log's keys."""
    founding = next(shelf.story.world.acts())
    vkeys = [parse_vkey(text) for text in shelf.story.founding().log_keys]
    for act in shelf.story.world.acts():
        opened = open_receipt(archive.receipt(act.statement.id), vkeys)

        assert act.statement == opened.statement
        assert act.leaf_index == opened.leaf_index
        assert len(act.statement.sealed) == len(opened.openings)
    assert founding.digest == shelf.story.ledger_id


def test_a_receipt_that_proves_nothing_never_leaves(shelf: Shelf, archive: Archive) -> None:
    """Where stored hashes do not lead to the checkpoint's root, the fault is ours."""
    shelf.alter("UPDATE nodes SET hash = zeroblob(32) WHERE level = 0 AND position = 1")

    with pytest.raises(ReceiptUnprovenError):
        archive.receipt(next(shelf.story.world.acts()).digest)


def test_many_threads_read_at_once(shelf: Shelf, archive: Archive) -> None:
    """Receipts made at the same time are those made one by one."""
    digests = [act.digest for act in shelf.story.world.acts()] * 8
    expected = [archive.receipt(digest) for digest in digests]
    with shelf.open() as other, ThreadPoolExecutor(16) as threads:
        found = list(threads.map(other.receipt, digests))

    assert expected == found


def test_nothing_is_made_where_nothing_is(shelf: Shelf) -> None:
    """Opening an archive never makes a ledger file."""
    shelf.folder.database.rename(shelf.folder.root / "elsewhere.db")

    with pytest.raises(FileMissingError):
        Archive.open(shelf.folder)
    assert not shelf.folder.database.exists()


SWAP = "UPDATE events SET state = (SELECT state FROM events WHERE rowid = 3) WHERE rowid = 2"
FORGED = [
    pytest.param(SWAP, RowMismatchError, id="other bytes"),
    pytest.param("UPDATE events SET topic = 'party.renamed.v1'", RowMismatchError, id="kind"),
    pytest.param(
        "UPDATE events SET originator_id = 'board/esc' WHERE originator_id = 'board/jsc'",
        RowMismatchError,
        id="stream",
    ),
    pytest.param(
        "UPDATE events SET originator_version = 9 WHERE rowid = 3", RowMismatchError, id="position"
    ),
    pytest.param(
        "UPDATE events SET state = x'00' WHERE rowid = 4", CorruptError, id="no statement"
    ),
    pytest.param("DELETE FROM events WHERE rowid = 2", StatementMissingError, id="row dropped"),
    pytest.param(
        "DELETE FROM events WHERE rowid = (SELECT max(rowid) FROM events)",
        StatementMissingError,
        id="last row dropped",
    ),
    pytest.param("DELETE FROM entries WHERE leaf_index = 2", EntryMissingError, id="entry dropped"),
    pytest.param(
        "UPDATE entries SET entry = x'7b7d' WHERE leaf_index = 2",
        EntryMissingError,
        id="entry unreadable",
    ),
    pytest.param(
        "UPDATE events SET env = zeroblob(32) WHERE rowid = 1",
        RowMismatchError,
        id="digest of a first statement",
    ),
    pytest.param(
        "UPDATE events SET env = zeroblob(32) WHERE rowid = 3", RowMismatchError, id="digest"
    ),
]


@pytest.mark.parametrize(("forgery", "error"), FORGED)
def test_a_forged_row_is_found(
    shelf: Shelf, archive: Archive, forgery: str, error: type[CorruptError]
) -> None:
    """Whoever changes a row behind the ledger's back is found by reading it."""
    shelf.alter(forgery)

    with pytest.raises(error):
        list(archive.acts())


def test_an_entry_of_another_stream_is_found(shelf: Shelf, archive: Archive) -> None:
    """An entry cannot move a statement to another stream."""
    entry = parse_entry(shelf.story.entries[1])
    other = format_entry(
        type(entry)(at=entry.at, env=entry.env, seq=entry.seq, stream=shelf.board.digest)
    )
    shelf.alter("UPDATE entries SET entry = ? WHERE leaf_index = 1", other)

    with pytest.raises(EntryStreamError):
        list(archive.acts())


def test_a_gap_in_a_history_is_found(shelf: Shelf, archive: Archive) -> None:
    """A stream from which a statement was taken out is not served."""
    shelf.alter("DELETE FROM events WHERE rowid = 2")

    with pytest.raises(PositionMissingError):
        archive.history(StreamName("ledger/main"))


def test_what_the_vocabulary_lost_is_named(
    shelf: Shelf, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recorded kind that cannot be read any more is a fault of ours, not of its signer."""
    monkeypatch.setattr("ledger.domain.kinds.KINDS", {})

    with pytest.raises(StatementUnreadableError):
        archive.find(shelf.board.digest)
