"""Votes cast by another: proxies at a meeting and in writing, alternates, remote presence."""

from typing import Any

import pytest

from ledger.domain.boards.meetings import ProxyError
from ledger.domain.boards.speaking import NotYourSeatError, SeatUnknownError
from ledger.domain.decisions.polling import (
    BallotBarredError,
    BallotStaleError,
    MotionItemUnknownError,
    SeatNotEligibleError,
    SeatRecusedError,
)
from ledger.domain.kinds.board import AlternateNamed
from ledger.domain.kinds.charter.counting import Ballots
from ledger.domain.kinds.charter.people import Alternates, People, Proxies
from ledger.domain.kinds.decision import (
    BallotCast,
    PollClosed,
    ProxyDeclared,
    RecusalDeclared,
)
from ledger.domain.kinds.meeting import ProxyLodged
from tests.unit.domain.boardroom import BOARD, MEETING, SINCE, Boardroom, decision
from tests.unit.domain.charter_parts import days, votes
from tests.unit.domain.courses import cast, cast_all, put, tell, untold
from tests.unit.domain.recomputing import assert_closes_recompute
from tests.unit.domain.sittings import come, put_there, sit, sitting


def people(**members: Any) -> dict[str, Any]:
    """Return people with proxies, the chair and secretary being anybody."""
    return {"people": People(proxies=Proxies(**members))}


def constituted(**members: Any) -> Boardroom:
    """Return a board whose votes can be given to others."""
    return Boardroom(**people(**members))


def lodged(room: Boardroom, giver: str, holder: str, **members: Any) -> tuple[Any, ...]:
    """Return what a seat says to give its vote to another at the meeting."""
    body = ProxyLodged(giver=giver, holder=holder, **members)
    return room.people[giver], "proxy.lodged.v1", MEETING, body


def test_at_a_meeting_a_proxy_is_voted_by_its_holder() -> None:
    """The absent seat votes through another, and makes presence where the charter says so."""
    room = constituted(presence=True)
    sit(room, "s1")
    room.say(*lodged(room, "i1", "s1"))
    put_there(room)
    cast(room, "s1", "for")
    cast(room, "s1", "against", on_behalf_of="i1", voice=room.people["s1"])
    tell(room, room.secretary, "poll.closed.v1", PollClosed())
    result = decision(room).result

    assert result is not None
    assert result.quorum is not None
    assert (result.outcome, result.tally.for_, result.tally.against) == ("rejected", 1, 1)
    assert (result.quorum.present, result.quorum.met) == (2, True)
    assert_closes_recompute(room)


def test_a_proxy_for_another_item_is_none_for_this_one() -> None:
    """It holds for the items of the agenda that it names."""
    room = constituted()
    sit(room, "s1", "i2")
    room.say(*lodged(room, "i1", "s1", items=("else",)))
    room.say(*lodged(room, "s2", "i2", items=("scope",)))
    put_there(room)

    untold_ballot(room, BallotBarredError, "s1", on_behalf_of="i1")
    cast(room, "i2", on_behalf_of="s2", voice=room.people["i2"])


def untold_ballot(room: Boardroom, error: Any, seat: str, **members: Any) -> None:
    """Show that a seat's ballot is refused."""
    voice, choice = members.pop("voice", room.people[seat]), members.pop("choice", "for")
    body = BallotCast(seat=seat, choice=choice, **members)
    poll = decision(room).poll
    assert poll is not None
    current = poll.ballots.get(body.on_behalf_of or seat)
    base = None if current is None else current.digest
    untold(room, error, voice, "ballot.cast.v1", body, base=base)


def test_only_what_was_given_and_counts_is_voted() -> None:
    """No proxy, one too many in one hand, or a giver who came: no ballot for them."""
    room = constituted()
    sit(room, "s1", "i2")
    room.say(*lodged(room, "s2", "s1"))
    room.advance(minutes=1)
    room.say(*lodged(room, "i1", "s1"))
    put_there(room)

    untold_ballot(room, BallotBarredError, "s1", on_behalf_of="i1")  # one in each hand
    untold_ballot(room, BallotBarredError, "i2", on_behalf_of="s2")
    untold_ballot(room, SeatNotEligibleError, "s1", on_behalf_of="i3")
    come(room, "s2")
    room.advance(minutes=1)
    untold_ballot(room, BallotBarredError, "s1", on_behalf_of="s2")
    cast(room, "s2")
    assert_closes_recompute(room)


def test_a_seat_that_withdrew_votes_through_nobody() -> None:
    """A conflict is not voted away by another hand."""
    room = constituted()
    sit(room, "s1", "i1")
    room.say(*lodged(room, "s2", "s1"))
    put_there(room)
    recusal = RecusalDeclared(seat="s2")
    tell(room, room.people["s2"], "recusal.declared.v1", recusal)

    untold_ballot(room, SeatRecusedError, "s1", on_behalf_of="s2")


@pytest.mark.parametrize(
    ("members", "giver", "holder", "error"),
    [
        (None, "s2", "s1", ProxyError),  # the charter has no proxies
        ({}, "s2", "s2", ProxyError),
        ({}, "s2", "s9", ProxyError),
        ({"within": "party"}, "s2", "i1", ProxyError),
        ({}, "s9", "s1", SeatUnknownError),
        ({}, "i2", "s1", NotYourSeatError),
        ({"within": "party"}, "s2", "s1", None),
    ],
)
def test_a_vote_is_given_by_its_own_member_within_the_charter(
    members: dict[str, Any] | None, giver: str, holder: str, error: Any
) -> None:
    """At a meeting and in writing alike, to another seat that the charter allows."""
    room = Boardroom() if members is None else constituted(**members)
    sit(room, "s1", "i1")
    put(room)
    s2 = room.people["s2"]
    at_meeting = ("proxy.lodged.v1", MEETING, ProxyLodged(giver=giver, holder=holder))
    declared = ("proxy.declared.v1", ProxyDeclared(giver=giver, holder=holder))

    if error is None:
        room.say(s2, *at_meeting)
        tell(room, s2, *declared)
    else:
        room.refused(error, s2, *at_meeting)
        untold(room, error, s2, *declared)


def test_in_writing_a_proxy_is_declared_on_the_motion() -> None:
    """Its holder signs for both; the giver can still vote in the place of it."""
    room = constituted()
    put(room)
    unknown = ProxyDeclared(giver="s2", holder="s1", items=("else",))
    untold(room, MotionItemUnknownError, room.people["s2"], "proxy.declared.v1", unknown)
    given = ProxyDeclared(giver="s2", holder="s1")
    tell(room, room.people["s2"], "proxy.declared.v1", given)
    cast(room, "s1", "against")
    cast(room, "s1", "against", on_behalf_of="s2", voice=room.people["s1"])
    cast(room, "s2", "for")
    for seat in ("i1", "i2"):
        cast(room, seat, "for")
    result = decision(room).result

    assert result is not None
    assert (result.outcome, result.tally.for_, result.tally.against) == ("adopted", 3, 1)
    assert_closes_recompute(room)


def test_a_proxy_that_was_declared_too_late_does_not_count() -> None:
    """The charter says how long before the end of the poll."""
    room = constituted(declared=days(2))
    put(room)
    room.advance(days=3)
    given = ProxyDeclared(giver="s2", holder="s1")
    tell(room, room.people["s2"], "proxy.declared.v1", given)

    untold_ballot(room, BallotBarredError, "s1", on_behalf_of="s2")


@pytest.mark.parametrize("vote", [True, False])
def test_an_alternate_votes_where_the_charter_lets_them(vote: bool) -> None:  # noqa: FBT001 -- a table has its columns
    """At a meeting to which they came, and in writing; or not at all."""
    room = Boardroom(people=People(alternates=Alternates(vote=vote)))
    named = AlternateNamed(seat="i2", person="clerk", from_=SINCE)
    room.say(room.cro, "alternate.named.v1", BOARD, named)
    sit(room, "s1", "i1")
    come(room, "i2", voice=room.clerk)
    room.advance(minutes=1)
    put_there(room)

    if vote:
        cast(room, "i2", voice=room.clerk)
    else:
        untold_ballot(room, BallotBarredError, "i2", voice=room.clerk)
    come(room, "i2", voice=room.people["i2"])
    room.advance(minutes=1)
    cast(room, "i2")
    for seat in ("s1", "i1"):
        cast(room, seat)
    tell(room, room.secretary, "poll.closed.v1", PollClosed())
    assert decision(room).outcome == "adopted"
    assert_closes_recompute(room)


@pytest.mark.parametrize(("present", "expected"), [(True, "adopted"), (False, "inquorate")])
def test_an_alternate_makes_presence_where_the_charter_says_so(
    present: bool,  # noqa: FBT001 -- a table has its columns
    expected: str,
) -> None:
    """Who stands in is told by who says that they came."""
    room = Boardroom(people=People(alternates=Alternates(present=present)))
    named = AlternateNamed(seat="i2", person="clerk", from_=SINCE)
    room.say(room.cro, "alternate.named.v1", BOARD, named)
    sit(room, "s1")
    come(room, "i2", voice=room.clerk)
    room.advance(minutes=1)
    put_there(room)
    cast(room, "s1")
    tell(room, room.secretary, "poll.closed.v1", PollClosed())

    assert decision(room).outcome == expected
    assert_closes_recompute(room)


@pytest.mark.parametrize(
    ("remote", "expected"), [("counts", "adopted"), ("votes", "inquorate"), ("barred", None)]
)
def test_remote_presence_is_what_the_charter_makes_of_it(remote: Any, expected: Any) -> None:
    """It makes a quorum, or only a vote, or neither."""
    room = Boardroom(**sitting(remote=remote))
    sit(room, "s1", "s2")
    come(room, "i1", mode="remote")
    room.advance(minutes=1)
    put_there(room)
    for seat in ("s1", "s2"):
        cast(room, seat)

    if expected is None:
        untold_ballot(room, BallotBarredError, "i1")
        return
    cast(room, "i1")
    tell(room, room.secretary, "poll.closed.v1", PollClosed())
    assert decision(room).outcome == expected
    assert_closes_recompute(room)


def test_nobody_abstains_where_the_charter_bars_it() -> None:
    """A ballot is cast as the charter lets it be cast."""
    room = Boardroom(**votes(abstain="barred"))
    put(room)

    untold_ballot(room, BallotBarredError, "s1", choice="abstain")
    cast_all(room, "++--")


@pytest.mark.parametrize(
    ("rule", "passed"), [(Ballots(changeable=False), 0), (Ballots(freeze=days(2)), 3)]
)
def test_a_ballot_is_replaced_until_it_is_frozen(rule: Ballots, passed: int) -> None:
    """Not at all, or not near the end of the poll; a first ballot is cast to the end."""
    room = Boardroom(ballots=rule)
    put(room)
    cast(room, "s1")
    if passed:
        cast(room, "s1", "against")
    room.advance(days=passed)

    untold_ballot(room, BallotBarredError, "s1", choice="against")
    cast(room, "s2")
    late = BallotCast(seat="s2", choice="for")
    untold(room, BallotStaleError, room.people["s2"], "ballot.cast.v1", late, base=None)
