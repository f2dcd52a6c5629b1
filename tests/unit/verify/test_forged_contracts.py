"""An operator forges how contracts go on and end; replaying the rules tells.

Signatures, tree and checkpoint hold in all of these.
"""

import json
from functools import cache
from typing import Any

import pytest

from ledger.domain.kinds import KINDS
from ledger.evidence.canonical import format_canonical
from ledger.verify.verdicts import verify_history
from tests.unit.domain.lives import whole_life
from tests.unit.verify.forgery import Book
from tests.unit.verify.leaves import other_values

ON_ITS_OWN = ("contract.renewed.v1", "contract.expired.v1")
# All that people and the ledger say of a contract once it is executed.
LIFE = {
    *("contract.notice_given.v1", "contract.notice_withdrawn.v1", "contract.terminated.v1"),
    *("contract.breach_cured.v1", "contract.suspended.v1", "contract.resumed.v1"),
    *("contract.renewal_agreed.v1", "contract.renewal_declined.v1", "payment.released.v1"),
    *("obligation.fulfilled.v1", "obligation.waived.v1", "obligation.breached.v1"),
    *("obligation.cured.v1", *ON_ITS_OWN),
}


@cache
def told() -> Book:
    """Return the book of the two contracts."""
    return Book.of(whole_life())


def stated() -> list[int]:
    """Return the entries in which the ledger says that a term went on, or ran out."""
    return [at for at, (_, page) in enumerate(told().pages) if page.kind in ON_ITS_OWN]


def copied() -> Book:
    """Return a book of its own to forge in."""
    return Book(told().press, list(told().pages))


def test_a_life_holds_as_it_was_told() -> None:
    """Before anybody forges nothing is found; and it has every kind of it."""
    kinds = {page.kind for _, page in told().pages}

    assert verify_history(told().bind()).findings == ()
    assert kinds >= LIFE
    assert set(KINDS) >= LIFE
    assert [told().pages[at][1].kind for at in stated()] == [
        "contract.renewed.v1",
        "contract.renewed.v1",
        "contract.expired.v1",
    ]


@pytest.mark.parametrize("number", range(3))
def test_no_term_can_be_forged(number: int) -> None:
    """Another last day, another renewal, another day of expiry: each leaf is computed again."""
    leaf_index = stated()[number]
    unseen: list[Any] = []
    tried = 0
    for body in other_values(json.loads(told().pages[leaf_index][1].body)):
        book = copied()
        book.forge(leaf_index, body=format_canonical(body))
        verdict = verify_history(book.bind())
        tried += 1
        if leaf_index not in {finding.leaf_index for finding in verdict.findings}:
            unseen.append(body)

    assert tried
    assert unseen == []


@pytest.mark.parametrize("number", range(3))
def test_no_renewal_or_expiry_can_be_left_out(number: int) -> None:
    """What time has brought, or what the parties agreed, is missed."""
    book = copied()
    del book.pages[stated()[number]]
    verdict = verify_history(book.bind_reseen())

    assert verdict.log_holds
    assert not verdict.holds


def test_an_expiry_cannot_stand_for_a_renewal() -> None:
    """The ledger would end what goes on by itself, or prolong what somebody declined."""
    renewed = next(
        at
        for at in stated()
        if "to" in json.loads(told().pages[at][1].body).get("term", {})
        and told().pages[at][1].stream == "contract/score"
    )
    book = copied()
    book.forge(renewed, kind="contract.expired.v1", body=format_canonical({"on": "2021-08-31"}))
    verdict = verify_history(book.bind())

    assert renewed in {finding.leaf_index for finding in verdict.findings}
