"""An operator forges what the ledger said in each real history; replaying the rules tells.

They hold every server key, so that signatures, tree and checkpoint hold in all of
these. One leaf of one statement is another, or a statement is left out.
"""

import json
from functools import cache

import pytest

from ledger.evidence.canonical import format_canonical
from ledger.verify.verdicts import verify_history
from tests.histories.test_everything_agrees import HISTORIES
from tests.unit.verify.forgery import Book
from tests.unit.verify.leaves import other_values


@cache
def told(name: str) -> Book:
    """Return the book of a history."""
    return Book.of(HISTORIES[name][0]())


def copied(name: str) -> Book:
    """Return a book of its own to forge in."""
    return Book(told(name).press, list(told(name).pages))


def stated(name: str) -> list[int]:
    """Return the entries in which the ledger itself says something of contracts and changes."""
    book = told(name)
    return [at for at in book.systems() if book.pages[at][1].kind != "ledger.founded.v1"]


@pytest.mark.parametrize("name", HISTORIES)
def test_no_leaf_of_what_the_ledger_said_can_be_another(name: str) -> None:
    """Authority, execution, version, renewal, lapse: each is computed again, and found there."""
    assert verify_history(told(name).bind()).findings == ()
    unseen, tried = [], 0
    for leaf_index in stated(name):
        page = told(name).pages[leaf_index][1]
        for body in other_values(json.loads(page.body)):
            book = copied(name)
            book.forge(leaf_index, body=format_canonical(body))
            found = {each.leaf_index for each in verify_history(book.bind()).findings}
            tried += 1
            if leaf_index not in found:
                unseen.append((page.kind, body))

    assert tried
    assert unseen == []


@pytest.mark.parametrize("name", HISTORIES)
def test_nothing_that_the_ledger_said_can_be_left_out(name: str) -> None:
    """What follows by rule, or what time has brought, is missed; the log alone looks whole."""
    unseen = []
    for leaf_index in stated(name):
        book = copied(name)
        del book.pages[leaf_index]
        verdict = verify_history(book.bind_reseen())
        assert verdict.log_holds
        if verdict.holds:
            unseen.append(leaf_index)

    assert stated(name)
    assert unseen == []
