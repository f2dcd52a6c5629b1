"""A case that is none is refused where its author finds the mistake."""

from typing import Any

import pytest

from ledger.domain.rehearsal.reading import case_of
from ledger.domain.rehearsal.soundness import CaseUnsoundError
from ledger.evidence.canonical import BodyMalformedError, plain_body
from tests.unit.domain.counting.cases import case, votes


def _plain(ballots: object) -> dict[str, Any]:
    return {**plain_body(case()), "ballots": ballots}


@pytest.mark.parametrize(
    ("ballots", "said"),
    [
        ({"acme-1": "for", "bell-1": "yes"}, "bell-1 says 'yes'"),
        ({"acme-1": 1}, "acme-1 says 1"),
        ([{"seat": "acme-2", "choice": "aye"}], "acme-2 says 'aye'"),
        ([{"choice": None}], "a seat without a name says None"),
    ],
)
def test_a_ballot_in_other_words_is_named_with_the_words_there_are(
    ballots: object, said: str
) -> None:
    """The seat, what it was made to say, and what it could."""
    with pytest.raises(CaseUnsoundError) as refused:
        case_of(_plain(ballots))

    assert refused.value.facts == {
        "problem": f"the ballot of {said}; it can say for, against or abstain"
    }


@pytest.mark.parametrize("ballots", [7, ["acme-1"], [{"seat": "acme-1"}]])
def test_what_is_no_ballot_at_all_is_malformed(ballots: object) -> None:
    """Its place is told as for any other member."""
    with pytest.raises(BodyMalformedError):
        case_of(_plain(ballots))


@pytest.mark.parametrize("ballots", [votes("for", "against", "abstain"), None])
def test_a_case_is_read_as_it_stands(ballots: object) -> None:
    """Every word that a ballot has is taken."""
    assert case_of(_plain(ballots)) == case(ballots=ballots)
