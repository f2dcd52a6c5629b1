"""Milestones: baselined by the acceptors, claimed by one, achieved when all accepted."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ledger.domain.achievement import (
    MILESTONE as ROOM,
)
from ledger.domain.achievement import (
    AcceptanceFormError,
    BaselineVersionError,
    DecisionSpentError,
    MilestoneUnsoundError,
    NotAnAcceptorError,
    NotASideError,
    NotTheClaimError,
    SoleAcceptorError,
)
from ledger.domain.common import AudienceGapError
from ledger.domain.delay import DelayCausesError, DelayUnexplainedError
from ledger.domain.kinds import KINDS
from ledger.domain.kinds.common import RecordCorrected
from ledger.domain.kinds.milestone import (
    Cause,
    MilestoneAccepted,
    MilestoneAchieved,
    MilestoneBaselined,
    MilestoneCancelled,
    MilestoneClaimed,
    MilestoneDisputed,
    MilestoneDisputeResolved,
    MilestoneForecast,
    MilestoneRebaselined,
    MilestoneWaived,
    When,
)
from ledger.domain.kinds.partnership import PartnershipEnded
from ledger.domain.kinds.party import AgentEnrolled
from ledger.domain.mandate import (
    BoardNotEntitledError,
    NotAdoptedError,
    NotAnOfficerError,
    OtherSubjectError,
)
from ledger.domain.partnerships import (
    DayInFutureError,
    NotAPartnerError,
    PartnershipEndedError,
    WorkstreamUnknownError,
)
from ledger.domain.room import OutOfStateError
from ledger.domain.world import Act, UnknownStreamError
from ledger.errors import LedgerError
from ledger.evidence.canonical import Body, RawJson, encode_body
from ledger.evidence.keys import generate_signer
from tests.unit.domain.alliance import MILESTONE, PARTNERSHIP, Alliance, proposal
from tests.unit.domain.story import Voice

DAY = date(2020, 12, 17)
DECISION = "decision/jsc/1"
EXAMPLES: dict[str, Body] = {
    "milestone.proposed.v1": proposal(),
    "milestone.baselined.v1": MilestoneBaselined(on=When(on=DAY), version=1),
    "milestone.forecast.v1": MilestoneForecast(on=When(on=DAY), causes=()),
    "milestone.claimed.v1": MilestoneClaimed(on=DAY),
    "milestone.accepted.v1": MilestoneAccepted(),
    "milestone.disputed.v1": MilestoneDisputed(),
    "milestone.dispute_resolved.v1": MilestoneDisputeResolved(outcome="stands"),
    "milestone.rebaselined.v1": MilestoneRebaselined(on=When(on=DAY), version=2, decision=DECISION),
    "milestone.waived.v1": MilestoneWaived(decision=DECISION),
    "milestone.cancelled.v1": MilestoneCancelled(decision=DECISION),
}


def planned() -> Alliance:
    """Return a milestone that was proposed."""
    return Alliance().form().plan()


def baselined() -> Alliance:
    """Return a milestone with a baseline."""
    return planned().baseline()


def claimed() -> Alliance:
    """Return a milestone that the CRO claims."""
    alliance = baselined()
    alliance.claim()
    return alliance


def disputed() -> Alliance:
    """Return a milestone whose claim the sponsor disputes."""
    alliance = claimed()
    dispute(alliance)
    return alliance


def achieved() -> Alliance:
    """Return a milestone that both accepted."""
    alliance = claimed()
    accept(alliance, alliance.cro)
    accept(alliance, alliance.sponsor)
    return alliance


def given_up(tag: str) -> Alliance:
    """Return a milestone that a decision waived or cancelled."""
    alliance = planned()
    decide(alliance)
    alliance.say(alliance.sponsor, tag, MILESTONE, EXAMPLES[tag])
    return alliance


def by_board() -> Alliance:
    """Return a claimed milestone that the steering committee accepts; the sponsor chairs it."""
    alliance = Alliance()
    alliance.plant_board("board/jsc", chair=alliance.sponsor, secretary=alliance.cro)
    alliance.form(boards=("board/jsc",)).plan(acceptors="board/jsc").baseline()
    alliance.claim()
    return alliance


def decide(
    alliance: Alliance, name: str = DECISION, subject: Act | None = None, **facts: Any
) -> None:
    """Let a board of both parties adopt a decision about the milestone, or some statement."""
    about = subject or alliance.acts("milestone.proposed.v1")[0]
    alliance.plant_board("board/jsc", chair=alliance.sponsor, secretary=alliance.cro)
    alliance.plant_decision(name, (about.statement.stream, about.digest), **facts)


def the_claim(alliance: Alliance) -> Act:
    """Return the newest claim."""
    return alliance.acts("milestone.claimed.v1")[-1]


def accept(alliance: Alliance, voice: Voice, **members: Any) -> Act:
    """Accept the newest claim."""
    return alliance.say(
        voice,
        "milestone.accepted.v1",
        MILESTONE,
        MilestoneAccepted(**members),
        subject=the_claim(alliance).digest,
    )


def dispute(alliance: Alliance) -> Act:
    """Let the sponsor dispute the newest claim."""
    return alliance.say(
        alliance.sponsor,
        "milestone.disputed.v1",
        MILESTONE,
        MilestoneDisputed(),
        subject=the_claim(alliance).digest,
    )


def resolve(alliance: Alliance, outcome: Any, decision: str | None = None) -> Act:
    """Let the CRO resolve the newest dispute."""
    return alliance.say(
        alliance.cro,
        "milestone.dispute_resolved.v1",
        MILESTONE,
        MilestoneDisputeResolved(outcome=outcome, decision=decision),
        subject=alliance.acts("milestone.disputed.v1")[-1].digest,
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


def test_an_outsider_proposes_nothing() -> None:
    """Milestones are written by the partnership's parties."""
    alliance = Alliance().form()

    alliance.refused(
        NotAPartnerError, alliance.outsider, "milestone.proposed.v1", MILESTONE, proposal()
    )


def test_an_outsider_writes_nothing_later() -> None:
    """Nor does an outsider go on with what others proposed."""
    alliance = baselined()

    alliance.refused(
        NotAPartnerError,
        alliance.outsider,
        "milestone.claimed.v1",
        MILESTONE,
        MilestoneClaimed(on=DAY),
    )


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
    decide(alliance, audience=frozenset({"servier"}))

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


@pytest.mark.parametrize(
    ("error", "day", "causes"),
    [
        (DelayUnexplainedError, date(2021, 4, 1), ()),
        (DelayCausesError, date(2021, 4, 30), (("1", "weeks"),)),
    ],
)
def test_a_late_forecast_says_why(
    error: type[LedgerError], day: date, causes: tuple[tuple[str, Any], ...]
) -> None:
    """Later than the baseline, the causes must be there and add up."""
    alliance = baselined()
    given = tuple(Cause(cause="a cause", amount=each, unit=unit) for each, unit in causes)

    alliance.refused(
        error,
        alliance.cro,
        "milestone.forecast.v1",
        MILESTONE,
        MilestoneForecast(on=When(on=day), causes=given),
    )


def test_a_late_forecast_with_its_causes_is_recorded() -> None:
    """Thirty days late is a month, half of it the drug's, half the sites'."""
    alliance = baselined()
    causes = tuple(
        Cause(cause=cause, amount="15", unit="days", party="iqvia") for cause in ("drug", "sites")
    )
    body = MilestoneForecast(on=When(on=date(2021, 4, 30)), confidence=80, causes=causes)

    act = alliance.say(alliance.cro, "milestone.forecast.v1", MILESTONE, body)

    assert alliance.acts("milestone.forecast.v1") == [act]


def test_before_a_baseline_nothing_is_late() -> None:
    """A forecast may come first; there is nothing to measure it against."""
    alliance = planned()
    body = MilestoneForecast(on=When(on=date(2031, 4, 30)), causes=())

    alliance.say(alliance.cro, "milestone.forecast.v1", MILESTONE, body)

    assert alliance.matter(MILESTONE).phase == "planned"


def test_a_forecast_can_be_corrected() -> None:
    """The correction meets the same rules as the forecast."""
    alliance = baselined()
    body = MilestoneForecast(on=When(on=date(2021, 3, 30)), causes=())
    act = alliance.say(alliance.cro, "milestone.forecast.v1", MILESTONE, body)
    late = RawJson(encode_body(MilestoneForecast(on=When(on=date(2021, 4, 1)), causes=())))
    fine = RawJson(encode_body(MilestoneForecast(on=When(on=date(2021, 3, 29)), causes=())))
    words = (alliance.cro, "record.corrected.v1", MILESTONE)

    alliance.refused(DelayUnexplainedError, *words, RecordCorrected(body=late), subject=act.digest)
    alliance.say(*words, RecordCorrected(body=fine), subject=act.digest)

    assert len(alliance.acts("record.corrected.v1")) == 1


def test_a_partys_system_may_forecast() -> None:
    """An agent reads as its party and records forecasts when its enrolment lists them."""
    alliance = baselined()
    key = generate_signer("Ed25519")
    enrolment = AgentEnrolled(
        agent="ctms",
        responsible="chris",
        jwk=key.public.jwk(),
        key_proof=alliance.proof(key, "iqvia", "ctms"),
        kinds=("milestone.forecast.v1",),
        until=date(2022, 12, 31),
    )
    alliance.say(alliance.registrars["iqvia"], "agent.enrolled.v1", "party/iqvia", enrolment)
    body = MilestoneForecast(on=When(on=date(2021, 3, 30)), causes=())

    act = alliance.say(
        Voice(key, "ctms", "iqvia", "agent"), "milestone.forecast.v1", MILESTONE, body
    )

    assert act.statement.signer.capacity == "agent"


def test_nothing_is_claimed_for_tomorrow() -> None:
    """What was achieved, was so no later than on the day of recording."""
    alliance = baselined()

    alliance.refused(
        DayInFutureError,
        alliance.cro,
        "milestone.claimed.v1",
        MILESTONE,
        MilestoneClaimed(on=date(2020, 12, 18)),
    )


def test_the_only_acceptor_does_not_claim() -> None:
    """Somebody besides the claimant accepts."""
    alliance = Alliance().form().plan(acceptors=("iqvia",)).baseline_alone()

    alliance.refused(
        SoleAcceptorError,
        alliance.cro,
        "milestone.claimed.v1",
        MILESTONE,
        MilestoneClaimed(on=DAY),
    )


def test_it_is_achieved_when_every_acceptor_accepted() -> None:
    """The last acceptance brings the ledger's own statement, with the delay in days."""
    alliance = claimed()
    accept(alliance, alliance.cro)

    assert alliance.acts("milestone.achieved.v1") == []

    last = accept(alliance, alliance.sponsor)

    (act,) = alliance.acts("milestone.achieved.v1")
    assert act.statement.subject == last.digest
    assert act.body == MilestoneAchieved(
        on=DAY, claim=the_claim(alliance).digest, version=1, delay_days=-104
    )


def test_the_order_of_acceptances_does_not_matter() -> None:
    """The same statement follows, whoever accepts first."""
    alliance = claimed()
    accept(alliance, alliance.sponsor)
    accept(alliance, alliance.cro)

    assert alliance.matter(MILESTONE).phase == "achieved"


def test_nobody_accepts_twice_or_in_anothers_name() -> None:
    """Each acceptor accepts once, for itself, and outsiders never."""
    alliance = claimed()
    accept(alliance, alliance.sponsor)
    claim = the_claim(alliance).digest
    for voice in (alliance.sponsor, alliance.outsider, alliance.cro.as_("chair")):
        alliance.refused(
            NotAnAcceptorError,
            voice,
            "milestone.accepted.v1",
            MILESTONE,
            MilestoneAccepted(),
            subject=claim,
        )

    assert alliance.matter(MILESTONE).claim.accepted == {"servier"}


def test_a_party_accepts_by_its_own_signature() -> None:
    """A decision is not what makes a party's acceptance."""
    alliance = claimed()
    decide(alliance, subject=the_claim(alliance))

    alliance.refused(
        AcceptanceFormError,
        alliance.sponsor,
        "milestone.accepted.v1",
        MILESTONE,
        MilestoneAccepted(decision=DECISION),
        subject=the_claim(alliance).digest,
    )


@pytest.mark.parametrize("tag", ["milestone.accepted.v1", "milestone.disputed.v1"])
def test_what_is_accepted_or_disputed_is_the_claim(tag: str) -> None:
    """Another statement as subject is a bait and switch."""
    alliance = claimed()

    alliance.refused(
        NotTheClaimError,
        alliance.sponsor,
        tag,
        MILESTONE,
        EXAMPLES[tag],
        subject=alliance.acts("milestone.baselined.v1")[0].digest,
    )


@pytest.mark.parametrize("officer", ["chair", "secretary"])
def test_a_board_accepts_by_a_decision_about_the_claim(officer: str) -> None:
    """Its chair or secretary names the adopted decision; nobody else need accept."""
    alliance = by_board()
    decide(alliance, subject=the_claim(alliance))
    voice = alliance.sponsor if officer == "chair" else alliance.cro
    accept(alliance, voice.as_(officer), decision=DECISION)

    assert alliance.matter(MILESTONE).phase == "achieved"


@pytest.mark.parametrize("capacity", ["programme_manager", "secretary"])
def test_a_board_speaks_through_its_officers(capacity: str) -> None:
    """The sponsor's manager is chair there, not secretary, and no officer as a manager."""
    alliance = by_board()
    decide(alliance, subject=the_claim(alliance))

    alliance.refused(
        NotAnOfficerError,
        alliance.sponsor.as_(capacity),
        "milestone.accepted.v1",
        MILESTONE,
        MilestoneAccepted(decision=DECISION),
        subject=the_claim(alliance).digest,
    )


@pytest.mark.parametrize(
    ("error", "decision", "about"),
    [
        (AcceptanceFormError, None, "milestone.claimed.v1"),
        (OtherSubjectError, DECISION, "milestone.proposed.v1"),
        (BoardNotEntitledError, "decision/other/1", "milestone.claimed.v1"),
    ],
)
def test_a_board_accepts_by_its_own_decision_about_this_claim(
    error: type[LedgerError], decision: str | None, about: str
) -> None:
    """Without a decision, by one about something else, or by another board's it does not."""
    alliance = by_board()
    alliance.plant_board("board/other")
    decide(alliance, decision or DECISION, alliance.acts(about)[0])

    alliance.refused(
        error,
        alliance.sponsor.as_("chair"),
        "milestone.accepted.v1",
        MILESTONE,
        MilestoneAccepted(decision=decision),
        subject=the_claim(alliance).digest,
    )


def test_the_claimant_disputes_nothing() -> None:
    """One does not dispute one's own claim."""
    alliance = claimed()

    alliance.refused(
        NotAnAcceptorError,
        alliance.cro,
        "milestone.disputed.v1",
        MILESTONE,
        MilestoneDisputed(),
        subject=the_claim(alliance).digest,
    )


def test_who_accepted_does_not_dispute() -> None:
    """An acceptance is a signature, and stands."""
    alliance = claimed()
    accept(alliance, alliance.sponsor)

    alliance.refused(
        NotAnAcceptorError,
        alliance.sponsor,
        "milestone.disputed.v1",
        MILESTONE,
        MilestoneDisputed(),
        subject=the_claim(alliance).digest,
    )


def test_where_a_board_accepts_each_other_party_can_dispute() -> None:
    """The parties need not wait for the board to say no."""
    alliance = by_board()
    dispute(alliance)

    assert alliance.matter(MILESTONE).phase == "disputed"


@pytest.mark.parametrize(("outcome", "phase"), [("stands", "claimed"), ("rejected", "baselined")])
def test_both_sides_resolve_a_dispute(outcome: str, phase: str) -> None:
    """The claim stands again, or falls and can be made anew, once both have signed."""
    alliance = disputed()
    act = resolve(alliance, outcome)

    assert alliance.matter(MILESTONE).phase == "disputed"

    alliance.endorse(alliance.sponsor, MILESTONE, act)

    assert alliance.matter(MILESTONE).phase == phase
    assert (alliance.matter(MILESTONE).claim is None) == (outcome == "rejected")


def test_a_decision_resolves_a_dispute_at_once() -> None:
    """Nobody need endorse what a board decided."""
    alliance = disputed()
    decide(alliance)
    resolve(alliance, "stands", DECISION)

    assert alliance.matter(MILESTONE).phase == "claimed"
    assert alliance.matter(MILESTONE).spent == {DECISION}


def test_a_resolution_is_of_the_dispute_that_waits() -> None:
    """Its subject is the dispute, not the claim."""
    alliance = disputed()

    alliance.refused(
        NotTheClaimError,
        alliance.cro,
        "milestone.dispute_resolved.v1",
        MILESTONE,
        MilestoneDisputeResolved(outcome="stands"),
        subject=the_claim(alliance).digest,
    )


def test_a_third_party_resolves_nothing() -> None:
    """Only the claimant and who disputed come to terms."""
    alliance = Alliance().form(parties=("servier", "iqvia", "tech")).plan().baseline()
    alliance.claim()
    act = dispute(alliance)

    alliance.refused(
        NotASideError,
        alliance.outsider,
        "milestone.dispute_resolved.v1",
        MILESTONE,
        MilestoneDisputeResolved(outcome="stands"),
        subject=act.digest,
    )


def test_a_rejected_claim_can_be_made_anew() -> None:
    """The new claim is accepted from the beginning."""
    alliance = disputed()
    alliance.endorse(alliance.sponsor, MILESTONE, resolve(alliance, "rejected"))
    alliance.advance(days=200)
    alliance.claim(date(2021, 7, 1))
    accept(alliance, alliance.sponsor)
    accept(alliance, alliance.cro)

    (act,) = alliance.acts("milestone.achieved.v1")

    assert isinstance(act.body, MilestoneAchieved)
    assert (act.body.on, act.body.delay_days) == (date(2021, 7, 1), 92)
