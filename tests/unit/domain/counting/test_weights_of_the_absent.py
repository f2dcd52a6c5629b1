"""What becomes of the weight of those who stay away, or whose vote rests."""

from collections.abc import Mapping
from fractions import Fraction

from ledger.domain.counting.facts import Member
from ledger.domain.counting.standing import Standing
from ledger.domain.counting.weights import weights
from ledger.domain.kinds.charter import Charter
from ledger.evidence.canonical import shape_body

PARTIES = ("north", "south", "west")


def _charter(*rules: dict[str, object]) -> Charter:
    """Return a charter of two seats a party with these weights."""
    seats = [
        {"seat": f"{party}-{number}", "party": party} for party in PARTIES for number in (1, 2)
    ]
    majority = {"base": "all_seats", "unit": "weight", "threshold": {"share": {"num": 3, "den": 4}}}
    charter = {
        "schema": 1,
        "seats": seats,
        "quorum": [],
        "votes": [{"needs": [majority]}],
        "procedures": {"meeting": {}},
        "weights": list(rules),
    }
    return shape_body(charter, Charter)


def _standings(**reasons: str) -> tuple[Standing, ...]:
    """Return how each seat stands; seats that are not named may vote."""
    made = []
    for party in PARTIES:
        for number in (1, 2):
            reason = reasons.get(f"{party}_{number}", "may-vote")
            person = None if reason == "vacant" else f"{party}-{number}"
            member = Member(seat=f"{party}-{number}", party=party, person=person)
            made.append(Standing(member=member, reason=reason))
    return tuple(made)


def _pool(party: str, weight: int, among: str) -> dict[str, object]:
    return {"who": {"parties": [party]}, "weight": weight, "shared": "pool", "among": among}


def _of(party: str, weighed: Mapping[str, Fraction]) -> str:
    return f"{weighed[f'{party}-1']} and {weighed[f'{party}-2']}"


def test_a_pool_of_which_nobody_is_there_weighs_what_it_would() -> None:
    """A share of all weights does not depend on who came."""
    charter = _charter(_pool("north", 50, "present"), _pool("south", 30, "present"))

    weighed = weights(charter, _standings(), {"north-1"})

    assert _of("north", weighed) == "50 and 0"
    assert _of("south", weighed) == "15 and 15"


def test_a_pool_of_vacant_seats_weighs_what_it_would() -> None:
    """Vacant seats are part of all seats, so their pool is."""
    charter = _charter(_pool("north", 50, "filled"))

    weighed = weights(charter, _standings(north_1="vacant", north_2="vacant"), ())

    assert _of("north", weighed) == "25 and 25"


def test_the_filled_seats_of_a_pool_share_it_while_nobody_is_there() -> None:
    """A vacancy leaves its part to the others of the pool, present or not."""
    charter = _charter(_pool("north", 50, "present"))

    weighed = weights(charter, _standings(north_2="vacant"), ())

    assert _of("north", weighed) == "50 and 0"


def test_a_seat_whose_vote_rests_takes_over_nothing() -> None:
    """Weight that is taken over goes to those who can vote with it."""
    rules = [
        {"who": {"parties": ["north"]}, "weight": 20},
        {"who": {"parties": ["south"]}, "weight": 15, "absent": "all"},
        {"who": {"parties": ["west"]}, "weight": 15},
    ]
    standings = _standings(west_1="suspended", west_2="recused")
    there = {"north-1", "north-2", "west-1", "west-2"}

    weighed = weights(_charter(*rules), standings, there)

    assert _of("north", weighed) == "35 and 35"
    assert _of("south", weighed) == "0 and 0"
    assert _of("west", weighed) == "15 and 15"


def test_weight_that_nobody_can_take_stays() -> None:
    """What is nobody's to take is not lost from all weights."""
    rule = {"who": {"parties": ["south"]}, "weight": 15, "absent": "all"}

    weighed = weights(_charter(rule), _standings(north_1="recused"), {"north-1"})

    assert _of("south", weighed) == "15 and 15"
