"""What a case still waits for, where charters have their own ways to be present and to act."""

from typing import Any

import pytest

from ledger.domain.counting.missing import Missing
from tests.unit.domain.counting.cases import (
    MAJORITY,
    MOST_CAST,
    SEATS,
    at,
    ballot,
    charter,
    days,
    members,
    tried,
    votes,
)

OPEN = {"class": "plan", "closes_at": at(days=1)}
TIE = votes("for", "for", "against", "against")


def _missing(rules: dict[str, Any] | None = None, **parts: Any) -> dict[str, Missing]:
    """Return what is missing by its name, the last of each."""
    result = tried(rules, **{"matter": OPEN, **parts})

    return {each.what: each for each in result.missing}


def test_at_a_meeting_only_those_who_are_there_could_vote_now() -> None:
    """Whoever stayed away is not waited for, unless letters count."""
    given: Any = {"attendance": ["acme-1", "bell-1"], "ballots": {"acme-1": "for"}}

    here = _missing(**given)
    letters = _missing(charter(procedures={"meeting": {"by_letter": "votes"}}), **given)

    assert here["votes"].who == ("bell-1",)
    assert letters["votes"].who == ("acme-2", "bell-1", "bell-2")


def test_a_veto_and_a_limit_stand_in_the_way() -> None:
    """Whoever voted against may change their mind; no longer once nobody is against."""
    vetoed = charter(votes=[{"needs": [MOST_CAST], "vetoes": [{"seats": ["bell-1"]}]}])
    limit = {"choice": "against", "most": {"count": 0}}
    limited = charter(votes=[{"needs": [MOST_CAST], "limits": [limit]}])

    assert "bell-1" in _missing(vetoed, ballots=votes("for", "for", "against"))["majority"].text
    assert "majority" not in _missing(vetoed, ballots=votes("for", "for"))
    assert "votes-part" in _missing(limited, ballots=votes("for", "for", "against"))
    assert "votes-part" not in _missing(limited, ballots=votes("for", "for"))


@pytest.mark.parametrize(
    ("rule", "given", "awaited"),
    [
        ({"needs": [MOST_CAST], "casting": {}}, TIE, True),
        ({"needs": [MOST_CAST], "casting": {}}, votes("for", "-", "against"), False),
        (
            {"needs": [{"base": "all_seats", "threshold": MAJORITY}], "casting": {"on": "short"}},
            votes("for", "for", "abstain", "against"),
            True,
        ),
    ],
)
def test_a_casting_vote_is_awaited_once_all_who_can_have_voted(
    rule: dict[str, Any], given: dict[str, str], *, awaited: bool
) -> None:
    """On a tie, or whenever the motion falls short, as the charter says."""
    found = _missing(charter(votes=[rule]), attendance=[*SEATS], ballots=given)

    assert ("casting-vote" in found) == awaited


def test_officers_who_act_together_are_waited_for() -> None:
    """While one of them has not said what the other says."""
    rules = charter(procedures={"interim": {"by": ["chair", "secretary"], "jointly": True}})
    given: dict[str, Any] = {
        "matter": {"class": "plan", "procedure": "interim"},
        "members": members(*SEATS, chair="acme-1", secretary="bell-1"),
    }

    one = _missing(rules, ballots={"acme-1": "for"}, **given)
    both = _missing(rules, ballots={"acme-1": "for", "bell-1": "for"}, **given)

    assert one["act"].who == ("chair", "secretary")
    assert set(both) == {"ratification"}


def test_an_interim_act_waits_for_its_forms_and_for_the_board() -> None:
    """The officer has acted and is waited for no longer."""
    form = {"formality": "minutes", "text": "The minutes are signed.", "within": days(3)}
    rules = charter(procedures={"interim": {}, "formalities": [form]})
    matter = {"class": "plan", "procedure": "interim", "opened_at": at(days=-2)}
    acted = [ballot("acme-1", at=at(days=-1))]

    waits = _missing(rules, matter=matter, ballots=acted)
    done = _missing(rules, matter=matter, ballots=acted, formalities=["minutes"])

    assert list(waits) == ["formality", "ratification"]
    assert list(done) == ["ratification"]


def test_an_expert_of_no_party_is_waited_for_by_title() -> None:
    """Nobody is asked of a party that is none."""
    step = {"step": "expert", "executives": [{"title": "expert"}], "within": days(3)}
    rules = charter(powers={"escalation": {"steps": [step]}})

    found = _missing(
        rules, matter={"class": "plan"}, ballots=votes("for", "against"), escalation={}
    )

    assert found["answer"].who == ("expert",)
