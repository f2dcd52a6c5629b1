"""What is missing for a valid decision: of the poll."""

from datetime import UTC, datetime

from tests.unit.domain.counting.waiting import (
    CLOSES,
    DAYS_3,
    HALF,
    MOST,
    SEATS,
    TIE,
    charter,
    lacking,
    names,
    only,
)


def test_an_open_poll_lacks_presence_votes_and_its_end() -> None:
    """So many more for the quorum, of which parts; who is silent; until when."""
    found = lacking(charter(), ballots={"l1": "for"})

    assert names(found) == ["quorum", "quorum-part", "votes", "end"]
    assert found[0].who == ("l2", "r1", "r2")
    assert found[0].text.endswith("So many more: 1.")
    assert found[2].who == ("l2", "r1", "r2")
    assert {each.until for each in found} == {CLOSES}


def test_a_majority_that_is_not_reached_is_missing() -> None:
    """Votes for against what is needed, in the words of the explanation."""
    found = lacking(charter(), ballots={"l1": "for", "r1": "against"})

    assert names(found) == ["votes", "majority", "end"]
    assert only(found, "majority").text.startswith("For: 1 of 2 seats")


def test_groups_of_whom_votes_are_needed_are_missing_as_such() -> None:
    """A part of those who vote for is named apart from the number."""
    parts = [
        {"part": "some", "name": "right", "who": {"parties": ["right"]}, "least": {"count": 1}}
    ]
    rules = charter(
        quorum=[], votes=[{"needs": [{"base": "cast", "threshold": MOST}], "parts": parts}]
    )

    found = lacking(rules, ballots={"l1": "for"})

    assert names(found) == ["votes", "votes-part", "end"]


def test_weight_that_is_missing_is_not_counted_in_heads() -> None:
    """Where votes are weighed, more weight is needed, whoever brings it."""
    rules = charter(quorum=[{"threshold": MOST, "unit": "weight"}])

    found = lacking(rules, ballots={"l1": "for"})

    assert only(found, "quorum").text.startswith("Present: 1 of 4 weight")
    assert only(found, "quorum").text.endswith("More is needed.")


def test_nobody_who_may_vote_is_no_quorum() -> None:
    """Where everybody withdrew, no number helps."""
    written = {"window": DAYS_3, "closes": "at_end"}
    rules = charter(quorum=[{"parts": []}], procedures={"written": written})

    found = lacking(rules, recusals=[{"seat": seat["seat"]} for seat in SEATS])

    assert only(found, "quorum").text == "Nobody is left who may vote."


def test_a_quorum_whose_hour_has_passed_is_missing_whoever_comes() -> None:
    """Those who come after the hour make no quorum any more, and that is said."""
    rules = charter(quorum=[{"threshold": HALF, "within_minutes": 30}])
    came = [
        {"seat": "l1", "at": "2026-03-02T09:00:00Z"},
        {"seat": "r1", "at": "2026-03-02T10:00:00Z"},
    ]

    found = lacking(
        rules,
        clock="2026-03-02T10:30:00Z",
        matter={"procedure": "meeting"},
        meeting={"starts_at": "2026-03-02T09:00:00Z"},
        attendance=came,
        ballots={},
    )

    assert only(found, "quorum").text.startswith("The quorum was not reached by 2026-03-02T09:30")
    assert only(found, "quorum").until == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert only(found, "votes").text == "The votes of l1, r1."


def test_a_tie_waits_for_the_casting_vote() -> None:
    """Once all have voted, the chair is asked, and nobody else."""
    rules = charter(votes=[{"needs": [{"base": "cast", "threshold": MOST}], "casting": {}}])
    members = [
        {"seat": "l1", "offices": ["chair"]},
        *({"seat": seat["seat"]} for seat in SEATS[1:]),
    ]

    found = lacking(rules, ballots=TIE, members=members)

    assert names(found) == ["majority", "casting-vote", "end"]
    assert only(found, "casting-vote").who == ("chair",)


def test_a_vote_that_falls_short_may_wait_for_the_chair_as_well() -> None:
    """Where the chair is asked whenever it is not enough, no tie is pretended."""
    needs = [{"base": "cast", "threshold": {"share": {"num": 2, "den": 3}}}]
    rules = charter(votes=[{"needs": needs, "casting": {"on": "short"}}])
    members = [
        {"seat": "l1", "offices": ["chair"]},
        *({"seat": seat["seat"]} for seat in SEATS[1:3]),
    ]
    ballots = {"l1": "for", "l2": "against", "r1": "against"}

    found = lacking(rules, ballots=ballots, members=members)

    assert only(found, "casting-vote").text == "Not enough: the casting vote of chair."


def test_silence_waits_for_its_end() -> None:
    """In the no-objection procedure nothing is missing but that time passes without objection."""
    rules = charter(procedures={"no_objection": {"window": DAYS_3, "objects": 2}})

    found = lacking(rules, matter={"procedure": "no_objection"}, objections=[{"seat": "l1"}])

    assert names(found) == ["end"]
    assert "1 so far, 2 would stop it" in found[0].text


def test_enough_objections_make_votes_missing() -> None:
    """What objections bring about is a vote."""
    rules = charter(procedures={"no_objection": {"window": DAYS_3}})

    found = lacking(rules, matter={"procedure": "no_objection"}, objections=[{"seat": "l1"}])

    assert "votes" in names(found)


def test_items_lack_each_their_own() -> None:
    """What is missing of one item of several names it."""
    found = lacking(
        charter(),
        matter={"items": [{"item": "a"}, {"item": "b"}]},
        recusals=[{"seat": "r2", "items": ["b"]}],
    )

    silent = {each.item: each.who for each in found if each.what == "votes"}
    assert silent == {"a": ("l1", "l2", "r1", "r2"), "b": ("l1", "l2", "r1")}
