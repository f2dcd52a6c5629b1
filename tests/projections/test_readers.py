"""Who may read: the filter in the queries says what the rules say."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from ledger.domain.audience import AuditorReader, PartyReader, PublicReader, may_read
from ledger.domain.kinds.ledger import AuditorAdmitted
from ledger.evidence.keys import KeyId, generate_signer
from ledger.evidence.statement import PartySlug, StreamName
from projections import directory, signers, streams
from projections.readers import ViewReader
from tests.projections.conftest import ANYBODY, Told, party_reader
from tests.projections.score import CONTRACT, PARTNERSHIP, Score, told
from tests.unit.domain.agreement import Deal
from tests.unit.domain.boardroom import BOARD
from tests.unit.domain.merging import merge, novate

LAST_DAY = date(2021, 6, 30)


def admit(score: Score, scope: object) -> KeyId:
    """Admit an auditor."""
    key = generate_signer("Ed25519")
    body = AuditorAdmitted(
        jwk=key.public.jwk(),
        key_proof=score.proof(key, None, key.public.kid),
        engaged_by="servier",
        scope=scope,  # type: ignore[arg-type]
        until=LAST_DAY,
    )
    score.say(score.root, "auditor.admitted.v1", "ledger/main", body)
    return key.public.kid


@pytest.fixture(scope="module")
def audited() -> tuple[Score, tuple[KeyId, ...]]:
    """The story with two auditors: of everything, and of the board and one milestone."""
    score = told()
    scoped = (BOARD, "milestone/score/fpi")
    return score, (admit(score, "all"), admit(score, scoped))


def test_the_filter_says_what_the_rules_say(
    audited: tuple[Score, tuple[KeyId, ...]], reading: Told
) -> None:
    """For each reader, day and stream the query and the rule agree."""
    score, auditors = audited
    connection = reading(score)
    readers: tuple[PartyReader | AuditorReader | PublicReader, ...] = (
        *(PartyReader(party=PartySlug(party)) for party in ("servier", "iqvia", "tech", "nobody")),
        *(AuditorReader(kid=kid) for kid in (*auditors, KeyId("nobody"))),
        PublicReader(),
    )
    counts = set()
    for who in readers:
        for on in (LAST_DAY, date(2021, 7, 1)):
            at = datetime.combine(on, time(12), UTC)
            expected = {
                name
                for name, stream in score.world.streams().items()
                if may_read(score.world, who, stream, at)
            }

            rows = streams.list_all(connection, ViewReader(who=who, on=on))

            assert {row["stream"] for row in rows} == expected, (who, on)
            counts.add(len(expected))

    assert len(counts) == 4, "the readers of this story do not all read the same"


def test_an_auditor_of_a_board_reads_its_decisions_and_the_directory(
    audited: tuple[Score, tuple[KeyId, ...]], reading: Told
) -> None:
    """A scope that names a board covers its child streams."""
    score, (_, scoped) = audited
    reader = ViewReader(who=AuditorReader(kid=scoped), on=LAST_DAY)

    names = [row["stream"] for row in streams.list_all(reading(score), reader)]

    assert names == [
        "board/jsc",
        "decision/jsc/1",
        "decision/jsc/2",
        "ledger/main",
        "milestone/score/fpi",
        "party/iqvia",
        "party/servier",
        "party/tech",
    ]


def test_the_public_reads_nothing(score: Score, reading: Told) -> None:
    """The log is open to all; names, kinds and parties are not."""
    connection = reading(score)
    public = ViewReader(who=PublicReader(), on=LAST_DAY)

    assert streams.list_all(connection, public) == []
    assert signers.list_signed(connection, public) == []
    assert directory.list_parties(connection, public) == []
    assert directory.load(connection, public, "iqvia") is None
    assert streams.load(connection, public, StreamName(CONTRACT)) is None


def test_a_stream_shows_who_may_read_it(score: Score, reading: Told) -> None:
    """An audience is listed, or is everyone."""
    connection = reading(score)

    contract = streams.load(connection, party_reader("tech"), StreamName(CONTRACT))
    main = streams.load(connection, ANYBODY, StreamName("ledger/main"))

    assert contract is not None
    assert main is not None
    assert (contract["audience"], main["audience"]) == (["iqvia", "servier", "tech"], None)
    assert streams.load(connection, party_reader("tech"), StreamName(PARTNERSHIP)) is None


def test_children_are_listed_by_their_parent(score: Score, reading: Told) -> None:
    """A stream names the one that announced it."""
    rows = streams.list_all(reading(score), ANYBODY, parent=StreamName(PARTNERSHIP))

    assert [row["stream"] for row in rows] == ["milestone/score/fpi", "scorecard/score"]


def test_a_stream_says_for_whom_an_act_waits(reading: Told) -> None:
    """An act that needs several shows who is still missing, until nobody is."""
    score = Score()
    act = score.partner_proposed()

    waits = streams.load(reading(score), ANYBODY, StreamName(PARTNERSHIP))
    score.endorse(score.cro, PARTNERSHIP, act)
    done = streams.load(reading(score), ANYBODY, StreamName(PARTNERSHIP))

    assert waits is not None
    assert done is not None
    group = {"capacities": ["signatory"], "count": 1, "parties": ["iqvia"], "keys": None}
    assert [(row["digest"], row["missing"]) for row in waits["waiting"]] == [(act.digest, [group])]
    assert (waits["phase"], done["phase"], done["waiting"]) == ("proposed", "standing", [])


def test_the_index_says_who_signed_what(score: Score, reading: Told) -> None:
    """By party, by person, by stream; each row names the statement and its place."""
    connection = reading(score)
    expected = [
        act.digest
        for act in score.world.acts()
        if act.statement.signer.person == "signer-i" and act.statement.stream == CONTRACT
    ]

    rows = signers.list_signed(
        connection, party_reader("tech"), party="iqvia", person="signer-i", stream=CONTRACT
    )

    assert [row["digest"] for row in rows] == expected
    assert {row["capacity"] for row in rows} == {"signatory"}
    assert signers.list_signed(connection, party_reader("tech"), stream=PARTNERSHIP) == []


def test_a_statement_is_found_by_id_and_by_digest(score: Score, reading: Told) -> None:
    """Both name one statement; to who may not read it, neither does."""
    connection = reading(score)
    act = score.acts("partnership.formed.v1")[0]

    by_id = signers.load(connection, party_reader("iqvia"), act.statement.id)
    by_digest = signers.load(connection, party_reader("iqvia"), act.digest)

    assert by_id == by_digest
    assert by_id is not None
    assert (by_id["leaf_index"], by_id["meaning"]) == (act.leaf_index, act.statement.meaning)
    assert signers.load(connection, party_reader("tech"), act.digest) is None


def test_a_merger_lets_the_query_and_the_rule_read_on(reading: Told) -> None:
    """From its day on, along the whole line, for parents and children alike."""
    deal = Deal()
    deal.execute()
    deal.propose()
    today = deal.now.date()
    merge(deal, "servier", "iqvia", today + timedelta(days=2))
    merge(deal, "iqvia", "tech", today + timedelta(days=1))
    connection = reading(deal)

    found = []
    for party in ("servier", "iqvia", "tech"):
        for on in (today + timedelta(days=days) for days in range(3)):
            who = PartyReader(party=PartySlug(party))
            at = datetime.combine(on, time(12), UTC)
            expected = {
                name
                for name, stream in deal.world.streams().items()
                if may_read(deal.world, who, stream, at)
            }

            rows = streams.list_all(connection, ViewReader(who=who, on=on))

            assert {row["stream"] for row in rows} == expected, (party, on)
            found.append({"contract/score", "change/score/1"} <= expected)

    assert found == [True] * 6 + [False, True, True]


def test_a_merger_is_shown_on_both_sides(reading: Told) -> None:
    """The company that was names the other; that one lists whom it took up."""
    deal = Deal()
    act = merge(deal, "iqvia", "tech")
    said = deal.acts("party.succeeded.v1")[0]
    connection = reading(deal)

    gone = directory.load(connection, ANYBODY, "iqvia")
    there = directory.load(connection, ANYBODY, "tech")

    assert gone is not None
    assert there is not None
    assert gone["merged"] == {
        "party": "iqvia",
        "into": "tech",
        "on_day": act.at.date().isoformat(),
        "digest": said.digest,
        "leaf_index": said.leaf_index,
    }
    assert (gone["predecessors"], there["merged"]) == ([], None)
    assert there["predecessors"] == [gone["merged"]]


def test_an_admitted_reader_reads_the_contract_and_its_changes(reading: Told) -> None:
    """Those of before and those of after; the stream shows whom it is meant for."""
    deal = Deal()
    deal.execute()
    deal.propose()
    before = reading(deal)
    novate(deal)
    deal.propose(stream="change/score/2")
    after = reading(deal)
    mine = ("contract/score", "change/score/1", "change/score/2")

    rows = streams.list_all(after, party_reader("tech"))
    shown = [streams.load(after, party_reader("tech"), StreamName(name)) for name in mine]

    assert streams.load(before, party_reader("tech"), StreamName(mine[0])) is None
    assert {row["stream"] for row in rows} == {
        name
        for name, stream in deal.world.streams().items()
        if may_read(deal.world, PartyReader(party=PartySlug("tech")), stream, deal.now)
    }
    assert [row and row["audience"] for row in shown] == [["iqvia", "servier", "tech"]] * 3
