"""When a poll is over before its time: nobody left to hear, or nothing left to change."""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from ledger.domain.counting.facts import Choice
from ledger.domain.counting.following import acted_alone
from ledger.domain.counting.judging import calls_chair, tie_breakers, unanimity_broken, vote_word
from ledger.domain.counting.scene import Scene, form_refused, objected, waits_for_vote
from ledger.domain.counting.votes import Counted, Poll, Said, count
from ledger.domain.counting.words import fraction
from ledger.domain.kinds.charter.counting import Vote
from ledger.domain.kinds.charter.terms import Cap, Either, Part, Some
from ledger.domain.kinds.outcome import OutcomeWord

_CHOICES: tuple[Choice, ...] = ("for", "against", "abstain")


def have_ended(scenes: tuple[Scene, ...], at: datetime) -> bool:
    """Whether the poll is over for all items of a motion."""
    facts = scenes[0].facts
    if facts.decided_at is not None:
        return True
    for end in (facts.poll_closed_at, facts.closes_at):
        if end is not None and at >= end:
            return True
    if any(scene.problems for scene in scenes):
        return False
    return all(_is_heard(scene) for scene in scenes)


def _is_heard(scene: Scene) -> bool:  # noqa: PLR0911 -- one line a way to end
    """Whether an item needs no further ballot, as the procedure says."""
    alone = scene.charter.procedures.interim
    if scene.here.procedure == "interim" and alone is not None:
        return acted_alone(scene.facts, alone, scene.moment, scene.name) is not None
    rule, poll = scene.vote_rule, scene.poll
    if rule is None or poll is None:
        return True
    if scene.here.procedure == "no_objection":
        return objected(scene) is not None and not waits_for_vote(scene)
    if form_refused(scene) or unanimity_broken(scene, rule, poll):
        return True
    closes = _closes(scene)
    if closes == "at_end":
        return False
    if all(each.seat in poll.said for each in scene.standings if each.may_vote):
        return not waits_for_chair(scene, rule, poll)
    return closes == "settled" and _is_settled(scene, rule, poll)


def _closes(scene: Scene) -> Literal["all_voted", "settled", "at_end"]:
    procedures = scene.charter.procedures
    way = procedures.meeting if scene.at_meeting else procedures.written
    return "all_voted" if way is None else way.closes


def waits_for_chair(scene: Scene, rule: Vote, poll: Poll) -> bool:
    """Whether a tie waits for the casting vote of a chair who may still give it."""
    casting = rule.casting
    if casting is None or casting.how != "second":
        return False
    counted = count(poll)
    if counted.is_carried or not calls_chair(rule, counted):
        return False
    given, able = scene.facts.casting, tie_breakers(scene, casting, poll)
    return bool(able) and (given is None or (given.office, given.seat) not in able)


def _is_settled(scene: Scene, rule: Vote, poll: Poll) -> bool:
    """Whether no further ballot could change the outcome, whatever it says."""
    open_seats = [
        each.seat for each in scene.standings if each.may_vote and each.seat not in poll.said
    ]

    def as_if(choice: Choice) -> Poll:
        said = {**poll.said, **{seat: Said(choice=choice) for seat in open_seats}}
        return replace(poll, said=said, present=poll.present | set(open_seats))

    words = {vote_word(scene, rule, poll)[0]}
    words |= {vote_word(scene, rule, as_if(choice))[0] for choice in _CHOICES}
    if words != {"adopted"}:
        words |= _words_between(rule, count(as_if("for")), count(as_if("against")))
    elif any(_can_be_undone(part) for part in rule.parts):
        return False
    # A poll that nobody has answered has not begun to settle anything.
    enough = bool(poll.said) and (scene.quorum is None or scene.quorum.met)
    return enough and len(words) == 1 and not waits_for_chair(scene, rule, poll)


def _words_between(rule: Vote, at_most: Counted, at_least: Counted) -> set[OutcomeWord]:
    """Return what votes on both sides could yet mean, between all for and all against."""
    words: set[OutcomeWord] = set()
    most, least = at_most.bases[0], at_least.bases[0]
    for_, against = fraction(most.for_), fraction(least.against)
    if not (for_ and against):
        return words
    if rule.split is not None:
        words.add(rule.split)
    if for_ >= fraction(most.against) and against >= fraction(least.for_):
        if rule.tie is not None:
            words.add(rule.tie)
        if rule.casting is not None:
            words |= {"adopted", "rejected"}
    return words


def _can_be_undone(part: Part) -> bool:
    """Whether further votes for a motion could break a part that holds of those who vote for."""
    match part:
        case Cap():
            return True
        case Some():
            is_share = part.least is not None and part.least.share is not None
            return part.most is not None or is_share
        case Either():
            return any(_can_be_undone(each) for each in part.of)
        case _:
            return False
