"""Which room judges which type of stream."""

from collections.abc import Mapping
from types import MappingProxyType

from ledger.domain.achievement import MILESTONE
from ledger.domain.appointments import BOARD
from ledger.domain.changes import CHANGE
from ledger.domain.contracts import CONTRACT
from ledger.domain.decisions import DECISION
from ledger.domain.enrolment import LEDGER, PARTY
from ledger.domain.kinds.base import StreamType
from ledger.domain.measuring import SCORECARD
from ledger.domain.meetings import MEETING
from ledger.domain.partnerships import PARTNERSHIP
from ledger.domain.room import Room

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
