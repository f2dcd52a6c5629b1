"""Acts that need several: proposed by one, endorsed by the others, or taken back."""

import pytest

from ledger.domain.authority import CapacityError, RoleError
from ledger.domain.endorsement import (
    NotAnEndorserError,
    NothingPendingError,
    NotTheProposerError,
    WithdrawalCapacityError,
    missing,
)
from ledger.domain.kinds.common import ActEndorsed, ActWithdrawn
from ledger.domain.world import Act, Pending
from ledger.evidence.statement import StreamName
from tests.unit.domain.alliance import PARTNERSHIP, Alliance, formation
from tests.unit.domain.directory_scenes import MAIN, Blank, admission


def proposed() -> tuple[Alliance, Act]:
    """Return a partnership of three that waits for two of them."""
    alliance = Alliance()
    body = formation(parties=("servier", "iqvia", "tech"))
    act = alliance.say(
        alliance.sponsor.as_("signatory"), "partnership.formed.v1", PARTNERSHIP, body
    )
    return alliance, act


def waiting(alliance: Alliance, act: Act) -> Pending:
    """Return what is known of a waiting act."""
    stream = alliance.world.stream(StreamName(PARTNERSHIP))
    assert stream is not None
    return stream.pending[act.digest]


def parties_missing(alliance: Alliance, act: Act) -> list[str]:
    """Return the parties for which a waiting act waits."""
    return [
        party for group in missing(waiting(alliance, act)) for party in sorted(group.parties or ())
    ]


def test_an_act_waits_for_those_who_have_not_joined() -> None:
    """Whoever asks learns of whom somebody is still missing."""
    alliance, act = proposed()

    assert parties_missing(alliance, act) == ["iqvia", "tech"]

    alliance.endorse(alliance.outsider.as_("signatory"), PARTNERSHIP, act)

    assert parties_missing(alliance, act) == ["iqvia"]


def test_an_act_takes_effect_where_it_is_completed() -> None:
    """Its own place is where it was proposed; its effect comes with the last endorsement."""
    alliance, act = proposed()
    alliance.advance(days=3)
    for voice in (alliance.cro, alliance.outsider):
        alliance.endorse(voice.as_("signatory"), PARTNERSHIP, act)

    stream = alliance.world.stream(StreamName(PARTNERSHIP))

    assert stream is not None
    assert (stream.length, dict(stream.pending)) == (3, {})
    assert alliance.matter(PARTNERSHIP).formed == act.digest


def test_the_order_of_endorsements_does_not_matter() -> None:
    """Either of the others may come first."""
    ends = []
    for order in (("cro", "outsider"), ("outsider", "cro")):
        alliance, act = proposed()
        for name in order:
            alliance.endorse(getattr(alliance, name).as_("signatory"), PARTNERSHIP, act)
        ends.append(alliance.matter(PARTNERSHIP).parties)

    assert ends[0] == ends[1]


def test_nobody_joins_twice_or_unasked() -> None:
    """The proposer, who has joined already, a colleague of theirs, and another role."""
    alliance, act = proposed()
    alliance.endorse(alliance.cro.as_("signatory"), PARTNERSHIP, act)
    colleague = alliance.enrol("iqvia", "casey", "signatory")
    voices = (
        alliance.sponsor.as_("signatory"),
        alliance.cro.as_("signatory"),
        colleague,
        alliance.outsider.as_("programme_manager"),
    )

    for voice in voices:
        alliance.refused(
            NotAnEndorserError,
            voice,
            "act.endorsed.v1",
            PARTNERSHIP,
            ActEndorsed(),
            subject=act.digest,
        )
    assert len(waiting(alliance, act).endorsements) == 1


def test_an_endorser_must_hold_the_role() -> None:
    """The claim alone does not make a signatory; an observer endorses nothing."""
    alliance, act = proposed()
    colleague = alliance.enrol("iqvia", "casey")
    words = ("act.endorsed.v1", PARTNERSHIP, ActEndorsed())

    alliance.refused(RoleError, colleague.as_("signatory"), *words, subject=act.digest)
    alliance.refused(CapacityError, colleague.as_("observer"), *words, subject=act.digest)


@pytest.mark.parametrize("tag", ["act.endorsed.v1", "act.withdrawn.v1"])
def test_only_what_waits_is_endorsed_or_withdrawn(tag: str) -> None:
    """An act that is complete, or that never waited, is out of reach."""
    alliance, act = proposed()
    for voice in (alliance.cro, alliance.outsider):
        alliance.endorse(voice.as_("signatory"), PARTNERSHIP, act)
    body = ActEndorsed() if tag == "act.endorsed.v1" else ActWithdrawn()
    sponsor = alliance.sponsor.as_("signatory")

    alliance.refused(NothingPendingError, sponsor, tag, PARTNERSHIP, body, subject=act.digest)
    main = next(alliance.world.acts()).digest
    alliance.refused(NothingPendingError, sponsor, tag, "party/servier", body, subject=main)


def test_the_proposing_party_takes_back_what_waits() -> None:
    """Nobody else does; afterwards it can no longer be endorsed."""
    alliance, act = proposed()
    words = ("act.withdrawn.v1", PARTNERSHIP, ActWithdrawn())
    alliance.refused(NotTheProposerError, alliance.cro, *words, subject=act.digest)
    colleague = alliance.enrol("servier", "casey", "signatory")
    alliance.say(colleague, *words, subject=act.digest)

    alliance.refused(
        NothingPendingError,
        alliance.cro.as_("signatory"),
        "act.endorsed.v1",
        PARTNERSHIP,
        ActEndorsed(),
        subject=act.digest,
    )


def test_a_colleague_without_the_role_takes_nothing_back() -> None:
    """Who could not have proposed it cannot undo it: any enrolled key proves a "member"."""
    alliance, act = proposed()
    colleague = alliance.enrol("servier", "casey")
    for voice in (colleague.as_("member"), alliance.sponsor.as_("programme_manager")):
        alliance.refused(
            WithdrawalCapacityError,
            voice,
            "act.withdrawn.v1",
            PARTNERSHIP,
            ActWithdrawn(),
            subject=act.digest,
        )

    assert waiting(alliance, act).act == act


def test_a_root_takes_back_its_own_proposal_alone() -> None:
    """Roots have no party; each stands for itself."""
    blank = Blank().stand()
    act = blank.say(blank.second, "party.admitted.v1", MAIN, admission(blank, "cro"))
    words = ("act.withdrawn.v1", MAIN, ActWithdrawn())
    error = blank.refused(NotTheProposerError, blank.third, *words, subject=act.digest)
    blank.say(blank.second, *words, subject=act.digest)

    assert error.facts["proposer"] == blank.second.person
    assert dict(blank.world.stream(StreamName(MAIN)).pending) == {}  # type: ignore[union-attr]
