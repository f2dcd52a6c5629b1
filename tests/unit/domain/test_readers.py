"""Who may write in a stream: only people of companies that may read it."""

from ledger.domain.boards.appointments import NotOfTheBoardError
from ledger.domain.common import NotAReaderError
from ledger.domain.kinds.board import InterestDeclared
from tests.unit.domain.boardroom import BOARD, Boardroom, constitution


def test_an_outsider_cannot_write_in_a_board_that_is_not_meant_for_them() -> None:
    """A board of two companies takes no declaration from a third that may not read it."""
    room = Boardroom()
    body = constitution(readers=())
    founding = room.say(room.sponsor, "board.constituted.v1", "board/apart", body)
    room.endorse(room.cro, "board/apart", founding)
    declared = InterestDeclared(person="signer-t")
    outsider = room.guest.as_("person")

    room.refused(NotAReaderError, outsider, "interest.declared.v1", "board/apart", declared)


def test_a_reader_writes_where_the_board_itself_says_no() -> None:
    """A company that a board names as a reader gets the board's own answer."""
    room = Boardroom()
    declared = InterestDeclared(person="signer-t")

    room.refused(
        NotOfTheBoardError, room.guest.as_("person"), "interest.declared.v1", BOARD, declared
    )
