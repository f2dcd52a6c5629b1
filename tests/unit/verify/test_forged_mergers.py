"""A company that is part of another goes on signing, and the operator records it all the same."""

import pytest

from ledger.domain.companies import PartyMergedError
from ledger.evidence.statement import digest_of, recall_statement
from ledger.verify.verdicts import verify_history
from tests.unit.domain.agreement import CONTRACT
from tests.unit.domain.merged import ROWS, TODAY, Row, begun
from tests.unit.domain.merging import merge
from tests.unit.verify.forgery import Book


@pytest.mark.parametrize("row", ROWS, ids=[row.kind for row in ROWS])
@pytest.mark.parametrize("party", ["servier", "tech"])
def test_what_a_merged_company_signs_is_found(row: Row, party: str) -> None:
    """Signature, tree and checkpoint hold; that it had no say any more is replayed.

    What the company in its place signs is allowed there.
    """
    deal, about = begun(row)
    merge(deal, "servier", "tech", TODAY)
    book = Book.of(deal)
    compact = deal.sign(deal.signatories[party], row.kind, CONTRACT, row.body, **about)
    book.pages.append((deal.now, recall_statement(compact, digest_of(compact))))

    verdict = verify_history(book.bind())

    assert verdict.log_holds
    found = [(each.code, each.leaf_index) for each in verdict.findings]
    forged = [(PartyMergedError.code, len(book.pages) - 1)]
    assert found == (forged if party == "servier" else [])
