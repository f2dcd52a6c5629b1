"""An operator forges what lapsed; replaying the rules tells, whatever signatures and tree say."""

import json
from functools import cache

import pytest

from ledger.evidence.canonical import format_canonical
from ledger.verify.verdicts import verify_history
from tests.unit.domain.agreement import Deal
from tests.unit.domain.lapses import (
    LONG,
    OLD,
    OTHER,
    change_abandoned,
    contract_lapsed,
    pass_stop,
    waits,
    with_waiting,
)
from tests.unit.verify.forgery import Book
from tests.unit.verify.leaves import other_values

SAID = ("contract.lapsed.v1", "change.lapsed.v1", "change.reinstated.v1")


def reversal_lapsed(deal: Deal) -> None:
    """A change of words, and one that would undo it, which lapses."""
    deal.execute()
    deal.amend()
    deal.amend(OLD, stream=OTHER, reverses="change/score/1", **waits())
    pass_stop(deal)


def term_lapsed(deal: Deal) -> None:
    """A change of the term that lapses."""
    deal.execute()
    with_waiting(LONG, deal=deal)
    pass_stop(deal)


TOLD = {
    "a contract": contract_lapsed,
    "a reversal": reversal_lapsed,
    "a term": term_lapsed,
    "by agreement": change_abandoned,
}


@cache
def told(case: str) -> Book:
    """Return the book of one of the stories."""
    deal = Deal()
    TOLD[case](deal)
    return Book.of(deal)


def stated(case: str) -> list[int]:
    """Return the entries in which the ledger says that something lapsed, or stands again."""
    return [at for at, (_, page) in enumerate(told(case).pages) if page.kind in SAID]


def copied(case: str) -> Book:
    """Return a book of its own to forge in."""
    return Book(told(case).press, list(told(case).pages))


@pytest.mark.parametrize("case", TOLD)
def test_a_lapse_holds_as_it_was_told(case: str) -> None:
    """Before anybody forges nothing is found."""
    assert stated(case)
    assert verify_history(told(case).bind()).findings == ()


@pytest.mark.parametrize("case", TOLD)
def test_no_lapse_can_be_forged(case: str) -> None:
    """Another day, version, change or term: each leaf is computed again."""
    unseen = []
    for leaf_index in stated(case):
        for body in other_values(json.loads(told(case).pages[leaf_index][1].body)):
            book = copied(case)
            book.forge(leaf_index, body=format_canonical(body))
            verdict = verify_history(book.bind())
            if leaf_index not in {finding.leaf_index for finding in verdict.findings}:
                unseen.append((leaf_index, body))

    assert unseen == []


@pytest.mark.parametrize("case", TOLD)
def test_no_lapse_can_be_left_out(case: str) -> None:
    """What time or the parties have ended would go on."""
    for leaf_index in stated(case):
        book = copied(case)
        del book.pages[leaf_index]
        verdict = verify_history(book.bind_reseen())

        assert verdict.log_holds
        assert not verdict.holds
