"""Rules about members can be met."""

from typing import Any

import pytest

from ledger.domain.charters.soundness import CharterUnsoundError, check_charter
from tests.unit.domain.charters.drafts import WINDOW, charter, meeting, seats

FLAWS = [
    pytest.param(
        {"people": {"terms": [{"longest": {"count": 9, "unit": "hours"}}]}},
        "people.terms[0] counts terms in less than days",
        id="term-hours",
    ),
    pytest.param(
        {
            "people": {
                "terms": [
                    {
                        "shortest": {"count": 3, "unit": "years"},
                        "longest": {"count": 24, "unit": "months"},
                    }
                ]
            }
        },
        "people.terms[0]: the shortest term is longer than the longest",
        id="term-order",
    ),
    pytest.param(
        {
            "people": {
                "terms": [
                    {"longest": {"count": 3, "unit": "years"}},
                    {"who": {"parties": ["cro"]}, "terms_max": 2},
                ]
            }
        },
        "people.terms[1] is never reached: earlier ones cover all its seats",
        id="term-unreached",
    ),
    pytest.param(
        {"people": {"attendance": {"lose": {"meetings": 3, "of_last": 2}}}},
        "a vote is lost by 3 of the last 2 meetings, which are too few",
        id="attendance",
    ),
    pytest.param(
        {"people": {"attendance": {"newcomers": "wait", "lose": {"meetings": 2, "of_last": 2}}}},
        "newcomers wait for a vote that nobody can gain",
        id="newcomers",
    ),
    pytest.param(
        {"people": {"attendance": {}}},
        "voting rights hang on attendance, and are neither gained nor lost",
        id="attendance-nothing",
    ),
    pytest.param(
        {"people": {"proxies": {"barred": ["meeting"]}}},
        "proxies are barred in every procedure that the board has",
        id="proxies-barred",
    ),
    pytest.param(
        {"seats": seats(sponsor=1, cro=1), "people": {"proxies": {"within": "party"}}},
        "proxies stay within a party, and no party has two voting seats",
        id="proxies-party",
    ),
    pytest.param(
        {"seats": seats(sponsor=1, cro=1), "people": {"proxies": {"automatic": True}}},
        "proxies are automatic within a party, and no party has two voting seats",
        id="proxies-automatic",
    ),
    pytest.param(
        {**meeting(remote="barred"), "people": {"proxies": {"holder": "remote"}}},
        "the holder of a proxy is to be there remotely, and no meeting has that",
        id="proxies-remote",
    ),
    pytest.param(
        {"procedures": {"written": WINDOW}, "people": {"proxies": {"holder": "in_person"}}},
        "the holder of a proxy is to be there in person, and proxies count at no meeting",
        id="proxies-in-person",
    ),
]


@pytest.mark.parametrize(("changes", "problem"), FLAWS)
def test_a_charter_that_cannot_stand_is_refused_with_the_reason(
    changes: dict[str, Any], problem: str
) -> None:
    """Rules about members can be met."""
    with pytest.raises(CharterUnsoundError) as caught:
        check_charter(charter(**changes), None)

    assert caught.value.facts == {"problem": problem}
