"""Boards: constitution, charter, seats and offices."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.boards.appointments import (
    AlternateIsMemberError,
    AppointerError,
    AppointmentUnknownError,
    BoardPartiesError,
    BoardReadersError,
    CharterStaleError,
    NotOfTheBoardError,
    PersonSeatedError,
    SeatTakenError,
)
from ledger.domain.boards.speaking import SeatUnknownError
from ledger.domain.charters.soundness import CharterUnsoundError
from ledger.domain.enrolment import DatesError, PartyUnknownError, PersonUnknownError
from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.board import (
    AlternateNamed,
    CharterAmended,
    MemberAppointed,
    MemberEnded,
)
from ledger.domain.kinds.charter.conduct import Written
from ledger.domain.kinds.charter.counting import Majority, Quorum
from ledger.domain.kinds.charter.people import People, Seat
from ledger.domain.kinds.charter.terms import Threshold
from ledger.domain.kinds.common import ActWithdrawn
from ledger.evidence.statement import PartySlug, StreamName
from tests.unit.domain.boardroom import BOARD, MOST, SINCE, Boardroom, charter, constitution
from tests.unit.domain.charter_parts import THREE_DAYS, votes, written
from tests.unit.domain.story import Story, Voice

OTHER = "board/joc"
LATER = date(2021, 6, 1)


@pytest.fixture
def room() -> Boardroom:
    """A board that is constituted and filled."""
    return Boardroom()


def appointment(seat: str = "i3", person: str = "clerk", **members: Any) -> MemberAppointed:
    """Return an appointment."""
    return MemberAppointed(**{"seat": seat, "person": person, "from_": SINCE, **members})


def test_a_board_stands_when_every_party_has_endorsed_it() -> None:
    """One party's signatory constitutes, a signatory of each other party joins in."""
    story = Story()
    sponsor = story.enrol("servier", "signer-s", "signatory")
    cro = story.enrol("iqvia", "signer-i", "signatory")
    proposed = story.say(sponsor, "board.constituted.v1", BOARD, constitution())

    assert story.matter(BOARD) is None
    story.endorse(cro, BOARD, proposed)
    assert story.matter(BOARD).charter_digest == proposed.digest
    stream = story.world.stream(StreamName(BOARD))
    assert stream is not None
    assert stream.audience == frozenset(map(PartySlug, ("servier", "iqvia", "tech")))


def test_a_board_can_be_one_party_s_own() -> None:
    """Where one party constitutes for itself, nobody else has to join in."""
    story = Story()
    sponsor = story.enrol("servier", "signer-s", "signatory")
    seats = (Seat(seat="s1", party="servier"),)
    quorum = (Quorum(base="all_seats", threshold=MOST),)
    rules = charter(seats=seats, quorum=quorum)
    body = constitution(parties=("servier",), readers=(), charter=rules)

    story.say(sponsor, "board.constituted.v1", BOARD, body)

    assert story.matter(BOARD).parties == ("servier",)


@pytest.mark.parametrize(
    ("members", "error"),
    [
        ({"parties": ("servier", "iqvia", "pfizer")}, PartyUnknownError),
        ({"readers": ("pfizer",)}, PartyUnknownError),
        ({"readers": ("iqvia",)}, BoardPartiesError),
        ({"parties": ("servier", "servier")}, BoardPartiesError),
        ({"parties": ("iqvia", "tech"), "readers": ()}, NotOfTheBoardError),
        (
            {
                "charter": charter(
                    **votes(
                        needs=(
                            Majority(
                                base="cast",
                                threshold=Threshold(
                                    reach="more_than", share=Fraction(num=1, den=1)
                                ),
                            ),
                        )
                    )
                )
            },
            CharterUnsoundError,
        ),
    ],
)
def test_an_unsound_board_is_not_constituted(
    room: Boardroom, members: dict[str, Any], error: Any
) -> None:
    """Its parties are admitted, named once, the signer's among them, the charter works."""
    room.refused(error, room.sponsor, "board.constituted.v1", OTHER, constitution(**members))


def test_a_name_stays_meant_for_those_to_whom_it_was_proposed(room: Boardroom) -> None:
    """A withdrawn proposal can be made again to the same parties only: others may not read it."""
    proposed = room.say(room.sponsor, "board.constituted.v1", OTHER, constitution())
    room.say(room.sponsor, "act.withdrawn.v1", OTHER, ActWithdrawn(), subject=proposed.digest)

    room.refused(
        BoardReadersError, room.sponsor, "board.constituted.v1", OTHER, constitution(readers=())
    )
    room.say(room.sponsor, "board.constituted.v1", OTHER, constitution(name="Again"))


def test_a_charter_is_amended_by_all_parties(room: Boardroom) -> None:
    """The new charter governs from the last endorsement on; the old one stays readable."""
    before = room.board.charter_digest
    amended = room.say(
        room.cro,
        "charter.amended.v1",
        BOARD,
        CharterAmended(charter=charter(**written(closes="at_end"))),
        base=before,
    )

    assert room.board.charter_digest == before
    room.endorse(room.sponsor, BOARD, amended)
    assert room.board.charter.procedures.written == Written(window=THREE_DAYS, closes="at_end")
    assert set(room.board.charters) == {before, amended.digest}


def test_an_amendment_replaces_the_charter_that_it_names(room: Boardroom) -> None:
    """Of two amendments on one charter the second has to be made again."""
    body = CharterAmended(charter=charter(**written(closes="at_end")))
    base = room.board.charter_digest
    one, two = (room.say(room.cro, "charter.amended.v1", BOARD, body, base=base) for _ in range(2))
    room.endorse(room.sponsor, BOARD, one)

    room.refused(CharterStaleError, room.cro, "charter.amended.v1", BOARD, body)
    with pytest.raises(CharterStaleError):
        room.endorse(room.sponsor, BOARD, two)


def test_an_amendment_is_judged_like_a_first_charter(room: Boardroom) -> None:
    """No amendment can leave the board without a vote."""
    seats = (Seat(seat="s1", party="servier", voting=False),)

    room.refused(
        CharterUnsoundError,
        room.cro,
        "charter.amended.v1",
        BOARD,
        CharterAmended(charter=charter(seats=seats)),
        base=room.board.charter_digest,
    )


def test_the_electorate_is_every_filled_voting_seat(room: Boardroom) -> None:
    """Vacant seats and seats without a vote are not in it; alternates are named."""
    room.say(
        room.cro,
        "alternate.named.v1",
        BOARD,
        AlternateNamed(seat="i2", person="clerk", from_=SINCE),
    )

    electorate = room.opening(room.move().statement.stream).electorate

    assert [(each.seat, each.person, each.alternate) for each in electorate] == [
        ("s1", "member-s1", None),
        ("s2", "member-s2", None),
        ("i1", "member-i1", None),
        ("i2", "member-i2", "clerk"),
    ]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (appointment("i9"), SeatUnknownError),
        (appointment("s1"), AppointerError),
        (appointment("i1"), SeatTakenError),
        (appointment("i1", until=SINCE), SeatTakenError),
        (appointment("i3", "member-i1"), PersonSeatedError),
        (appointment("i3", "spare"), PersonSeatedError),
        (appointment("i3", "member-s1"), PersonUnknownError),
        (appointment("i3", until=date(2020, 11, 30)), DatesError),
    ],
)
def test_a_seat_is_filled_by_its_owner_with_one_person(
    room: Boardroom, body: MemberAppointed, error: Any
) -> None:
    """Not another's seat, not a taken one, not somebody who has one or is unknown."""
    room.refused(error, room.cro, "member.appointed.v1", BOARD, body)


def test_a_seat_can_be_filled_in_turn(room: Boardroom) -> None:
    """One member after another, and a registrar may appoint where the charter lets them."""
    room.say(room.cro, "member.appointed.v1", BOARD, appointment(until=date(2021, 5, 31)))
    following = appointment(person="signer-i", from_=LATER)
    registrar = room.registrars["iqvia"]
    room.say(registrar, "member.appointed.v1", BOARD, following)
    seat = room.board.seat("i3")
    assert seat is not None

    holders = [
        room.board.holder(seat, on, room.world.size)
        for on in (date(2020, 11, 30), date(2021, 5, 31), LATER)
    ]

    assert [holder and holder.person for holder in holders] == [None, "clerk", "signer-i"]


@pytest.mark.parametrize(
    ("allowed", "capacity"), [("signatory", "registrar"), ("registrar", "signatory")]
)
def test_the_charter_says_in_which_capacity_members_are_appointed(
    allowed: Any, capacity: str
) -> None:
    """Where the charter names one capacity, the other does not appoint."""
    room = Boardroom()
    base = room.board.charter_digest
    body = CharterAmended(charter=charter(people=People(appointed_by=allowed)))
    room.endorse(
        room.sponsor, BOARD, room.say(room.cro, "charter.amended.v1", BOARD, body, base=base)
    )
    voices = {"registrar": room.registrars["iqvia"], "signatory": room.cro}

    room.refused(AppointerError, voices[capacity], "member.appointed.v1", BOARD, appointment())
    room.say(voices[allowed], "member.appointed.v1", BOARD, appointment())


def test_parties_that_only_read_appoint_nobody(room: Boardroom) -> None:
    """A reader of the board has no part in filling it."""
    room.refused(NotOfTheBoardError, room.guest, "member.appointed.v1", BOARD, appointment())


def end_of(room: Boardroom, voice: Voice) -> tuple[Any, ...]:
    """Return what to say to end a membership in a month."""
    body = MemberEnded(on=room.now.date() + timedelta(days=30))
    return voice, "member.ended.v1", BOARD, body


def test_a_membership_ends_on_the_day_named(room: Boardroom) -> None:
    """Until then the seat is held; what was judged before the ending stays judged so."""
    held = room.say(room.cro, "member.appointed.v1", BOARD, appointment())
    before = room.world.size
    room.say(*end_of(room, room.cro), subject=held.digest)
    seat = room.board.seat("i3")
    assert seat is not None
    last, after = (room.now.date() + timedelta(days=days) for days in (30, 31))

    actual = [
        room.board.holder(seat, on, index) is not None
        for on, index in ((last, room.world.size), (after, room.world.size), (after, before))
    ]

    assert actual == [True, False, True]
    room.refused(AppointmentUnknownError, *end_of(room, room.cro), subject=held.digest)
    room.say(room.cro, "member.appointed.v1", BOARD, appointment(from_=after))


@pytest.mark.parametrize("on", [date(2020, 11, 30), date(2021, 2, 1)])
def test_a_membership_ends_within_its_term(room: Boardroom, on: date) -> None:
    """It cannot end before it began, nor be made longer by ending it."""
    body = appointment(until=date(2021, 1, 31))
    held = room.say(room.cro, "member.appointed.v1", BOARD, body)

    room.refused(
        AppointmentUnknownError,
        room.cro,
        "member.ended.v1",
        BOARD,
        MemberEnded(on=on),
        subject=held.digest,
    )


def test_a_membership_is_ended_by_the_seat_s_owner(room: Boardroom) -> None:
    """Nobody else's word unseats a member, and only an appointment can be ended."""
    held = room.say(room.cro, "member.appointed.v1", BOARD, appointment())
    office_held = room.acts("officer.appointed.v1")[-1]

    room.refused(AppointerError, *end_of(room, room.sponsor), subject=held.digest)
    room.refused(AppointmentUnknownError, *end_of(room, room.cro), subject=office_held.digest)


def test_a_member_of_a_seat_that_is_gone_can_be_ended(room: Boardroom) -> None:
    """When an amendment drops a seat, its member's party still ends the appointment."""
    held = room.say(room.cro, "member.appointed.v1", BOARD, appointment())
    seats = tuple(seat for seat in charter().seats if seat.seat != "i3")
    amended = room.say(
        room.cro,
        "charter.amended.v1",
        BOARD,
        CharterAmended(charter=charter(seats=seats)),
        base=room.board.charter_digest,
    )
    room.endorse(room.sponsor, BOARD, amended)

    room.refused(AppointerError, *end_of(room, room.sponsor), subject=held.digest)
    room.say(*end_of(room, room.cro), subject=held.digest)


def test_a_seat_that_changes_hands_loses_its_member(room: Boardroom) -> None:
    """Only people of the seat's owner hold it, also when an amendment moves the seat."""
    seats = tuple(
        Seat(seat=seat.seat, party="servier") if seat.seat == "i1" else seat
        for seat in charter().seats
    )
    amended = room.say(
        room.cro,
        "charter.amended.v1",
        BOARD,
        CharterAmended(charter=charter(seats=seats)),
        base=room.board.charter_digest,
    )
    room.endorse(room.sponsor, BOARD, amended)

    electorate = room.opening(room.move().statement.stream).electorate

    assert "i1" not in {voter.seat for voter in electorate}


def test_nobody_stands_in_for_themselves(room: Boardroom) -> None:
    """An alternate is another person of the seat's owner."""
    body = AlternateNamed(seat="i1", person="member-i1", from_=SINCE)

    room.refused(AlternateIsMemberError, room.cro, "alternate.named.v1", BOARD, body)
    vacant = AlternateNamed(seat="i3", person="member-i1", from_=SINCE)
    room.say(room.cro, "alternate.named.v1", BOARD, vacant)
