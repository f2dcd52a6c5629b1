"""Quorum and outcome: the same inputs give the same answer, on any machine, for ever.

``outcome`` is a pure function of the charter, the facts and the clock. What it
returns is what ``decision.closed.v1`` records, explanation included, so that an
auditor recomputes a close bit for bit from the signed statements.

How a matter is decided (DOMAIN, rules 3 to 6), each item of a motion by itself:

1. The first quorum rule and the first vote rule whose ``when`` fit hold.
2. A matter beyond the board's power is ultra vires; one whose call, notice,
   agenda, procedure or stage is not in order is inadmissible.
3. The poll ends when an officer closes it, when its window is over, or, as the
   procedure says, when every seat that may vote has voted or no ballot could
   change the outcome; in writing one no ends a vote for unanimity. A tie that
   the chair may break keeps it open until they did.
4. Nobody who may vote: inquorate. Too few present at that moment, or the parts of
   the quorum lacking: inquorate. No ballot when the window is over: lapsed, in
   writing whatever the quorum.
5. Every majority must be reached in its own base, by one vote for at least, and
   every part hold among those who voted for. What fails is a tie, a split or
   simply failed, and means what the charter says it means.
6. What is adopted waits for forms and conditions; what is deadlocked may go up.
"""

from collections.abc import Iterator
from datetime import datetime

from ledger.domain.counting.ending import have_ended
from ledger.domain.counting.facts import Facts
from ledger.domain.counting.following import Judged, after_adoption, escalate, interim
from ledger.domain.counting.judging import (
    failed,
    final_poll,
    unanimity_broken,
    vote_word,
)
from ledger.domain.counting.quorum import hour_of
from ledger.domain.counting.scene import (
    Scene,
    decided_at,
    form_refused,
    is_voted_on,
    objected,
    objectors,
    scenes_of,
)
from ledger.domain.counting.selection import applies
from ledger.domain.counting.votes import Poll, count, tally
from ledger.domain.counting.words import (
    explain_ballots,
    explain_electorate,
    explain_end,
    explain_outcome,
    explain_problems,
    explain_proxies,
    explain_quorum,
    explain_votes,
    figures,
    listed,
    rule_applied,
)
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.counting import Vote
from ledger.domain.kinds.outcome import (
    BaseCount,
    DecisionClosed,
    ItemOutcome,
    OutcomeWord,
    QuorumCount,
    RuleApplied,
    Tally,
)

Outcome = DecisionClosed
# What a motion of several items has come to is the first of these that one of them has.
_WORDS: tuple[OutcomeWord, ...] = (
    "pending",
    "escalated",
    "deferred",
    "deadlocked",
    "unresolved",
    "inquorate",
    "inadmissible",
    "ultra_vires",
    "lapsed",
    "rejected",
    "adopted_with_conditions",
    "adopted",
)


def outcome(charter: Charter, facts: Facts, at: datetime) -> Outcome:
    """Return what the board has decided at this moment, with tally and reasons.

    The outcome is ``pending`` while the poll is open. Of a motion with several
    items it is that of the item which is furthest from being adopted: what still
    waits goes before what failed, and that before what was adopted.
    """
    scenes = scenes_of(charter, facts, at)
    return _closed(facts, scenes, at, ended=have_ended(scenes, at))


def ended_outcome(charter: Charter, facts: Facts, at: datetime) -> Outcome | None:
    """Return the outcome once the poll is over at this moment, None while it goes on."""
    scenes = scenes_of(charter, facts, at)
    return _closed(facts, scenes, at, ended=True) if have_ended(scenes, at) else None


def _closed(facts: Facts, scenes: tuple[Scene, ...], at: datetime, *, ended: bool) -> Outcome:
    judged = [_judge(scene, at, ended=ended) for scene in scenes]
    words = [word for word, _ in judged]
    word = min(words, key=_WORDS.index)
    decisive = scenes[words.index(word)]
    return DecisionClosed(
        outcome=word,
        tally=_tally(decisive),
        base=_bases(decisive),
        quorum=_quorum(decisive),
        items=_items(scenes, judged),
        stage=facts.staged.stage,
        explanation=tuple(_explanation(scenes, judged)),
    )


def has_ended(charter: Charter, facts: Facts, at: datetime) -> bool:
    """Whether the poll is over at this moment, so that the decision closes by rule."""
    return have_ended(scenes_of(charter, facts, at), at)


def _judge(scene: Scene, at: datetime, *, ended: bool) -> Judged:
    """Return the outcome word of one item, and the rules that led to it in their order."""
    if scene.problems:
        power = any(problem.word == "ultra_vires" for problem in scene.problems)
        word: OutcomeWord = "ultra_vires" if power else "inadmissible"
        return word, tuple(explain_problems(scene.problems))
    if scene.vote_rule is None or scene.poll is None:
        text = "No rule of the charter says how such a matter is decided."
        return "ultra_vires", (rule_applied("votes", text, "not_met"),)
    word, reasons = _judge_procedure(scene, scene.vote_rule, scene.poll, at, ended=ended)
    rule = scene.charter.powers.escalation
    went_up = scene.facts.escalated is not None and rule is not None
    if word == "deadlocked" and went_up and rule is not None and applies(rule.when, scene.here):
        word, more = escalate(scene.charter, rule, scene.facts, scene.here, at)
        reasons = (*reasons, *more)
    if word == "adopted":
        word, more = after_adoption(scene.charter, scene.facts, scene.here, decided_at(scene), at)
        reasons = (*reasons, *more)
    return word, reasons


def _judge_procedure(scene: Scene, rule: Vote, poll: Poll, at: datetime, *, ended: bool) -> Judged:
    if scene.here.procedure == "interim":
        alone = scene.charter.procedures.interim
        assert alone is not None, "checked: the charter has the procedure"
        word, reasons = interim(scene.charter, scene.facts, alone, at, scene.name)
        return ("lapsed" if ended and word == "pending" else word), reasons
    if scene.here.procedure == "no_objection":
        silent = _judge_silence(scene, ended=ended)
        if silent is not None:
            return silent
    quorum = _explain_quorum(scene)
    if not ended:
        return "pending", (*quorum, *explain_votes(rule, count(poll)))
    end = explain_end(
        scene.facts.closes_at,
        by_officer=scene.facts.poll_closed_at is not None
        and scene.facts.poll_closed_at <= scene.moment,
        in_time=scene.facts.closes_at is not None and scene.moment < scene.facts.closes_at,
        at_meeting=scene.at_meeting,
    )
    word, reasons = _judge_ended(scene, rule, poll)
    return word, (end, *reasons)


def _judge_silence(scene: Scene, *, ended: bool) -> Judged | None:
    """Return the outcome of the no-objection procedure, None where a vote follows."""
    silent = scene.charter.procedures.no_objection
    assert silent is not None, "checked: the charter has the procedure"
    objecting = sorted(objectors(scene, "matter"))
    numbers = figures(objections=len(objecting), needed=silent.objects)
    text = (
        f"Objections: {len(objecting)} ({listed(objecting)}); enough to stop it: {silent.objects}."
    )
    if objected(scene) is None:
        reason = rule_applied("no-objection", text, "met", numbers)
        return ("adopted" if ended else "pending"), (reason,)
    if silent.then == "vote":
        return None
    return silent.then, (rule_applied("no-objection", text, "not_met", numbers),)


def _explain_quorum(scene: Scene) -> tuple[RuleApplied, ...]:
    if scene.quorum is None or scene.quorum_rule is None:
        return ()
    reasons = tuple(explain_quorum(scene.quorum_rule, scene.quorum))
    hour = hour_of(scene.quorum_rule, scene.facts)
    if not scene.quorum.met and all(reason.verdict == "met" for reason in reasons) and hour:
        late = f"It was not reached by {hour:%Y-%m-%dT%H:%M:%SZ}, as the charter asks."
        return (*reasons, rule_applied("quorum-hour", late, "not_met"))
    return reasons


def _judge_ended(scene: Scene, rule: Vote, poll: Poll) -> Judged:
    if not any(each.may_vote for each in scene.standings):
        text = "Nobody is left who may vote."
        return "inquorate", (rule_applied("eligible", text, "not_met"),)
    if form_refused(scene):
        who = ", ".join(sorted(objectors(scene, "form")))
        text = f"Objected to the written form: {who}; the matter goes before a meeting."
        return "deferred", (rule_applied("form", text, "applied"),)
    if unanimity_broken(scene, rule, poll):
        broken = rule_applied("unanimity", "One vote against ends a vote for unanimity.", "not_met")
        counted = count(poll)
        return failed(rule, counted), (broken, *explain_votes(rule, counted))
    deemed = final_poll(scene) or poll
    lacks_quorum = scene.quorum is not None and not scene.quorum.met
    # In writing whoever votes is there: without any ballot time alone has run out.
    unheard = not deemed.said and scene.facts.poll_closed_at is None
    if unheard and not (scene.at_meeting and lacks_quorum):
        what = "poll" if scene.at_meeting else "window"
        text = f"The {what} is over and no ballot was cast; silence is no vote."
        return "lapsed", (rule_applied("silence", text, "not_met"),)
    quorum = _explain_quorum(scene)
    if lacks_quorum:
        return "inquorate", quorum
    word, reasons = vote_word(scene, rule, deemed)
    return word, (*quorum, *reasons)


def _tally(scene: Scene) -> Tally:
    poll = final_poll(scene)
    return tally(scene.standings, {} if poll is None else poll.said)


def _bases(scene: Scene) -> tuple[BaseCount, ...]:
    poll = final_poll(scene)
    return () if poll is None else count(poll).bases


def _quorum(scene: Scene) -> QuorumCount | None:
    """Return the presence where a vote was held: silence and an officer alone need none."""
    return scene.quorum if is_voted_on(scene) else None


def _items(scenes: tuple[Scene, ...], judged: list[Judged]) -> tuple[ItemOutcome, ...]:
    return tuple(
        ItemOutcome(
            item=scene.name,
            outcome=word,
            tally=_tally(scene),
            base=_bases(scene),
            quorum=_quorum(scene),
        )
        for scene, (word, _) in zip(scenes, judged, strict=True)
        if scene.name is not None
    )


def _cast_by(scene: Scene) -> dict[str, str]:
    """Return whose vote was cast by whom, where another than the first of a party did."""
    said = {} if scene.poll is None else scene.poll.said
    return {seat: each.by_proxy for seat, each in said.items() if each.by_proxy is not None}


def _explanation(scenes: tuple[Scene, ...], judged: list[Judged]) -> Iterator[RuleApplied]:
    for scene, (word, reasons) in zip(scenes, judged, strict=True):
        if scene.name is not None:
            yield rule_applied("item", f"Item {scene.name}:", "applied")
        yield from explain_electorate(scene.standings)
        yield from explain_proxies({**scene.present.proxies, **_cast_by(scene)}.items())
        yield from explain_ballots(_tally(scene))
        yield from reasons
        yield explain_outcome(word)
