"""What an operator who holds every server key can try, and how it is found."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from ledger.domain.kinds.ledger import ErasurePerformed
from ledger.evidence.canonical import encode_body
from ledger.evidence.statement import Seen, new_statement_id
from ledger.verify.verdicts import verify_history
from tests.unit.verify.forgery import Book, Bound
from tests.unit.verify.told import codes, places, told


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
