"""Which room judges which type of stream."""

from collections.abc import Mapping
from types import MappingProxyType

from ledger.domain.boards.appointments import BOARD
from ledger.domain.boards.meetings import MEETING
from ledger.domain.companies import PARTY
from ledger.domain.contracts.change import CHANGE
from ledger.domain.contracts.contract import CONTRACT
from ledger.domain.decisions.closing import DECISION
from ledger.domain.enrolment import LEDGER
from ledger.domain.kinds.base import StreamType
from ledger.domain.milestones.achievement import MILESTONE
from ledger.domain.partnerships.partnership import PARTNERSHIP
from ledger.domain.room import Room
from ledger.domain.scorecards.measuring import SCORECARD

ROOMS: Mapping[StreamType, Room] = MappingProxyType(
    {
        "ledger": LEDGER,
        "party": PARTY,
        "board": BOARD,
        "meeting": MEETING,
        "decision": DECISION,
        "contract": CONTRACT,
        "change": CHANGE,
        "partnership": PARTNERSHIP,
        "milestone": MILESTONE,
        "scorecard": SCORECARD,
    }
)
