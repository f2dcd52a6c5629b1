"""The desk: a draft is signed only if it says what was asked for."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from commands.desk import DraftDifferentError, check_draft
from ledger.drafting import Wish
from ledger.evidence.commitment import make_opening
from ledger.evidence.statement import (
    Claims,
    Digest,
    Document,
    KindTag,
    PartySlug,
    PersonSlug,
    SignerClaim,
    StatementId,
    StreamName,
)

OPENING = make_opening("name", "Ada", bytes(16))
DIGEST = Digest("sha256:" + "0" * 64)
WISH = Wish(
    kind=KindTag("ballot.cast.v1"),
    stream=StreamName("decision/jsc/1"),
    body=b'{"choice":"for"}',
    signer=SignerClaim(person=PersonSlug("ada"), party=PartySlug("cro"), capacity="member"),
    meaning="approval",
    sealed=(OPENING.sealed,),
)
CLAIMS = Claims(
    ledger=DIGEST,
    stream=WISH.stream,
    kind=WISH.kind,
    id=StatementId("01a20137-d7df-7b50-9619-1a5ad0bc8fd2"),
    subject=None,
    after=DIGEST,
    base=None,
    seen=None,
    signed_at=datetime(2026, 1, 31, tzinfo=UTC),
    signer=WISH.signer,
    meaning="approval",
    reason=None,
    documents=(),
    sealed=WISH.sealed,
    body=WISH.body,
)


def test_a_draft_that_says_what_was_asked_for_is_signed() -> None:
    """What the ledger fills in is its own: the ids, the newest statement, the time."""
    check_draft(CLAIMS, WISH)
    check_draft(CLAIMS, replace(WISH, meaning=None))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("kind", "ballot.cast.v2"),
        ("stream", "decision/jsc/2"),
        ("body", b'{"choice":"against"}'),
        ("signer", SignerClaim(person=PersonSlug("eve"), party=None, capacity="root")),
        ("subject", DIGEST),
        ("base", DIGEST),
        ("reason", "because"),
        ("meaning", "rejection"),
        ("documents", (Document(name="a", media_type="a/b", size=1, sha256="0" * 64),)),
        ("sealed", (make_opening("name", "Eve", bytes(16)).sealed,)),
        ("sealed", (make_opening("mail", "Ada", bytes(16)).sealed,)),
        ("sealed", ()),
    ],
)
def test_a_draft_that_says_anything_else_is_not(member: str, value: Any) -> None:
    """Each member that the signer gave is held against the draft, and named."""
    with pytest.raises(DraftDifferentError) as caught:
        check_draft(replace(CLAIMS, **{member: value}), WISH)

    assert caught.value.facts == {"member": member}
