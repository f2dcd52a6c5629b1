"""A quorum of those whose vote rests, of silence, and one that lasts while enough are left."""

from typing import Any

import pytest

from tests.unit.domain.counting.cases import MOST_CAST, SEATS, at, charter, tried, votes

IN_DEFAULT = {"defaults": [{"at": at(days=-30), "seat": "bell-2"}]}
SUSPENDS = {"suspension": {"after": {"count": 1, "unit": "days"}}}
THREE = {"threshold": {"count": 3}}


@pytest.mark.parametrize(
    ("rule", "present", "outcome"),
    [({}, 2, "inquorate"), ({"suspended": "present"}, 3, "adopted")],
)
def test_a_seat_whose_vote_rests_counts_where_the_charter_says(
    rule: dict[str, str], present: int, outcome: str
) -> None:
    """In default, but in the room; its ballot counts for nothing all the same."""
    result = tried(
        charter(quorum=[{**THREE, **rule}], people=SUSPENDS),
        history=IN_DEFAULT,
        attendance=["acme-1", "acme-2", "bell-2"],
        ballots={"acme-1": "for", "acme-2": "for", "bell-2": "against"},
    )

    assert result.quorum is not None
    assert (result.quorum.present, result.outcome) == (present, outcome)
    assert [each.seat for each in result.not_counted] == ["bell-2"]


@pytest.mark.parametrize("suspended", ["absent", "present"])
def test_a_seat_that_takes_no_part_in_such_matters_is_one_of_them(suspended: str) -> None:
    """Neither has a vote here, whatever the reason."""
    rules = charter(
        quorum=[{**THREE, "suspended": suspended}],
        votes=[{"needs": [MOST_CAST], "voters": {"seats": ["acme-1", "acme-2"]}}],
    )

    result = tried(rules, attendance=["acme-1", "acme-2", "bell-1"], ballots=votes("for", "for"))

    assert result.outcome == ("adopted" if suspended == "present" else "inquorate")


@pytest.mark.parametrize(
    ("deemed", "silence", "outcome", "present"),
    [
        ("present", "for", "adopted", 4),
        ("absent", "for", "inquorate", 1),
        ("present", "none", "inquorate", 1),
    ],
)
def test_silence_that_is_deemed_a_vote_may_be_presence(
    deemed: str, silence: str, outcome: str, present: int
) -> None:
    """Where the charter says so, and only of silence that it makes a vote of."""
    rules = charter(
        procedures={"written": {"window": {"count": 5, "unit": "days"}}},
        quorum=[{**THREE, "deemed": deemed}],
        votes=[{"needs": [MOST_CAST], "silence": silence}],
    )

    result = tried(
        rules, matter={"class": "plan", "procedure": "written"}, ballots={"acme-1": "for"}
    )

    assert result.quorum is not None
    assert (result.outcome, result.quorum.present) == (outcome, present)


def test_silence_makes_no_presence_while_the_poll_is_open() -> None:
    """Nobody is deemed anything before the time is over."""
    rules = charter(
        procedures={"written": {"window": {"count": 5, "unit": "days"}}},
        quorum=[{**THREE, "deemed": "present"}],
        votes=[{"needs": [MOST_CAST], "silence": "for"}],
    )
    matter = {"class": "plan", "procedure": "written", "opened_at": at(days=-1)}

    result = tried(rules, matter=matter, ballots={"acme-1": "for"})

    assert result.quorum is not None
    assert (result.outcome, result.quorum.present) == ("pending", 1)


def _leaving(*seats: str) -> list[dict[str, Any]]:
    came = [{"seat": seat, "at": at(hours=-2)} for seat in SEATS]
    return [*came, *({"seat": seat, "presence": "out", "at": at(hours=-1)} for seat in seats)]


@pytest.mark.parametrize(
    ("rule", "gone", "outcome"),
    [
        ({}, ["bell-1", "bell-2"], "adopted"),
        ({"floor": {"count": 2}}, ["bell-1", "bell-2"], "adopted"),
        ({"floor": {"count": 3}}, ["bell-1", "bell-2"], "inquorate"),
        ({"floor": {"share": {"num": 1, "den": 2}}}, ["bell-1", "bell-2"], "adopted"),
        ({"floor": {"share": {"num": 1, "den": 2}}}, ["acme-2", "bell-1", "bell-2"], "inquorate"),
        (
            {"floor": {"count": 2}, "who": {"parties": ["bell"]}, "threshold": {"count": 2}},
            ["bell-2"],
            "inquorate",
        ),
        ({"tested": "decision"}, ["bell-1", "bell-2"], "inquorate"),
    ],
)
def test_a_quorum_that_was_reached_lasts_while_enough_are_left(
    rule: dict[str, Any], gone: list[str], outcome: str
) -> None:
    """Three made it; it is lost once fewer are there than the floor, of the same base."""
    quorum = {"threshold": {"count": 3}, "tested": "opening", **rule}

    result = tried(
        charter(quorum=[quorum]),
        meeting={"starts_at": at(hours=-2)},
        attendance=_leaving(*gone),
        ballots={"acme-1": "for"},
    )

    assert result.outcome == outcome


def test_a_floor_does_not_make_a_quorum_that_was_never_reached() -> None:
    """Two are enough to go on, not to begin."""
    quorum = {"threshold": {"count": 3}, "tested": "opening", "floor": {"count": 2}}

    result = tried(
        charter(quorum=[quorum]), attendance=["acme-1", "acme-2"], ballots=votes("for", "for")
    )

    assert result.outcome == "inquorate"


def test_a_floor_can_be_a_share_of_weight() -> None:
    """Half of all weights, met by the two who stayed."""
    quorum = {
        "unit": "weight",
        "threshold": {"share": {"num": 3, "den": 4}},
        "tested": "opening",
        "floor": {"share": {"num": 1, "den": 2}, "reach": "more_than"},
    }
    rules = charter(quorum=[quorum], weights=[{"who": {"seats": ["acme-1"]}, "weight": 2}])

    def outcome(*gone: str) -> str:
        return tried(
            rules,
            meeting={"starts_at": at(hours=-2)},
            attendance=_leaving(*gone),
            ballots={"acme-1": "for"},
        ).outcome

    assert outcome("bell-1", "bell-2") == "adopted"
    assert outcome("acme-2", "bell-1", "bell-2") == "inquorate"
