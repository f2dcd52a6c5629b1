"""An operator who holds every server key rewrites the SCORE story; the rules tell.

Tree, checkpoint and every system signature hold in all of these: only replaying
the rules shows that what the ledger states does not follow.
"""

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from commands.score.stage import ORIGIN, Stage
from commands.score.story import play
from ledger.archive import Archive
from ledger.errors import LedgerError
from ledger.evidence.canonical import format_canonical
from ledger.evidence.statement import new_statement_id
from ledger.verify.verdicts import verify_history
from tests.unit.verify.forgery import Book, Press
from tests.unit.verify.leaves import other_values


@cache
def told() -> Book:
    """Return the book of the SCORE story, played once."""
    with TemporaryDirectory() as folder:
        stage = Stage(Path(folder) / "score", lambda _: None)
        play(stage)
        with Archive.open(stage.folder) as archive:
            acts = list(archive.acts())
            openings = tuple(text for act in acts for text in archive.openings(act.digest))
        press = Press(
            stage.folder.load_system_signer(),
            stage.folder.load_log_signers(),
            ORIGIN,
            openings,
            stage.now,
        )
        stage.close()
    return Book.written(press, acts)


def copy() -> Book:
    """Return a book to do harm to."""
    return Book(told().press, list(told().pages))


# The story is told anew in every process, but always in the same order.
SYSTEM_PLACES = range(30)


def system_place(number: int) -> int:
    """Return the entry of the so-many-th system statement, the last one when there are fewer."""
    places = told().systems()
    return places[min(number, len(places) - 1)]


def test_the_story_holds_as_it_was_told() -> None:
    """Before anybody forges, nothing is found."""
    verdict = verify_history(copy().bind())

    assert verdict.findings == ()
    assert len(told().systems()) <= len(SYSTEM_PLACES)


@pytest.mark.parametrize("number", SYSTEM_PLACES)
def test_no_figure_of_a_follow_up_can_be_changed(number: int) -> None:
    """A close with another tally, an execution with another date: every leaf is computed again."""
    leaf_index = system_place(number)
    _, statement = told().pages[leaf_index]
    unseen = []
    for body in other_values(json.loads(statement.body)):
        book = copy()
        book.forge(leaf_index, body=format_canonical(body))
        verdict = verify_history(book.bind())
        if not verdict.log_holds or leaf_index not in {
            finding.leaf_index for finding in verdict.findings
        }:
            unseen.append(body)

    assert unseen == []


@pytest.mark.parametrize("number", SYSTEM_PLACES)
def test_no_follow_up_can_be_left_out(number: int) -> None:
    """Even with the ledger's own pins mended, a gap in what follows is found."""
    leaf_index = system_place(number)
    book = copy()
    del book.pages[leaf_index]

    verdict = verify_history(book.bind_reseen())

    assert verdict.log_holds
    # Where several follow in a row, the next one stands in the place of the one that is gone.
    told_of = {"follow-up-missing", "due-missing", "follow-up-different"}
    assert told_of & {finding.code for finding in verdict.findings}


@pytest.mark.parametrize("number", SYSTEM_PLACES)
def test_no_follow_up_can_be_added(number: int) -> None:
    """The ledger's key cannot say a thing twice, or what does not follow."""
    leaf_index = system_place(number)
    book = copy()
    at, statement = book.pages[leaf_index]
    again = book.resigned(statement, id=new_statement_id(at), after=statement.digest)
    book.pages.insert(leaf_index + 1, (at, again))

    verdict = verify_history(book.bind_reseen())

    assert verdict.log_holds
    assert leaf_index + 1 in {finding.leaf_index for finding in verdict.findings}


def test_no_member_statement_can_be_left_out() -> None:
    """Whatever a member said is missed: by its position, by a pin, or by what followed."""
    unseen = []
    for leaf_index in range(len(told().pages) - 1):
        book = copy()
        del book.pages[leaf_index]
        try:
            verdict = verify_history(book.bind_reseen())
        except LedgerError as error:
            unseen.append((leaf_index, error.code))
            continue
        if verdict.holds:
            unseen.append((leaf_index, told().pages[leaf_index][1].kind))

    assert unseen == []
