"""What the votes come to: adopted, or whichever failure the charter makes of it."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Literal

from ledger.domain.counting.following import Judged
from ledger.domain.counting.scene import Scene, form_refused, is_over
from ledger.domain.counting.selection import Seen, fits
from ledger.domain.counting.standing import Standing
from ledger.domain.counting.votes import Counted, Poll, Said, count
from ledger.domain.counting.words import explain_votes, rule_applied
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.counting import Casting, Majority, Vote
from ledger.domain.kinds.charter.terms import Office
from ledger.domain.kinds.outcome import OutcomeWord, RuleApplied

# In these standings a chair can break a tie; never recused (DOMAIN, rule 5).
CAN_BREAK_TIES = frozenset({"may-vote", "ties-only", "no-vote"})


def with_deemed(scene: Scene, rule: Vote, poll: Poll) -> Poll:
    """Return the poll with what the charter makes of silence; at a meeting of those there."""
    if rule.silence == "none":
        return poll
    deemed = {
        each.seat: Said(choice=rule.silence, is_deemed=True)
        for each in scene.standings
        if each.may_vote
        and each.seat not in poll.said
        and (not scene.at_meeting or each.seat in poll.present)
    }
    return replace(poll, said={**poll.said, **deemed}, present=poll.present | deemed.keys())


def vote_word(scene: Scene, rule: Vote, poll: Poll) -> Judged:
    """Return what the votes come to, a tie broken where the chair broke it."""
    counted = count(poll)
    reasons = tuple(explain_votes(rule, counted))
    if counted.is_carried:
        return _carried(rule, reasons)
    if calls_chair(rule, counted):
        broken = _break_tie(scene, rule, poll)
        if broken is not None:
            word, more = broken
            return word, (*reasons, *more)
    return failed(rule, counted), (*reasons, *_explain_failure(rule, counted))


def calls_chair(rule: Vote, counted: Counted) -> bool:
    """Whether a motion that falls short is for the chair's vote to decide."""
    return counted.is_tied or (rule.casting is not None and rule.casting.on == "short")


def _break_tie(scene: Scene, rule: Vote, poll: Poll) -> Judged | None:
    """Return what the chair's vote makes of a tie, None where there is none."""
    broken = _casting_choice(scene, rule, poll)
    if broken is None:
        return None
    choice, seat = broken
    own = rule.casting is not None and rule.casting.how == "own"
    what = "own ballot decides" if own else "casting vote is"
    tied = "As many for as against" if count(poll).is_tied else "Not enough"
    text = f"{tied}: the chair's {what}{':' if own else ''} {choice}."
    casting = rule_applied("casting-vote", text, "applied")
    again = count(replace(poll, extra=choice, extra_seat=seat))
    reasons = (casting, *explain_votes(rule, again))
    if again.is_carried:
        return _carried(rule, reasons)
    return ("rejected" if choice == "against" else failed(rule, again)), reasons


_Broken = tuple[Literal["for", "against"], str | None]


def _casting_choice(scene: Scene, rule: Vote, poll: Poll) -> _Broken | None:
    """Return how a tie is broken, and from which seat; None where nobody breaks it."""
    casting, given = rule.casting, scene.facts.casting
    if casting is None:
        return None
    if casting.how == "own":
        return _own_choice(casting, scene, poll)
    if given is None or (given.office, given.seat) not in tie_breakers(scene, casting, poll):
        return None
    return given.choice, given.seat


def tie_breakers(scene: Scene, casting: Casting, poll: Poll) -> set[tuple[Office, str | None]]:
    """Return who may give the casting vote: the holders of the first office that has one who can.

    An office whose holder has no seat is held by somebody without one. At a
    meeting, by those who are there themselves: no alternate and no proxy breaks a tie.
    """
    for office in casting.by:
        able: set[tuple[Office, str | None]] = {
            (office, each.seat)
            for each in scene.standings
            if office in each.member.offices and _can_break(scene, casting, poll, each)
        }
        if office in scene.facts.outsiders:
            able.add((office, None))
        if able:
            return able
    return set()


def _can_break(scene: Scene, casting: Casting, poll: Poll, each: Standing) -> bool:
    if each.reason not in CAN_BREAK_TIES:
        return False
    if scene.at_meeting and each.seat not in scene.present.themselves:
        return False
    wanted = {"either": None, "voted": True, "not_voted": False}[casting.if_voted]
    return wanted is None or wanted == (each.seat in poll.said)


def _own_choice(casting: Casting, scene: Scene, poll: Poll) -> _Broken | None:
    for office in casting.by:
        for each in scene.standings:
            said = poll.said.get(each.seat)
            if each.seat in scene.present.stood_in:
                continue
            if office in each.member.offices and said is not None and not said.is_deemed:
                return None if said.choice == "abstain" else (said.choice, each.seat)
            if _presides(scene, each, (office,)):
                return None
    return None


def _presides(scene: Scene, each: Standing, offices: Collection[Office]) -> bool:
    """Whether a seat is at the meeting in one of these offices, and could break a tie."""
    if not scene.at_meeting or scene.facts.meeting is None:
        return False
    holds = not each.member.offices.isdisjoint(offices)
    return holds and each.reason in CAN_BREAK_TIES and each.seat in scene.present.themselves


def _carried(rule: Vote, reasons: tuple[RuleApplied, ...]) -> Judged:
    """Return what it means that a motion got what it needs: the end, or the next stage."""
    if rule.carried == "adopted":
        return "adopted", reasons
    further = rule_applied("carried", "It goes on to the next stage.", "applied")
    return rule.carried, (*reasons, further)


def failed(rule: Vote, counted: Counted) -> OutcomeWord:
    """Return what it means that the votes are not enough: refused, a tie, a split, or neither."""
    if counted.refused:
        return "rejected"
    if counted.is_tied and rule.tie is not None:
        return rule.tie
    if counted.is_split and rule.split is not None:
        return rule.split
    if counted.has_none_for and rule.none_for is not None:
        return rule.none_for
    return rule.failed


def _explain_failure(rule: Vote, counted: Counted) -> Iterator[RuleApplied]:
    word = failed(rule, counted).replace("_", " ")
    if counted.refused:
        yield rule_applied("against", "The votes against are enough to reject it.", "applied")
    elif counted.is_tied and rule.tie is not None:
        yield rule_applied(
            "tie", f"As many for as against: by the charter the motion is {word}.", "applied"
        )
    elif counted.is_split and rule.split is not None:
        yield rule_applied(
            "split", f"Votes on both sides: by the charter the motion is {word}.", "applied"
        )
    else:
        yield rule_applied("failed", f"Not enough: by the charter the motion is {word}.", "applied")


def may_break_unanimity(charter: Charter) -> bool:
    """Whether the charter has a vote that one no in writing can end at once."""
    return any(_is_whole(need) for rule in charter.votes for need in rule.needs)


def _is_whole(need: Majority) -> bool:
    share = need.threshold.share
    return share is not None and share.num == share.den


def unanimity_broken(scene: Scene, rule: Vote, poll: Poll) -> bool:
    """Whether, in writing, one no has made it impossible that all agree."""
    if scene.at_meeting or not any(said.choice == "against" for said in poll.said.values()):
        return False
    sets = (rule.needs, *rule.or_needs)
    return all(any(_is_broken(scene, rule, poll, need) for need in needs) for needs in sets)


def _is_broken(scene: Scene, rule: Vote, poll: Poll, need: Majority) -> bool:
    """Whether a majority asks for all, and one of them has said no."""
    if need.unit == "party" and rule.bloc.how != "unanimous":
        return False
    return _is_whole(need) and any(
        each.seat in poll.said
        and poll.said[each.seat].choice == "against"
        and fits(need.who, Seen(member=each.member))
        for each in scene.standings
    )


def final_poll(scene: Scene) -> Poll | None:
    """Return the votes as they count in the end, deemed ones too once the poll is over.

    A poll that objections to its form have stopped deems nobody.
    """
    if scene.poll is None or scene.vote_rule is None:
        return None
    if not is_over(scene) or form_refused(scene):
        return scene.poll
    return with_deemed(scene, scene.vote_rule, scene.poll)
