"""Ways round the verifier that were once open, or could be."""

from datetime import timedelta

import pytest

from ledger.evidence.statement import PartySlug, StreamName
from ledger.verify.verdicts import verify_history
from tests.unit.domain.alliance import MILESTONE, PARTNERSHIP, Alliance
from tests.unit.domain.directory_scenes import MAIN, Blank, admission
from tests.unit.verify.forgery import Book, history_of, share_of
from tests.unit.verify.told import codes, places, told


@pytest.mark.parametrize("leaf_index", Book.of(told()).systems())
def test_a_follow_up_cannot_be_dated_later_than_its_cause(leaf_index: int) -> None:
    """Else the operator could choose the day from which something holds."""
    book = Book.of(told())
    at, statement = book.pages[leaf_index]
    later = at + timedelta(hours=1)
    book.pages[leaf_index] = (later, statement)
    book.forge(leaf_index, signed_at=later.replace(microsecond=0))
    del book.pages[leaf_index + 1 :]

    verdict = verify_history(book.bind())

    assert verdict.log_holds
    assert "follow-up-late" in codes(verdict)
    assert leaf_index in places(verdict)


def test_a_ledger_of_several_roots_verifies() -> None:
    """Founded by three, of whom two admit a company: each endorsement is replayed."""
    blank = Blank().stand()
    act = blank.say(blank.second, "party.admitted.v1", MAIN, admission(blank, "cro"))
    waiting = verify_history(history_of(blank))
    blank.endorse(blank.third, MAIN, act)

    verdict = verify_history(history_of(blank))

    assert (waiting.findings, verdict.findings) == ((), ())
    assert verdict.replayed == 5


@pytest.mark.parametrize("left_out", range(1, 5))
def test_no_root_can_be_left_out(left_out: int) -> None:
    """A founding that not all have joined admits nobody."""
    blank = Blank().stand()
    act = blank.say(blank.second, "party.admitted.v1", MAIN, admission(blank, "cro"))
    blank.endorse(blank.third, MAIN, act)
    blank.say(blank.root, "party.admitted.v1", MAIN, admission(blank, "sponsor"))
    book = Book.of(blank)
    del book.pages[left_out]

    verdict = verify_history(book.bind_reseen())

    assert verdict.log_holds
    assert verdict.findings != ()


def test_a_share_cannot_hide_a_whole_child_stream() -> None:
    """Who may read the parent sees the child announced, and misses it."""
    alliance = Alliance().form().plan()
    bound = history_of(alliance)
    keep = frozenset(alliance.world.streams()) - {StreamName(MILESTONE)}
    opening = alliance.acts("milestone.proposed.v1")[0]

    verdict = verify_history(share_of(bound, keep))

    assert verdict.log_holds
    assert codes(verdict) == {"stub-known"}
    assert places(verdict) == {opening.leaf_index}


def test_a_share_without_parent_and_child_holds() -> None:
    """Who may read neither misses nothing."""
    alliance = Alliance().form().plan()
    bound = history_of(alliance)
    keep = frozenset(alliance.world.streams()) - {StreamName(MILESTONE), StreamName(PARTNERSHIP)}

    verdict = verify_history(share_of(bound, keep))

    assert verdict.findings == ()
    assert alliance.world.stream(StreamName(PARTNERSHIP)).audience == {  # type: ignore[union-attr]
        PartySlug("servier"),
        PartySlug("iqvia"),
    }
