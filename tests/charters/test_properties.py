"""What holds of every charter and every case, whatever they are."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.rehearsal.trying import Rehearsed
from ledger.evidence.canonical import encode_body, parse_canonical
from tests.charters.boards import Plain, cases
from tests.charters.tables import tried

LISTS = ("ballots", "attendance", "recusals", "proxies")


def decided(result: Rehearsed) -> Plain:
    """A result without the list of what was left out of it."""
    return {
        name: value
        for name, value in parse_canonical(encode_body(result)).items()
        if name != "not_counted"
    }


def of_type(value: Any, wanted: type) -> list[Any]:
    """Every part of a JSON value that is of a type."""
    if isinstance(value, dict):
        return [part for inner in value.values() for part in of_type(inner, wanted)]
    if isinstance(value, list | tuple):
        return [part for inner in value for part in of_type(inner, wanted)]
    return [value] if isinstance(value, wanted) else []


def recast(case: Plain, seat: str, choice: str | None) -> Plain:
    """The case with this ballot, or with none, in place of those that the seat has cast."""
    others = [each for each in case["ballots"] if each["seat"] != seat or each.get("casting")]
    own = [] if choice is None else [{"seat": seat, "choice": choice}]
    return {**case, "ballots": others + own}


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_listed_does_not_matter(case: Plain, random: Any) -> None:
    """Ballots, movements, recusals and proxies of one instant have no order."""
    shuffled = dict(case)
    for name in LISTS:
        if name in case:
            shuffled[name] = random.sample(case[name], k=len(case[name]))

    assert encode_body(tried(shuffled)) == encode_body(tried(case))


@given(cases())
def test_the_same_facts_give_the_same_bytes(case: Plain) -> None:
    """An auditor who computes an outcome again gets it bit for bit."""
    assert encode_body(tried(case)) == encode_body(tried(case))


@given(cases())
def test_no_number_of_a_result_is_a_float(case: Plain) -> None:
    """Parts of one are exact fractions."""
    result = parse_canonical(encode_body(tried(case)))

    assert of_type(result, float) == []


@given(cases())
def test_nothing_is_adopted_without_a_quorum(case: Plain) -> None:
    """Where the charter asks for a quorum, what is adopted had it."""
    result = tried(case)

    assert result.outcome != "adopted" or result.quorum is None or result.quorum.met


@given(cases())
def test_every_filled_voting_seat_is_counted_once(case: Plain) -> None:
    """The members of a tally sum to the voting seats that have a holder."""
    voting = {seat["seat"] for seat in case["charter"]["seats"] if seat.get("voting", True)}
    filled = [member for member in case["members"] if member["seat"] in voting]
    tally = parse_canonical(encode_body(tried(case).tally))

    assert sum(of_type(tally, int)) == len(filled)


@given(cases())
def test_a_recused_seats_ballot_changes_nothing(case: Plain) -> None:
    """Whatever a seat that withdrew says, the result is the one without it."""
    # Where nobody says who is there, whoever votes is; a recused seat may be there, too.
    there = {"attendance": [seat["seat"] for seat in case["charter"]["seats"]], **case}
    results = [
        [decided(tried(recast(there, seat, choice))) for choice in ("for", "against", None)]
        for seat in case["recusals"]
    ]

    assert all(each == [each[0]] * 3 for each in results)


@given(cases(rising=True))
def test_a_vote_for_never_undoes_an_adoption(case: Plain) -> None:
    """A silent or other vote that becomes a vote for leaves what is adopted adopted."""
    before = tried(case)
    others = [each.seat for each in before.eligible if each.eligible and each.choice != "for"]
    after = {seat: tried(recast(case, seat, "for")).outcome for seat in others}

    assert before.outcome != "adopted" or set(after.values()) <= {"adopted"}
