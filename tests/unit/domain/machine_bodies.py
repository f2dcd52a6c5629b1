"""Who could say each kind of boards, meetings and decisions, and what they would say."""

from typing import Any

from ledger.domain.kinds import aftermath as said_after
from ledger.domain.kinds import stream_type
from ledger.domain.kinds.aftermath import (
    ConditionFailed,
    ConditionMet,
    ConditionWaived,
    DecisionChallenged,
    DecisionRegistered,
    DissentRecorded,
    EscalationAnswered,
    FinalSayExercised,
    FormalityDone,
)
from ledger.domain.kinds.board import (
    AlternateNamed,
    CharterAmended,
    DefaultCured,
    DefaultNotified,
    InterestDeclared,
    MemberAppointed,
    MemberEnded,
    OfficerAppointed,
    OfficerEnded,
)
from ledger.domain.kinds.decision import (
    BallotCast,
    CastingVoteGiven,
    MotionDeferred,
    MotionMoved,
    MotionOpened,
    MotionWithdrawn,
    ObjectionRaised,
    PollClosed,
    ProxyDeclared,
    RecusalDeclared,
    RepetitionSupported,
)
from ledger.domain.kinds.meeting import (
    ActingChairChosen,
    AgendaItem,
    AgendaItemAdded,
    AgendaItemConsented,
    MeetingAdjourned,
    MeetingCalled,
    MeetingClosed,
    MeetingOpened,
    MinutesApproved,
    MinutesDrafted,
    MinutesObjected,
    NoticeWaived,
    ProxyLodged,
)
from ledger.evidence.canonical import Body
from ledger.evidence.statement import StreamName
from tests.unit.domain.boardroom import DECISION, SINCE, Boardroom, charter, constitution
from tests.unit.domain.courses import LATER
from tests.unit.domain.story import Voice

MOVED, OPENED = "motion.moved.v1", "motion.opened.v1"
MINUTES = MinutesDrafted(sha256="sha256:" + "0" * 64)
Said = dict[str, tuple[Voice, Body]]
ANSWERS = ("ratified", "modified", "reversed", "superseded", "rescinded", "voided", "confirmed")


def bodies(room: Boardroom, stream: str) -> Said:
    """Return who could say each kind of a stream's type, and what."""
    of_type = {"board": _of_boards, "meeting": _of_meetings, "decision": _of_decisions}
    return of_type[stream_type(StreamName(stream))](room)


def _of_boards(room: Boardroom) -> Said:
    member, sponsor = room.people["s2"], room.sponsor
    chair = OfficerAppointed(office="chair", party="servier", person="member-s1", from_=SINCE)
    return {
        "board.constituted.v1": (sponsor, constitution()),
        "charter.amended.v1": (sponsor, CharterAmended(charter=charter())),
        "member.appointed.v1": (
            sponsor,
            MemberAppointed(seat="s1", person="member-s1", from_=SINCE),
        ),
        "member.ended.v1": (sponsor, MemberEnded(on=SINCE)),
        "officer.appointed.v1": (sponsor, chair),
        "officer.ended.v1": (sponsor, OfficerEnded(on=SINCE)),
        "alternate.named.v1": (
            sponsor,
            AlternateNamed(seat="s1", person="member-s2", from_=SINCE),
        ),
        "interest.declared.v1": (member, InterestDeclared(person="member-s2")),
        "default.notified.v1": (sponsor, DefaultNotified(party="iqvia")),
        "default.cured.v1": (sponsor, DefaultCured()),
    }


def _of_meetings(room: Boardroom) -> Said:
    member, chair = room.people["s2"], room.chair
    return {
        "meeting.called.v1": (chair, call(room)),
        "notice.waived.v1": (member, NoticeWaived(seat="s2")),
        "agenda.item_added.v1": (
            chair,
            AgendaItemAdded(item="more", title="More", purpose="decision"),
        ),
        "agenda.item_consented.v1": (member, AgendaItemConsented(item="scope", seat="s2")),
        "attendance.changed.v1": (member, room.attendance("s2")),
        "proxy.lodged.v1": (member, ProxyLodged(giver="s2", holder="s1")),
        "acting_chair.chosen.v1": (member, ActingChairChosen(seat="s2")),
        "meeting.opened.v1": (chair, MeetingOpened()),
        "meeting.adjourned.v1": (chair, MeetingAdjourned()),
        "meeting.closed.v1": (chair, MeetingClosed()),
        "minutes.drafted.v1": (chair, MINUTES),
        "minutes.approved.v1": (chair, MinutesApproved(how="chair")),
        "minutes.objected.v1": (member, MinutesObjected(seat="s2")),
    }


def _of_decisions(room: Boardroom) -> Said:
    member, chair = room.people["s2"], room.chair
    executive = room.sponsor.as_("executive")
    answers = {
        f"decision.{word}.v1": (
            chair,
            getattr(said_after, f"Decision{word.title()}")(decision=LATER),
        )
        for word in ANSWERS
    }
    return {
        MOVED: (member, motion()),
        "decision.registered.v1": (room.sponsor, paper()),
        OPENED: (room.secretary, opening(room)),
        "repetition.supported.v1": (member, RepetitionSupported(seat="s2")),
        "recusal.declared.v1": (member, RecusalDeclared(seat="s2")),
        "proxy.declared.v1": (member, ProxyDeclared(giver="s2", holder="s1")),
        "ballot.cast.v1": (member, BallotCast(seat="s2", choice="abstain")),
        "casting_vote.given.v1": (chair, CastingVoteGiven(choice="for")),
        "objection.raised.v1": (member, ObjectionRaised(seat="s2", to="form")),
        "poll.closed.v1": (chair, PollClosed()),
        "motion.withdrawn.v1": (chair, MotionWithdrawn()),
        "motion.deferred.v1": (chair, MotionDeferred()),
        "formality.done.v1": (chair, FormalityDone(formality="stamp")),
        "condition.met.v1": (chair, ConditionMet(condition="funds")),
        "condition.waived.v1": (chair, ConditionWaived(condition="funds", decision=LATER)),
        "condition.failed.v1": (chair, ConditionFailed(condition="funds")),
        "escalation.answered.v1": (
            executive,
            EscalationAnswered(step="top", title="ceo", choice="for"),
        ),
        "final_say.exercised.v1": (executive, FinalSayExercised(choice="for")),
        "dissent.recorded.v1": (member, DissentRecorded(seat="s2")),
        "decision.challenged.v1": (member, DecisionChallenged(seat="s2")),
        **answers,
    }


def call(room: Boardroom) -> MeetingCalled:
    """Return a call of a meeting for this moment."""
    return MeetingCalled(
        class_="ordinary",
        starts_at=room.now.replace(microsecond=0),
        tz="Europe/Paris",
        mode="remote",
        agenda=(AgendaItem(item="scope", title="Scope", purpose="decision"),),
    )


def opening(room: Boardroom) -> MotionOpened:
    """Return the opening of the motion, or of what was never moved."""
    if room.matter(DECISION) is not None:
        return room.opening()
    closes_at = room.now.replace(microsecond=0)
    return MotionOpened(charter=room.board.charter_digest, electorate=(), closes_at=closes_at)


def motion(**members: Any) -> MotionMoved:
    """Return a motion in writing."""
    filled = {"title": "Sites", "text": "More.", "class_": "scope", "procedure": "written"}
    return MotionMoved(**{**filled, **members})


def paper() -> DecisionRegistered:
    """Return a decision that was made on paper a week ago."""
    return DecisionRegistered(
        title="Old",
        text="Decided on paper.",
        class_="scope",
        outcome="adopted",
        decided_on=SINCE,
    )
