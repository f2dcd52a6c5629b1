"""The verdict: what holds, what does not, at which entry, and what is proven all the same."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from ledger.domain.kinds.ledger import ErasureDecided, ErasurePerformed
from ledger.evidence.canonical import encode_body
from ledger.evidence.checkpoint import Checkpoint, seal_checkpoint
from ledger.evidence.commitment import make_opening, parse_opening
from ledger.evidence.entry import format_entry, parse_entry
from ledger.evidence.merkle import Hash
from ledger.evidence.note import sign_note
from ledger.evidence.statement import Digest, Seen, StreamName, new_statement_id
from ledger.verify.verdict import Verdict
from ledger.verify.verdicts import Pins, verify_history
from tests.unit.domain.story import ORIGIN, Story, log_signers
from tests.unit.verify.forgery import Book, Bound, history_of, share_of


@cache
def told() -> Story:
    """Return a story with people, an erasure, and the follow-up of it."""
    story = Story()
    story.enrol("iqvia", "alice", "signatory")
    story.advance(days=1)
    story.enrol("servier", "sophie", "signatory")
    erase = ErasureDecided(
        commitments=(parse_opening(story.openings[-1]).commitment,),
        basis="GDPR art. 17",
        granted=True,
    )
    story.say(story.root, "erasure.decided.v1", "ledger/main", erase, reason="asked for")
    story.openings.pop()
    story.advance(days=1)
    story.enrol("tech", "theo", "signatory")
    return story


def codes(verdict: Verdict) -> set[str]:
    """Return the codes of what was found."""
    return {finding.code for finding in verdict.findings}


def places(verdict: Verdict) -> set[int | None]:
    """Return the entries at which something was found."""
    return {finding.leaf_index for finding in verdict.findings}


def test_an_honest_history_holds() -> None:
    """Everything is signed, replayed and opened, and nothing is found."""
    verdict = verify_history(history_of(told()))

    size = told().world.size
    assert verdict.findings == ()
    assert verdict.holds
    assert (verdict.size, verdict.signed, verdict.replayed) == (size, size, size)
    assert (verdict.stubs, verdict.unproven) == (0, 0)
    assert verdict.openings.erased == 1
    assert verdict.log_holds


def test_progress_is_told_up_to_the_end() -> None:
    """Whoever waits hears how far it is, and that it is done."""
    told_of: list[tuple[int, int]] = []

    verify_history(history_of(told()), progress=lambda done, size: told_of.append((done, size)))

    size = told().world.size
    assert told_of[0] == (0, size)
    assert told_of[-1] == (size, size)


def test_the_id_is_the_ledgers_own_word_unless_pinned() -> None:
    """An id on paper makes the ledger's identity more than its own claim."""
    history = history_of(told())
    own = verify_history(history)
    assert own.ledger is not None

    pinned = verify_history(history, Pins(ledger=own.ledger))

    assert not own.is_pinned
    assert pinned.is_pinned
    assert pinned.holds


def test_another_ledger_than_the_pinned_one_is_found() -> None:
    """A perfect ledger that is not the one on paper does not hold."""
    other = Digest("sha256:" + "0" * 64)

    verdict = verify_history(history_of(told()), Pins(ledger=other))

    assert codes(verdict) == {"ledger-id"}
    assert not verdict.is_pinned


def test_an_earlier_checkpoint_is_extended() -> None:
    """A log that only grew extends each checkpoint that was kept of it."""
    story = told()
    early = Checkpoint(origin=ORIGIN, size=5, root=story.roots[5])
    kept = seal_checkpoint(early, log_signers(), story.now)

    pins = Pins(checkpoints=(kept,), heads=((7, story.roots[7]),))
    verdict = verify_history(history_of(story), pins)

    assert verdict.holds
    assert verdict.extends == (5, 7)


def test_a_rewritten_log_does_not_extend_what_was_kept() -> None:
    """Whoever kept a checkpoint, or the anchor, finds a log that was rolled back."""
    story = told()
    size = story.world.size
    kept = story.checkpoint()
    book = Book.of(story)
    book.pages.pop()

    verdict = verify_history(
        book.bind(), Pins(checkpoints=(kept,), heads=((size, story.roots[size]),))
    )

    assert codes(verdict) >= {"log-not-extended"}
    assert [each.code for each in verdict.findings].count("log-not-extended") == 2


def test_a_kept_checkpoint_of_another_log_is_refused() -> None:
    """A checkpoint that the log never signed proves nothing about it."""
    verdict = verify_history(history_of(told()), Pins(checkpoints=("nonsense",)))

    assert codes(verdict) == {"note-malformed"}


def _drop_last(bound: Bound) -> Bound:
    return replace(bound, entries=bound.entries[:-1])


def _swap(bound: Bound) -> Bound:
    entries = list(bound.entries)
    entries[3], entries[4] = entries[4], entries[3]
    return replace(bound, entries=tuple(entries))


def _earlier(bound: Bound) -> Bound:
    entries = list(bound.entries)
    entry = parse_entry(entries[-1])
    entries[-1] = format_entry(replace(entry, at=entry.at - timedelta(days=9)))
    return replace(bound, entries=tuple(entries))


def _twice(bound: Bound) -> Bound:
    return replace(bound, entries=(*bound.entries, bound.entries[-1]))


def _garbled(bound: Bound) -> Bound:
    return replace(bound, entries=(*bound.entries[:-1], b"{}"))


def _empty(bound: Bound) -> Bound:
    return replace(bound, entries=())


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_drop_last, {"tree-size"}),
        (_swap, {"tree-root"}),
        (_earlier, {"tree-root", "entry-order"}),
        (_twice, {"tree-size", "entry-order"}),
        (_garbled, {"entry-malformed", "tree-root"}),
        (_empty, {"founding-missing"}),
    ],
)
def test_changed_entries_are_found(change: Callable[[Bound], Bound], expected: set[str]) -> None:
    """No entry can be dropped, moved, back-dated, repeated or garbled unseen."""
    verdict = verify_history(change(history_of(told())))

    assert codes(verdict) >= expected
    assert not verdict.log_holds


@pytest.mark.parametrize("leaf_index", range(told().world.size))
def test_each_changed_statement_is_found_at_its_entry(leaf_index: int) -> None:
    """A statement of which one byte differs is tampered with, wherever it stands."""
    bound = history_of(told())
    digest = parse_entry(bound.entries[leaf_index]).env
    compact = bound.statements[digest]
    changed = compact[:-1] + (b"A" if compact[-1:] != b"A" else b"Q")
    bound.statements[digest] = changed

    verdict = verify_history(bound)

    assert leaf_index in places(verdict)


@pytest.mark.parametrize("leaf_index", range(told().world.size))
def test_each_missing_statement_is_found_at_its_entry(leaf_index: int) -> None:
    """A whole history leaves no statement out."""
    bound = history_of(told())
    del bound.statements[parse_entry(bound.entries[leaf_index]).env]

    verdict = verify_history(bound)

    assert leaf_index in places(verdict)
    assert codes(verdict) & {"statement-missing", "founding-missing"}


def test_a_statement_that_no_entry_names_is_found() -> None:
    """What was never recorded cannot be slipped in beside the log."""
    story = told()
    bound = history_of(story)
    extra = Book.of(story).resigned(story.acts("erasure.performed.v1")[0].statement, after=None)
    bound.statements[extra.digest] = extra.compact

    verdict = verify_history(bound)

    assert codes(verdict) == {"statement-unlogged"}


def test_a_checkpoint_without_the_second_line_is_found() -> None:
    """Dropping the ML-DSA line is a finding, not a convenience."""
    story = told()
    bound = history_of(story)
    text = bound.checkpoint.partition("\n\n")[0] + "\n"
    one_line = sign_note(text, ORIGIN, log_signers()[:1], story.now)

    verdict = verify_history(replace(bound, checkpoint=one_line))

    assert codes(verdict) == {"log-key-missing"}
    assert not verdict.log_holds


# --- what an operator who holds every server key can try ---------------------


@pytest.mark.parametrize("leaf_index", Book.of(told()).systems())
@pytest.mark.parametrize("bind", [Book.bind, Book.bind_reseen])
def test_a_follow_up_that_was_left_out_is_found(
    leaf_index: int, bind: Callable[[Book], Bound]
) -> None:
    """What follows by rule is there, right after its cause."""
    book = Book.of(told())
    del book.pages[leaf_index]

    verdict = verify_history(bind(book))

    assert verdict.log_holds
    assert "follow-up-missing" in codes(verdict)
    assert leaf_index in places(verdict)


@pytest.mark.parametrize("leaf_index", Book.of(told()).systems())
def test_a_follow_up_that_was_added_is_found(leaf_index: int) -> None:
    """The system key states nothing that does not follow."""
    book = Book.of(told())
    at, statement = book.pages[leaf_index]
    again = book.resigned(
        statement, id=new_statement_id(at), after=statement.digest, subject=statement.digest
    )
    book.pages.insert(leaf_index + 1, (at, again))

    verdict = verify_history(book.bind_reseen())

    assert verdict.log_holds
    assert "follow-up-extra" in codes(verdict)
    assert leaf_index + 1 in places(verdict)


@pytest.mark.parametrize(
    "members",
    [
        {"body": encode_body(ErasurePerformed(commitments=()))},
        {"subject": None},
        {"after": None},
        {"reason": "because I can"},
        {"id": new_statement_id(told().now)},
        {"seen": None},
        {"seen": Seen(size=2, root="0" * 64)},
        {"signed_at": told().now.replace(microsecond=0) + timedelta(days=2)},
        {"meaning": "approval"},
    ],
)
def test_a_follow_up_with_another_member_is_found(members: dict[str, object]) -> None:
    """Every member of a follow-up is computed again, not only its body."""
    book = Book.of(told())
    (leaf_index,) = book.systems()
    book.forge(leaf_index, **members)

    verdict = verify_history(book.bind())

    assert verdict.log_holds
    assert codes(verdict) & {"follow-up-different", "seen-unknown", "signed-in-future"}
    assert leaf_index in places(verdict)


def test_members_pins_betray_a_rewritten_past() -> None:
    """Whoever changes an early entry breaks what later signers say that they saw."""
    book = Book.of(told())
    at, statement = book.pages[0]
    book.pages[0] = (at - timedelta(milliseconds=1), statement)

    verdict = verify_history(book.bind())

    assert verdict.log_holds
    assert "seen-unknown" in codes(verdict)


def test_one_fault_is_reported_once() -> None:
    """Statements behind a fault in their own stream are unproven, not findings."""
    book = Book.of(told())
    (leaf_index,) = book.systems()
    book.forge(leaf_index, reason="because I can")

    verdict = verify_history(book.bind_reseen())

    later = [page for _, page in book.pages[leaf_index:] if page.stream == "ledger/main"]
    assert [each.leaf_index for each in verdict.findings if each.code == "follow-up-different"] == [
        leaf_index
    ]
    assert verdict.unproven >= len(later)


# --- one reader's share ------------------------------------------------------


def test_a_share_holds_with_stubs_and_withheld_values() -> None:
    """A reader's share proves what is theirs, and says what was withheld."""
    story = told()
    directory = frozenset(
        stream for stream in story.world.streams() if stream.startswith(("ledger/", "party/"))
    )

    verdict = verify_history(share_of(history_of(story), directory))

    assert verdict.findings == ()
    assert verdict.openings.verified == 0
    assert verdict.openings.withheld > 0


def test_a_stub_of_a_stream_that_is_shared_is_found() -> None:
    """Nothing of a stream can be left out for someone who may read it."""
    story = told()
    bound = share_of(history_of(story), frozenset(story.world.streams()))
    first = next(
        index
        for index, raw in enumerate(bound.entries)
        if (entry := parse_entry(raw)).seq > 1
        and bound.statements[entry.env]
        and story.world.find(entry.env) is not None
    )
    del bound.statements[parse_entry(bound.entries[first]).env]

    verdict = verify_history(bound)

    assert "stub-known" in codes(verdict)
    assert first in places(verdict)


def test_streams_that_are_not_shared_pass_as_stubs() -> None:
    """A stream of others shows its entries and nothing else."""
    story = told()
    keep = frozenset(StreamName(name) for name in ("ledger/main", "party/iqvia", "party/servier"))

    verdict = verify_history(share_of(history_of(story), keep))

    assert verdict.findings == ()
    assert verdict.stubs == len(
        [act for act in story.world.acts() if act.statement.stream not in keep]
    )


# --- sealed values -----------------------------------------------------------


def _flip(text: bytes) -> bytes:
    opening = parse_opening(text)
    return make_opening(opening.path, "Member B", opening.salt).text


def test_an_opening_that_is_gone_without_an_erasure_is_missing() -> None:
    """Only an announced erasure lets an opening go."""
    bound = history_of(told())

    verdict = verify_history(replace(bound, openings=bound.openings[1:]))

    assert codes(verdict) == {"opening-absent"}
    assert verdict.openings.missing == 1


def test_an_opening_of_another_value_is_tampered() -> None:
    """Nobody can open a commitment to something else."""
    bound = history_of(told())

    verdict = verify_history(
        replace(bound, openings=(_flip(bound.openings[0]), *bound.openings[1:]))
    )

    assert codes(verdict) == {"opening-absent", "opening-tampered"}
    assert verdict.openings.tampered == 1


def test_an_opening_that_is_no_opening_is_tampered() -> None:
    """Junk among the openings is named as such."""
    bound = history_of(told())

    verdict = verify_history(replace(bound, openings=(*bound.openings, b"junk!")))

    assert codes(verdict) == {"opening-malformed"}
    assert verdict.openings.tampered == 1


def test_a_value_that_was_to_be_erased_and_is_still_there_is_found() -> None:
    """An erasure that was announced was performed."""
    story = Story()
    erase = ErasureDecided(
        commitments=(parse_opening(story.openings[-1]).commitment,),
        basis="GDPR art. 17",
        granted=True,
    )
    story.say(story.root, "erasure.decided.v1", "ledger/main", erase, reason="asked for")

    verdict = verify_history(history_of(story))

    assert codes(verdict) == {"opening-not-erased"}


def test_an_opening_for_another_path_is_tampered() -> None:
    """A commitment stands at one path; the operator cannot move it."""
    story = Story()
    opening = parse_opening(story.openings[0])
    moved = make_opening("title", opening.value, opening.salt)

    verdict = verify_history(replace(history_of(story), openings=(moved.text, *story.openings[1:])))

    assert codes(verdict) == {"opening-absent", "opening-tampered"}


def test_heads_of_an_empty_tree_are_extended_by_any_log() -> None:
    """Every log extends the empty one."""
    verdict = verify_history(history_of(told()), Pins(heads=((0, Hash(b"")),)))

    assert verdict.holds
