"""Partnerships: formed by all, extended and ended by all."""

from datetime import date
from typing import Any

import pytest

from ledger.domain.common import AudienceGapError
from ledger.domain.enrolment import DatesError, PartyUnknownError
from ledger.domain.kinds import KINDS
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.partnership import (
    EarlierRelation,
    PartnershipEnded,
    PartnershipExtended,
    Workstream,
)
from ledger.domain.partnerships.partnership import (
    PARTNERSHIP as ROOM,
)
from ledger.domain.partnerships.partnership import (
    ExtensionError,
    NotAPartnerError,
    PartnershipUnsoundError,
    ProposalAudienceError,
)
from ledger.domain.room import OutOfStateError
from ledger.domain.world import UnknownStreamError
from ledger.errors import LedgerError
from ledger.evidence.canonical import Body, encode_body
from ledger.evidence.statement import PartySlug
from tests.unit.domain.alliance import PARTNERSHIP, Alliance, formation
from tests.unit.domain.partnership_scenes import (
    EXAMPLES,
    ended,
    proposed,
    withdrawn,
)

PHASES = {
    "unopened": withdrawn,
    "proposed": proposed,
    "standing": lambda: Alliance().form(),
    "ended": ended,
}


def test_examples_cover_the_vocabulary() -> None:
    """Every kind of a partnership's stream has an example here."""
    kinds = {row.tag for row in KINDS.values() if row.stream == "partnership"}

    assert set(EXAMPLES) == kinds


@pytest.mark.parametrize("phase", PHASES)
def test_what_the_machine_lacks_is_refused(phase: str) -> None:
    """In each phase a kind is out of state exactly when the machine does not have it."""
    alliance = PHASES[phase]()
    verdicts = {tag: alliance.verdict(PARTNERSHIP, tag, body) for tag, body in EXAMPLES.items()}

    refused = {tag for tag, error in verdicts.items() if error is OutOfStateError}

    assert refused == set(EXAMPLES) - ROOM.machine[phase]


def test_every_phase_is_enumerated() -> None:
    """The machine has no phase that these tests forget."""
    assert set(PHASES) == set(ROOM.machine)


def test_a_partnership_stands_once_each_other_party_endorsed_it() -> None:
    """Nothing is formed by one side alone."""
    alliance = proposed()

    assert alliance.matter(PARTNERSHIP) is None

    act = alliance.acts("partnership.formed.v1")[0]
    alliance.endorse(alliance.cro.as_("signatory"), PARTNERSHIP, act)

    matter = alliance.matter(PARTNERSHIP)
    assert (matter.formed, matter.parties) == (
        act.digest,
        frozenset({PartySlug("servier"), PartySlug("iqvia")}),
    )


def test_its_audience_is_its_parties_and_its_readers() -> None:
    """A reader may read, and is no party."""
    alliance = Alliance().form(readers=("tech",))
    stream = alliance.world.stream(alliance.acts("partnership.formed.v1")[0].statement.stream)

    assert stream is not None
    assert stream.audience == frozenset({"servier", "iqvia", "tech"})
    assert "tech" not in alliance.matter(PARTNERSHIP).parties


def test_three_parties_all_have_to_join() -> None:
    """With three parties two endorsements complete the formation."""
    alliance = Alliance().form(parties=("servier", "iqvia", "tech"))

    assert len(alliance.matter(PARTNERSHIP).parties) == 3


def test_undisclosed_unknown_and_zero_are_three_values() -> None:
    """The bytes keep apart what was signed: a word is not the other, and neither is zero."""
    values: tuple[Any, ...] = ("undisclosed", "unknown", Money(minor=0, currency="EUR"))
    bodies = {encode_body(formation(value=value)) for value in values}

    assert len(bodies) == 3


@pytest.mark.parametrize(
    ("error", "members"),
    [
        (PartnershipUnsoundError, {"parties": ("servier", "iqvia", "servier")}),
        (PartnershipUnsoundError, {"readers": ("iqvia",)}),
        (PartyUnknownError, {"parties": ("servier", "nobody")}),
        (PartyUnknownError, {"readers": ("nobody",)}),
        (NotAPartnerError, {"parties": ("tech", "iqvia")}),
        (DatesError, {"until": date(2020, 12, 16)}),
        (
            PartnershipUnsoundError,
            {"workstreams": (Workstream(slug="a", title="A"), Workstream(slug="a", title="B"))},
        ),
        (NotAPartnerError, {"workstreams": (Workstream(slug="a", title="A", lead="tech"),)}),
        (PartnershipUnsoundError, {"boards": ("contract/wo-1",)}),
        (PartnershipUnsoundError, {"boards": ("board/jsc", "board/jsc")}),
        (PartnershipUnsoundError, {"contracts": ("board/jsc",)}),
        (PartnershipUnsoundError, {"predecessor": PARTNERSHIP}),
        (UnknownStreamError, {"boards": ("board/nowhere",)}),
        (AudienceGapError, {"boards": ("board/jsc",), "readers": ("tech",)}),
    ],
)
def test_an_unsound_formation_is_refused(error: type[LedgerError], members: dict[str, Any]) -> None:
    """Parties, readers, days, workstreams and streams must fit."""
    alliance = Alliance()
    alliance.plant_board("board/jsc")

    alliance.refused(
        error,
        alliance.sponsor.as_("signatory"),
        "partnership.formed.v1",
        PARTNERSHIP,
        formation(**members),
    )


def test_it_names_streams_that_all_its_readers_can_read() -> None:
    """Boards, contracts and a predecessor may be named when nobody would see a gap."""
    alliance = Alliance()
    alliance.plant_board("board/jsc")
    alliance.plant("contract/wo-1", None)
    alliance.plant("partnership/earlier", None, audience=None)
    alliance.form(
        boards=("board/jsc",), contracts=("contract/wo-1",), predecessor="partnership/earlier"
    )

    matter = alliance.matter(PARTNERSHIP)

    assert (matter.boards, matter.contracts) == ({"board/jsc"}, {"contract/wo-1"})


def test_it_can_follow_a_relation_outside_of_the_ledger() -> None:
    """A relation since 2004 is named as exactly as it is known."""
    relation = EarlierRelation(title="CRM for 2,000 users", since="2004")
    alliance = Alliance().form(predecessor=relation)

    assert alliance.acts("partnership.formed.v1")[0].body == formation(predecessor=relation)


def test_the_other_side_may_answer_with_its_own_text() -> None:
    """Of two formations the first that is complete stands; the other can no longer."""
    alliance = proposed()
    first = alliance.acts("partnership.formed.v1")[0]
    second = alliance.say(
        alliance.cro.as_("signatory"),
        "partnership.formed.v1",
        PARTNERSHIP,
        formation(objectives=("one more",)),
    )
    alliance.endorse(alliance.sponsor.as_("signatory"), PARTNERSHIP, second)

    assert alliance.matter(PARTNERSHIP).formed == second.digest
    with pytest.raises(OutOfStateError):
        alliance.endorse(alliance.cro.as_("signatory"), PARTNERSHIP, first)


@pytest.mark.parametrize("build", [proposed, withdrawn])
def test_an_answer_cannot_be_for_other_companies(build: Any) -> None:
    """The stream was shown to certain companies; a text for others takes another name."""
    alliance = build()

    alliance.refused(
        ProposalAudienceError,
        alliance.sponsor.as_("signatory"),
        "partnership.formed.v1",
        PARTNERSHIP,
        formation(readers=("tech",)),
    )


@pytest.mark.parametrize(("tag", "body"), list(EXAMPLES.items())[1:], ids=list(EXAMPLES)[1:])
def test_only_its_parties_write_in_it(tag: str, body: Body) -> None:
    """A reader or an outsider writes nothing."""
    alliance = Alliance().form(readers=("tech",))

    alliance.refused(NotAPartnerError, alliance.outsider.as_("signatory"), tag, PARTNERSHIP, body)


def test_an_extension_takes_both_sides_and_a_later_day() -> None:
    """The last day moves when the other party endorsed it."""
    alliance = Alliance().form()
    later = PartnershipExtended(until=date(2023, 12, 16))
    act = alliance.say(
        alliance.sponsor.as_("signatory"), "partnership.extended.v1", PARTNERSHIP, later
    )

    assert alliance.matter(PARTNERSHIP).until == date(2022, 12, 16)

    alliance.endorse(alliance.cro.as_("signatory"), PARTNERSHIP, act)

    assert alliance.matter(PARTNERSHIP).until == date(2023, 12, 16)


@pytest.mark.parametrize(
    ("error", "until"), [(ExtensionError, date(2022, 12, 16)), (DatesError, date(2020, 12, 16))]
)
def test_an_extension_to_no_later_day_is_refused(error: type[LedgerError], until: date) -> None:
    """The same day extends nothing, a day before the first makes no sense."""
    alliance = Alliance().form()

    alliance.refused(
        error,
        alliance.sponsor.as_("signatory"),
        "partnership.extended.v1",
        PARTNERSHIP,
        PartnershipExtended(until=until),
    )


def test_an_open_ended_partnership_needs_no_extension() -> None:
    """Taking the last day away is an extension; there is none after that."""
    alliance = Alliance().form()
    signatory = alliance.sponsor.as_("signatory")
    act = alliance.say(signatory, "partnership.extended.v1", PARTNERSHIP, PartnershipExtended())
    alliance.endorse(alliance.cro.as_("signatory"), PARTNERSHIP, act)

    assert alliance.matter(PARTNERSHIP).until is None
    alliance.refused(
        ExtensionError,
        signatory,
        "partnership.extended.v1",
        PARTNERSHIP,
        PartnershipExtended(until=date(2030, 1, 1)),
    )


def test_it_does_not_end_before_it_began() -> None:
    """The day of the end is on or after the first day."""
    alliance = Alliance().form()

    alliance.refused(
        DatesError,
        alliance.sponsor.as_("signatory"),
        "partnership.ended.v1",
        PARTNERSHIP,
        PartnershipEnded(on=date(2020, 12, 16)),
    )
