"""Rights over time: attendance, default, terms, composition, offices apart."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.boards.appointments import (
    AppointmentError,
    NoticeUnknownError,
    NotOfTheBoardError,
    OfficeHolderError,
    PersonSeatedError,
)
from ledger.domain.boards.speaking import OfficeNotHeldError, SeatUnknownError
from ledger.domain.decisions.moving import CompositionLackingError
from ledger.domain.decisions.polling import SeatKeptOutError
from ledger.domain.kinds.board import (
    DefaultCured,
    DefaultNotified,
    MemberAppointed,
    MemberEnded,
    OfficerAppointed,
)
from ledger.domain.kinds.charter.people import (
    AttendanceRule,
    AttributeRule,
    CompositionRule,
    OfficeRule,
    OfLast,
    People,
    Suspension,
    TermRule,
)
from ledger.domain.kinds.charter.terms import Period, Some, Who
from ledger.domain.kinds.decision import BallotCast
from tests.unit.domain.boardroom import BOARD, SINCE, Boardroom, decision
from tests.unit.domain.charter_parts import days, fixed
from tests.unit.domain.courses import cast, motion_of, put, tell, untold
from tests.unit.domain.recomputing import assert_closes_recompute
from tests.unit.domain.sittings import call, close, come, sit

CHAIRED = (OfficeRule(office="chair", party="servier"),)


def people(**members: Any) -> dict[str, Any]:
    """Return rules about people, the sponsor filling the chair."""
    return {"people": People(**{"offices": CHAIRED, **members})}


def kept_out(room: Boardroom, stream: str = "decision/jsc/1") -> dict[str, str | None]:
    """Return what keeps each seat of the electorate from voting."""
    poll = motion_of(room, stream).poll
    assert poll is not None
    return {voter.seat: voter.kept_out for voter in poll.electorate if voter.kept_out}


def hold(room: Boardroom, number: int, *seats: str, remote: tuple[str, ...] = ()) -> None:
    """Hold a meeting to which these seats come."""
    stream = f"meeting/jsc/{number}"
    sit(room, *seats, stream=stream)
    for seat in remote:
        come(room, seat, stream, mode="remote")
    close(room, stream)


def test_a_vote_is_lost_by_staying_away_and_gained_by_coming() -> None:
    """Each meeting's end is noted in the board's stream; the next motion counts by it."""
    rule = AttendanceRule(
        lose=OfLast(meetings=2, of_last=2), gain=OfLast(meetings=1, of_last=1), remote=False
    )
    room = Boardroom(**people(attendance=rule))
    hold(room, 1, "s1", "i1", remote=("i2",))
    put(room)
    first = kept_out(room)
    hold(room, 2, "s1", "i1", remote=("i2",))
    put(room, "decision/jsc/2")
    second = kept_out(room, "decision/jsc/2")
    hold(room, 3, "s1", "s2", "i1")
    put(room, "decision/jsc/3")

    assert (first, second) == ({}, {"s2": "right-lost", "i2": "right-lost"})
    assert kept_out(room, "decision/jsc/3") == {"i2": "right-lost"}
    notes = room.acts("attendance.noted.v1")
    assert [(note.body.present, note.body.remote) for note in notes] == [  # type: ignore[attr-defined]
        (("i1", "i2", "s1"), ("i2",)),
        (("i1", "i2", "s1"), ("i2",)),
        (("i1", "s1", "s2"), ()),
    ]
    ballot = BallotCast(seat="i2", choice="for")
    untold(
        room, SeatKeptOutError, room.people["i2"], "ballot.cast.v1", ballot, stream="decision/jsc/3"
    )
    assert_closes_recompute(room)


def test_a_meeting_that_was_called_off_counts_for_nobody() -> None:
    """Nobody missed what was never opened, and where no rule asks nothing is noted."""
    rule = AttendanceRule(lose=OfLast(meetings=1, of_last=1))
    room = Boardroom(**people(attendance=rule))
    call(room)
    close(room)
    plain = Boardroom()
    hold(plain, 1, "s1", "i1")

    assert room.acts("attendance.noted.v1") + plain.acts("attendance.noted.v1") == []


def test_a_vote_rests_while_its_owner_is_in_default() -> None:
    """After notice and its time; not once the default is cured."""
    room = Boardroom(**people(suspension=Suspension(after=days(10))))
    notice = DefaultNotified(party="iqvia")
    noticed = room.say(room.sponsor, "default.notified.v1", BOARD, notice)
    put(room)
    first = kept_out(room)
    room.advance(days=10)
    put(room, "decision/jsc/2")
    second = kept_out(room, "decision/jsc/2")
    cured = ("default.cured.v1", BOARD, DefaultCured())
    room.refused(NoticeUnknownError, room.cro, *cured, subject=noticed.digest)
    room.refused(NoticeUnknownError, room.sponsor, *cured, subject=room.board.charter_digest)
    room.say(room.sponsor, *cured, subject=noticed.digest)
    room.refused(NoticeUnknownError, room.sponsor, *cured, subject=noticed.digest)
    put(room, "decision/jsc/3")

    assert first == kept_out(room, "decision/jsc/3") == {}
    assert second == {"i1": "suspended", "i2": "suspended"}
    assert_closes_recompute(room)


def test_a_notice_of_default_is_given_to_a_party_of_the_board() -> None:
    """Or to one of its seats, by a signatory or an officer."""
    room = Boardroom(**people(suspension=Suspension(after=days(0))))
    said = ("default.notified.v1", BOARD)

    room.refused(NotOfTheBoardError, room.sponsor, *said, DefaultNotified(party="tech"))
    for seat in ("s9", "s1"):
        body = DefaultNotified(party="iqvia", seat=seat)
        room.refused(SeatUnknownError, room.sponsor, *said, body)
    one = DefaultNotified(party="iqvia", seat="i1")
    room.refused(OfficeNotHeldError, room.people["s2"].as_("chair"), *said, one)
    room.say(room.chair, *said, one)
    put(room)
    assert kept_out(room) == {"i1": "suspended"}


def appoint(seat: str = "i3", person: str = "clerk", **members: Any) -> MemberAppointed:
    """Return an appointment."""
    return MemberAppointed(**{"seat": seat, "person": person, "from_": SINCE, **members})


TERM = TermRule(
    who=Who(seats=("i3",)),
    shortest=Period(count=6, unit="months"),
    longest=Period(count=1, unit="years"),
    terms_max=2,
    holdover=days(10),
)
LAY = CompositionRule(
    rule="lay", needs=Some(name="lay", who=Who(attributes={"lay": ("no",)}), most=fixed(0))
)


@pytest.mark.parametrize(
    "body",
    [
        appoint(until=date(2021, 1, 1)),  # shorter than half a year
        appoint(until=date(2022, 1, 1)),  # longer than a year
        appoint(attributes={"colour": "red"}),  # nothing that the charter knows
        appoint(attributes={"lay": "perhaps"}),
        appoint(attributes={"lay": "no"}),  # then the board is no longer as it must be
    ],
)
def test_nobody_is_appointed_against_the_charter(body: MemberAppointed) -> None:
    """Terms, attributes and the composition of the whole are judged at the appointment."""
    attributes = (AttributeRule(name="lay", values=("yes", "no")),)
    room = Boardroom(**people(terms=(TERM,), attributes=attributes, composition=(LAY,)))

    room.refused(AppointmentError, room.cro, "member.appointed.v1", BOARD, body)
    room.say(room.cro, "member.appointed.v1", BOARD, appoint(attributes={"lay": "yes"}))


def test_terms_in_a_row_are_counted() -> None:
    """After the most that the charter allows somebody else has a turn."""
    room = Boardroom(**people(terms=(TERM,)))
    said = ("member.appointed.v1", BOARD)
    for year in (2020, 2021):
        first, last = date(year, 12, 1), date(year + 1, 11, 30)
        room.say(room.cro, *said, appoint(from_=first, until=last))
    third = appoint(from_=date(2022, 12, 1))

    room.refused(AppointmentError, room.cro, *said, third)
    other = appoint(person="signer-i", from_=date(2022, 12, 1), until=date(2023, 11, 30))
    room.say(room.cro, *said, other)
    room.say(room.cro, *said, appoint("i3", from_=date(2023, 12, 2), until=date(2024, 12, 1)))


def voters(room: Boardroom, stream: str) -> set[str]:
    """Return the seats of the electorate."""
    put(room, stream)
    poll = motion_of(room, stream).poll
    assert poll is not None
    return set(poll.voters)


def test_a_member_holds_over_while_nobody_follows() -> None:
    """For so long as the charter says; not when the appointment was ended."""
    room = Boardroom(**people(terms=(TERM,)))
    held = appoint(until=date(2021, 6, 30))
    room.say(room.cro, "member.appointed.v1", BOARD, held)
    following = appoint(person="signer-i", from_=date(2022, 1, 1))
    room.say(room.cro, "member.appointed.v1", BOARD, following)
    room.advance(days=(date(2021, 7, 5) - room.now.date()).days)
    over = voters(room, "decision/jsc/1")
    room.advance(days=6)
    after = voters(room, "decision/jsc/2")

    assert ("i3" in over, "i3" in after) == (True, False)
    ended = Boardroom(**people(terms=(TERM,)))
    act = ended.say(ended.cro, "member.appointed.v1", BOARD, held)
    body = MemberEnded(on=date(2020, 12, 31))
    ended.say(ended.cro, "member.ended.v1", BOARD, body, subject=act.digest)
    ended.advance(days=(date(2021, 7, 5) - ended.now.date()).days)
    assert "i3" not in voters(ended, "decision/jsc/1")
    assert_closes_recompute(ended)


def test_a_board_that_lacks_somebody_decides_nothing() -> None:
    """Where the composition binds decisions, too, an opening is refused by its name."""
    rule = CompositionRule(
        rule="five", needs=Some(name="members", least=fixed(5)), binds="decision"
    )
    room = Boardroom(**people(composition=(rule,)))
    moved = room.move()
    said = (room.secretary, "motion.opened.v1", "decision/jsc/1", room.opening())

    room.refused(CompositionLackingError, *said, subject=moved.digest)
    room.say(room.cro, "member.appointed.v1", BOARD, appoint())
    room.open(moved)
    assert decision(room).phase == "open"


@pytest.mark.parametrize("one_seat", [True, False])
def test_a_person_holds_one_seat_unless_the_charter_lets_them_hold_more(one_seat: bool) -> None:  # noqa: FBT001 -- a table has its columns
    """Votes counted by person are still one a person."""
    room = Boardroom(**people(one_seat=one_seat))
    said = (room.cro, "member.appointed.v1", BOARD, appoint(person="member-i1"))

    if one_seat:
        room.refused(PersonSeatedError, *said)
    else:
        room.say(*said)
        put(room)
        for seat in ("i1", "i3"):
            cast(room, seat, voice=room.people["i1"])
        assert decision(room).phase == "open"


def officer(office: Any, person: str, party: str = "servier") -> OfficerAppointed:
    """Return an appointment to an office."""
    return OfficerAppointed(office=office, party=party, person=person, from_=SINCE)


def test_offices_are_kept_apart_and_held_by_whom_the_charter_lets() -> None:
    """No chair is also the vice-chair, and the vice-chair is a member of the CRO."""
    rules = (
        *CHAIRED,
        OfficeRule(office="vice_chair", party="servier", apart=("chair",)),
        OfficeRule(office="co_chair", party="servier", who=Who(parties=("iqvia",))),
    )
    room = Boardroom(**people(offices=rules))
    said = ("officer.appointed.v1", BOARD)

    room.refused(OfficeHolderError, room.sponsor, *said, officer("vice_chair", "member-s1"))
    room.refused(OfficeHolderError, room.sponsor, *said, officer("co_chair", "member-s2"))
    room.refused(OfficeHolderError, room.sponsor, *said, officer("co_chair", "clerk", "iqvia"))
    room.say(room.sponsor, *said, officer("vice_chair", "member-s2"))
    room.say(room.sponsor, *said, officer("co_chair", "member-i1", "iqvia"))
    tomorrow = room.now.date() + timedelta(days=1)
    holders = room.board.officer("vice_chair", tomorrow, room.world.size)
    assert [holder.person for holder in holders] == ["member-s2"]


def test_a_default_of_one_is_no_reason_for_another() -> None:
    """A suspended seat is told why it has no vote."""
    room = Boardroom(**people(suspension=Suspension(after=days(0))))
    body = DefaultNotified(party="iqvia", seat="i1")
    room.say(room.sponsor, "default.notified.v1", BOARD, body)
    put(room)
    ballot = BallotCast(seat="i1", choice="for")

    refusal = untold(room, SeatKeptOutError, room.people["i1"], "ballot.cast.v1", ballot)
    assert refusal.facts["reason"] == "suspended"
    tell(room, room.people["i2"], "ballot.cast.v1", BallotCast(seat="i2", choice="for"))
