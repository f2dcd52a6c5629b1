"""A casting vote counts where the tie is, and never in a group without the chair."""

from ledger.domain.kinds.outcome import OutcomeWord
from ledger.domain.rehearsal.trying import Rehearsed
from tests.charters.tables import Plain, tried

HALF: Plain = {"share": {"num": 1, "den": 2}, "reach": "more_than"}
CHAIR = "sponsor-1"


SEATS = {CHAIR: "sponsor", "sponsor-2": "sponsor", "investor-1": "investor"}
EVERYBODY: Plain = {"base": "cast", "threshold": HALF}
TIE: list[Plain] = [
    {"seat": CHAIR, "choice": "for"},
    {"seat": "sponsor-2", "choice": "against"},
]


def ended(vote: Plain, ballots: list[Plain], **facts: object) -> Rehearsed:
    """A meeting of two sponsors, one of them the chair, and an investor who is vice-chair."""
    return tried(
        {
            "charter": {
                "schema": 1,
                "seats": [{"seat": seat, "party": party} for seat, party in SEATS.items()],
                "quorum": [],
                "votes": [{"needs": [EVERYBODY], "casting": {}, **vote}],
                "procedures": {"meeting": {}},
            },
            "members": [
                {"seat": CHAIR, "offices": ["chair"]},
                {"seat": "sponsor-2"},
                {"seat": "investor-1", "offices": ["vice_chair"]},
            ],
            "matter": {"class": "plan"},
            "clock": "2026-03-10T12:00:00Z",
            "ballots": ballots,
            **facts,
        }
    )


def casting(seat: str, choice: str = "for", **more: str) -> Plain:
    """A casting vote."""
    return {"seat": seat, "choice": choice, "casting": True, **more}


def outcome(*needs: Plain, choice: str = "for") -> OutcomeWord:
    """What a tie of the sponsors comes to with the chair's casting vote."""
    return ended({"needs": needs}, [*TIE, casting(CHAIR, choice)]).outcome


def test_a_casting_vote_breaks_a_tie() -> None:
    """One for and one against are two for with the chair's second vote."""
    assert outcome(EVERYBODY) == "adopted"


def test_a_casting_vote_does_not_count_in_another_group() -> None:
    """The investors' majority needs an investor, whatever a sponsor's chair says twice."""
    investors = {"base": "cast", "threshold": HALF, "who": {"parties": ["investor"]}}

    assert outcome(EVERYBODY, investors) == "rejected"


def test_a_casting_vote_counts_in_the_chairs_own_group() -> None:
    """The sponsors' majority has the chair among them."""
    sponsors = {"base": "cast", "threshold": HALF, "who": {"parties": ["sponsor"]}}

    assert outcome(EVERYBODY, sponsors) == "adopted"


def test_a_casting_vote_breaks_the_tie_of_a_group() -> None:
    """Where the tie is among a group, the chair's vote is there to break it."""
    both = {"base": "cast", "threshold": HALF, "who": {"parties": ["sponsor"]}}

    assert outcome(both, choice="against") == "rejected"


def test_a_casting_vote_is_the_chairs() -> None:
    """Who does not hold the office breaks no tie, and is told so."""
    result = ended({}, [*TIE, casting("sponsor-2")])

    assert (result.outcome, [each.seat for each in result.not_counted]) == (
        "rejected",
        ["sponsor-2"],
    )


def test_a_chair_who_is_away_breaks_no_tie() -> None:
    """A casting vote is given at the meeting."""
    ballots = [{**TIE[0], "seat": "investor-1"}, TIE[1], casting(CHAIR)]
    result = ended({}, ballots, attendance=["sponsor-2", "investor-1"])

    assert (result.outcome, [each.seat for each in result.not_counted]) == ("rejected", [CHAIR])


def test_a_vice_chair_breaks_no_tie_while_the_chair_is_there() -> None:
    """Of several offices the first that has a holder who can breaks the tie."""
    vote = {"casting": {"by": ["chair", "vice_chair"]}}
    ballots = [*TIE, casting("investor-1", office="vice_chair")]
    there = ended(vote, ballots)
    recused = ended(vote, [*ballots[1:], {"seat": "investor-1", "choice": "for"}], recusals=[CHAIR])

    assert (there.outcome, recused.outcome) == ("rejected", "adopted")


def test_a_silent_chair_leaves_the_tie_to_nobody() -> None:
    """Where the chair's own ballot decides, no vice-chair's does while the chair is there."""
    vote = {"casting": {"by": ["chair", "vice_chair"], "how": "own"}}
    ballots: list[Plain] = [{"seat": "investor-1", "choice": "for"}, TIE[1]]
    silent = ended(vote, ballots, attendance=list(SEATS))
    away = ended(vote, ballots, attendance=["sponsor-2", "investor-1"])

    assert (silent.outcome, away.outcome) == ("rejected", "adopted")
