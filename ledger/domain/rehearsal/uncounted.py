"""Proxies and casting votes that come to nothing, and why."""

from collections.abc import Iterator
from datetime import datetime

from ledger.domain.counting.facts import CastingVote, Proxy
from ledger.domain.counting.judging import tie_breakers
from ledger.domain.counting.proxies import proxy_refusal
from ledger.domain.counting.scene import Scene
from ledger.domain.kinds.outcome import DecisionClosed
from ledger.domain.rehearsal.answer import NotCounted


def passed_over(closed: DecisionClosed, scenes: tuple[Scene, ...]) -> Iterator[NotCounted]:
    """Yield the casting vote and the proxies that count for no item."""
    casting = scenes[0].facts.casting
    text = None if casting is None else _casting_refusal(closed, scenes, casting)
    if casting is not None and casting.seat is not None and text is not None:
        yield NotCounted(what="ballot", seat=casting.seat, text=text)
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
    closed: DecisionClosed, scenes: tuple[Scene, ...], casting: CastingVote
) -> str | None:
    """Return why a casting vote breaks nothing, None where it does or still may."""
    if any(line.rule == "casting-vote" for line in closed.explanation):
        return None
    refusals = [_unable(scene, casting) for scene in scenes]
    if None not in refusals:
        return refusals[0]
    if closed.outcome == "pending" or scenes[0].here.procedure == "interim":
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


def _given(proxy: Proxy) -> tuple[datetime, str, str]:
    return proxy.at, proxy.giver, proxy.holder
