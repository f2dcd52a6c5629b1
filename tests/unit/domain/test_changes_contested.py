"""A change that rests on a decision that is in question: nobody signs it, nothing is undone."""

import pytest

from ledger.domain.contracts.authorising import AuthorityContestedError
from ledger.domain.kinds.aftermath import DecisionChallenged, DecisionConfirmed, DecisionVoided
from ledger.evidence.canonical import Body
from tests.unit.domain.courses import LATER, adopt, tell
from tests.unit.domain.test_changes_authority import decide, propose, steered


@pytest.mark.parametrize(
    ("tag", "body", "signed"),
    [
        ("decision.confirmed.v1", DecisionConfirmed(decision=LATER), ["servier"]),
        ("decision.voided.v1", DecisionVoided(decision=LATER), []),
    ],
)
def test_a_change_is_not_signed_while_its_decision_is_challenged(
    tag: str, body: Body, signed: list[str]
) -> None:
    """Confirmed, it can be signed; voided, it never is, and what was decided stays readable."""
    deal = steered()
    propose(deal)
    decide(deal)
    word = DecisionChallenged(seat="i1")
    tell(deal, deal.people["i1"], "decision.challenged.v1", word, reason="no quorum")
    change = {"subject": deal.change().drafted}
    deal.refused(AuthorityContestedError, *deal.change_signature("servier"), **change)
    adopt(deal, choices="+.++", class_="budget")
    tell(deal, deal.chair, tag, body)

    if signed:
        deal.sign_change("servier")
    else:
        deal.refused(AuthorityContestedError, *deal.change_signature("servier"), **change)
    assert list(deal.change().signatures) == signed
    assert deal.change().authority is not None
