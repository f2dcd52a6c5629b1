"""The vocabulary: tags that are found, bodies that are read, names that fit."""

import pytest

from ledger.domain.kinds import (
    KINDS,
    PARENTS,
    StreamNameError,
    UnknownKindError,
    check_stream_name,
    decode,
    kind_of,
    parent_of,
    stream_type,
)
from ledger.domain.kinds.party import UndertakingSigned
from ledger.domain.room import Room
from ledger.domain.rooms import ROOMS
from ledger.evidence.canonical import BodyMalformedError
from ledger.evidence.statement import KindTag, StreamName, open_statement
from tests.unit.domain.story import Story


def test_every_kind_is_found_by_its_tag() -> None:
    """A row stands under its own tag, and every tag has a version."""
    assert {tag: kind_of(tag).tag for tag in KINDS} == {tag: tag for tag in KINDS}
    assert all(tag.rpartition(".")[2].startswith("v") for tag in KINDS)


def test_an_unknown_tag_is_refused() -> None:
    """The vocabulary is closed."""
    with pytest.raises(UnknownKindError) as caught:
        kind_of(KindTag("party.praised.v1"))

    assert caught.value.facts == {"kind": "party.praised.v1"}


def test_a_body_is_read_as_its_kind_declares() -> None:
    """The same bytes under another tag are malformed."""
    story = Story()
    ann = story.enrol("servier", "ann")
    body = UndertakingSigned(text="My electronic signature binds me.")
    signed, mistaken = (
        open_statement(story.sign(ann, tag, "party/servier", body), ann.key.public)
        for tag in ("undertaking.signed.v1", "party.renamed.v1")
    )

    assert decode(signed) == body
    with pytest.raises(BodyMalformedError):
        decode(mistaken)


def test_only_system_kinds_mean_nothing() -> None:
    """What people sign means something; what follows by rule does not (21 CFR 11.50)."""
    assert {row.tag for row in KINDS.values() if not row.meanings} == {
        row.tag for row in KINDS.values() if row.is_system
    }


def test_each_stream_type_opens_with_one_kind_at_least() -> None:
    """No type of stream is without a beginning, and each has its room."""
    openings = {row.stream for row in KINDS.values() if row.opens}

    assert openings | {"ledger"} == set(ROOMS)


@pytest.mark.parametrize("type_", ROOMS)
def test_a_machine_names_kinds_of_its_own_type(type_: str) -> None:
    """Every kind that people sign is possible in some phase, and no foreign or system kind."""
    room: Room = ROOMS[type_]  # type: ignore[index]
    named = {tag for kinds in room.machine.values() for tag in kinds}

    assert named == {row.tag for row in KINDS.values() if row.stream == type_ and not row.is_system}


@pytest.mark.parametrize(
    "name",
    ["ledger/main", "party/a", "board/a", "contract/a", "partnership/a", "scorecard/a"]
    + [f"{kind}/a/b" for kind in ("meeting", "decision", "change", "milestone")],
)
def test_a_name_with_its_types_parts_is_accepted(name: str) -> None:
    """Children of boards, contracts and partnerships are named below them."""
    check_stream_name(StreamName(name))

    assert stream_type(StreamName(name)) == name.split("/", maxsplit=1)[0]


@pytest.mark.parametrize(
    "name", ["ledger/other", "party/a/b", "scorecard/a/b", "meeting/a", "milestone/a/b/c"]
)
def test_a_name_with_other_parts_is_refused(name: str) -> None:
    """Too many or too few parts make it nobody's name."""
    with pytest.raises(StreamNameError):
        check_stream_name(StreamName(name))


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("decision/jsc/1", "board/jsc"),
        ("meeting/jsc/1", "board/jsc"),
        ("change/wo-1/1", "contract/wo-1"),
        ("milestone/score/fpi", "partnership/score"),
        ("scorecard/score", "partnership/score"),
        ("board/jsc", None),
        ("ledger/main", None),
    ],
)
def test_a_child_is_announced_in_its_parent(name: str, parent: str | None) -> None:
    """Which stream that is follows from the name alone."""
    assert parent_of(StreamName(name)) == parent
    assert (stream_type(StreamName(name)) in PARENTS) == (parent is not None)
