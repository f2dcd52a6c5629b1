"""Milestones: proposed, baselined by the acceptors, moved or given up by decisions."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ledger.domain.common import AudienceGapError, NotAReaderError
from ledger.domain.kinds import KINDS
from ledger.domain.kinds.milestone import (
    MilestoneBaselined,
    MilestoneClaimed,
    MilestoneRebaselined,
    MilestoneWaived,
    When,
)
from ledger.domain.kinds.partnership import PartnershipEnded
from ledger.domain.milestones.achievement import (
    MILESTONE as ROOM,
)
from ledger.domain.milestones.achievement import (
    BaselineVersionError,
    DecisionSpentError,
    MilestoneUnsoundError,
)
from ledger.domain.partnerships.mandate import (
    BoardNotEntitledError,
    NotAdoptedError,
    OtherSubjectError,
)
from ledger.domain.partnerships.partnership import (
    NotAPartnerError,
    PartnershipEndedError,
    WorkstreamUnknownError,
)
from ledger.domain.room import OutOfStateError
from ledger.domain.world import UnknownStreamError
from ledger.errors import LedgerError
from ledger.evidence.statement import PartySlug
from tests.unit.domain.alliance import MILESTONE, PARTNERSHIP, Alliance, proposal
from tests.unit.domain.milestone_scenes import (
    DAY,
    DECISION,
    EXAMPLES,
    achieved,
    baselined,
    claimed,
    decide,
    disputed,
    given_up,
    planned,
)

PHASES: dict[str, Callable[[], Alliance]] = {
    "planned": planned,
    "baselined": baselined,
    "claimed": claimed,
    "disputed": disputed,
    "achieved": achieved,
    "waived": lambda: given_up("milestone.waived.v1"),
    "cancelled": lambda: given_up("milestone.cancelled.v1"),
}


def test_examples_cover_the_vocabulary() -> None:
    """Every kind that people sign in a milestone's stream has an example here."""
    kinds = {row.tag for row in KINDS.values() if row.stream == "milestone" and not row.is_system}

    assert set(EXAMPLES) == kinds


@pytest.mark.parametrize("phase", PHASES)
def test_what_the_machine_lacks_is_refused(phase: str) -> None:
    """In each phase a kind is out of state exactly when the machine does not have it."""
    alliance = PHASES[phase]()
    verdicts = {tag: alliance.verdict(MILESTONE, tag, body) for tag, body in EXAMPLES.items()}

    refused = {tag for tag, error in verdicts.items() if error is OutOfStateError}

    assert alliance.matter(MILESTONE).phase == phase
    assert refused == set(EXAMPLES) - ROOM.machine[phase]


def test_every_phase_is_enumerated() -> None:
    """The machine has no phase that these tests forget, but the one before the opening."""
    assert set(PHASES) | {"unopened"} == set(ROOM.machine)


@pytest.mark.parametrize("phase", ["planned", "baselined", "claimed", "disputed"])
@pytest.mark.parametrize("tag", ["milestone.waived.v1", "milestone.cancelled.v1"])
def test_every_phase_has_a_way_out(phase: str, tag: str) -> None:
    """Until it is achieved, a decision waives or cancels a milestone."""
    alliance = PHASES[phase]()
    decide(alliance)
    alliance.say(alliance.sponsor, tag, MILESTONE, EXAMPLES[tag])

    assert alliance.matter(MILESTONE).phase == tag.split(".")[1]


def test_its_opening_is_announced_in_the_partnership() -> None:
    """No milestone can be hidden from who reads the partnership."""
    alliance = planned()
    opened = alliance.acts("stream.opened.v1")[-1]

    assert opened.statement.stream == PARTNERSHIP
    assert opened.statement.subject == alliance.acts("milestone.proposed.v1")[0].digest


@pytest.mark.parametrize(
    ("error", "members"),
    [
        (MilestoneUnsoundError, {"acceptors": ("servier", "servier")}),
        (NotAPartnerError, {"acceptors": ("servier", "tech")}),
        (MilestoneUnsoundError, {"acceptors": "contract/wo-1"}),
        (UnknownStreamError, {"acceptors": "board/nowhere"}),
        (AudienceGapError, {"acceptors": "board/own"}),
        (WorkstreamUnknownError, {"workstream": "nowhere"}),
        (MilestoneUnsoundError, {"contract": "board/jsc"}),
        (UnknownStreamError, {"contract": "contract/nowhere"}),
    ],
)
def test_an_unsound_proposal_is_refused(error: type[LedgerError], members: dict[str, Any]) -> None:
    """Acceptors, workstream and streams must fit."""
    alliance = Alliance().form()
    alliance.plant_board("board/own", ("servier",), audience=frozenset())

    alliance.refused(error, alliance.cro, "milestone.proposed.v1", MILESTONE, proposal(**members))


def test_a_proposal_names_a_workstream_and_a_contract() -> None:
    """What fits is accepted."""
    alliance = Alliance().form()
    alliance.plant("contract/wo-1", None)
    alliance.plan(workstream="process", contract="contract/wo-1")

    assert alliance.matter(MILESTONE).acceptors == {"servier", "iqvia"}


def test_a_reader_who_is_no_partner_proposes_nothing() -> None:
    """Milestones are written by the partnership's parties."""
    alliance = Alliance().form(readers=("tech",))

    alliance.refused(
        NotAPartnerError, alliance.outsider, "milestone.proposed.v1", MILESTONE, proposal()
    )


def test_a_reader_who_is_no_partner_writes_nothing_later() -> None:
    """Nor does a reader go on with what others proposed."""
    alliance = Alliance().form(readers=("tech",)).plan().baseline()
    claim = MilestoneClaimed(on=DAY)

    alliance.refused(NotAPartnerError, alliance.outsider, "milestone.claimed.v1", MILESTONE, claim)


def test_an_outsider_writes_nothing() -> None:
    """Whoever may not read a partnership writes nothing in its milestones."""
    alliance = baselined()
    claim = MilestoneClaimed(on=DAY)

    alliance.refused(NotAReaderError, alliance.outsider, "milestone.claimed.v1", MILESTONE, claim)


def test_nothing_new_begins_after_the_end() -> None:
    """A partnership that has ended plans no more."""
    alliance = Alliance().form()
    act = alliance.say(
        alliance.sponsor.as_("signatory"),
        "partnership.ended.v1",
        PARTNERSHIP,
        PartnershipEnded(on=date(2022, 1, 1)),
    )
    alliance.endorse(alliance.cro.as_("signatory"), PARTNERSHIP, act)

    alliance.refused(
        PartnershipEndedError, alliance.cro, "milestone.proposed.v1", MILESTONE, proposal()
    )


def test_a_baseline_holds_once_each_acceptor_endorsed_it() -> None:
    """One side alone sets no date."""
    alliance = planned()
    body = MilestoneBaselined(
        on=When(earliest=date(2021, 1, 1), latest=date(2021, 6, 30)), version=1
    )
    act = alliance.say(alliance.cro, "milestone.baselined.v1", MILESTONE, body)

    assert alliance.matter(MILESTONE).phase == "planned"

    alliance.endorse(alliance.sponsor, MILESTONE, act)

    matter = alliance.matter(MILESTONE)
    assert [each.on for each in matter.baselines] == [body.on]


def test_a_boards_baseline_is_endorsed_by_each_party() -> None:
    """A board endorses nothing; its parties do."""
    alliance = Alliance()
    alliance.plant_board("board/jsc")
    alliance.form().plan(acceptors="board/jsc")
    body = MilestoneBaselined(on=When(by=date(2021, 6, 30)), version=1)
    act = alliance.say(alliance.cro, "milestone.baselined.v1", MILESTONE, body)

    assert alliance.matter(MILESTONE).phase == "planned"

    alliance.endorse(alliance.sponsor, MILESTONE, act)

    assert alliance.matter(MILESTONE).phase == "baselined"


def test_baselines_are_numbered_from_one() -> None:
    """The first baseline is version 1."""
    body = MilestoneBaselined(on=When(on=DAY), version=2)
    alliance = planned()

    alliance.refused(BaselineVersionError, alliance.cro, "milestone.baselined.v1", MILESTONE, body)


def test_of_two_first_baselines_one_holds() -> None:
    """The one that is complete first stands, the other can no longer be completed."""
    alliance = planned()
    bodies = [MilestoneBaselined(on=When(on=date(2021, month, 1)), version=1) for month in (3, 4)]
    first, second = (
        alliance.say(alliance.cro, "milestone.baselined.v1", MILESTONE, body) for body in bodies
    )
    alliance.endorse(alliance.sponsor, MILESTONE, second)

    with pytest.raises(OutOfStateError):
        alliance.endorse(alliance.sponsor, MILESTONE, first)


def test_a_decision_moves_the_baseline_and_keeps_the_old_one() -> None:
    """Both dates can be read; the newest is the one that counts."""
    alliance = baselined()
    decide(alliance)
    body = MilestoneRebaselined(on=When(on=date(2021, 5, 31)), version=2, decision=DECISION)
    alliance.say(alliance.sponsor, "milestone.rebaselined.v1", MILESTONE, body)

    matter = alliance.matter(MILESTONE)

    assert [each.on.on for each in matter.baselines] == [date(2021, 3, 31), date(2021, 5, 31)]
    assert matter.phase == "baselined"


def test_a_decision_is_acted_upon_once() -> None:
    """What was decided for one step does not carry a second one."""
    alliance = baselined()
    decide(alliance)
    for version, refused in ((2, False), (3, True)):
        body = MilestoneRebaselined(
            on=When(on=date(2021, 5, 31)), version=version, decision=DECISION
        )
        words = (alliance.sponsor, "milestone.rebaselined.v1", MILESTONE, body)
        if refused:
            alliance.refused(DecisionSpentError, *words)
        else:
            alliance.say(*words)

    assert len(alliance.matter(MILESTONE).baselines) == 2


def test_a_rebaseline_counts_on() -> None:
    """Version numbers have no gaps."""
    alliance = baselined()
    decide(alliance)
    body = MilestoneRebaselined(on=When(on=DAY), version=3, decision=DECISION)

    alliance.refused(
        BaselineVersionError, alliance.sponsor, "milestone.rebaselined.v1", MILESTONE, body
    )


def waive(alliance: Alliance, error: type[LedgerError]) -> None:
    """Try to waive the milestone by a decision that does not carry it."""
    alliance.refused(
        error,
        alliance.sponsor,
        "milestone.waived.v1",
        MILESTONE,
        MilestoneWaived(decision=DECISION),
    )


def test_only_an_adopted_decision_carries() -> None:
    """A rejected motion waives nothing."""
    alliance = planned()
    decide(alliance, outcome="rejected")

    waive(alliance, NotAdoptedError)


def test_a_decision_about_another_matter_does_not_carry() -> None:
    """The milestone must be among its subjects."""
    alliance = planned()
    decide(alliance, subject=alliance.acts("partnership.formed.v1")[0])

    waive(alliance, OtherSubjectError)


def test_a_decision_that_not_all_can_read_does_not_carry() -> None:
    """Who reads the milestone must be able to read why it was waived."""
    alliance = planned()
    decide(alliance, board_audience=frozenset({PartySlug("servier")}))

    waive(alliance, AudienceGapError)


def test_a_decision_that_nobody_took_does_not_carry() -> None:
    """The decision must be there, and be one."""
    alliance = planned()

    waive(alliance, UnknownStreamError)


def test_one_partys_own_board_does_not_decide() -> None:
    """A board of the sponsor alone binds nobody else."""
    alliance = planned()
    decide(alliance)
    alliance.plant_board("board/jsc", ("servier",))

    waive(alliance, BoardNotEntitledError)


def test_a_board_that_the_partnership_names_decides() -> None:
    """The parties agreed on it when they formed the partnership."""
    alliance = Alliance()
    alliance.plant_board("board/jsc")
    alliance.form(boards=("board/jsc",)).plan()
    decide(alliance)
    alliance.plant_board("board/jsc", ("servier",))
    alliance.say(
        alliance.sponsor, "milestone.waived.v1", MILESTONE, MilestoneWaived(decision=DECISION)
    )

    assert alliance.matter(MILESTONE).phase == "waived"
