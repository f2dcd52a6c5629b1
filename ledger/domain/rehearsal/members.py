"""Who sits where in a case."""

from ledger.domain.counting.facts import Member
from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.case.people import CaseMember


def members_of(case: Case) -> tuple[Member, ...]:
    """Return every seat of the charter, with the member that the case gives it."""
    given = {each.seat: each for each in case.members}
    return tuple(
        Member(
            seat=seat.seat,
            party=seat.party,
            voting=seat.voting,
            class_=seat.class_,
            weight=seat.weight,
            **_holder(given.get(seat.seat)),  # type: ignore[arg-type]
        )
        for seat in case.charter.seats
    )


def _holder(member: CaseMember | None) -> dict[str, object]:
    if member is None:
        return {}
    return {
        "person": member.person or member.seat,
        "alternate": member.alternate,
        "attributes": dict(member.attributes),
        "offices": frozenset(member.offices),
        "since": member.from_,
        "until": member.until,
    }
