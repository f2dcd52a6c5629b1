"""Who may vote on a matter, and of everyone else why not."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ledger.domain.counting import days
from ledger.domain.counting.facts import Default, Facts, Held, Member, Recusal
from ledger.domain.counting.selection import Seen, chaired, fits
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.counting import Vote
from ledger.domain.kinds.charter.people import TermRule

# Why a seat may or may not vote, as a word that stays and a sentence that explains.
REASONS: Mapping[str, str] = {
    "may-vote": "may vote",
    "no-vote": "a seat without a vote",
    "vacant": "vacant",
    "not-yet-serving": "the appointment has not begun",
    "term-over": "the term is over",
    "recused": "withdrew for a conflict of interest",
    "suspended": "the vote rests while its owner is in default",
    "right-not-gained": "has not attended enough meetings to gain a vote",
    "right-lost": "missed so many meetings that the vote was lost",
    "ties-only": "votes only to break a tie",
    "not-on-this-matter": "takes no part in votes on such matters",
}
# These are no voters at all: nobody sits there whose vote could count.
_EMPTY = frozenset({"no-vote", "vacant", "not-yet-serving", "term-over"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A seat, and whether it may vote on this matter."""

    member: Member
    reason: str

    @property
    def seat(self) -> str:
        """The seat's name."""
        return self.member.seat

    @property
    def may_vote(self) -> bool:
        """Whether the seat may vote here."""
        return self.reason == "may-vote"

    @property
    def is_filled(self) -> bool:
        """Whether it is a voting seat that somebody holds, whatever keeps them from voting."""
        return self.reason not in _EMPTY


def standings(
    charter: Charter, facts: Facts, rule: Vote | None, item: str | None
) -> tuple[Standing, ...]:
    """Return how each seat stands when the motion opens, in the charter's order."""
    acting = None if facts.meeting is None else facts.meeting.acting_chair
    return tuple(
        Standing(member=member, reason=_reason(charter, facts, rule, item, member))
        for member in chaired(facts.members, acting)
    )


def _reason(  # noqa: C901, PLR0911 -- one line a reason
    charter: Charter, facts: Facts, rule: Vote | None, item: str | None, member: Member
) -> str:
    if not member.voting:
        return "no-vote"
    if not member.is_filled:
        return "vacant"
    on = days.local_day(charter.calendar, facts.opened_at)
    if member.since is not None and on < member.since:
        return "not-yet-serving"
    last = last_day(charter, member)
    if last is not None and last < on:
        return "term-over"
    if is_recused(facts.recusals, member.seat, item):
        return "recused"
    if member.kept_out is not None:
        return member.kept_out
    if any(_rests(charter, facts, member, default) for default in facts.defaults):
        return "suspended"
    kept_out = right_by_attendance(charter, member, _held(charter, facts))
    if kept_out is not None:
        return kept_out
    if (
        rule is not None
        and rule.nonvoting is not None
        and fits(rule.nonvoting, Seen(member=member))
    ):
        return "ties-only"
    if rule is not None and rule.voters is not None and not fits(rule.voters, Seen(member=member)):
        return "not-on-this-matter"
    return "may-vote"


def members_of(standings: Iterable[Standing]) -> tuple[Seen, ...]:
    """Return everybody who serves, seats without a vote too, as rules look at members."""
    return tuple(
        Seen(member=each.member)
        for each in standings
        if each.is_filled or (each.reason == "no-vote" and each.member.is_filled)
    )


def is_recused(recusals: Iterable[Recusal], seat: str, item: str | None) -> bool:
    """Whether a seat withdrew from an item: from it by name, or from the whole motion."""
    return any(
        recusal.seat == seat and (not recusal.items or item in recusal.items)
        for recusal in recusals
    )


def _held(charter: Charter, facts: Facts) -> Collection[Held]:
    """Return the meetings whose attendance counts: this one too, where it takes effect at once."""
    rule, meeting = charter.people.attendance, facts.meeting
    if rule is None or rule.effect == "after" or meeting is None:
        return facts.held
    came = [movement for movement in meeting.movements if movement.is_in]
    present = frozenset(movement.seat for movement in came)
    in_person = {movement.seat for movement in came if movement.mode == "in_person"}
    now = Held(at=meeting.starts_at, present=present, remote=present - in_person)
    return (*facts.held, now)


def _rests(charter: Charter, facts: Facts, member: Member, default: Default) -> bool:
    """Whether a default rests this member's vote: its notice has run, and it is not cured."""
    rule = charter.people.suspension
    if rule is None or (default.seat, default.party) not in (
        (member.seat, None),
        (None, member.party),
        (member.seat, member.party),
    ):
        return False
    if default.cured_at is not None and default.cured_at <= facts.opened_at:
        return False
    return days.is_over(charter.calendar, default.at, rule.after, facts.opened_at)


def term_of(charter: Charter, member: Member) -> TermRule | None:
    """Return the rule about the length of a member's term."""
    seen = Seen(member=member)
    return next((rule for rule in charter.people.terms if fits(rule.who, seen)), None)


def last_day(charter: Charter, member: Member) -> date | None:
    """Return the last day on which a member serves: by appointment, or by the longest term.

    A holdover is part of it: while nobody follows, the member goes on.
    """
    rule = term_of(charter, member)
    last = member.until
    if rule is None:
        return last
    if rule.holdover == "until_replaced":
        return None
    if rule.longest is not None and member.since is not None:
        expires = days.last_of_term(charter.calendar, member.since, rule.longest)
        last = expires if last is None else min(last, expires)
    if last is not None and rule.holdover is not None:
        last = days.day_after(charter.calendar, last, rule.holdover.count, rule.holdover.unit)
    return last


def right_by_attendance(charter: Charter, member: Member, held: Collection[Held]) -> str | None:
    """Return why attendance keeps a member from voting, None where it does not.

    Each change of the right begins the count anew. Meetings before the member's
    appointment do not count.
    """
    rule = charter.people.attendance
    if rule is None:
        return None
    meetings = sorted(held, key=_when)
    since = member.since
    has_right = rule.newcomers == "vote" or (
        rule.founders
        # Whoever serves while no meeting has ended yet serves when the first one is held.
        and (
            not meetings
            or since is None
            or since <= days.local_day(charter.calendar, meetings[0].at)
        )
    )
    ever_had = has_right
    record: list[bool] = []
    for meeting in meetings:
        if since is not None and days.local_day(charter.calendar, meeting.at) < since:
            continue
        came = member.seat in meeting.present and (rule.remote or member.seat not in meeting.remote)
        record.append(came)
        change = rule.lose if has_right else rule.gain
        if change is None:
            continue
        if record[-change.of_last :].count(not has_right) >= change.meetings:
            has_right, ever_had, record = not has_right, True, []
    if has_right:
        return None
    return "right-lost" if ever_had else "right-not-gained"


def _when(held: Held) -> datetime:
    return held.at
