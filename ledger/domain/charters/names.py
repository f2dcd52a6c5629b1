"""Names: none given twice, none that names nothing."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from ledger.domain.charters.places import every, meant, repeated, voting
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.conduct import Procedures
from ledger.domain.kinds.charter.people import OfficeRule
from ledger.domain.kinds.charter.powers import Executive
from ledger.domain.kinds.charter.terms import All, Cap, Distinct, Each, Either, When, Who

_NO_ATTRIBUTES = frozenset({"party", "class", "person"})


def name_problems(charter: Charter, parties: Collection[str] | None) -> Iterator[str]:
    """Yield names that are given twice, and names of what is not there."""
    yield from _seat_problems(charter, parties)
    yield from _repetitions(charter)
    yield from _part_names(charter)
    for place, who in every(charter, Who):
        yield from _who_problems(charter, place, who)
    for place, when in every(charter, When):
        yield from _when_problems(charter, place, when)
    counted: tuple[tuple[str, Each | Distinct | Cap], ...] = (
        *every(charter, Each),
        *every(charter, Distinct),
        *every(charter, Cap),
    )
    for place, part in counted:
        yield from _kind_problems(charter, place, part)
    yield from _party_problems(charter, parties)


def _seat_problems(charter: Charter, parties: Collection[str] | None) -> Iterator[str]:
    yield from (
        f"seat {name} is named twice" for name in repeated([seat.seat for seat in charter.seats])
    )
    for seat in charter.seats:
        if parties is not None and seat.party not in parties:
            yield f"seat {seat.seat} belongs to {seat.party}, which is no party of the board"
    if not voting(charter):
        yield "no seat has a vote"


def _repetitions(charter: Charter) -> Iterator[str]:
    people, procedures, powers = charter.people, charter.procedures, charter.powers
    classes = () if procedures.meeting is None else procedures.meeting.classes
    steps = () if powers.escalation is None else powers.escalation.steps
    named: Mapping[str, Iterable[str]] = {
        "quorum rule": (rule.rule for rule in charter.quorum),
        "vote rule": (rule.rule for rule in charter.votes),
        "attribute": (rule.name for rule in people.attributes),
        "office": (_office(rule) for rule in people.offices),
        "composition rule": (rule.rule for rule in people.composition),
        "class of meeting": (rule.class_ for rule in classes),
        "stage": (str(rule.stage) for rule in procedures.stages),
        "formality": (rule.formality for rule in procedures.formalities),
        "right to decide": (
            " on ".join((right.class_, *sorted(right.topics))) for right in powers.rights
        ),
        "step of the escalation": (step.step for step in steps),
    }
    for what, names in named.items():
        yield from (f"{what} {name} is named twice" for name in repeated(list(names)))
    for step in steps:
        executives = [_executive(each) for each in step.executives]
        yield from (f"step {step.step} names {each} twice" for each in repeated(executives))
    for rule in people.offices:
        if rule.office in rule.apart:
            yield f"the {rule.office} is to be held apart from itself"


def _executive(executive: Executive) -> str:
    return f"{executive.title} of {executive.party or 'no party'}"


def _office(rule: OfficeRule) -> str:
    """Name an office as far as it is one: each party may fill a co-chair of its own."""
    if rule.office == "co_chair" and rule.party is not None:
        return f"co_chair of {rule.party}"
    return rule.office


def _part_names(charter: Charter) -> Iterator[str]:
    """Find parts of one rule that an explanation could not tell apart."""
    rules = [(f"quorum rule {rule.rule}", rule.parts) for rule in charter.quorum]
    rules += [(f"vote rule {rule.rule}", rule.parts) for rule in charter.votes]
    for place, parts in rules:
        for name in repeated([part.name for part in parts]):
            yield f"{place} names two parts {name}"
    groups: tuple[tuple[str, Either | All], ...] = (*every(charter, Either), *every(charter, All))
    for place, group in groups:
        for name in repeated([part.name for part in group.of]):
            yield f"{place} names two parts {name}"


def _who_problems(charter: Charter, place: str, who: Who) -> Iterator[str]:
    known: Mapping[str, tuple[Collection[str], Collection[str | None]]] = {
        "seat": ((*who.seats, *who.except_), {seat.seat for seat in charter.seats}),
        "party": (who.parties, {seat.party for seat in charter.seats}),
        "seat class": (who.classes, {seat.class_ for seat in charter.seats}),
    }
    unknown = False
    for what, (names, there) in known.items():
        for name in names:
            if name not in there:
                unknown = True
                yield f"{place} names the {what} {name}, which no seat of the charter has"
    for name, values in who.attributes.items():
        yield from _attribute_problems(charter, place, name, values)
        if not values:
            yield f"{place} names no value of the attribute {name}"
    if not unknown and who != Who() and not meant(charter, who):
        yield f"{place} means no seat at all"


def _attribute_problems(
    charter: Charter, place: str, name: str, values: Iterable[str]
) -> Iterator[str]:
    declared = next((rule for rule in charter.people.attributes if rule.name == name), None)
    if declared is None:
        yield f"{place} asks for the attribute {name}, which members do not declare"
        return
    for value in values:
        if declared.values and value not in declared.values:
            yield f"{place} asks for {name} {value}, which nobody can declare"


def _when_problems(charter: Charter, place: str, when: When) -> Iterator[str]:
    procedures = charter.procedures
    rights = {right.class_ for right in charter.powers.rights}
    # What a board can never decide it may name even where nobody gave it the right.
    if rights and not place.startswith("powers.never"):
        for name in (*when.classes, *when.except_classes):
            if name not in rights:
                yield f"{place} names matters of class {name}, which the board may not decide"
    yield from _exception_problems(place, when)
    meeting = procedures.meeting
    classes = set() if meeting is None else {rule.class_ for rule in meeting.classes}
    for name in when.meetings:
        if meeting is None or (classes and name not in classes):
            yield f"{place} names the class of meeting {name}, which the charter does not have"
    stages = {1, *(rule.stage for rule in procedures.stages)}
    for stage in when.stages:
        if stage not in stages:
            yield f"{place} names stage {stage}, which the charter does not have"
    had = ways(procedures)
    if when.procedures and not any(name in had for name in when.procedures):
        yield f"{place} is for procedures that the board does not have"
    if when.reconvened and meeting is None:
        yield f"{place} is for reconvened meetings, and the board does not decide at meetings"


def _exception_problems(place: str, when: When) -> Iterator[str]:
    """Find what a condition names and leaves out again."""
    pairs = {
        "class": (when.classes, when.except_classes),
        "topic": (when.topics, when.except_topics),
    }
    for what, (named, left_out) in pairs.items():
        for name in dict.fromkeys(named):
            if name in left_out:
                yield f"{place} is for the {what} {name}, and for any but that"


def ways(procedures: Procedures) -> tuple[str, ...]:
    """Return the names of the procedures that a board has."""
    names = ("meeting", "written", "no_objection", "interim")
    return tuple(name for name in names if getattr(procedures, name) is not None)


def _kind_problems(charter: Charter, place: str, part: Each | Distinct | Cap) -> Iterator[str]:
    """Find parts that count by something that seats do not have."""
    if part.by == "person" and isinstance(part, Distinct):
        return
    seats = meant(charter, part.who)
    values = part.values if isinstance(part, Each) else ()
    there: set[str]
    if part.by in {"party", "class"}:
        named = (seat.party if part.by == "party" else seat.class_ for seat in seats)
        there = {name for name in named if name is not None}
        for value in values:
            if value not in there:
                yield f"{place} asks for {part.by} {value}, which none of its seats has"
        if not there:
            yield f"{place} counts by class, and none of its seats has one"
        return
    declared = next((rule for rule in charter.people.attributes if rule.name == part.by), None)
    yield from _attribute_problems(charter, place, part.by, values)
    if isinstance(part, Each) and declared is not None and not (values or declared.values):
        yield f"{place} asks for each {part.by}, and no values of it are named"


def _party_problems(charter: Charter, parties: Collection[str] | None) -> Iterator[str]:
    known = set(parties or {seat.party for seat in charter.seats})
    powers = charter.powers
    named = [(f"office {rule.office}", rule.party) for rule in charter.people.offices]
    if powers.escalation is not None:
        for step in powers.escalation.steps:
            named += [(f"step {step.step}", each.party) for each in step.executives]
        named += [("the final say", each.party) for each in powers.escalation.final_say]
    named.append(("the amendment", charter.amendment.party))
    for what, party in named:
        if party is not None and party not in known:
            yield f"{what} names {party}, which is no party of the board"
    for rule in charter.people.attributes:
        if rule.name in _NO_ATTRIBUTES:
            yield f"an attribute cannot be called {rule.name}, which has a meaning of its own"
