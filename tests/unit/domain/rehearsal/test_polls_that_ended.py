"""A poll that ended of itself stays ended, whatever is cast afterwards."""

from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.trying import Rehearsed, rehearse
from ledger.evidence.canonical import shape_body

SEATS = ("north", "south", "west")


def _ballot(seat: str, choice: str, hour: int) -> dict[str, str]:
    return {"seat": seat, "choice": choice, "at": f"2026-03-09T{hour:02}:00:00Z"}


def _written(num: int, den: int, *ballots: dict[str, str], **more: object) -> Rehearsed:
    """Return what becomes of a vote in writing that needs this share of all seats."""
    need = {"base": "filled", "threshold": {"share": {"num": num, "den": den}}}
    case = {
        "charter": {
            "schema": 1,
            "seats": [{"seat": seat, "party": seat} for seat in SEATS],
            "quorum": [],
            "votes": [{"needs": [need]}],
            "procedures": {"written": {"window": {"count": 7, "unit": "days"}, "objects": 1}},
        },
        "members": [{"seat": seat} for seat in SEATS],
        "matter": {
            "class": "business",
            "procedure": "written",
            "opened_at": "2026-03-09T08:00:00Z",
        },
        "clock": "2026-03-10T12:00:00Z",
        "ballots": ballots,
    }
    return rehearse(shape_body({**case, **more}, Case))


def test_one_no_ends_a_vote_for_unanimity_for_good() -> None:
    """Whoever said no cannot bring the motion back by voting for it later."""
    later = (_ballot(seat, "for", 11) for seat in SEATS)

    found = _written(1, 1, _ballot("north", "against", 10), *later)

    assert found.outcome == "rejected"
    assert [each.seat for each in found.not_counted] == list(SEATS)


def test_a_ballot_after_all_have_voted_comes_too_late() -> None:
    """Once every seat has voted the poll is over, and nobody changes their vote."""
    all_voted = (
        _ballot("north", "for", 9),
        _ballot("south", "for", 10),
        _ballot("west", "against", 11),
    )

    found = _written(2, 3, *all_voted, _ballot("south", "against", 12))

    assert found.outcome == "adopted"
    assert [each.seat for each in found.not_counted] == ["south"]


def test_a_ballot_is_replaced_while_others_have_not_voted() -> None:
    """A poll that has not ended counts the last ballot of a seat."""
    found = _written(
        2,
        3,
        _ballot("north", "for", 9),
        _ballot("south", "for", 10),
        _ballot("south", "against", 11),
        _ballot("west", "against", 12),
    )

    assert found.outcome == "rejected"
    assert found.not_counted == ()


def test_an_objection_to_the_form_ends_a_poll_in_writing() -> None:
    """What is cast after the matter went to a meeting does not count."""
    objection = {"seat": "west", "to": "form", "at": "2026-03-09T10:00:00Z"}
    ballots = (_ballot(seat, "for", 11) for seat in SEATS)

    found = _written(2, 3, *ballots, objections=[objection])

    assert found.outcome == "deferred"
    assert len(found.not_counted) == len(SEATS)
