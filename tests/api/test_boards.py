"""Boards and their meetings over HTTP: who sits there now, and what a decision waits for."""

import json
from datetime import timedelta
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator

from ledger.domain.kinds.decision import MotionMoved
from ledger.domain.kinds.meeting import (
    AgendaItem,
    AttendanceChanged,
    MeetingCalled,
    MeetingOpened,
)
from tests.api.house import AUDITOR, RIVAL, House, assert_error_shape

MEETING, MOTION = "meeting/jsc/2021-01", "decision/jsc/2021-001"
PATHS = (
    "/v1/boards/jsc",
    "/v1/boards/jsc/decisions",
    "/v1/boards/jsc/meetings",
    "/v1/boards/jsc/meetings/2021-01",
)


def read(house: House, path: str, name: str = "member-a") -> dict[str, Any]:
    """Return what somebody is answered."""
    answer = house.get(path, name)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = json.loads(answer.data)
    return found


@pytest.fixture
def busy(house: House) -> House:
    """A house in which a meeting is under way and a motion was moved."""
    at = house.now.replace(microsecond=0)
    called = MeetingCalled(
        class_="ordinary",
        starts_at=at,
        tz="Europe/Paris",
        mode="remote",
        agenda=(AgendaItem(item="news", title="News", purpose="information"),),
    )
    chair = house.desk("member-b", "chair")
    chair.say("meeting.called.v1", MEETING, called)
    chair.say("meeting.opened.v1", MEETING, MeetingOpened())
    came = AttendanceChanged(seat="servier-1", presence="in", mode="remote", at=at)
    house.desk("member-a", "member").say("attendance.changed.v1", MEETING, came)
    moved = MotionMoved(
        title="A next step",
        text="The committee takes the next step.",
        class_="process",
        procedure="written",
        opens_at=at + timedelta(days=1),
    )
    house.desk("member-a", "member").say("motion.moved.v1", MOTION, moved)
    return house


def test_a_board_shows_who_sits_there(library: House) -> None:
    """Charter in force, seats with their holders, officers, decisions."""
    board = read(library, "/v1/boards/jsc")

    assert [seat["person"] for seat in board["seats"]] == [f"member-{each}" for each in "abcde"]
    assert [officer["office"] for officer in board["officers"]] == ["chair"]
    assert board["charter"]["means"] == "parties"
    assert board["charter"]["charter"]["schema"] == 1
    assert {each["section"] for each in board["sentences"]} >= {"Seats", "Quorum", "Votes"}
    assert {each["outcome"] for each in board["decisions"]} == {"adopted", "lapsed"}


def test_a_boards_decisions_are_those_of_the_list(library: House) -> None:
    """Two ways lead to the same answer."""
    by_board = read(library, "/v1/boards/jsc/decisions")

    assert by_board == read(library, "/v1/decisions?board=jsc")


def test_a_meeting_shows_who_is_there_now(busy: House) -> None:
    """Attendance as it comes, and the presence of this moment."""
    meeting = read(busy, "/v1/boards/jsc/meetings/2021-01")

    assert [each["seat"] for each in meeting["present"]] == ["servier-1"]
    assert (meeting["quorum"]["present"], meeting["quorum"]["met"]) == (1, False)
    assert [each["stream"] for each in read(busy, "/v1/boards/jsc/meetings")["meetings"]] == [
        MEETING
    ]


def test_what_is_missing_moves_with_the_clock(busy: House) -> None:
    """Nothing is recorded in between, and yet it is another time."""
    before = read(busy, f"/v1/decisions/{MOTION.removeprefix('decision/')}")["missing"]
    busy.advance(days=2)
    after = read(busy, f"/v1/decisions/{MOTION.removeprefix('decision/')}")["missing"]

    assert [(each["what"], each["since"] is None) for each in before] == [("opening", False)]
    assert [(each["what"], each["since"] is None) for each in after] == [("opening", True)]


def test_a_closed_decision_waits_for_nothing(library: House) -> None:
    """What is decided lacks nothing; what hangs on it is named."""
    decision = read(library, "/v1/decisions/jsc/2017-001")

    assert (decision["missing"], decision["in_doubt"]) == ([], None)
    assert "change/score-wo-1/co-1" in [each["stream"] for each in decision["hanging"]]


@pytest.mark.parametrize("path", PATHS)
def test_what_is_for_others_is_not_there(busy: House, path: str) -> None:
    """A rival learns nothing of boards and meetings, not even that they exist."""
    assert_error_shape(busy.get(path, RIVAL), 404, "nothing-there")


@pytest.mark.parametrize("path", PATHS)
def test_an_auditor_reads_the_board_of_their_scope(busy: House, path: str) -> None:
    """What belongs to a board in scope is in scope."""
    assert busy.get(path, AUDITOR).status_code == 200


def test_a_rival_has_no_boards(library: House) -> None:
    """A list is empty, not forbidden."""
    assert read(library, "/v1/boards", RIVAL)["boards"] == []
    assert [each["stream"] for each in read(library, "/v1/boards")["boards"]] == ["board/jsc"]


@pytest.mark.parametrize("path", ["/v1/boards/other", "/v1/boards/other/meetings"])
def test_a_board_that_is_not_there_is_not_found(library: House, path: str) -> None:
    """The same answer as for a board of others."""
    assert_error_shape(library.get(path, "member-a"), 404, "nothing-there")


def test_a_meeting_is_answered_as_it_is_described(busy: House) -> None:
    """The demo's board never met, so its meetings are held to the document here."""
    document = json.loads(busy.get("/v1/openapi.json").data)
    route = document["paths"]["/v1/boards/{board}/meetings/{name}"]["get"]
    schema = route["responses"]["200"]["content"]["application/json"]["schema"]
    validator = OAS31Validator({**schema, "components": document["components"]})

    found = read(busy, "/v1/boards/jsc/meetings/2021-01")

    assert [error.message for error in validator.iter_errors(found)] == []
