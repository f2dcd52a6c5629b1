"""Whether the members of a case can all be who they are said to be."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.case.people import CaseAppointment, CaseMember


def people_problems(case: Case) -> Iterator[str]:
    """Yield what no members of this charter could declare, hold, or send."""
    for member in case.members:
        yield from _attribute_problems(case, member)
        yield from _service_problems(member)
    for one, other in combinations(case.members, 2):
        if one.seat != other.seat and _serve_together(one, other):
            yield from _pair_problems(case, one, other)
    named = {member.seat for member in case.members if member.alternate is not None}
    for each in case.attendance or ():
        if not isinstance(each, str) and each.alternate and each.seat not in named:
            yield f"the alternate of {each.seat} came, and its member names no alternate"


def _attribute_problems(case: Case, member: CaseMember) -> Iterator[str]:
    """Find a misspelt attribute: without a word it would take its holder out of a group."""
    declared = {rule.name: rule.values for rule in case.charter.people.attributes}
    for name, value in member.attributes.items():
        values = declared.get(name)
        if values is None:
            there = ", ".join(declared) or "none"
            yield (
                f"the member of {member.seat} declares {name},"
                f" no attribute of the charter (there is {there})"
            )
        elif values and value not in values:
            yield (
                f"the member of {member.seat} declares {name} {value},"
                f" which can only be {', '.join(values)}"
            )


def _service_problems(member: CaseMember) -> Iterator[str]:
    """Find a service without a day, and a stand-in who is the one stood in for."""
    if member.from_ is not None and member.until is not None and member.until < member.from_:
        yield f"the service of the member of {member.seat} ends before it begins"
    if member.alternate is not None and member.alternate == (member.person or member.seat):
        yield f"the member of {member.seat} is named as their own alternate"


def _serve_together(one: CaseMember, other: CaseMember) -> bool:
    """Whether the services of two members have a day in common."""
    begins = max(each.from_ or date.min for each in (one, other))
    return begins <= min(each.until or date.max for each in (one, other))


def _pair_problems(case: Case, one: CaseMember, other: CaseMember) -> Iterator[str]:
    """Find what two members cannot both be: one person, or two in the chair."""
    person = one.person or one.seat
    if person != (other.person or other.seat):
        if "chair" in one.offices and "chair" in other.offices:
            yield f"{one.seat} and {other.seat} both hold the office of chair"
    elif case.charter.people.one_seat:
        yield (
            f"{person} holds {one.seat} and {other.seat},"
            " and by the charter a person holds one seat at a time"
        )


def seated_problems(case: Case, new: CaseAppointment, today: date) -> Iterator[str]:
    """Yield each other seat that whoever would be appointed holds, where a person holds one."""
    if not case.charter.people.one_seat:
        return
    begins, ends = new.from_ or today, new.until or date.max
    for member in case.members:
        if member.seat == new.seat or (member.person or member.seat) != new.person:
            continue
        if (member.from_ or date.min) <= ends and begins <= (member.until or date.max):
            yield f"{new.person} holds seat {member.seat} in that period"
