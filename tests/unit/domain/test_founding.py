"""The founding: signed by a root, endorsed by every root, and nothing before it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ledger.domain.authority import ClaimError, KeyUnknownError
from ledger.domain.common import NotFoundedError, WrongLedgerError
from ledger.domain.directory import LedgerMatter, find_key, keys_in_use, the_ledger
from ledger.domain.endorsement import NotAnEndorserError
from ledger.domain.enrolment import LEDGER, FoundingError
from ledger.domain.founding import NotAFoundingError, log_vkeys, open_founding
from ledger.domain.kinds import KINDS
from ledger.domain.kinds.common import ActEndorsed, ActWithdrawn
from ledger.domain.kinds.ledger import (
    AuditReviewSigned,
    ErasureDecided,
    KeyHolder,
)
from ledger.domain.room import OutOfStateError
from ledger.errors import UnverifiedError
from ledger.evidence.canonical import Body
from ledger.evidence.keys import generate_signer
from ledger.evidence.note import format_vkey, vkey_of
from ledger.evidence.statement import PartySlug, PersonSlug, SignerClaim
from tests.unit.domain.directory_scenes import (
    MAIN,
    Blank,
    admission,
    admit_auditor,
    auditor_admission,
    refused,
    root_voice,
    verdict,
)
from tests.unit.domain.story import ORIGIN, Story, log_signers


def test_a_ledger_is_founded_when_every_root_endorsed_it() -> None:
    """Until the last one has, there is no ledger; its id is the founding's digest."""
    blank = Blank()
    act = blank.found()
    blank.endorse(blank.second, MAIN, act)

    assert the_ledger(blank.world) is None

    blank.endorse(blank.third, MAIN, act)

    ledger = the_ledger(blank.world)
    assert ledger is not None
    assert (ledger.id, ledger.threshold, set(ledger.roots)) == (
        act.digest,
        2,
        {blank.root.person, blank.second.person, blank.third.person},
    )


def test_one_root_alone_founds_at_once() -> None:
    """Where a ledger has one root, nobody else need join."""
    blank = Blank()
    roots = (KeyHolder(jwk=blank.root.key.public.jwk()),)
    body = blank.founding(roots=roots, threshold=1)
    blank.say(blank.root, "ledger.founded.v1", MAIN, body)

    assert isinstance(the_ledger(blank.world), LedgerMatter)


def test_nothing_comes_before_the_founding() -> None:
    """An admission as the first statement of all is refused."""
    blank = Blank()
    other = Story()

    refused(
        blank,
        NotFoundedError,
        (blank.root, "party.admitted.v1", MAIN, admission(other, "cro")),
    )


def test_nothing_but_endorsements_comes_before_its_end() -> None:
    """While the founding waits, it can be endorsed and nothing else."""
    blank = Blank()
    act = blank.found()
    words = (blank.second, "party.admitted.v1", MAIN, admission(blank, "cro"))
    refused(blank, NotFoundedError, words)
    withdrawal = (blank.root, "act.withdrawn.v1", MAIN, ActWithdrawn())
    refused(blank, NotFoundedError, withdrawal, subject=act.digest)
    again = (blank.root, "ledger.founded.v1", MAIN, blank.founding())
    refused(blank, OutOfStateError, again)


def test_a_second_ledger_is_never_founded() -> None:
    """What is founded stays founded."""
    blank = Blank().stand()

    blank.refused(OutOfStateError, blank.root, "ledger.founded.v1", MAIN, blank.founding())


def test_another_ledgers_founding_is_refused() -> None:
    """A founding names no ledger, and after the first one all statements name theirs."""
    blank = Blank().stand()

    words = (blank.root, "ledger.founded.v1", MAIN, blank.founding())
    blank.refused(WrongLedgerError, *words, ledger=None)


def test_a_root_endorses_once_and_a_stranger_never() -> None:
    """The founder's own endorsement counts for nothing, nor does a second one."""
    blank = Blank()
    act = blank.found()
    blank.endorse(blank.second, MAIN, act)
    for voice in (blank.root, blank.second):
        blank.refused(
            NotAnEndorserError, voice, "act.endorsed.v1", MAIN, ActEndorsed(), subject=act.digest
        )

    stranger = (root_voice(), "act.endorsed.v1", MAIN, ActEndorsed())
    refused(blank, KeyUnknownError, stranger, subject=act.digest)


def test_the_founder_is_one_of_the_roots() -> None:
    """A key that the founding does not name cannot found."""
    blank = Blank()
    refused(blank, KeyUnknownError, (root_voice(), "ledger.founded.v1", MAIN, blank.founding()))


@pytest.mark.parametrize(
    "claim",
    [
        SignerClaim(person=PersonSlug("someone"), party=None, capacity="root"),
        SignerClaim(person=PersonSlug("someone"), party=PartySlug("cro"), capacity="root"),
    ],
)
def test_a_root_stands_for_itself(claim: SignerClaim) -> None:
    """A root names its own key as the person, and no party."""
    blank = Blank()

    words = (blank.root, "ledger.founded.v1", MAIN, blank.founding())
    refused(blank, ClaimError, words, signer=claim)


def unsound(blank: Blank) -> dict[str, dict[str, Any]]:
    """Return the members that make a founding unsound, by the problem that is named."""
    root = KeyHolder(jwk=blank.root.key.public.jwk())
    first = log_signers()[0]
    return {
        "a key is named twice": {"roots": (root, root)},
        "a key is named twice ": {"system_key": blank.root.key.public.jwk()},
        "the threshold is above the number of roots": {"threshold": 4},
        "a log key is named otherwise than the origin": {
            "log_keys": (format_vkey(vkey_of("elsewhere.example/log", first)),)
        },
        "two log keys of one algorithm": {"log_keys": (format_vkey(vkey_of(ORIGIN, first)),) * 2},
    }


@pytest.mark.parametrize("problem", unsound(Blank()))
def test_an_unsound_founding_is_refused(problem: str) -> None:
    """Root keys are distinct, the threshold can be reached, log keys fit."""
    blank = Blank()
    body = blank.founding(**unsound(blank)[problem])
    with pytest.raises(FoundingError) as caught:
        blank.say(blank.root, "ledger.founded.v1", MAIN, body)

    assert (caught.value.facts["problem"], blank.world.size) == (problem.strip(), 0)


def test_the_genesis_opens_under_its_own_key() -> None:
    """Whoever holds the first statement alone can check its signature."""
    blank = Blank()
    act = blank.found()

    statement, body = open_founding(act.statement.compact)

    assert (statement, body) == (act.statement, act.body)


def test_a_genesis_signed_by_no_root_of_its_own_is_refused() -> None:
    """Nor does another kind of statement begin a ledger."""
    blank = Blank()
    stranger = blank.sign(root_voice(), "ledger.founded.v1", MAIN, blank.founding())
    other = blank.sign(blank.root, "erasure.decided.v1", MAIN, erasure())

    for compact in (stranger, other):
        with pytest.raises(NotAFoundingError):
            open_founding(compact)


def test_a_genesis_whose_signature_does_not_hold_is_refused() -> None:
    """One changed character is enough."""
    blank = Blank()
    compact = blank.sign(blank.root, "ledger.founded.v1", MAIN, blank.founding())
    forged = compact[:-6] + (b"A" if compact[-6:-5] != b"A" else b"B") + compact[-5:]

    with pytest.raises(UnverifiedError):
        open_founding(forged)


def test_a_founding_names_the_keys_of_the_log() -> None:
    """Checkpoints must be signed under each of them."""
    body = Blank().founding()

    assert tuple(map(format_vkey, log_vkeys(body))) == body.log_keys


def test_keys_in_use_begin_with_the_foundings_own() -> None:
    """Before the founding there are none, while it waits the roots, then the system key too."""
    blank = Blank()

    assert list(keys_in_use(blank.world)) == []

    blank.found()

    assert len(list(keys_in_use(blank.world))) == 3
    assert len(list(keys_in_use(Blank().stand().world))) == 4


def test_every_key_in_use_is_found_by_its_id() -> None:
    """Roots while they found, then the system, registrars, people and auditors as well."""
    blank = Blank()
    blank.found()
    waiting = blank.root.key.public
    story = Story()
    story.enrol("servier", "ann")
    admit_auditor(story)
    keys = list(keys_in_use(story.world))

    assert find_key(Blank().world, waiting.kid) is None
    assert find_key(blank.world, waiting.kid) == waiting
    assert [find_key(story.world, key.kid) for key in keys] == keys
    assert find_key(story.world, waiting.kid) is None


def erasure(*, granted: bool = True) -> ErasureDecided:
    """Return the body that answers a request to erase."""
    return ErasureDecided(commitments=("A" * 43,), basis="GDPR art. 17", granted=granted)


def examples(story: Story) -> dict[str, Body]:
    """Return a body of every kind that people sign in ledger/main."""
    blank = Blank()
    blank.root, blank.system = story.root, story.system
    return {
        "ledger.founded.v1": blank.founding(),
        "party.admitted.v1": admission(story, "cro"),
        "auditor.admitted.v1": auditor_admission(story, generate_signer("Ed25519")),
        "erasure.decided.v1": erasure(),
        "audit_review.signed.v1": AuditReviewSigned(from_index=0, to_index=0),
    }


def test_every_pair_of_phase_and_kind_is_judged() -> None:
    """In a founded ledger the founding alone is out of state; before, all else is too early."""
    story = Story()
    auditor = admit_auditor(story)
    bodies = examples(story)
    waiting = Blank()
    waiting.found()

    standing = {
        tag: verdict(
            story, auditor if tag == "audit_review.signed.v1" else story.root, tag, MAIN, b
        )
        for tag, b in bodies.items()
    }
    proposed = {tag: verdict(waiting, waiting.root, tag, MAIN, b) for tag, b in bodies.items()}

    assert set(bodies) == {
        row.tag for row in KINDS.values() if row.stream == "ledger" and not row.is_system
    }
    assert standing == {
        tag: None if tag in LEDGER.machine["standing"] else OutOfStateError for tag in bodies
    }
    assert proposed == {
        tag: OutOfStateError if tag == "ledger.founded.v1" else NotFoundedError for tag in bodies
    }


def test_the_founding_time_is_kept_for_each_entry() -> None:
    """The log knows when each entry was recorded."""
    blank = Blank(now=datetime(2020, 1, 1, tzinfo=UTC))
    blank.found()

    assert blank.world.time_at(0) == datetime(2020, 1, 1, tzinfo=UTC)
