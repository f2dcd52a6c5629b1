"""What the ledger promises, each through its public doors; promise 6 has a file of its own."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from commands.score.board import DECISION, LAPSED
from commands.score.contract import CHANGE, CONTRACT
from ledger.archive import Archive
from ledger.audit.exported import verify_bundle
from ledger.audit.folder import verify_folder
from ledger.domain.audience import PartyReader
from ledger.domain.content import content_digest
from ledger.domain.contracts.copies import NotYetKnownError
from ledger.domain.kinds.change import ChangeSigned
from ledger.domain.kinds.decision import MotionMoved
from ledger.domain.kinds.ledger import ErasureDecided
from ledger.domain.world import MAIN, Act
from ledger.evidence.canonical import format_canonical
from ledger.evidence.statement import (
    PartySlug,
    Statement,
    StreamName,
    digest_of,
    recall_statement,
)
from ledger.folder import LedgerFolder
from ledger.verify.verdict import Verdict
from ledger.verify.verdicts import Pins, verify_history
from projections.consolidated import contract_as_of
from projections.runner import Views
from tests.journeys.conftest import Played
from tests.unit.verify.forgery import Book, Press


@pytest.fixture
def book(played: Played, archive: Archive) -> Book:
    """Hand an operator everything: the statements, the openings, every key of the server."""
    acts = list(archive.acts())
    press = Press(
        played.folder.load_system_signer(),
        played.folder.load_log_signers(),
        played.folder.origin,
        tuple(text for act in acts for text in archive.openings(act.digest)),
        played.now,
    )
    return Book.written(press, acts)


def found_at(verdict: Verdict, leaf_index: int) -> set[str]:
    """Return what was found at one entry."""
    return {each.code for each in verdict.findings if each.leaf_index == leaf_index}


def one_of_each_kind(book: Book) -> Iterator[tuple[int, Statement]]:
    """Yield the first member statement of every kind."""
    seen = set()
    for leaf_index, (_, statement) in enumerate(book.pages):
        if statement.meaning is not None and statement.kind not in seen:
            seen.add(statement.kind)
            yield leaf_index, statement


# --- 1: nobody can speak for another ----------------------------------------------------


def test_nobody_speaks_for_another(book: Book) -> None:
    """Whatever a member said, nobody else can: not under another key, nor falsely signed."""
    for leaf_index, statement in one_of_each_kind(book):
        header, payload, _ = statement.compact.split(b".")
        foreign = book.resigned(statement)
        false = header + b"." + payload + b"." + foreign.compact.rpartition(b".")[2]
        for other in (foreign, recall_statement(false, digest_of(false))):
            forged = Book(book.press, list(book.pages))
            forged.pages[leaf_index] = (book.pages[leaf_index][0], other)
            verdict = verify_history(forged.bind())

            assert found_at(verdict, leaf_index), statement.kind


# --- 2: nothing changes, goes missing, moves or is dated back unseen ----------------------


def truncated(book: Book) -> Book:
    """Return the book without its last page."""
    return Book(book.press, book.pages[:-1])


def back_dated(book: Book) -> Book:
    """Return the book with its last ten pages an hour earlier."""
    hour = timedelta(hours=1)
    return Book(
        book.press,
        [*book.pages[:-10], *((at - hour, page) for at, page in book.pages[-10:])],
    )


def reordered(book: Book) -> Book:
    """Return the book with two early neighbours of different streams exchanged."""
    pages = list(book.pages)
    at = next(
        index
        for index in range(4, len(pages) - 1)
        if pages[index][1].stream != pages[index + 1][1].stream
    )
    (one_at, one), (other_at, other) = pages[at], pages[at + 1]
    pages[at], pages[at + 1] = (one_at, other), (other_at, one)
    return Book(book.press, pages)


def shortened(book: Book) -> Book:
    """Return the book as if nothing had happened since the contract's change."""
    return Book(book.press, book.pages[: len(book.pages) // 2])


@pytest.mark.parametrize("harm", [truncated, back_dated, reordered, shortened])
def test_a_rewritten_log_does_not_extend_what_was_kept(
    book: Book, played: Played, harm: object
) -> None:
    """However well a rewritten log is signed again, one kept checkpoint gives it away."""
    assert callable(harm)
    kept = Book(book.press, list(book.pages)).bind().checkpoint
    rewritten = harm(book).bind_reseen()

    verdict = verify_history(rewritten, Pins(ledger=played.ledger, checkpoints=(kept,)))

    assert "log-not-extended" in {each.code for each in verdict.findings}


def test_the_log_extends_every_checkpoint_that_anyone_kept(played: Played) -> None:
    """Each checkpoint that the log ever showed is a beginning of what it is now."""
    verdict = verify_folder(played.folder, Pins(ledger=played.ledger, checkpoints=played.kept))

    assert verdict.findings == ()
    assert verdict.is_pinned
    assert len(verdict.extends) > len(played.kept) > 50


# --- 3: every outcome can be computed again -----------------------------------------------


def test_a_forged_approval_fails_under_a_valid_tree(book: Book) -> None:
    """A motion that lapsed cannot be closed as adopted, whoever holds the ledger's key."""
    leaf_index, closed = next(
        (index, page)
        for index, (_, page) in enumerate(book.pages)
        if page.kind == "decision.closed.v1" and page.stream == LAPSED
    )
    body = {**json.loads(closed.body), "outcome": "adopted"}
    book.forge(leaf_index, body=format_canonical(body))

    verdict = verify_history(book.bind())

    assert verdict.log_holds
    assert found_at(verdict, leaf_index) == {"follow-up-different"}


# --- 4: a contract change is bound to its authority ---------------------------------------


def acts_of(archive: Archive, stream: str, kind: str) -> list[Act]:
    """Return the acts of one kind in a stream."""
    return [
        recorded.act
        for recorded in archive.history(StreamName(stream))
        if recorded.act.kind.tag == kind
    ]


def test_what_was_decided_signed_and_recorded_is_one_text(archive: Archive) -> None:
    """One digest runs from the motion over both signatures to the draft as it is stored."""
    (moved,) = acts_of(archive, DECISION, "motion.moved.v1")
    (drafted,) = acts_of(archive, CHANGE, "change.drafted.v1")
    signed = acts_of(archive, CHANGE, "change.signed.v1")
    assert isinstance(moved.body, MotionMoved)
    (decided,) = moved.body.subject_refs
    digest = content_digest(StreamName(CHANGE), drafted.statement.body)
    signatures = [act.body for act in signed if isinstance(act.body, ChangeSigned)]

    assert (decided.stream, decided.digest) == (CHANGE, digest)
    assert {body.digest for body in signatures} == {digest}
    assert {body.party for body in signatures} == {"servier", "quintilesims"}


def test_a_change_without_authority_is_refused(played: Played) -> None:
    """It has a name, and it leaves no trace."""
    refusal = played.refusal

    assert refusal.code == "authority-missing"
    assert refusal.size_before == refusal.size_after


# --- 5: any past state can be asked for ---------------------------------------------------


def test_a_contract_reads_as_it_was_in_force_and_as_it_was_known(
    archive: Archive, tmp_path: Path
) -> None:
    """The change counts from its effective day, and for nobody before it was recorded."""
    (executed,) = acts_of(archive, CHANGE, "change.executed.v1")
    views = Views.open(tmp_path / "views.db", archive)
    views.catch_up()

    def sites(effective: date, known: object = None) -> str:
        with views.connection() as connection:
            copy = contract_as_of(connection, CONTRACT, effective=effective, known=known)  # type: ignore[arg-type]
        assert copy is not None
        return next(part.value.text for part in copy.clauses if part.value.id == "scope")

    before, after = date(2017, 9, 30), date(2017, 10, 1)
    unaware = executed.at - timedelta(milliseconds=1)

    assert "30 sites" in sites(before)
    assert "40 sites" in sites(after)
    assert "30 sites" in sites(after, unaware)
    assert "40 sites" in sites(after, executed.at)
    with pytest.raises(NotYetKnownError):
        sites(after, unaware.replace(month=1))
    views.close()


# --- 7: the log shows activity, not content -----------------------------------------------


@pytest.mark.parametrize("party", ["servier", "quintilesims", "salesforce"])
def test_a_share_holds_the_whole_log_and_only_its_statements(
    archive: Archive, tmp_path: Path, party: str
) -> None:
    """Every entry is there and proved; of the statements, those that the party may read."""
    archive.export(tmp_path / "share", PartyReader(party=PartySlug(party)))
    verdict, reader = verify_bundle(tmp_path / "share")
    world = archive.reader_world()
    theirs = [
        act.digest.removeprefix("sha256:")
        for act in archive.acts()
        if (stream := world.stream(act.statement.stream)) is not None
        and (stream.audience is None or party in stream.audience)
    ]
    kept = [path.stem for path in (tmp_path / "share" / "statements").iterdir()]

    assert (verdict.findings, reader, verdict.size) == ((), f"party/{party}", archive.tree_size)
    assert sorted(kept) == sorted(theirs)
    assert verdict.stubs == archive.tree_size - len(theirs)


def erase(folder: LedgerFolder, played: Played, commitment: str) -> None:
    """Let the root decide that a sealed value is erased."""
    body = ErasureDecided(commitments=(commitment,), basis="GDPR art. 17", granted=True)
    with played.root_desk(folder) as root:
        root.say("erasure.decided.v1", MAIN, body, meaning="approval", reason="They asked.")


def test_a_personal_detail_can_be_erased_and_everything_still_verifies(
    played: Played, tmp_path: Path
) -> None:
    """The value is gone from the file and the export; the statement that sealed it stands."""
    folder = played.copy(tmp_path / "ledger")
    with Archive.open(folder) as archive:
        (recused,) = acts_of(archive, DECISION, "recusal.declared.v1")
        (opening,) = archive.openings(recused.digest)
    erase(folder, played, recused.statement.sealed[0].commitment)

    verdict = verify_folder(folder, Pins(ledger=played.ledger, checkpoints=played.kept))
    with Archive.open(folder) as archive:
        archive.export(tmp_path / "bundle")
    exported, _ = verify_bundle(tmp_path / "bundle")

    assert (verdict.findings, exported.findings) == ((), ())
    assert (verdict.openings.erased, exported.openings.erased) == (1, 1)
    assert opening not in (tmp_path / "bundle" / "openings.jsonl").read_bytes()
    assert opening in stored_bytes(played.folder)
    assert opening not in stored_bytes(folder)


def stored_bytes(folder: LedgerFolder) -> bytes:
    """Return everything that the ledger file and its log of writes hold."""
    return b"".join(path.read_bytes() for path in sorted(folder.root.glob("ledger.db*")))
