"""Who speaks for a seat or in an office of a board, at a place in the log."""

from datetime import datetime

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.decisions.motions import board_of
from ledger.domain.kinds.charter.people import OfficeRule, Seat
from ledger.domain.kinds.charter.terms import Office
from ledger.domain.world import Act
from ledger.errors import RefusedError

# Whoever presides signs as chair.
_PRESIDE: tuple[Office, ...] = ("chair", "co_chair", "vice_chair")


class SeatUnknownError(RefusedError):
    """Only seats of the charter in force can be filled or spoken for."""

    code = "seat-unknown"
    message = "{stream} has no seat {seat}"


class OfficeNotHeldError(RefusedError):
    """Who signs as chair or secretary holds that office of the board."""

    code = "office-not-held"
    message = "{person} of {party} is not {capacity} of {board}"


class NotAMemberError(RefusedError):
    """Who signs as a member holds a seat of the board, or stands in for one who does."""

    code = "not-a-member"
    message = "{person} of {party} holds no seat of {board}"


class NotYourSeatError(RefusedError):
    """A seat is spoken for by its member, or by the alternate who stands in."""

    code = "not-your-seat"
    message = "{person} of {party} does not act for seat {seat}"


def offices_of(
    board: BoardMatter, act: Act, *, at: datetime, leaf_index: int
) -> tuple[Office, ...]:
    """Return the offices, of those that their capacity stands for, that the signer holds."""
    signer = act.statement.signer
    asked: tuple[Office, ...] = _PRESIDE if signer.capacity == "chair" else ("secretary",)
    return tuple(
        office
        for office in asked
        for tenure in board.officer(office, at.date(), leaf_index)
        if (tenure.party, tenure.person) == (signer.party, signer.person)
    )


def demand_office(board: BoardMatter, act: Act, *, at: datetime, leaf_index: int) -> None:
    """Accept a signer who held the office that they claim, as of a place in the log.

    Co-chairs and vice-chairs sign as chair.

    Raises:
        OfficeNotHeldError: They did not.
    """
    if not offices_of(board, act, at=at, leaf_index=leaf_index):
        signer = act.statement.signer
        raise OfficeNotHeldError(
            person=signer.person,
            party=signer.party,
            capacity=signer.capacity,
            board=board_of(act.statement.stream),
        )


def demand_member(board: BoardMatter, act: Act) -> None:
    """Accept a member, or the alternate of one, who holds some seat of the board today.

    Raises:
        NotAMemberError: They hold none.
    """
    signer = act.statement.signer
    if not board.seats_of(signer, act.at.date(), act.leaf_index):
        raise NotAMemberError(
            person=signer.person, party=signer.party, board=board_of(act.statement.stream)
        )


def demand_seat(board: BoardMatter, act: Act, name: str) -> Seat:
    """Return a seat for which the signer may act today.

    Raises:
        SeatUnknownError: The charter in force has no such seat.
        NotYourSeatError: Another person's.
    """
    seat, signer = board.seat(name), act.statement.signer
    if seat is None:
        raise SeatUnknownError(stream=board_of(act.statement.stream), seat=name)
    if not board.may_act(seat, signer, act.at.date(), act.leaf_index):
        raise NotYourSeatError(person=signer.person, party=signer.party, seat=name)
    return seat


def office_rule(board: BoardMatter, office: str) -> OfficeRule | None:
    """Return what the charter says of an office, None where it says nothing."""
    rules = board.charter.people.offices
    return next((rule for rule in rules if rule.office == office), None)


def filler_of(board: BoardMatter, office: str) -> str | None:
    """Return the party that fills an office by itself, None where all do it together."""
    rule = office_rule(board, office)
    return None if rule is None else rule.party
