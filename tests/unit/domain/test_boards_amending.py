"""How a charter is replaced: by all parties, by a decision, or by its owner."""

from typing import Any

import pytest

from ledger.domain.boards.amending import AmendmentError, charter_content
from ledger.domain.kinds.board import CharterAmended
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.powers import Amendment
from ledger.evidence.statement import StreamName
from tests.unit.domain.boardroom import BOARD, Boardroom, charter
from tests.unit.domain.charter_parts import powers, right, votes, written
from tests.unit.domain.courses import LATER, adopt, cast_all, put
from tests.unit.domain.recomputing import assert_closes_recompute

NEW = charter(**written(closes="at_end"))
BY_DECISION = Amendment(by="decision", class_="charter")


def amending(room: Boardroom, voice: Any = None, **members: Any) -> tuple[Any, ...]:
    """Return what is said to put the new charter in force."""
    body = CharterAmended(**{"charter": NEW, **members})
    return voice or room.sponsor, "charter.amended.v1", BOARD, body


def deciding(**members: Any) -> Boardroom:
    """Return a board whose charter is amended by decision."""
    rights = powers(right("scope"), right("charter"))
    return Boardroom(amendment=BY_DECISION, **{**rights, **members})


def naming(text: Charter = NEW, **members: Any) -> dict[str, Any]:
    """Return a motion that would put a charter in force."""
    content = charter_content(StreamName(BOARD), text)
    return {"class_": "charter", "charter": content, "subject_refs": (), **members}


def test_the_board_amends_its_own_charter_by_decision() -> None:
    """No further signature is needed; a decision puts its charter in force once."""
    room = deciding()
    base = room.board.charter_digest
    adopt(room, **naming())
    room.say(*amending(room, decision=LATER), base=base)

    assert room.board.charter == NEW
    assert room.board.charter_digest != base
    assert_closes_recompute(room)


def test_a_decision_puts_its_charter_in_force_once() -> None:
    """Another board decision is needed to come back to it."""
    again = charter(amendment=BY_DECISION, **powers(right("charter")))
    room = deciding()
    adopt(room, **naming(again))
    said = amending(room, charter=again, decision=LATER)
    room.say(*said, base=room.board.charter_digest)

    room.refused(AmendmentError, *said, base=room.board.charter_digest)


@pytest.mark.parametrize("unfit", ["none", "unknown", "rejected", "class", "text", "board"])
def test_only_a_decision_for_this_charter_amends(unfit: str) -> None:
    """Adopted by this board, in the class that the charter names, for exactly this text."""
    room = deciding()
    named = "decision/joc/1" if unfit == "board" else LATER
    if unfit == "rejected":
        adopt(room, choices="----", **naming())
    elif unfit == "class":
        adopt(room, **naming(class_="scope"))
    elif unfit == "text":
        adopt(room, **naming(charter(**votes(tie="deadlocked"))))
    said = amending(room, decision=None if unfit == "none" else named)

    room.refused(AmendmentError, *said, base=room.board.charter_digest)


def test_a_decision_amends_nothing_where_parties_sign() -> None:
    """The means are those of the charter in force, also when others would be stricter."""
    room = Boardroom(**powers(right("charter")))
    put(room, LATER, **naming())
    cast_all(room, "++++", LATER)

    room.refused(AmendmentError, *amending(room, decision=LATER), base=room.board.charter_digest)


def test_the_owner_amends_alone() -> None:
    """Where one party owns the charter, no other amends it or has to join."""
    room = Boardroom(amendment=Amendment(by="owner", party="servier"))
    base = room.board.charter_digest

    room.refused(AmendmentError, *amending(room, room.cro), base=base)
    room.say(*amending(room), base=base)
    assert room.board.charter == NEW
