"""What the single door promises: ledger.service.Ledger.record."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from ledger.domain.common import AfterError
from ledger.domain.directory import the_ledger
from ledger.domain.kinds.common import ActEndorsed
from ledger.domain.kinds.ledger import ErasureDecided, KeyHolder
from ledger.domain.kinds.party import PartyRenamed, UndertakingSigned
from ledger.domain.rules import IdTakenError
from ledger.errors import LedgerError
from ledger.evidence.checkpoint import open_checkpoint
from ledger.evidence.commitment import OpeningMissingError, commitment_of, make_opening
from ledger.evidence.entry import Entry
from ledger.evidence.keys import generate_signer
from ledger.evidence.merkle import tree_root
from ledger.evidence.statement import Sealed, StreamName, digest_of, new_statement_id
from ledger.service import Ledger, Submission
from ledger.service.batch import CommitmentErasedError
from ledger.service.ledger import ClockBehindError, system_clock
from ledger.service.own import FoundingKeysError
from ledger.service.prepare import KeyNotEnrolledError, SealedValueError, TooManyOpeningsError
from ledger.store.statements import StatementStore
from tests.service.desk import ORIGIN, START, Desk, Voice

MAIN = StreamName("ledger/main")
CRO = StreamName("party/cro")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Found a ledger with one company."""
    return Desk.found(tmp_path)


@pytest.fixture
def alice(desk: Desk) -> Voice:
    """Enrol a signatory."""
    return desk.enrol("cro", "alice", "signatory")


def renamed(name: str = "New name") -> PartyRenamed:
    """Return a body that many people may sign."""
    return PartyRenamed(legal_name=name, on=date(2020, 12, 17))


def store_of(desk: Desk) -> StatementStore:
    """Open the ledger file beside the ledger."""
    return StatementStore(desk.folder.database)


def test_the_first_statement_founds_the_ledger(tmp_path: Path) -> None:
    """A founding signed by its own root is entry 0, under a checkpoint."""
    desk = Desk.begin(tmp_path)

    outcome = desk.say(desk.root, "ledger.founded.v1", MAIN, desk.founding())

    assert (outcome.error, outcome.leaf_index) == (None, 0)
    assert desk.ledger_id == outcome.digest


def test_a_founding_waits_for_its_other_roots(tmp_path: Path) -> None:
    """Checkpoints are made from the first entry on; the ledger stands with the last root."""
    desk = Desk.begin(tmp_path)
    key = generate_signer()
    second = Voice(key, key.public.kid, None, "root")
    roots = tuple(KeyHolder(jwk=each.key.public.jwk()) for each in (desk.root, second))
    founded = desk.say(
        desk.root, "ledger.founded.v1", MAIN, desk.founding(roots=roots, threshold=2)
    )
    waiting = the_ledger(desk.ledger.world)

    desk.reopen()
    desk.say(second, "act.endorsed.v1", MAIN, ActEndorsed(), subject=founded.digest)

    assert waiting is None
    assert the_ledger(desk.ledger.world) is not None


@pytest.mark.parametrize(
    "members",
    [
        {"origin": "countersign.example/other"},
        {"log_keys": ("countersign.example/other",)},
        {"system_key": generate_signer().public.jwk()},
    ],
)
def test_a_founding_names_the_folder_keys(tmp_path: Path, members: dict[str, object]) -> None:
    """A ledger that could not sign under its own founding is never founded."""
    desk = Desk.begin(tmp_path)

    with pytest.raises(FoundingKeysError):
        desk.say(desk.root, "ledger.founded.v1", MAIN, desk.founding(**members))

    assert desk.ledger.world.size == 0


def test_nothing_comes_before_the_founding(tmp_path: Path) -> None:
    """An empty ledger takes a founding and nothing else."""
    desk = Desk.begin(tmp_path)

    with pytest.raises(LedgerError) as caught:
        desk.say(desk.root, "party.renamed.v1", CRO, renamed())

    assert caught.value.code == "not-a-founding"
    assert desk.ledger.record_due() == ()


def test_a_ledger_opens_as_it_was_left(desk: Desk) -> None:
    """After a restart the next statement follows the last one."""
    desk.enrol("cro", "alice", "signatory")
    before = desk.ledger.world.size

    desk.reopen()
    desk.enrol("cro", "bob", "signatory")

    assert desk.ledger.world.size == before + 3


def test_an_outcome_says_where_the_statement_stands(desk: Desk, alice: Voice) -> None:
    """Place, digest and entry are those of the log."""
    size = desk.ledger.world.size
    stream = desk.ledger.world.stream(CRO)
    assert stream is not None

    outcome = desk.say(alice, "party.renamed.v1", CRO, renamed())

    assert outcome.digest is not None
    assert outcome.leaf_index == size
    assert outcome.entry == Entry(
        at=START, env=outcome.digest, seq=stream.length + 1, stream=stream.tag
    )


def test_the_checkpoint_stands_for_the_whole_log(desk: Desk, alice: Voice) -> None:
    """Both log keys sign the size and root of everything recorded."""
    desk.say(alice, "party.renamed.v1", CRO, renamed())
    store = store_of(desk)

    checkpoint = open_checkpoint(store.checkpoint() or "", desk.folder.vkeys())

    size = desk.ledger.world.size
    assert (checkpoint.origin, checkpoint.size) == (ORIGIN, size)
    assert checkpoint.root == tree_root(size, store.hashes) == desk.ledger.world.root_at(size)


def test_a_refused_statement_does_not_hold_back_its_neighbours(desk: Desk, alice: Voice) -> None:
    """An array is not all or nothing, and keeps its order."""
    stray = desk.ledger_id
    first = desk.sign(alice, "party.renamed.v1", CRO, renamed("First"))
    wrong = desk.sign(alice, "party.renamed.v1", CRO, renamed("Wrong"), after=stray)
    last = desk.sign(alice, "party.renamed.v1", CRO, renamed("Last"))
    size = desk.ledger.world.size

    outcomes = desk.ledger.record((first, wrong, last))

    assert [outcome.leaf_index for outcome in outcomes] == [size, None, size + 1]
    assert type(outcomes[1].error) is AfterError
    assert outcomes[1].digest is not None


def test_a_key_can_be_used_in_the_array_that_enrols_it(desk: Desk) -> None:
    """What earlier statements of an array bring about holds for the later ones."""
    registrar, key = desk.registrars["cro"], generate_signer()
    body = desk.enrolment(key, "cro", "alice")
    enrolled = desk.sign(registrar, "person.enrolled.v1", CRO, body)
    alice = Voice(key, "alice", "cro", "person")
    undertaking = desk.sign(
        alice,
        "undertaking.signed.v1",
        CRO,
        UndertakingSigned(text="Binding."),
        after=digest_of(enrolled.compact),
    )

    outcomes = desk.ledger.record((enrolled, undertaking))

    assert [outcome.error for outcome in outcomes] == [None, None]


@pytest.mark.usefixtures("alice")
def test_an_unknown_key_is_refused_by_name(desk: Desk) -> None:
    """A signature counts only under an enrolled key."""
    stranger = Voice(generate_signer(), "alice", "cro", "signatory")

    with pytest.raises(KeyNotEnrolledError):
        desk.say(stranger, "party.renamed.v1", CRO, renamed())


def test_a_malformed_statement_is_refused_at_once(desk: Desk) -> None:
    """What is no statement never reaches the writer."""
    outcomes = desk.ledger.record((Submission(compact=b"a.b.c"),))

    assert outcomes[0].error is not None
    assert outcomes[0].error.code == "header-malformed"


def test_a_malformed_statement_does_not_hold_back_its_neighbours(desk: Desk, alice: Voice) -> None:
    """Also what is no statement has its outcome at its place in the array."""
    good = desk.sign(alice, "party.renamed.v1", CRO, renamed())

    outcomes = desk.ledger.record((Submission(compact=b"x"), good))

    assert [outcome.error is None for outcome in outcomes] == [False, True]


def test_a_broken_signature_is_refused_at_once(desk: Desk, alice: Voice) -> None:
    """A statement changed after signing is refused."""
    compact = desk.sign(alice, "party.renamed.v1", CRO, renamed()).compact
    other = desk.sign(alice, "party.renamed.v1", CRO, renamed("Other")).compact
    mixed = other.rpartition(b".")[0] + b"." + compact.rpartition(b".")[2]

    outcomes = desk.ledger.record((Submission(compact=mixed),))

    assert outcomes[0].error is not None
    assert outcomes[0].error.code == "signature-invalid"


# --- sending again --------------------------------------------------------------


def test_the_same_statement_again_has_its_place_again(desk: Desk, alice: Voice) -> None:
    """A client that got no answer can resend, also after a restart."""
    submission = desk.sign(alice, "party.renamed.v1", CRO, renamed())
    first = desk.send(submission)
    desk.reopen()

    again = desk.send(submission)

    assert again == first
    assert desk.ledger.world.size == (first.leaf_index or 0) + 1


def test_the_same_statement_twice_in_one_array_is_recorded_once(desk: Desk, alice: Voice) -> None:
    """Both get the one place."""
    submission = desk.sign(alice, "party.renamed.v1", CRO, renamed())

    first, second = desk.ledger.record((submission, submission))

    assert first.error is None
    assert second == first


def test_other_bytes_under_a_used_id_are_refused(desk: Desk, alice: Voice) -> None:
    """An id names one act."""
    taken = new_statement_id(desk.now)
    desk.say(alice, "party.renamed.v1", CRO, renamed(), id=taken)

    with pytest.raises(IdTakenError):
        desk.say(alice, "party.renamed.v1", CRO, renamed("Other"), id=taken)


# --- openings -------------------------------------------------------------------


def test_every_opening_comes_with_its_statement(desk: Desk) -> None:
    """A sealed field without its opening is refused."""
    registrar = desk.registrars["cro"]
    body = desk.enrolment(generate_signer(), "cro", "alice")
    sealed = desk.sign(registrar, "person.enrolled.v1", CRO, body)

    outcomes = desk.ledger.record((Submission(compact=sealed.compact),))

    assert type(outcomes[0].error) is OpeningMissingError


@pytest.mark.parametrize("value", [7, "x" * 2_001])
def test_only_short_texts_are_sealed(desk: Desk, value: object) -> None:
    """A sealed value is one that a person can read, and an erasure can forget."""
    registrar = desk.registrars["cro"]
    body = desk.enrolment(generate_signer(), "cro", "alice")
    opening = make_opening("name", value)  # type: ignore[arg-type]
    sealed = desk.sign(registrar, "person.enrolled.v1", CRO, body, sealed=(opening.sealed,))

    outcomes = desk.ledger.record(
        (Submission(compact=sealed.compact, openings=(opening.text.decode(),)),)
    )

    assert type(outcomes[0].error) is SealedValueError


def test_openings_are_bounded(desk: Desk, alice: Voice) -> None:
    """A flood of openings is refused before anything is parsed."""
    compact = desk.sign(alice, "party.renamed.v1", CRO, renamed()).compact

    outcomes = desk.ledger.record((Submission(compact=compact, openings=("x",) * 1_001),))

    assert type(outcomes[0].error) is TooManyOpeningsError


def test_an_erasure_takes_the_openings_and_nothing_else(desk: Desk) -> None:
    """Deciding on an erasure performs it in the same transaction; nobody can undo it."""
    registrar, key = desk.registrars["cro"], generate_signer()
    enrolment = desk.sign(registrar, "person.enrolled.v1", CRO, desk.enrolment(key, "cro", "alice"))
    enrolled = desk.send(enrolment)
    commitment = commitment_of(enrolment.openings[0].encode())
    decided = ErasureDecided(commitments=(commitment,), basis="GDPR 17", granted=True)
    kept = store_of(desk).openings(enrolled.leaf_index or 0)

    outcome = desk.say(desk.root, "erasure.decided.v1", MAIN, decided)

    assert list(kept) == [commitment]
    assert [each.kind for each in outcome.follow_ups] == ["erasure.performed.v1"]
    assert store_of(desk).openings(enrolled.leaf_index or 0) == {}


def test_what_was_erased_does_not_come_back(desk: Desk) -> None:
    """No later statement can bring an erased opening with it."""
    registrar, opening = desk.registrars["cro"], make_opening("name", "Alice")
    commitments = (opening.commitment,)
    decided = ErasureDecided(commitments=commitments, basis="GDPR 17", granted=True)
    desk.say(desk.root, "erasure.decided.v1", MAIN, decided)
    body = desk.enrolment(generate_signer(), "cro", "alice")
    sealed = (Sealed(commitment=opening.commitment, path="name"),)
    compact = desk.sign(registrar, "person.enrolled.v1", CRO, body, sealed=sealed).compact

    outcomes = desk.ledger.record((Submission(compact=compact, openings=(opening.text.decode(),)),))

    assert type(outcomes[0].error) is CommitmentErasedError


def test_follow_ups_are_told_again(desk: Desk) -> None:
    """Resending a statement tells what followed from it, no more and no less."""
    body = ErasureDecided(commitments=("A" * 43,), basis="GDPR 17", granted=True)
    submission = desk.sign(desk.root, "erasure.decided.v1", MAIN, body)
    first = desk.send(submission)
    desk.admit("sponsor")
    desk.reopen()

    again = desk.send(submission)

    assert len(first.follow_ups) == 1
    assert again == first


# --- time -----------------------------------------------------------------------


def test_entries_are_never_dated_back(desk: Desk, alice: Voice) -> None:
    """When the clock went back a little, the newest entry's time is used."""
    before = desk.say(alice, "party.renamed.v1", CRO, renamed())
    desk.advance(seconds=-299)

    outcome = desk.say(alice, "party.renamed.v1", CRO, renamed("Other"))

    assert outcome.entry is not None
    assert before.entry is not None
    assert outcome.entry.at == before.entry.at


def test_nothing_is_recorded_while_the_clock_is_far_behind(desk: Desk, alice: Voice) -> None:
    """More than 300 seconds behind the newest entry, all writes are refused."""
    size = desk.ledger.world.size
    desk.advance(seconds=-301)

    with pytest.raises(ClockBehindError):
        desk.say(alice, "party.renamed.v1", CRO, renamed())

    assert desk.ledger.world.size == size


def test_entries_are_dated_to_the_millisecond(desk: Desk, alice: Voice) -> None:
    """What the clock says beyond that is cut off."""
    desk.advance(microseconds=1_999)

    outcome = desk.say(alice, "party.renamed.v1", CRO, renamed())

    assert outcome.entry is not None
    assert outcome.entry.at == START + timedelta(milliseconds=1)


def test_a_ledger_tells_the_time_itself(desk: Desk) -> None:
    """Without an injected clock the system's is used, in UTC."""
    ledger = Ledger.open(desk.folder)

    assert ledger.world.size == desk.ledger.world.size
    assert system_clock().utcoffset() == timedelta(0)
