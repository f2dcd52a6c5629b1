"""The verdict: what holds, what does not, at which entry, and what is proven all the same."""

import gc
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ledger.evidence.checkpoint import Checkpoint, seal_checkpoint
from ledger.evidence.entry import format_entry, parse_entry
from ledger.evidence.merkle import Hash
from ledger.evidence.note import sign_note
from ledger.evidence.statement import Digest, StreamName
from ledger.verify.verdicts import Pins, verify_history
from tests.unit.domain.story import ORIGIN, log_signers
from tests.unit.verify.forgery import Book, Bound, history_of, share_of
from tests.unit.verify.told import codes, places, told


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
    assert codes(verdict) & {"statement-absent", "founding-missing"}


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


def test_heads_of_an_empty_tree_are_extended_by_any_log() -> None:
    """Every log extends the empty one."""
    verdict = verify_history(history_of(told()), Pins(heads=((0, Hash(b"")),)))

    assert verdict.holds


@pytest.mark.parametrize("switch", [gc.enable, gc.disable])
def test_the_collector_is_left_as_it_was(switch: Callable[[], None]) -> None:
    """Pausing the interpreter's collector is the verdict's own affair."""
    was_on = gc.isenabled()
    try:
        switch()
        before = gc.isenabled()
        verify_history(history_of(told()))

        assert gc.isenabled() == before
    finally:
        (gc.enable if was_on else gc.disable)()
