"""One item of a motion at the moment at which it is, or would be, decided."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from ledger.domain.counting.admission import circumstances, problems
from ledger.domain.counting.facts import Facts, Item, Objection
from ledger.domain.counting.presence import Present, choices_of, present_at
from ledger.domain.counting.problem import Problem
from ledger.domain.counting.proxies import Modes
from ledger.domain.counting.quorum import (
    Presence,
    count_quorum,
    has_floor,
    hour_of,
    moments_until,
)
from ledger.domain.counting.selection import (
    Circumstances,
    Seen,
    applies,
    first_fitting,
    fits,
    least_whole,
)
from ledger.domain.counting.standing import Standing, standings
from ledger.domain.counting.votes import Poll, Said
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.conduct import NoObjection
from ledger.domain.kinds.charter.counting import Quorum, Vote
from ledger.domain.kinds.charter.terms import Threshold, Who
from ledger.domain.kinds.outcome import QuorumCount

# They have no vote on the matter by the charter; neither withdrew nor is their vote at rest.
_WITHOUT_VOTE = frozenset({"no-vote", "ties-only", "not-on-this-matter"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """One item of a motion at the moment at which it is (or would be) decided."""

    charter: Charter
    facts: Facts
    item: Item | None
    here: Circumstances
    problems: tuple[Problem, ...]
    quorum_rule: Quorum | None
    vote_rule: Vote | None
    standings: tuple[Standing, ...]
    present: Present
    poll: Poll | None
    quorum: QuorumCount | None
    moment: datetime

    @property
    def name(self) -> str | None:
        """The item's name, None where the motion is one matter."""
        return None if self.item is None else self.item.item

    @property
    def at_meeting(self) -> bool:
        """Whether it is decided at a meeting."""
        return self.here.procedure == "meeting"


def scenes_of(charter: Charter, facts: Facts, at: datetime) -> tuple[Scene, ...]:
    """Return each item's scene; a motion without items has one."""
    items: tuple[Item | None, ...] = facts.matter.items or (None,)
    return tuple(_scene(charter, facts, item, at) for item in items)


def moment_of(facts: Facts, at: datetime) -> datetime:
    """Return the moment at which the vote is (or would be) decided."""
    if facts.decided_at is not None:
        return facts.decided_at
    ends = [end for end in (facts.poll_closed_at, facts.closes_at, at) if end is not None]
    return min(ends)


def _scene(charter: Charter, facts: Facts, item: Item | None, at: datetime) -> Scene:
    here = circumstances(charter, facts, item)
    vote_rule = first_fitting(charter.votes, here)
    quorum_rule = first_fitting(charter.quorum, here)
    name = None if item is None else item.item
    moment = moment_of(facts, at)
    seats = standings(charter, facts, vote_rule, name)
    present = present_at(charter, facts, seats, moment, name)
    scene = Scene(
        charter=charter,
        facts=facts,
        item=item,
        here=here,
        problems=() if facts.is_admitted else tuple(problems(charter, facts, item)),
        quorum_rule=quorum_rule,
        vote_rule=vote_rule,
        standings=seats,
        present=present,
        poll=None,
        quorum=None,
        moment=moment,
    )
    poll = None if vote_rule is None else _poll(scene, vote_rule)
    quorum = None if quorum_rule is None else _quorum(scene, quorum_rule)
    return replace(scene, poll=poll, quorum=quorum)


def _poll(scene: Scene, rule: Vote) -> Poll:
    ballots = choices_of(scene.charter, scene.facts, scene.standings, scene.present, scene.name)
    said = {
        seat: Said(choice=ballot.choice, by_proxy=ballot.by_proxy)
        for seat, ballot in ballots.items()
        if ballot.at <= scene.moment
    }
    present = frozenset(scene.present.quorum) if scene.at_meeting else frozenset()
    return Poll(
        charter=scene.charter,
        rule=rule,
        standings=scene.standings,
        present=present | said.keys(),
        said=said,
        at_meeting=scene.at_meeting,
        here=scene.here,
    )


def _quorum(scene: Scene, rule: Quorum) -> QuorumCount:
    there = {**scene.present.quorum, **_deemed_there(scene, rule)}
    presence = _presence(scene, there)
    counted = count_quorum(rule, presence)
    if not scene.at_meeting or scene.facts.meeting is None:
        return counted
    facts, moments = scene.facts, moments_until
    if rule.tested == "opening" and not counted.met:
        reached = _was_reached(scene, rule, moments(facts, scene.moment))
        counted = _with_met(counted, met=reached and has_floor(rule, presence))
    hour = hour_of(rule, facts)
    if counted.met and hour is not None and scene.moment > hour:
        counted = _with_met(counted, met=_was_reached(scene, rule, moments(facts, hour)))
    return counted


def _deemed_there(scene: Scene, rule: Quorum) -> Modes:
    """Return the silent seats that a charter deems present in writing, once the poll is over."""
    silent = scene.vote_rule is not None and scene.vote_rule.silence != "none"
    if scene.at_meeting or rule.deemed == "absent" or not silent:
        return {}
    if not is_over(scene) or form_refused(scene):
        return {}
    return {each.seat: "remote" for each in scene.standings if each.may_vote}


def is_over(scene: Scene) -> bool:
    """Whether the poll's time is over, or an officer has closed it."""
    ends = (scene.facts.poll_closed_at, scene.facts.closes_at)
    return any(end is not None and end <= scene.moment for end in ends)


def _was_reached(scene: Scene, rule: Quorum, moments: Iterable[datetime]) -> bool:
    """Whether the quorum was there at one of several moments."""

    def met_at(moment: datetime) -> bool:
        there = present_at(scene.charter, scene.facts, scene.standings, moment, scene.name)
        return count_quorum(rule, _presence(scene, there.quorum)).met

    return any(map(met_at, moments))


def _presence(scene: Scene, there: Modes) -> Presence:
    return Presence(charter=scene.charter, standings=scene.standings, there=there, here=scene.here)


def _with_met(counted: QuorumCount, *, met: bool) -> QuorumCount:
    return QuorumCount(
        rule=counted.rule,
        unit=counted.unit,
        of=counted.of,
        count=counted.count,
        needed=counted.needed,
        present=counted.present,
        met=met,
        passes=counted.passes,
        parts=counted.parts,
    )


def general_quorum(charter: Charter, facts: Facts, moment: datetime) -> QuorumCount | None:
    """Count the presence of a meeting at a moment, for business of no particular kind.

    The rule is the first one that is not meant for certain matters; None where
    there is none.
    """
    here = circumstances(charter, facts)
    rule = next((each for each in charter.quorum if _is_general(each, here)), None)
    if rule is None:
        return None
    seats = standings(charter, facts, None, None)
    there = present_at(charter, facts, seats, moment, None)
    presence = Presence(charter=charter, standings=seats, there=there.quorum, here=here)
    return count_quorum(rule, presence)


def was_inquorate(charter: Charter, facts: Facts, moments: Iterable[datetime]) -> bool:
    """Whether a meeting had its quorum at none of these moments, for any business."""
    counted = [general_quorum(charter, facts, moment) for moment in moments]
    return not any(quorum is None or quorum.met for quorum in counted)


def _is_general(rule: Quorum, here: Circumstances) -> bool:
    when = rule.when
    if when is None:
        return True
    certain = (when.classes, when.topics, when.above, when.up_to, when.recused)
    return not any(certain) and applies(when, here)


def form_refused(scene: Scene) -> bool:
    """Whether so many object to the written form that the matter goes to a meeting."""
    written = scene.charter.procedures.written
    if scene.here.procedure != "written" or written is None or written.objects is None:
        return False
    needed = written.objects
    if isinstance(needed, Threshold):
        held = (each.member for each in scene.standings if each.member.is_filled)
        of = sum(fits(written.who, Seen(member=member)) for member in held)
        needed = max(1, least_whole(needed, of))
    return len(objectors(scene, "form")) >= needed


def objectors(scene: Scene, to: Literal["matter", "form"]) -> set[str]:
    """Return the seats that object in time and may: to the matter, or to the written form."""
    who = heard_on(scene.charter, to)
    may = {each.seat for each in scene.standings if who is not None and may_object(who, each)}

    def counts(objection: Objection) -> bool:
        in_time = objection.at <= scene.moment and objection.to == to
        return in_time and objection.seat in may

    return {objection.seat for objection in scene.facts.objections if counts(objection)}


def heard_on(charter: Charter, to: Literal["matter", "form"]) -> Who | None:
    """Return whose objections a charter hears, to the matter or the form; None for nobody's."""
    procedures = charter.procedures
    rule = procedures.no_objection if to == "matter" else procedures.written
    return None if rule is None or rule.objects is None else rule.who


def may_object(who: Who, each: Standing) -> bool:
    """Whether a seat may object: it may vote here, or those without a vote are heard too."""
    without = who.novote and each.reason in _WITHOUT_VOTE and each.member.is_filled
    return (each.may_vote or without) and fits(who, Seen(member=each.member))


def objected(scene: Scene) -> NoObjection | None:
    """Return the no-objection rule when enough have objected."""
    rule = scene.charter.procedures.no_objection
    if rule is None or len(objectors(scene, "matter")) < rule.objects:
        return None
    return rule


def is_voted_on(scene: Scene) -> bool:
    """Whether a vote is held: always, but for silence that holds and an officer alone."""
    if scene.here.procedure == "no_objection":
        stopped = objected(scene)
        return stopped is not None and stopped.then == "vote"
    return scene.here.procedure != "interim"


def decided_at(scene: Scene) -> datetime:
    """Return when the vote was decided, or an officer who acts alone has acted."""
    if scene.here.procedure != "interim":
        return scene.moment
    acts = [ballot.at for ballot in scene.facts.ballots if ballot.at <= scene.moment]
    return max(acts, default=scene.moment)


def waits_for_vote(scene: Scene) -> bool:
    """Whether objections have brought about a vote that is not complete."""
    rule = objected(scene)
    if rule is None or rule.then != "vote" or scene.poll is None:
        return False
    return not all(each.seat in scene.poll.said for each in scene.standings if each.may_vote)
