"""Offices and interests of a board."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.boards.appointments import (
    AppointmentUnknownError,
    InterestOfAnotherError,
    NotOfTheBoardError,
    OfficePartyError,
    OfficeTakenError,
)
from ledger.domain.enrolment import PersonUnknownError
from ledger.domain.kinds.board import InterestDeclared, OfficerAppointed, OfficerEnded
from tests.unit.domain.boardroom import BOARD, SINCE, Boardroom


@pytest.fixture
def room() -> Boardroom:
    """A board with a chair of the sponsor's and a secretary whom both chose."""
    return Boardroom()


def office(
    name: Any = "chair", party: str = "servier", person: str = "member-s2", **members: Any
) -> OfficerAppointed:
    """Return an appointment to an office."""
    return OfficerAppointed(
        **{"office": name, "party": party, "person": person, "from_": SINCE, **members}
    )


def test_an_office_is_filled_by_the_party_that_the_charter_names(room: Boardroom) -> None:
    """The sponsor names the chair by itself, and nobody else does."""
    chair = room.board.officer("chair", room.now.date(), room.world.size)

    assert [each.person for each in chair] == ["member-s1"]
    room.refused(OfficePartyError, room.cro, "officer.appointed.v1", BOARD, office())


def test_an_office_without_a_rule_is_filled_by_all(room: Boardroom) -> None:
    """It takes effect when a signatory of each other party has joined in."""
    vice = office("vice_chair", "iqvia", "member-i1")
    proposed = room.say(room.sponsor, "officer.appointed.v1", BOARD, vice)
    waiting = room.board.officer("vice_chair", room.now.date(), room.world.size)
    room.endorse(room.cro, BOARD, proposed)
    filled = room.board.officer("vice_chair", room.now.date(), room.world.size)

    assert (waiting, [each.person for each in filled]) == ((), ["member-i1"])


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (office(), OfficeTakenError),
        (office(party="tech", person="signer-t"), NotOfTheBoardError),
        (office(person="member-i1"), PersonUnknownError),
    ],
)
def test_an_office_has_one_holder_of_the_board_s_parties(
    room: Boardroom, body: OfficerAppointed, error: Any
) -> None:
    """A taken office, a person of no party of the board, an unknown person are refused."""
    room.refused(error, room.sponsor, "officer.appointed.v1", BOARD, body)


def test_co_chairs_are_one_of_each_party(room: Boardroom) -> None:
    """Two companies can chair together, and each has one co-chair."""
    for body in (office("co_chair"), office("co_chair", "iqvia", "member-i1")):
        proposed = room.say(room.sponsor, "officer.appointed.v1", BOARD, body)
        room.endorse(room.cro, BOARD, proposed)

    second = office("co_chair", person="member-s1")
    room.refused(OfficeTakenError, room.sponsor, "officer.appointed.v1", BOARD, second)
    holders = room.board.officer("co_chair", room.now.date(), room.world.size)
    assert [holder.person for holder in holders] == ["member-s2", "member-i1"]


def test_an_office_ends_as_it_was_given(room: Boardroom) -> None:
    """The chair by the sponsor alone, the secretary by both; then it can be given again."""
    chair, secretary = room.acts("officer.appointed.v1")
    body = OfficerEnded(on=room.now.date())

    room.refused(OfficePartyError, room.cro, "officer.ended.v1", BOARD, body, subject=chair.digest)
    room.say(room.sponsor, "officer.ended.v1", BOARD, body, subject=chair.digest)
    ending = room.say(room.cro, "officer.ended.v1", BOARD, body, subject=secretary.digest)
    tomorrow = room.now.date() + timedelta(days=1)
    still = room.board.officer("secretary", tomorrow, room.world.size)
    room.endorse(room.sponsor, BOARD, ending)

    assert [each.person for each in still] == ["clerk"]
    assert room.board.officer("chair", tomorrow, room.world.size) == ()
    assert room.board.officer("secretary", tomorrow, room.world.size) == ()
    room.say(room.sponsor, "officer.appointed.v1", BOARD, office(from_=tomorrow))


def test_only_a_standing_office_can_end(room: Boardroom) -> None:
    """A membership is no office, and no day before the first can be the last."""
    member = room.acts("member.appointed.v1")[0]
    chair = room.acts("officer.appointed.v1")[0]
    early = OfficerEnded(on=date(2020, 11, 30))

    for body, act in ((OfficerEnded(on=SINCE), member), (early, chair)):
        room.refused(
            AppointmentUnknownError,
            room.sponsor,
            "officer.ended.v1",
            BOARD,
            body,
            subject=act.digest,
        )


def test_an_interest_is_declared_by_its_holder(room: Boardroom) -> None:
    """One's own interest, its details sealed; never another's."""
    member = room.people["s1"]
    before = room.board

    room.refused(
        InterestOfAnotherError,
        member,
        "interest.declared.v1",
        BOARD,
        InterestDeclared(person="member-s2"),
    )
    declared = room.say(member, "interest.declared.v1", BOARD, InterestDeclared(person="member-s1"))
    assert [sealed.path for sealed in declared.statement.sealed] == ["detail"]
    assert room.board == before
