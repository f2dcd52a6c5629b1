"""What is missing for a valid decision, at any moment: of the poll, and of what follows it.

The same facts that an outcome is computed from, asked the other way round. What
is missing is said in words that a secretary can act on, with a name for
programs, whose it is, and the time that is left.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Annotated, Literal

from ledger.domain.counting import days
from ledger.domain.counting.ending import have_ended, waits_for_chair
from ledger.domain.counting.facts import Facts
from ledger.domain.counting.following import (
    ANYONE,
    acted_alone,
    condition_status,
    executive_name,
    formality_until,
    owed_by,
    ratify_until,
    waits_for,
)
from ledger.domain.counting.presence import letters_count
from ledger.domain.counting.quorum import hour_of
from ledger.domain.counting.scene import Scene, decided_at, objected, objectors, scenes_of
from ledger.domain.counting.selection import applies
from ledger.domain.counting.votes import count
from ledger.domain.counting.words import (
    explain_parts,
    explain_quorum,
    explain_votes,
    listed,
    threshold_text,
)
from ledger.domain.kinds.base import Line, Slug, Text
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.conduct import Interim, Stage
from ledger.domain.kinds.charter.counting import Quorum
from ledger.domain.kinds.charter.powers import FinalSay
from ledger.domain.kinds.outcome import DecisionClosed, QuorumCount
from ledger.domain.voting import outcome
from ledger.evidence.canonical import Body, constrained

What = Literal[
    "notice",  # to open: the call came too late, and was not waived by enough
    "agenda",  # to open: the item was not noticed for decision, nor let in
    "meeting",  # to open: the meeting is not open
    "subject",  # to open: what the motion is about was edited since
    "opening",  # to open: nothing but that an officer opens it
    "admission",  # anything else that keeps the matter from being decided
    "quorum",  # so many more must be there
    "quorum-part",  # those who are there are not of the groups that they must be of
    "votes",  # seats that may vote and have not
    "majority",  # votes for
    "votes-part",  # those who vote for are not of the groups that they must be of
    "casting-vote",  # the chair's, on a tie
    "end",  # the end of the poll
    "act",  # an officer's interim act
    "formality",  # a form without which there is no effect
    "condition",  # of an adopted motion
    "answer",  # of an executive to whom it was escalated
    "final-say",  # of whoever decides alone afterwards
    "ratification",  # of an interim act, by the board
    "stage",  # the next stage of a decision that was put off
    "finding",  # on a challenge, by the board or one above it
]
_SECOND = timedelta(seconds=1)
# An interim act with one of these words holds until the board answers for it.
_HOLDS = frozenset({"adopted", "pending", "adopted_with_conditions"})
# Problems that a secretary mends in a way of their own.
_LACKING: Mapping[str, What] = MappingProxyType(
    {"notice": "notice", "agenda": "agenda", "stage": "stage"}
)


class Missing(Body):
    """One thing that is missing.

    what   its name
    text   what it is, in words
    item   of which item, where several are put
    who    whose it is: seats, parties, offices or executives
    since  from when on it can be had, where not yet
    until  until when at the latest, where there is such a moment
    """

    what: What
    text: Text
    item: Slug | None = None
    who: Annotated[tuple[Line, ...], constrained(max_length=200)] = ()
    since: datetime | None = None
    until: datetime | None = None


def missing(charter: Charter, facts: Facts, at: datetime) -> tuple[Missing, ...]:
    """Return what is missing at a moment for an opened motion to be decided for good."""
    scenes = scenes_of(charter, facts, at)
    closed = outcome(charter, facts, at)
    ended = have_ended(scenes, at)
    return tuple(
        _in_seconds(each)
        for scene, word in zip(scenes, _words(closed), strict=True)
        for each in _of_item(scene, word, at, ended=ended)
    )


def _in_seconds(each: Missing) -> Missing:
    """Tell a time that runs to the end of a day by its last whole second."""
    if each.until is None or not each.until.microsecond:
        return each
    until = each.until.replace(microsecond=0)
    return Missing(
        what=each.what,
        text=each.text,
        item=each.item,
        who=each.who,
        since=each.since,
        until=until,
    )


def missing_to_open(charter: Charter, facts: Facts, at: datetime) -> tuple[Missing, ...]:
    """Return what keeps a motion that was moved, or put off, from being opened now."""
    scenes = scenes_of(charter, facts, at)
    found = [_in_seconds(each) for scene in scenes for each in _problems(scene)]
    return tuple(dict.fromkeys(found))


def _words(closed: DecisionClosed) -> tuple[str, ...]:
    return tuple(item.outcome for item in closed.items) or (closed.outcome,)


def _of_item(scene: Scene, word: str, at: datetime, *, ended: bool) -> Iterator[Missing]:
    """Yield what one item still waits for, in the order in which it is needed."""
    alone = scene.charter.procedures.interim
    if scene.problems:
        yield from _problems(scene)
    elif scene.here.procedure == "interim" and alone is not None:
        yield from _of_interim(scene, alone, word, at)
    elif word == "pending" and not ended:
        yield from _of_poll(scene)
    elif word in {"pending", "adopted_with_conditions"}:
        yield from _forms(scene, scene.moment, at)
        yield from _conditions(scene, at)
    elif word == "escalated":
        yield from _answers(scene, at)
    elif word == "deferred":
        yield _next_stage(scene)


def _problems(scene: Scene) -> Iterator[Missing]:
    """Yield what keeps the matter from being decided, and from when on it no longer does."""
    for problem in scene.problems:
        what = _LACKING.get(problem.rule, "admission")
        since = until = None
        staged = scene.facts.staged
        if what == "stage" and staged.since is not None:
            since, until = _stage_times(scene.charter, _stage(scene, staged.stage), staged.since)
        yield Missing(what=what, text=problem.text, item=scene.name, since=since, until=until)
    if not scene.problems and scene.vote_rule is None:
        text = "No rule of the charter says how such a matter is decided."
        yield Missing(what="admission", text=text, item=scene.name)


# --- while the poll is open -------------------------------------------------------


def _of_poll(scene: Scene) -> Iterator[Missing]:
    end = scene.facts.closes_at
    if scene.here.procedure == "no_objection" and objected(scene) is None:
        yield _silence(scene)
        return
    yield from _presence(scene)
    yield from _votes(scene)
    yield from _forms_before(scene)
    yield Missing(what="end", text="The end of the poll.", item=scene.name, until=end)


def _silence(scene: Scene) -> Missing:
    rule = scene.charter.procedures.no_objection
    assert rule is not None, "checked: the charter has the procedure"
    text = (
        f"The end of the time for objections: {len(objectors(scene, 'matter'))} so far,"
        f" {rule.objects} would stop it."
    )
    return Missing(what="end", text=text, item=scene.name, until=scene.facts.closes_at)


def _presence(scene: Scene) -> Iterator[Missing]:
    """Yield what lacks for the quorum: how many, of which groups, or that its hour has passed."""
    rule, quorum = scene.quorum_rule, scene.quorum
    if rule is None or quorum is None or quorum.met:
        return
    absent = tuple(
        each.seat
        for each in scene.standings
        if each.may_vote and each.seat not in scene.present.quorum
    )
    hour = hour_of(rule, scene.facts)
    until = scene.facts.closes_at if hour is None else hour
    lines = [line for line in explain_quorum(rule, quorum) if line.verdict == "not_met"]
    parts = {line.text for line in explain_parts("quorum-part", "Present", quorum.parts)}
    for line in lines:
        is_part = line.text in parts
        yield Missing(
            what="quorum-part" if is_part else "quorum",
            text=line.text if is_part else f"{line.text} {_more(quorum)}",
            item=scene.name,
            who=absent,
            until=until,
        )
    if not lines:
        text = _why_not(scene, rule)
        yield Missing(what="quorum", text=text, item=scene.name, until=until)


def _more(quorum: QuorumCount) -> str:
    if isinstance(quorum.needed, int) and isinstance(quorum.present, int) and not quorum.passes:
        return f"So many more: {quorum.needed - quorum.present}."
    return "More is needed."


def _why_not(scene: Scene, rule: Quorum) -> str:
    """Say why there is no quorum although the numbers are there."""
    if not any(each.may_vote for each in scene.standings):
        return "Nobody is left who may vote."
    hour = hour_of(rule, scene.facts)
    by = "in time" if hour is None else f"by {hour:%Y-%m-%dT%H:%M:%SZ}"
    return f"The quorum was not reached {by}, as the charter asks."


def _votes(scene: Scene) -> Iterator[Missing]:
    """Yield who has not voted, and which majorities are not reached."""
    rule, poll, end = scene.vote_rule, scene.poll, scene.facts.closes_at
    assert rule is not None, "what no rule fits is beyond the board, and not pending"
    assert poll is not None, "where there is a rule, there is a poll"
    silent = [each.seat for each in scene.standings if each.may_vote and each.seat not in poll.said]
    from_afar = not scene.at_meeting or letters_count(scene.charter)
    there = [seat for seat in silent if from_afar or seat in scene.present.voting]
    if there:
        text = f"The votes of {listed(there)}."
        yield Missing(what="votes", text=text, item=scene.name, who=tuple(there), until=end)
    counted = count(poll)
    for line in explain_votes(rule, counted):
        if line.verdict == "not_met":
            what: What = "votes-part" if line.rule == "votes-part" else "majority"
            yield Missing(what=what, text=line.text, item=scene.name, until=end)
    if not there and waits_for_chair(scene, rule, poll):
        assert rule.casting is not None, "a tie waits only for a casting vote"
        found = "As many for as against" if counted.is_tied else "Not enough"
        text = f"{found}: the casting vote of {listed(rule.casting.by)}."
        yield Missing(
            what="casting-vote", text=text, item=scene.name, who=rule.casting.by, until=end
        )


# --- what follows the vote ---------------------------------------------------------


def _forms_before(scene: Scene) -> Iterator[Missing]:
    """Yield the forms that must be there when the vote is over."""
    end = scene.facts.closes_at
    for formality in scene.charter.procedures.formalities:
        if formality.within is None and applies(formality.when, scene.here):
            owing = owed_by(scene.charter, scene.facts, formality, scene.moment)
            if owing:
                yield _form(scene, formality.text, formality.by, owing, until=end)


def _forms(scene: Scene, decided: datetime, at: datetime) -> Iterator[Missing]:
    """Yield the forms that are still to be kept."""
    for formality in scene.charter.procedures.formalities:
        until = formality_until(scene.charter, formality, decided)
        if not applies(formality.when, scene.here) or at > until:
            continue
        owing = owed_by(scene.charter, scene.facts, formality, at)
        if owing:
            yield _form(scene, formality.text, formality.by, owing, until=until)


def _form(
    scene: Scene,
    text: str,
    by: str | None,
    owing: tuple[str, ...],
    *,
    until: datetime | None,
) -> Missing:
    parties = tuple(party for party in owing if party != ANYONE)
    whose = parties or (() if by is None else (by,))
    said = f"To be done by {listed(whose)}: {text}" if whose else f"To be done: {text}"
    return Missing(what="formality", text=said, item=scene.name, who=whose, until=until)


def _conditions(scene: Scene, at: datetime) -> Iterator[Missing]:
    stop = scene.facts.matter.long_stop
    until = None if stop is None else _last_second(scene.charter, stop)
    for condition in scene.facts.matter.conditions:
        if condition_status(scene.charter, scene.facts, condition, at) == "open":
            text = f"The condition {condition.condition}."
            yield Missing(what="condition", text=text, item=scene.name, until=until)


def _last_second(charter: Charter, day: date) -> datetime:
    return days.day_ends(charter.calendar, day) - _SECOND


def _answers(scene: Scene, at: datetime) -> Iterator[Missing]:
    """Yield whose answer a deadlock waits for: the step's executives, or the final say."""
    rule = scene.charter.powers.escalation
    assert rule is not None, "only what can be escalated is"
    waiting = waits_for(scene.charter, rule, scene.facts, at, scene.here)
    for each in waiting.executives:
        assert waiting.step is not None, "executives answer in a step"
        who = executive_name(each)
        text = f"The answer of {who} in step {waiting.step.step}."
        yield Missing(what="answer", text=text, item=scene.name, who=(who,), until=waiting.until)
    if waiting.holder is not None:
        who = _holder(waiting.holder)
        text = f"The final say of {who}."
        yield Missing(what="final-say", text=text, item=scene.name, who=(who,), until=waiting.until)


def _holder(holder: FinalSay) -> str:
    who = holder.party or holder.office
    assert who is not None, "a final say is a party's or an office's"
    return who.replace("_", " ")


def _of_interim(scene: Scene, rule: Interim, word: str, at: datetime) -> Iterator[Missing]:
    """Yield the act that is missing, or its forms, and what the board has yet to make of it."""
    if word == "pending" and acted_alone(scene.facts, rule, scene.moment, scene.name) is None:
        text = f"The act of {listed(rule.by)}{' together' if rule.jointly else ''}."
        yield Missing(
            what="act", text=text, item=scene.name, who=rule.by, until=scene.facts.closes_at
        )
        return
    if word in {"pending", "adopted_with_conditions"}:
        yield from _forms(scene, decided_at(scene), at)
        yield from _conditions(scene, at)
    answered = scene.facts.ratified is not None and scene.facts.ratified.answer is not None
    until = ratify_until(scene.charter, scene.facts, rule)
    if word not in _HOLDS or answered or (until is not None and at > until):
        return
    time = "by the end of its next meeting" if rule.ratify is None else "in time"
    text = f"The board must ratify, modify or reverse it {time}; else it is {rule.unratified}."
    yield Missing(what="ratification", text=text, item=scene.name, until=until)


def _next_stage(scene: Scene) -> Missing:
    """Say when a matter that was put off comes again."""
    number = scene.facts.staged.stage + 1
    rule = _stage(scene, number)
    if rule is None:
        text = f"It is put off, and the charter has no stage {number}."
        return Missing(what="stage", text=text, item=scene.name)
    since, until = _stage_times(scene.charter, rule, scene.moment)
    needs = next(
        (
            f" It needs {threshold_text(vote.needs[0].threshold)}."
            for vote in scene.charter.votes
            if vote.when is not None and number in vote.when.stages
        ),
        "",
    )
    text = f"Stage {number} is due.{needs}"
    return Missing(what="stage", text=text, item=scene.name, since=since, until=until)


def _stage(scene: Scene, number: int) -> Stage | None:
    stages = scene.charter.procedures.stages
    return next((each for each in stages if each.stage == number), None)


def _stage_times(
    charter: Charter, rule: Stage | None, put_off: datetime
) -> tuple[datetime | None, datetime | None]:
    """Return from when until when a stage may be opened."""
    if rule is None:
        return None, None
    since = until = None
    if rule.after is not None:
        since = days.first_moment(charter.calendar, put_off, rule.after)
    if rule.within is not None:
        until = days.last_moment(charter.calendar, put_off, rule.within)
    return since, until
