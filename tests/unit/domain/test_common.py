"""What every statement must meet: ledger, stream, form, times, sealed fields."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.common import (
    AfterError,
    AudienceGapError,
    BaseError,
    MeaningError,
    NotOpenedError,
    ReasonError,
    SealedPathError,
    SeenUnknownError,
    SignedBeforeSeenError,
    SignedInFutureError,
    SubjectError,
    WrongLedgerError,
    WrongStreamError,
    check_relies_on,
    covers,
)
from ledger.domain.kinds import StreamNameError
from ledger.domain.kinds.ledger import ErasurePerformed
from ledger.domain.kinds.party import KeyRevoked, PartyRenamed, RoleEnded
from ledger.domain.rules import IdTakenError
from ledger.domain.world import Stream, UnknownStreamError
from ledger.errors import LedgerError
from ledger.evidence.commitment import make_opening
from ledger.evidence.keys import generate_signer
from ledger.evidence.statement import Digest, PartySlug, Seen, StreamName
from tests.unit.domain.directory_scenes import MAIN, admission, enrolment
from tests.unit.domain.story import START, Story, Voice

PARTY_STREAM = "party/servier"
RENAMED = PartyRenamed(legal_name="Servier", on=date(2020, 12, 17))
NOWHERE = Digest("sha256:" + 64 * "0")


@pytest.fixture
def story() -> Story:
    """A ledger in which the sponsor has one person."""
    story = Story()
    story.enrol("servier", "ann", "signatory")
    return story


def words(story: Story) -> tuple[Any, ...]:
    """Return a statement that would be accepted: the registrar renames the company."""
    return (story.registrars["servier"], "party.renamed.v1", PARTY_STREAM, RENAMED)


@pytest.mark.parametrize(
    ("error", "claims"),
    [
        (WrongLedgerError, {"ledger": NOWHERE}),
        (WrongLedgerError, {"ledger": None}),
        (AfterError, {"after": None}),
        (AfterError, {"after": NOWHERE}),
        (SubjectError, {"subject": NOWHERE}),
        (BaseError, {"base": NOWHERE}),
        (MeaningError, {"meaning": "approval"}),
        (MeaningError, {"meaning": None}),
        (SeenUnknownError, {"seen": None}),
        (SeenUnknownError, {"seen": Seen(size=999, root=64 * "0")}),
        (SeenUnknownError, {"seen": Seen(size=1, root=64 * "0")}),
        (SignedInFutureError, {"signed_at": START + timedelta(seconds=301)}),
        (SignedBeforeSeenError, {"signed_at": START - timedelta(seconds=301)}),
    ],
)
def test_what_breaks_a_common_rule_is_refused(
    story: Story, error: type[LedgerError], claims: dict[str, Any]
) -> None:
    """One member that does not hold is enough, whatever the kind is."""
    story.refused(error, *words(story), **claims)


@pytest.mark.parametrize(
    ("error", "stream"),
    [
        (WrongStreamError, MAIN),
        (StreamNameError, "party/servier/more"),
        (StreamNameError, "ledger/other"),
        (NotOpenedError, "party/tech"),
    ],
)
def test_a_kind_belongs_in_an_open_stream_of_its_type(
    story: Story, error: type[LedgerError], stream: str
) -> None:
    """Another type, a name with other parts, or a stream that is not open is refused."""
    voice, tag, _, body = words(story)

    story.refused(error, voice, tag, stream, body)


def test_an_after_of_another_stream_is_refused(story: Story) -> None:
    """What the signer saw must be in this stream; it need not be its newest statement."""
    main = next(story.world.acts()).digest
    story.refused(AfterError, *words(story), after=main)
    first = story.acts("person.enrolled.v1")[0].digest

    act = story.say(*words(story), after=first)

    assert act.statement.after == first


def test_a_stream_opens_after_nothing() -> None:
    """An opening statement that names a predecessor is refused."""
    story = Story()
    body = enrolment(story, "servier", "ann", generate_signer("Ed25519"))
    opening = (story.registrars["servier"], "person.enrolled.v1", PARTY_STREAM, body)

    story.refused(AfterError, *opening, after=next(story.world.acts()).digest)


@pytest.mark.parametrize("seconds", [300, -300])
def test_a_clock_may_be_wrong_by_five_minutes(story: Story, seconds: int) -> None:
    """What is within the tolerance is shown, never mended."""
    signed_at = START + timedelta(seconds=seconds)

    act = story.say(*words(story), signed_at=signed_at)

    assert (act.statement.signed_at, act.at) == (signed_at, START)


def test_a_subject_and_a_reason_are_named_where_the_kind_asks_for_them(story: Story) -> None:
    """The end of a role names the grant and says why."""
    registrar = story.registrars["servier"]
    ending = (registrar, "role.ended.v1", PARTY_STREAM, RoleEnded(on=date(2021, 1, 1)))
    grant = story.acts("role.granted.v1")[0].digest
    story.refused(SubjectError, *ending)
    story.refused(ReasonError, *ending, subject=grant, reason=None)

    act = story.say(*ending, subject=grant, reason="moved on")

    assert act.statement.reason == "moved on"


def test_a_reason_can_be_sealed_but_not_open_and_sealed(story: Story) -> None:
    """A sealed reason counts as one."""
    registrar = story.registrars["servier"]
    body = KeyRevoked(kid=next(iter(story.matter(PARTY_STREAM).keys)), cause="left")
    revocation = (registrar, "key.revoked.v1", PARTY_STREAM, body)
    sealed = (make_opening("reason", "left the company").sealed,)
    story.refused(SealedPathError, *revocation, sealed=sealed, reason="left")

    act = story.say(*revocation, sealed=sealed, reason=None)

    assert (act.statement.reason, act.statement.sealed) == (None, sealed)


@pytest.mark.parametrize(
    "paths", [(), ("email",), ("name", "proofing_method"), ("name", "reasons")]
)
def test_a_kind_says_what_is_sealed(paths: tuple[str, ...]) -> None:
    """A name in clear, and a rule's own field sealed, are both refused."""
    story = Story()
    key = generate_signer("Ed25519")
    body = enrolment(story, "servier", "ann", key)
    sealed = tuple(make_opening(path, "Member A").sealed for path in paths)
    opening = (story.registrars["servier"], "person.enrolled.v1", PARTY_STREAM, body)
    story.refused(SealedPathError, *opening, sealed=sealed)
    both = tuple(make_opening(path, "Member A").sealed for path in ("email", "name"))

    assert story.say(*opening, sealed=both).statement.sealed == both


def test_each_item_of_an_array_is_sealed() -> None:
    """Of two registrars both names are sealed, and none of a third."""
    story = Story()
    keys = (generate_signer("Ed25519"), generate_signer("Ed25519"))
    body = admission(story, "cro", *keys)
    for count in (1, 3):
        sealed = tuple(
            make_opening(f"registrars/{index}/name", "Member A").sealed for index in range(count)
        )
        story.refused(SealedPathError, story.root, "party.admitted.v1", MAIN, body, sealed=sealed)

    assert len(story.say(story.root, "party.admitted.v1", MAIN, body).statement.sealed) == 2


def test_an_id_is_used_once(story: Story) -> None:
    """Other bytes under the same id are a conflict that names the first statement."""
    first = story.say(*words(story))

    error = story.refused(IdTakenError, *words(story), id=first.statement.id)

    assert error.facts == {"id": first.statement.id, "digest": first.digest}


SERVIER, IQVIA = frozenset({PartySlug("servier")}), frozenset({PartySlug("iqvia")})


@pytest.mark.parametrize(
    ("wider", "narrower", "holds"),
    [
        (None, None, True),
        (None, SERVIER, True),
        (SERVIER, None, False),
        (SERVIER, SERVIER, True),
        (SERVIER | IQVIA, SERVIER, True),
        (SERVIER, SERVIER | IQVIA, False),
        (SERVIER, IQVIA, False),
        (SERVIER, frozenset(), True),
    ],
)
def test_an_audience_covers_another(wider: Any, narrower: Any, holds: bool) -> None:  # noqa: FBT001
    """No audience named means everyone."""
    assert covers(wider, narrower) == holds


def test_a_statement_relies_on_what_its_readers_can_read(story: Story) -> None:
    """A stream that is not there, or not for all of them, is refused by name."""
    act = story.say(*words(story))
    world = story.world
    check_relies_on(world, act, StreamName(MAIN), SERVIER)
    with pytest.raises(UnknownStreamError):
        check_relies_on(world, act, StreamName("board/nowhere"), SERVIER)
    story.world._streams[StreamName("board/own")] = Stream(
        name=StreamName("board/own"),
        tag=NOWHERE,
        head=NOWHERE,
        length=1,
        audience=SERVIER,
    )
    with pytest.raises(AudienceGapError):
        check_relies_on(world, act, StreamName("board/own"), SERVIER | IQVIA)
    check_relies_on(world, act, StreamName("board/own"), SERVIER)


def test_the_ledgers_own_key_gives_no_meaning(story: Story) -> None:
    """A statement under the system key that means something is refused."""
    own = Voice(story.system, story.system.public.kid, None, "system")
    compact = story.sign(
        own,
        "erasure.performed.v1",
        MAIN,
        ErasurePerformed(commitments=()),
        meaning="approval",
    )

    with pytest.raises(MeaningError):
        story.record(compact, own.key)
