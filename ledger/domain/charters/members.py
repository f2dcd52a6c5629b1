"""Members and those who stand in for them: rules that somebody can meet."""

from collections import Counter
from collections.abc import Iterator

from ledger.domain.charters.measures import is_longer
from ledger.domain.charters.names import ways
from ledger.domain.charters.places import is_fixed, meant, voting
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.people import AttendanceRule, OfLast, Proxies, TermRule


def member_problems(charter: Charter) -> Iterator[str]:
    """Yield rules about members that nobody could meet, or that deny each other."""
    yield from _term_problems(charter)
    if charter.people.attendance is not None:
        yield from _attendance_problems(charter.people.attendance)
    if charter.people.proxies is not None:
        yield from _proxy_problems(charter, charter.people.proxies)


def _term_problems(charter: Charter) -> Iterator[str]:
    covered: set[str] = set()
    for index, rule in enumerate(charter.people.terms):
        what = f"people.terms[{index}]"
        if _is_upside_down(charter, rule):
            yield f"{what}: the shortest term is longer than the longest"
        seats = {seat.seat for seat in meant(charter, rule.who)}
        if seats and seats <= covered:
            yield f"{what} is never reached: earlier ones cover all its seats"
        if is_fixed(rule.who):
            covered |= seats


def _is_upside_down(charter: Charter, rule: TermRule) -> bool:
    if rule.shortest is None or rule.longest is None:
        return False
    return is_longer(charter.calendar, rule.shortest, rule.longest)


def _attendance_problems(rule: AttendanceRule) -> Iterator[str]:
    changes: dict[str, OfLast | None] = {"gained": rule.gain, "lost": rule.lose}
    for how, change in changes.items():
        if change is not None and change.meetings > change.of_last:
            yield (
                f"a vote is {how} by {change.meetings} of the last {change.of_last} meetings,"
                " which are too few"
            )
    if rule.newcomers == "wait" and rule.gain is None and not rule.founders:
        yield "newcomers wait for a vote that nobody can gain"
    if rule.gain is None and rule.lose is None:
        yield "voting rights hang on attendance, and are neither gained nor lost"


def _proxy_problems(charter: Charter, rule: Proxies) -> Iterator[str]:
    had = [way for way in ways(charter.procedures) if way != "interim"]
    if had and set(had) <= set(rule.barred):
        yield "proxies are barred in every procedure that the board has"
    by_party = Counter(seat.party for seat in voting(charter))
    if by_party and max(by_party.values()) == 1:
        if rule.within == "party":
            yield "proxies stay within a party, and no party has two voting seats"
        if rule.automatic:
            yield "proxies are automatic within a party, and no party has two voting seats"
    meeting = charter.procedures.meeting
    classes = () if meeting is None else meeting.classes
    elsewhere = [way for way in had if way != "meeting" and way not in rule.barred]
    no_remote = bool(classes) and all(each.remote == "barred" for each in classes)
    if rule.holder == "remote" and no_remote and not elsewhere:
        yield "the holder of a proxy is to be there remotely, and no meeting has that"
    if rule.holder == "in_person" and had and "meeting" not in set(had) - set(rule.barred):
        yield "the holder of a proxy is to be there in person, and proxies count at no meeting"
