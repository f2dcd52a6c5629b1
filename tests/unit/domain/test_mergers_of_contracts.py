"""A company in another's place: what it may say of a contract that it never signed, and who else.

Each act is said by four companies: the party before it became part of another,
the company in its place after, the party itself after, and one that has no place.
"""

import pytest

from ledger.domain.common import NotAReaderError
from ledger.domain.companies import PartyMergedError
from ledger.domain.world import Act
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import CONTRACT, Deal
from tests.unit.domain.merged import ROWS, TODAY, Row, begun
from tests.unit.domain.merging import merge

EACH = pytest.mark.parametrize("row", ROWS, ids=[row.kind for row in ROWS])


def took_effect(deal: Deal, act: Act) -> bool:
    """Whether an act waits for nobody."""
    stream = deal.world.stream(StreamName(CONTRACT))
    assert stream is not None
    return act.digest not in stream.pending


@EACH
def test_the_party_itself_says_it(row: Row) -> None:
    """While it is a company of its own."""
    deal, about = begun(row)

    act = deal.say(deal.servier, row.kind, CONTRACT, row.body, **about)

    assert took_effect(deal, act) == row.takes_effect


@EACH
def test_the_company_in_its_place_says_it_from_then_on(row: Row) -> None:
    """As far as it goes, just as the party would have."""
    deal, about = begun(row)
    merge(deal, "servier", "tech", TODAY)

    act = deal.say(deal.signatories["tech"], row.kind, CONTRACT, row.body, **about)

    assert took_effect(deal, act) == row.takes_effect


@EACH
@pytest.mark.parametrize("party", ["servier", "iqvia"])
def test_nobody_else_says_it_then(row: Row, party: str) -> None:
    """Neither the party that is a company no longer, nor the other one; nothing is recorded."""
    deal, about = begun(row)
    merge(deal, "servier", "tech", TODAY)
    error = PartyMergedError if party == "servier" else row.refusal

    deal.refused(error, deal.signatories[party], row.kind, CONTRACT, row.body, **about)


@EACH
def test_a_company_without_a_place_says_nothing(row: Row) -> None:
    """Before the merger the technology company is no party."""
    deal, about = begun(row)

    deal.refused(NotAReaderError, deal.signatories["tech"], row.kind, CONTRACT, row.body, **about)
