"""Seats, members and stand-ins in words."""

from collections.abc import Iterator

from ledger.domain.charters.phrases import (
    both,
    counted,
    either,
    office,
    part,
    period,
    way,
    who,
)
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.people import OfLast, Proxies, Seat

_SEATS = "seats"


def seats(charter: Charter) -> Iterator[str]:
    """Say which seats there are, whose, and what sort."""
    voting = sum(seat.voting for seat in charter.seats)
    observers = len(charter.seats) - voting
    more = f" and {counted(observers, 'seat')} without a vote" if observers else ""
    yield f"The board has {counted(voting, 'voting seat')}{more}."
    groups: dict[tuple[str, bool, str | None, int], list[str]] = {}
    for seat in charter.seats:
        groups.setdefault(_kind(seat), []).append(seat.seat)
    for (party, votes, class_, weight), names in groups.items():
        sort = "" if votes else ", without a vote"
        sort += f", of class {class_}" if class_ is not None else ""
        sort += f", each of weight {weight}" if weight != 1 else ""
        yield f"{party} fills {both(names)}{sort}."


def _kind(seat: Seat) -> tuple[str, bool, str | None, int]:
    return seat.party, seat.voting, seat.class_, seat.weight


def members(charter: Charter) -> Iterator[str]:
    """Say who may be a member, for how long, and who holds an office."""
    people = charter.people
    capacity = {
        "signatory": "a signatory",
        "registrar": "a registrar",
        "either": "a signatory or a registrar",
    }[people.appointed_by]
    yield f"A seat's member is appointed by {capacity} of the party that owns the seat."
    if people.one_seat:
        yield "A person holds one seat at a time."
    else:
        yield "A person may hold several seats at a time."
    for attribute in people.attributes:
        values = f", one of {either(attribute.values)}" if attribute.values else ""
        must = "must declare" if attribute.required else "may declare"
        yield f"Members {must} their {attribute.name}{values}."
    yield from _terms(charter)
    yield from _offices(charter)
    for composed in people.composition:
        effect = "no appointment may make that impossible"
        if composed.binds == "decision":
            effect += ", and nothing is decided while it is not so"
        yield f"Composition, {composed.rule}: {part(composed.needs, 'appointed')}; {effect}."
    yield from _attendance(charter)
    if people.suspension is not None:
        yield (
            f"The vote of a party or seat in default rests from {period(people.suspension.after)}"
            " after the notice until the default is cured."
        )


def _terms(charter: Charter) -> Iterator[str]:
    for rule in charter.people.terms:
        said = []
        if rule.shortest is not None:
            said.append(f"at least {period(rule.shortest)}")
        if rule.longest is not None:
            said.append(f"at most {period(rule.longest)}")
        if rule.terms_max is not None:
            said.append(f"{counted(rule.terms_max, 'term')} in a row at the most")
        if rule.holdover is not None:
            if rule.holdover == "until_replaced":
                said.append("and longer until somebody follows")
            else:
                said.append(f"and {period(rule.holdover)} longer while nobody follows")
        yield f"Terms for {who(rule.who, _SEATS)}: {', '.join(said) or 'without bounds'}."


def _offices(charter: Charter) -> Iterator[str]:
    for rule in charter.people.offices:
        by = "all parties together" if rule.party is None else rule.party
        of = "anyone of the board's parties"
        if rule.who is not None:
            of = f"a member of the {who(rule.who, _SEATS)}"
        apart = f"; never together with {either(map(office, rule.apart))}" if rule.apart else ""
        yield f"The office of {office(rule.office)} is filled by {by} and held by {of}{apart}."


def _attendance(charter: Charter) -> Iterator[str]:
    rule = charter.people.attendance
    if rule is None:
        return
    start = "have a vote from the start" if rule.newcomers == "vote" else "wait for their vote"
    remote = "counts" if rule.remote else "does not count"
    yield f"Votes hang on attendance: newcomers {start}; attending remotely {remote}."
    if rule.founders:
        yield "Whoever served when the first meeting was held has a vote from the start."
    when = "after the meeting" if rule.effect == "after" else "in the meeting"
    yield f"A vote is gained or lost {when} that brings it about."
    if rule.gain is not None:
        yield f"A member without a vote gains it by attending {_of_last(rule.gain)}."
    if rule.lose is not None:
        yield f"A member loses the vote by missing {_of_last(rule.lose)}."


def _of_last(value: OfLast) -> str:
    if value.meetings == value.of_last:
        return f"{counted(value.meetings, 'meeting')} in a row"
    return f"{value.meetings} of the last {value.of_last} meetings"


def stand_ins(charter: Charter) -> Iterator[str]:
    """Say who may act for a member."""
    rule = charter.people.alternates
    makes = "makes the seat present" if rule.present else "does not make the seat present"
    votes = "votes in the member's absence" if rule.vote else "does not vote"
    yield f"An alternate {makes} and {votes}."
    proxies = charter.people.proxies
    if proxies is None:
        yield "There are no proxies."
    else:
        yield from _proxies(proxies)


def _proxies(rule: Proxies) -> Iterator[str]:
    to = "any member" if rule.within == "board" else "a member of the same party"
    yield (
        f"A member may give their vote to {to};"
        f" one hand holds {counted(rule.per_holder, 'proxy').replace('proxys', 'proxies')}"
        " at the most."
    )
    if rule.declared is not None:
        yield (
            f"A proxy is declared {period(rule.declared)} before the meeting or the end of the"
            " poll at the latest."
        )
    if rule.barred:
        yield f"No proxy counts {either(map(way, rule.barred))}."
    if rule.holder is not None:
        how = "in person" if rule.holder == "in_person" else "remotely"
        yield f"A proxy counts only while its holder is present {how}."
    counts = "counts" if rule.presence else "does not count"
    yield f"Whoever gave a proxy {counts} as present for the quorum."
    if rule.automatic:
        yield "An absent seat's vote is cast by its party's other present members."
