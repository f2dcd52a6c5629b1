"""Casting votes, proxies and objections that come to nothing, and why."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, Literal

from ledger.domain.counting.ending import have_ended
from ledger.domain.counting.facts import CastingVote, Objection, Proxy
from ledger.domain.counting.judging import tie_breakers
from ledger.domain.counting.proxies import proxy_refusal
from ledger.domain.counting.scene import Scene, objectors
from ledger.domain.counting.standing import REASONS
from ledger.domain.kinds.charter.conduct import Written
from ledger.domain.kinds.outcome import DecisionClosed
from ledger.domain.rehearsal.answer import NotCounted
from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.spelling import ballots_of

_NO_OBJECTIONS: Final = {
    ("meeting", "matter"): "at a meeting nobody objects; a vote against says no",
    ("meeting", "form"): "the matter is not decided in writing",
    ("written", "matter"): "in writing only the form is objected to; a vote against says no",
    ("no_objection", "form"): "the matter is decided by silence, where the matter is objected to",
    ("interim", "matter"): "an officer acts alone, and nobody is asked for objections",
    ("interim", "form"): "the matter is not decided in writing",
}


def passed_over(
    case: Case, closed: DecisionClosed, scenes: tuple[Scene, ...], at: datetime
) -> Iterator[NotCounted]:
    """Yield the casting vote, the proxies and the objections that count for no item."""
    for each in ballots_of(case):
        if each.casting and each.choice == "abstain":
            text = "an abstention breaks no tie"
            yield NotCounted(what="ballot", seat=each.seat, text=text)
    yield from _casting(closed, scenes, at)
    yield from _proxies(scenes)
    for objection in sorted(set(scenes[0].facts.objections), key=_raised):
        refusals = [_no_objection(scene, objection) for scene in scenes]
        if refusals[0] is not None and None not in refusals:
            yield NotCounted(what="objection", seat=objection.seat, text=refusals[0])


def _no_objection(scene: Scene, objection: Objection) -> str | None:
    """Return why an objection comes to nothing on an item, None where it counts."""
    barred = _not_objected_to(scene, objection.to)
    if barred is not None:
        return barred
    if objection.at > scene.moment:
        return "it came too late"
    if objection.seat in objectors(scene, objection.to):
        return None
    standing = next(each for each in scene.standings if each.seat == objection.seat)
    if not standing.may_vote:
        return REASONS[standing.reason]
    return "by the charter this seat does not object"


def _not_objected_to(scene: Scene, to: Literal["matter", "form"]) -> str | None:
    """Return why nobody could object here, None where somebody can."""
    barred = _NO_OBJECTIONS.get((scene.here.procedure, to))
    if barred is not None:
        return barred
    procedures = scene.charter.procedures
    way = procedures.no_objection if to == "matter" else procedures.written
    if way is None:
        return "the board does not decide in this way"
    if isinstance(way, Written) and way.objects is None:
        return "by the charter nobody objects to the written form"
    return None


def _casting(
    closed: DecisionClosed, scenes: tuple[Scene, ...], at: datetime
) -> Iterator[NotCounted]:
    casting = scenes[0].facts.casting
    text = None if casting is None else _casting_refusal(closed, scenes, casting, at)
    if casting is not None and casting.seat is not None and text is not None:
        yield NotCounted(what="ballot", seat=casting.seat, text=text)


def _proxies(scenes: tuple[Scene, ...]) -> Iterator[NotCounted]:
    for proxy in sorted(scenes[0].facts.proxies, key=_given):
        concerned = [scene for scene in scenes if not proxy.items or scene.name in proxy.items]
        refusals = [_refusal(scene, proxy) for scene in concerned]
        if refusals and refusals[0] is not None and None not in refusals:
            yield NotCounted(what="proxy", seat=proxy.giver, text=refusals[0])


def _refusal(scene: Scene, proxy: Proxy) -> str | None:
    return proxy_refusal(
        scene.charter,
        scene.facts,
        scene.standings,
        proxy,
        there=scene.present.there,
        item=scene.name,
    )


def _casting_refusal(
    closed: DecisionClosed, scenes: tuple[Scene, ...], casting: CastingVote, at: datetime
) -> str | None:
    """Return why a casting vote breaks nothing, None where it does or still may."""
    if any(line.rule == "casting-vote" for line in closed.explanation):
        return None
    refusals = [_unable(scene, casting) for scene in scenes]
    if None not in refusals:
        return refusals[0]
    if scenes[0].here.procedure == "interim" or not have_ended(scenes, at):
        return None
    return "it was not called for"


def _unable(scene: Scene, casting: CastingVote) -> str | None:
    """Return why this casting vote could break no tie on an item."""
    office = casting.office.replace("_", " ")
    alone = scene.charter.procedures.interim
    if scene.here.procedure == "interim" and alone is not None:
        return None if casting.office in alone.by else f"the {office} cannot act alone"
    rule = scene.vote_rule
    if rule is None or scene.poll is None or rule.casting is None:
        return "nobody breaks a tie here"
    if rule.casting.how == "own":
        return "a tie is broken by the ballot of the chair's own seat"
    if (casting.office, casting.seat) not in tie_breakers(scene, rule.casting, scene.poll):
        return f"the {office} cannot break a tie from that seat, now and here"
    return None


def _raised(objection: Objection) -> tuple[datetime, str, str]:
    return objection.at, objection.seat, objection.to


def _given(proxy: Proxy) -> tuple[datetime, str, str]:
    return proxy.at, proxy.giver, proxy.holder
