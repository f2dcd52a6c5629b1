"""The rules of board/<slug>: its constitution, its charter, its seats and offices."""

from ledger.domain.boards.amending import check_amendment
from ledger.domain.boards.endorsing import board_endorsers
from ledger.domain.boards.matter import BoardMatter, Tenure, evolve_board, tenure_of
from ledger.domain.boards.seating import members_of, terms_before
from ledger.domain.boards.speaking import (
    SeatUnknownError,
    demand_office,
    filler_of,
    office_rule,
)
from ledger.domain.charters.soundness import check_charter
from ledger.domain.counting.composition import Appointment, appointment_problems
from ledger.domain.counting.selection import Seen, fits
from ledger.domain.decisions.closing import board_follow_ups
from ledger.domain.directory import party_of, party_stream, the_ledger
from ledger.domain.enrolment import DatesError, PartyUnknownError, PersonUnknownError
from ledger.domain.kinds.board import (
    AlternateNamed,
    BoardConstituted,
    CharterAmended,
    DefaultCured,
    DefaultNotified,
    InterestDeclared,
    MemberAppointed,
    MemberEnded,
    OfficerAppointed,
    OfficerEnded,
)
from ledger.domain.kinds.charter.people import Seat
from ledger.domain.room import Room, kinds_of
from ledger.domain.world import Act, Audience, Matter, World, demand_matter
from ledger.errors import ConflictError, RefusedError
from ledger.evidence.statement import PartySlug, PersonSlug


class BoardPartiesError(RefusedError):
    """A board names each of its parties and readers once."""

    code = "board-parties"
    message = "{party} is named twice among the board's parties and readers"


class BoardReadersError(RefusedError):
    """A name under which a board was proposed stays meant for the same parties."""

    code = "board-readers"
    message = "{stream} was first proposed to other parties, so it needs another name"


class NotOfTheBoardError(RefusedError):
    """A board is constituted, amended and filled by its own parties."""

    code = "not-of-the-board"
    message = "{party} is no party of {stream}"


class CharterStaleError(ConflictError):
    """An amendment names the charter that it replaces."""

    code = "charter-stale"
    message = "the charter in force is {current}, the amendment replaces {base}"


class AppointerError(RefusedError):
    """A seat's owner appoints, in the capacity that the charter names."""

    code = "appointer-not-entitled"
    message = "seat {seat} is not filled by {party} as {capacity}"


class SeatTakenError(RefusedError):
    """A seat has one member at a time."""

    code = "seat-taken"
    message = "seat {seat} is held by {person} in that period"


class PersonSeatedError(RefusedError):
    """A person holds one seat of a board at a time: one vote a seat, one seat a person."""

    code = "person-seated"
    message = "{person} holds seat {seat} in that period"


class AlternateIsMemberError(RefusedError):
    """Nobody stands in for themselves."""

    code = "alternate-is-member"
    message = "{person} is the member of seat {seat}"


class AppointmentUnknownError(RefusedError):
    """An appointment ends once, and not before it began."""

    code = "appointment-unknown"
    message = "{subject} is no appointment of {stream} that could end on {on}"


class OfficeTakenError(RefusedError):
    """An office has one holder at a time; co-chairs, one of each party."""

    code = "office-taken"
    message = "{office} is held by {person} in that period"


class AppointmentError(RefusedError):
    """Nobody is appointed against the charter: its attributes, terms and composition."""

    code = "appointment-against-charter"
    message = "{person} cannot take seat {seat}: {problem}"


class OfficeHolderError(RefusedError):
    """An office is held by someone whom the charter lets hold it."""

    code = "office-holder"
    message = "{person} of {party} cannot be {office}: {problem}"


class NoticeUnknownError(RefusedError):
    """A default is cured once, and not by the party that is in default."""

    code = "default-unknown"
    message = "{subject} is no open notice of default of {stream} that {party} could settle"


class OfficePartyError(RefusedError):
    """An office is filled by the party that the charter names for it."""

    code = "office-not-yours"
    message = "{office} is filled by {party}"


class InterestOfAnotherError(RefusedError):
    """An interest is declared by the person who has it."""

    code = "interest-of-another"
    message = "{signer} cannot declare the interest of {person}"


def check_board(world: World, act: Act) -> None:
    """Accept an act of board/<slug>.

    Raises:
        PartyUnknownError, PersonUnknownError, DatesError: As in the directory.
        CharterUnsoundError: The charter could never work.
        RefusedError, ConflictError: Others of this module, see each class.
    """
    body = act.body
    if isinstance(body, BoardConstituted):
        _check_constitution(world, act, body)
        return
    board = demand_matter(world, act.statement.stream, BoardMatter)
    _check_of_the_board(act, board.parties)
    match body:
        case CharterAmended():
            if act.statement.base != board.charter_digest:
                raise CharterStaleError(current=board.charter_digest, base=act.statement.base)
            check_charter(body.charter, board.parties)
            check_amendment(world, act, body, board)
        case MemberAppointed():
            _check_member(world, act, body, board)
        case AlternateNamed():
            _check_alternate(world, act, body, board)
        case OfficerAppointed():
            _check_officer(world, act, body, board)
        case MemberEnded() | OfficerEnded():
            _check_ending(act, board, body)
        case DefaultNotified() | DefaultCured():
            _check_default(act, body, board)
        case InterestDeclared() if body.person != act.statement.signer.person:
            raise InterestOfAnotherError(signer=act.statement.signer.person, person=body.person)


def _check_constitution(world: World, act: Act, body: BoardConstituted) -> None:
    ledger = the_ledger(world)
    assert ledger is not None, "checked: the ledger is founded"
    seen: set[str] = set()
    for party in (*body.parties, *body.readers):
        if party not in ledger.parties:
            raise PartyUnknownError(party=party)
        if party in seen:
            raise BoardPartiesError(party=party)
        seen.add(party)
    stream = world.stream(act.statement.stream)
    if stream is not None and stream.audience != board_audience(world, act):
        raise BoardReadersError(stream=stream.name)
    _check_of_the_board(act, tuple(map(PartySlug, body.parties)))
    check_charter(body.charter, body.parties)


def _check_of_the_board(act: Act, parties: tuple[PartySlug, ...]) -> None:
    signer = act.statement.signer
    if signer.party not in parties:
        raise NotOfTheBoardError(party=signer.party, stream=act.statement.stream)


def _check_period(
    world: World, body: MemberAppointed | AlternateNamed | OfficerAppointed, party: str
) -> None:
    if body.until is not None and body.until < body.from_:
        raise DatesError(from_day=body.from_.isoformat(), until_day=body.until.isoformat())
    if PersonSlug(body.person) not in party_of(world, party).people:
        raise PersonUnknownError(person=body.person, stream=party_stream(party))


def _owned_seat(act: Act, board: BoardMatter, name: str) -> Seat:
    """Return a seat of the signer's party, which may fill it in this capacity."""
    seat, signer = board.seat(name), act.statement.signer
    if seat is None:
        raise SeatUnknownError(stream=act.statement.stream, seat=name)
    allowed = board.charter.people.appointed_by
    if signer.party != seat.party or allowed not in {"either", signer.capacity}:
        raise AppointerError(seat=name, party=signer.party, capacity=signer.capacity)
    return seat


def _check_member(world: World, act: Act, body: MemberAppointed, board: BoardMatter) -> None:
    seat = _owned_seat(act, board, body.seat)
    _check_period(world, body, seat.party)
    for other in board.charter.seats:
        for tenure in board.members.get(other.seat, ()):
            if not _meets(tenure, body, act):
                continue
            if other.seat == body.seat:
                raise SeatTakenError(seat=body.seat, person=tenure.person)
            one_seat = board.charter.people.one_seat
            if one_seat and (tenure.party, tenure.person) == (seat.party, body.person):
                raise PersonSeatedError(person=body.person, seat=other.seat)
    _check_against_charter(act, body, board, seat)


def _check_against_charter(act: Act, body: MemberAppointed, board: BoardMatter, seat: Seat) -> None:
    """Accept a member with whom the board can still be what its charter asks."""
    members = members_of(board, body.from_, act.leaf_index)
    appointment = Appointment(
        seat=body.seat,
        person=body.person,
        attributes=dict(body.attributes),
        from_=body.from_,
        until=body.until,
        terms=terms_before(board, body.seat, body.person, seat.party, body.from_),
    )
    problem = next(appointment_problems(board.charter, members, appointment), None)
    if problem is not None:
        raise AppointmentError(person=body.person, seat=body.seat, problem=problem)


def _meets(tenure: Tenure, body: MemberAppointed | OfficerAppointed, act: Act) -> bool:
    return tenure.overlaps(body.from_, body.until, act.leaf_index)


def _check_alternate(world: World, act: Act, body: AlternateNamed, board: BoardMatter) -> None:
    seat = _owned_seat(act, board, body.seat)
    _check_period(world, body, seat.party)
    holder = board.holder(seat, body.from_, act.leaf_index)
    if holder is not None and holder.person == body.person:
        raise AlternateIsMemberError(person=body.person, seat=body.seat)


def _check_officer(world: World, act: Act, body: OfficerAppointed, board: BoardMatter) -> None:
    _check_office(act, board, body.office)
    if body.party not in board.parties:
        raise NotOfTheBoardError(party=body.party, stream=act.statement.stream)
    _check_period(world, body, body.party)
    _check_office_holder(act, body, board)
    for tenure in board.officers.get(body.office, ()):
        beside = body.office == "co_chair" and tenure.party != body.party
        if not beside and _meets(tenure, body, act):
            raise OfficeTakenError(office=body.office, person=tenure.person)


def _check_office_holder(act: Act, body: OfficerAppointed, board: BoardMatter) -> None:
    """Accept a holder whose seat the charter lets hold the office, and who holds no other."""
    rule = office_rule(board, body.office)
    if rule is None:
        return
    problem = None
    held = [
        member
        for member in members_of(board, body.from_, act.leaf_index)
        if (member.party, member.person) == (body.party, body.person)
    ]
    if rule.who is not None:
        who = rule.who
        if not any(fits(who, Seen(member=member)) for member in held):
            problem = "no seat that may hold the office"
    for apart in rule.apart:
        for tenure in board.officers.get(apart, ()):
            same = (tenure.party, tenure.person) == (body.party, body.person)
            if same and _meets(tenure, body, act):
                problem = f"they are {apart}"
    if problem is not None:
        raise OfficeHolderError(
            person=body.person, party=body.party, office=body.office, problem=problem
        )


def _check_default(act: Act, body: DefaultNotified | DefaultCured, board: BoardMatter) -> None:
    """Accept a notice of default to a party of the board, and its cure by another one."""
    signer, subject = act.statement.signer, act.statement.subject
    stream = act.statement.stream
    if signer.capacity in {"chair", "secretary"}:
        demand_office(board, act, at=act.at, leaf_index=act.leaf_index)
    if isinstance(body, DefaultNotified):
        seat = None if body.seat is None else board.seat(body.seat)
        if body.seat is not None and (seat is None or seat.party != body.party):
            raise SeatUnknownError(stream=stream, seat=body.seat)
        if body.party not in board.parties:
            raise NotOfTheBoardError(party=body.party, stream=stream)
        return
    notice = next((each for each in board.notices if each.digest == subject), None)
    if notice is None or notice.cured_at is not None or notice.party == signer.party:
        raise NoticeUnknownError(subject=subject, stream=stream, party=signer.party)


def _check_office(act: Act, board: BoardMatter, office: str) -> None:
    party = filler_of(board, office)
    if party is not None and party != act.statement.signer.party:
        raise OfficePartyError(office=office, party=party)


def _check_ending(act: Act, board: BoardMatter, body: MemberEnded | OfficerEnded) -> None:
    ends_member = isinstance(body, MemberEnded)
    found = tenure_of(board.members if ends_member else board.officers, act.statement.subject)
    if found is None or not _can_end(found[1], body):
        raise AppointmentUnknownError(
            subject=act.statement.subject,
            stream=act.statement.stream,
            on=body.on.isoformat(),
        )
    name, tenure = found
    if not ends_member:
        _check_office(act, board, name)
    elif board.seat(name) is not None:
        _owned_seat(act, board, name)
    elif tenure.party != act.statement.signer.party:
        # An amended charter has dropped the seat; its member's party still tidies up.
        raise AppointerError(
            seat=name,
            party=act.statement.signer.party,
            capacity=act.statement.signer.capacity,
        )


def _can_end(tenure: Tenure, body: MemberEnded | OfficerEnded) -> bool:
    in_time = tenure.until is None or body.on <= tenure.until
    return tenure.ended_on is None and tenure.from_ <= body.on and in_time


def board_audience(_world: World, act: Act) -> Audience:
    """Mean a board for its parties and the readers that it names."""
    body = act.body
    assert isinstance(body, BoardConstituted), "only the constitution opens a board"
    return frozenset(map(PartySlug, (*body.parties, *body.readers)))


def _phase(_matter: Matter) -> str:
    return "standing"


BOARD = Room(
    machine={
        "unopened": kinds_of("board.constituted.v1"),
        # The constitution is judged again when its last endorsement completes it.
        "proposed": kinds_of("board.constituted.v1"),
        "standing": kinds_of(
            "charter.amended.v1 member.appointed.v1 member.ended.v1 officer.appointed.v1"
            " officer.ended.v1 alternate.named.v1 interest.declared.v1"
            " default.notified.v1 default.cured.v1"
        ),
    },
    phase=_phase,
    evolve=evolve_board,
    check=check_board,
    follow_ups=board_follow_ups,
    endorsers=board_endorsers,
    audience=board_audience,
)
