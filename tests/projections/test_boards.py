"""Boards as they can be read: charters and how each came, members, defaults, composition."""

from datetime import timedelta

import pytest

from ledger.domain.kinds.base import Money
from ledger.domain.kinds.board import (
    AlternateNamed,
    CharterAmended,
    DefaultCured,
    DefaultNotified,
    InterestDeclared,
    MemberAppointed,
    MemberEnded,
)
from ledger.domain.kinds.charter.people import (
    AttendanceRule,
    AttributeRule,
    CompositionRule,
    OfLast,
    People,
)
from ledger.domain.kinds.charter.powers import Adding, DecisionRight, Powers
from ledger.domain.kinds.charter.terms import Limit, Period, Some, Threshold, Who
from ledger.domain.kinds.meeting import MeetingClosed
from projections import boards, live
from tests.projections.business import PEOPLE, cast, now, picked
from tests.projections.conftest import ANYBODY, Told, party_reader
from tests.unit.domain.boardroom import BOARD, DECISION, MEETING, SINCE, Boardroom, charter

FULL = Some(name="side", who=Who(parties=("iqvia",)), least=Threshold(count=3))
NEXT = SINCE + timedelta(days=1)


@pytest.fixture
def room() -> Boardroom:
    """A board whose members declare their profession, with a rule about the whole."""
    people = People(
        offices=PEOPLE.offices,
        suspension=PEOPLE.suspension,
        attributes=(AttributeRule(name="profession", values=("physician", "lay")),),
        composition=(CompositionRule(rule="balance", needs=FULL),),
    )
    return Boardroom(people=people)


def test_a_charter_says_by_whom_and_how_it_came(room: Boardroom, reading: Told) -> None:
    """The one in force is the newest; each says by which means, and who joined in."""
    first = room.board.charter_digest
    body = CharterAmended(charter=charter(people=PEOPLE))
    amended = room.say(room.sponsor, "charter.amended.v1", BOARD, body, base=first)
    room.endorse(room.cro, BOARD, amended)

    found = boards.load(reading(room), ANYBODY, BOARD)

    assert found is not None
    assert found["charter"]["digest"] == amended.digest
    assert picked(found["charters"], "digest", "replaces", "means", "person") == [
        (first, None, "parties", "signer-s"),
        (amended.digest, first, "parties", "signer-s"),
    ]
    assert [row["party"] for row in found["charter"]["endorsements"]] == ["iqvia"]


def test_seats_show_who_sits_there_today(room: Boardroom, reading: Told) -> None:
    """Holders with what they declare, their alternate and their term; vacancies as such."""
    appointed = MemberAppointed(
        seat="i3", person="spare", from_=NEXT, attributes={"profession": "lay"}
    )
    ended = room.acts("member.appointed.v1")[-1]
    room.say(
        room.cro,
        "member.ended.v1",
        BOARD,
        MemberEnded(on=SINCE),
        subject=ended.digest,
    )
    room.say(room.cro, "member.appointed.v1", BOARD, appointed)
    alternate = AlternateNamed(seat="i3", person="clerk", from_=NEXT)
    room.say(room.cro, "alternate.named.v1", BOARD, alternate)

    found = live.board(reading(room), ANYBODY, BOARD, now(room))

    assert found is not None
    seats = {seat["seat"]: seat for seat in found["seats"]}
    assert picked([seats["i3"]], "person", "alternate", "attributes", "since", "standing") == [
        ("spare", "clerk", {"profession": "lay"}, NEXT.isoformat(), "may-vote")
    ]
    assert picked([seats["guest"]], "person", "voting", "standing") == [(None, False, "no-vote")]
    assert picked(found["alternates"], "name", "person") == [("i3", "clerk")]
    assert picked(found["officers"], "office", "person") == [
        ("chair", "member-s1"),
        ("secretary", "clerk"),
    ]


def test_composition_is_told_rule_by_rule(room: Boardroom, reading: Told) -> None:
    """Whether each rule is met, part by part, with its numbers."""
    found = live.board(reading(room), ANYBODY, BOARD, now(room))

    assert found is not None
    assert picked(found["composition"], "rule", "binds", "met") == [
        ("balance", "appointment", False)
    ]
    assert picked(found["composition"][0]["parts"], "found", "needed") == [(2, 3)]


def test_a_default_rests_a_vote_until_it_is_cured(room: Boardroom, reading: Told) -> None:
    """Notice and cure are on record; in between the seat has no vote, once its time is over."""
    notice = room.say(
        room.chair, "default.notified.v1", BOARD, DefaultNotified(party="iqvia", seat="i1")
    )
    room.advance(days=2)
    resting = live.board(reading(room), ANYBODY, BOARD, now(room))
    room.say(room.chair, "default.cured.v1", BOARD, DefaultCured(), subject=notice.digest)
    cured = live.board(reading(room), ANYBODY, BOARD, now(room))

    assert resting is not None
    assert cured is not None
    assert picked(resting["defaults"], "party", "seat", "reason", "cured_at") == [
        ("iqvia", "i1", "because", None)
    ]
    assert resting["seats"][2]["standing"] == "suspended"
    assert cured["defaults"][0]["cured_at"] is not None
    assert cured["seats"][2]["standing"] == "may-vote"


def test_attendance_and_decisions_are_noted_where_rights_hang_on_them(reading: Told) -> None:
    """What a board's own stream tells of meetings that ended and of decisions."""
    rule = AttendanceRule(lose=OfLast(meetings=1, of_last=1))
    limit = Limit(fixed=Money(minor=100, currency="EUR"))
    rights = (DecisionRight(class_="scope", up_to=limit),)
    powers = Powers(rights=rights, adding=Adding(window=Period(count=1, unit="years")))
    people = People(offices=PEOPLE.offices, attendance=rule)
    room = Boardroom(people=people, powers=powers)
    room.meet("s1", "i1")
    room.say(room.chair, "meeting.closed.v1", MEETING, MeetingClosed())
    room.open(room.move())
    for seat in ("s1", "i1"):
        cast(room, seat, "for")
    room.advance(days=5)
    body = InterestDeclared(person="member-s1")
    room.say(room.people["s1"].as_("person"), "interest.declared.v1", BOARD, body)

    found = live.board(reading(room), ANYBODY, BOARD, now(room))

    assert found is not None
    assert picked(found["attended"], "meeting", "present", "remote") == [
        (MEETING, ["i1", "s1"], ["i1", "s1"])
    ]
    assert picked(found["noted"], "decision", "outcome", "interim") == [
        (DECISION, "adopted", False)
    ]
    assert picked(found["interests"], "person", "matter") == [("member-s1", None)]
    assert [seat["standing"] for seat in found["seats"][:4]] == [
        "may-vote",
        "right-lost",
        "may-vote",
        "right-lost",
    ]
    assert picked(found["meetings"], "stream", "phase") == [(MEETING, "closed")]
    assert picked(found["decisions"], "stream", "outcome") == [(DECISION, "adopted")]


def test_a_board_is_for_those_who_may_read_it(room: Boardroom, reading: Told) -> None:
    """Outsiders learn nothing, not even that it exists."""
    connection = reading(room)

    assert live.board(connection, party_reader("tech"), BOARD, now(room)) is not None
    assert live.board(connection, party_reader("nobody"), BOARD, now(room)) is None
    assert boards.list_all(connection, party_reader("nobody")) == []
