"""Content digests, and money that is known, undisclosed or unknown."""

import pytest

from ledger.domain.content import amount_of, content_digest, current_content
from ledger.domain.contracts.amounts import Total, moved, total_of, within
from ledger.domain.kinds.base import Amount
from ledger.evidence.statement import Digest, StreamName
from tests.unit.domain.agreement import (
    CONTRACT,
    Deal,
    euros,
)

TOTAL = 115_000


@pytest.fixture
def deal() -> Deal:
    """A ledger with people who deal, and no contract yet."""
    return Deal()


def test_a_contract_draft_weighs_its_total(deal: Deal) -> None:
    """What a decision about it would move is fee and pass-through of all lines."""
    deal.draft()

    assert euros(TOTAL) == amount_of(deal.world, StreamName(CONTRACT))


def test_the_content_of_a_draft_is_its_body_in_its_stream(deal: Deal) -> None:
    """The same words elsewhere are another content."""
    act = deal.draft()
    other = content_digest(StreamName("contract/other"), act.statement.body)

    assert deal.contract().content == current_content(deal.world, StreamName(CONTRACT))
    assert other != deal.contract().content


def test_elsewhere_the_newest_statement_is_the_content(deal: Deal) -> None:
    """A decision about another stream names a statement of it; about none, nothing."""
    main = deal.world.stream(StreamName("ledger/main"))
    assert main is not None

    assert main.head == current_content(deal.world, StreamName("ledger/main"))
    assert current_content(deal.world, StreamName("contract/none")) is None
    assert amount_of(deal.world, StreamName("contract/none")) is None
    assert amount_of(deal.world, StreamName("ledger/main")) is None


@pytest.mark.parametrize(
    ("amounts", "total", "amount"),
    [
        ((), Total(known=None, undisclosed=0, unknown=0), None),
        ((euros(1), euros(2)), Total(known=euros(3), undisclosed=0, unknown=0), euros(3)),
        ((euros(1), "undisclosed"), Total(known=euros(1), undisclosed=1, unknown=0), "undisclosed"),
        (("unknown", "undisclosed"), Total(known=None, undisclosed=1, unknown=1), "unknown"),
        ((euros(0),), Total(known=euros(0), undisclosed=0, unknown=0), euros(0)),
    ],
)
def test_what_is_not_known_stays_apart_in_totals(
    amounts: tuple[Amount, ...], total: Total, amount: Amount | None
) -> None:
    """Undisclosed, unknown and zero are three different things."""
    assert (total, amount) == (total_of(amounts), total_of(amounts).amount)


@pytest.mark.parametrize(
    ("amount", "by", "expected"),
    [
        (euros(5), None, euros(5)),
        (euros(5), euros(-2), euros(3)),
        ("undisclosed", euros(1), "undisclosed"),
        (euros(1), "undisclosed", "undisclosed"),
        ("undisclosed", "unknown", "unknown"),
    ],
)
def test_a_movement_makes_nothing_known(
    amount: Amount, by: Amount | None, expected: Amount
) -> None:
    """A known movement of an undisclosed amount leaves it undisclosed."""
    assert expected == moved(amount, by)


def test_no_money_is_within_any_limit() -> None:
    """A contract without a budget binds to no amount."""
    assert within(None, euros(0))


def test_a_digest_is_over_canonical_json() -> None:
    """SHA-256 of {"body":…,"stream":…}, as sha256sum computes it."""
    expected = Digest("sha256:7cb1e65a3793bfdd95801a829790319766c2692094dc4d3e150f93ebcf624d84")

    assert expected == content_digest(StreamName("contract/a"), b"{}")
