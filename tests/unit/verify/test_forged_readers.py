"""Who stands in whose place, replayed: mergers and novations, whole and as each company's share."""

from collections.abc import Callable
from functools import cache

import pytest

from ledger.domain.audience import PartyReader, may_read
from ledger.domain.kinds.change import ClauseReplace
from ledger.domain.kinds.ledger import PartySucceeded
from ledger.domain.kinds.lifecycle import ReaderAdmitted
from ledger.evidence.canonical import encode_body
from ledger.evidence.statement import PartySlug, StreamName, new_statement_id
from ledger.verify.verdicts import verify_history
from tests.unit.domain.agreement import CONTRACT, Deal, boardless
from tests.unit.domain.merging import merge, novate
from tests.unit.domain.story import START
from tests.unit.verify.forgery import Book, Bound, history_of, share_of
from tests.unit.verify.told import codes, places

OTHER = "change/score/2"


@cache
def novated() -> Deal:
    """A change before the novation, the novation, and one after it."""
    deal = Deal()
    deal.execute(boardless())
    deal.amend()
    novate(deal)
    deal.propose(ClauseReplace(id="fees", text="Doubled."), stream=OTHER)
    deal.sign_change("servier", "tech", stream=OTHER)
    return deal


@cache
def merged() -> Deal:
    """A merger, and a contract that the successor signs; then a change."""
    deal = Deal()
    deal.execute(boardless())
    deal.propose()
    merge(deal, "iqvia", "tech")
    drafted = deal.change().drafted
    deal.say(*deal.change_signature("iqvia", deal.signatories["tech"]), subject=drafted)
    deal.sign_change("servier")
    return deal


STORIES: tuple[Callable[[], Deal], ...] = (novated, merged)


def share(deal: Deal, party: str) -> Bound:
    """Return what a company gets."""
    reader = PartyReader(party=PartySlug(party))
    keep = frozenset(
        name
        for name, stream in deal.world.streams().items()
        if may_read(deal.world, reader, stream, deal.now)
    )
    assert StreamName(CONTRACT) in keep
    return share_of(history_of(deal), keep)


@pytest.mark.parametrize("tell", STORIES)
def test_the_whole_story_holds(tell: Callable[[], Deal]) -> None:
    """Every statement and every follow-up is what the rules say."""
    verdict = verify_history(history_of(tell()))

    assert (verdict.findings, verdict.replayed) == ((), tell().world.size)


@pytest.mark.parametrize("party", ["servier", "iqvia", "tech"])
@pytest.mark.parametrize("tell", STORIES)
def test_each_companys_share_holds(tell: Callable[[], Deal], party: str) -> None:
    """Also of whoever left, joined late, or took the other's place."""
    verdict = verify_history(share(tell(), party))

    assert verdict.findings == ()


TAGS = ((novated, "reader.admitted.v1"), (merged, "party.succeeded.v1"))
BODIES = {
    "reader.admitted.v1": ReaderAdmitted(party="servier"),
    "party.succeeded.v1": PartySucceeded(party="servier", into="tech", on=START.date()),
}


@pytest.mark.parametrize(("tell", "tag"), TAGS)
def test_nobody_else_is_let_in(tell: Callable[[], Deal], tag: str) -> None:
    """The ledger's own key cannot name another than the parties did."""
    book = Book.of(tell())
    (act,) = tell().acts(tag)
    book.forge(act.leaf_index, body=encode_body(BODIES[tag]))

    verdict = verify_history(book.bind_reseen())

    assert verdict.log_holds
    assert "follow-up-different" in codes(verdict)
    assert act.leaf_index in places(verdict)


@pytest.mark.parametrize(("tell", "tag"), TAGS)
def test_nobody_is_left_out(tell: Callable[[], Deal], tag: str) -> None:
    """What both companies, or all parties, agreed is said at once."""
    book = Book.of(tell())
    (act,) = tell().acts(tag)
    del book.pages[act.leaf_index]

    verdict = verify_history(book.bind_reseen())

    assert verdict.log_holds
    assert "follow-up-missing" in codes(verdict)
    assert act.leaf_index in places(verdict)


@pytest.mark.parametrize(("tell", "tag"), TAGS)
def test_nobody_is_let_in_without_a_cause(tell: Callable[[], Deal], tag: str) -> None:
    """A second one follows from nothing."""
    book = Book.of(tell())
    (act,) = tell().acts(tag)
    at, statement = book.pages[act.leaf_index]
    again = book.resigned(
        statement,
        id=new_statement_id(at),
        after=statement.digest,
        body=encode_body(BODIES[tag]),
    )
    book.pages.insert(act.leaf_index + 1, (at, again))

    verdict = verify_history(book.bind_reseen())

    assert verdict.log_holds
    assert "follow-up-extra" in codes(verdict)
    assert act.leaf_index + 1 in places(verdict)
