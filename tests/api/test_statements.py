"""Statements through HTTP: drafted, recorded or refused, found again with their proof."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ledger.domain.kinds.decision import MotionMoved
from ledger.domain.kinds.party import PartyRenamed, UndertakingSigned
from ledger.drafting import Wish
from ledger.evidence.canonical import encode_body
from ledger.evidence.entry import parse_entry
from ledger.evidence.receipt import open_receipt
from ledger.evidence.statement import KindTag, StreamName, parse_claims
from tests.api.house import (
    RIVAL,
    House,
    ProblemError,
    assert_error_shape,
    submission,
)

RENAMED, ENDED = "party.renamed.v1", "contract.terminated.v1"
NOBODY = {"person": "A", "party": None, "capacity": "root"}


def rename(house: House, name: str = "Servier (renamed)") -> bytes:
    """Return a signed statement that would be recorded."""
    return house.desk("member-a", "signatory").sign(wish(house, name))


def wish(house: House, name: str = "Servier (renamed)") -> Wish:
    """Return what a signatory wants to say."""
    return Wish(
        kind=KindTag(RENAMED),
        stream=StreamName("party/servier"),
        body=encode_body(PartyRenamed(legal_name=name, on=house.now.date())),
        signer=house.desk("member-a", "signatory").claim,
    )


def drafting(**members: Any) -> dict[str, Any]:
    """Return what is posted to draft a renaming."""
    return {
        "kind": RENAMED,
        "stream": "party/servier",
        "body": {"legal_name": "Servier", "on": "2021-05-01"},
        "signer": {"person": "member-a", "party": "servier", "capacity": "signatory"},
        **members,
    }


def test_a_statement_is_drafted_signed_and_recorded(house: House) -> None:
    """The whole way through HTTP: what was signed is in the log, at the place that was answered."""
    before = house.size
    said = house.desk("member-a", "signatory").say(
        RENAMED, "party/servier", PartyRenamed(legal_name="Servier SAS", on=house.now.date())
    )

    assert (before, before + 1) == (said.leaf_index, house.size)
    assert house.it.archive.find(said.digest).leaf_index == said.leaf_index


def test_an_outcome_says_where_a_statement_stands(house: House) -> None:
    """A recorded statement is answered with its id, digest, index, entry and receipt."""
    answer = house.post("/v1/statements", submission(rename(house)))

    said = json.loads(answer.data)
    act = house.it.archive.find(said["digest"])

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert said == {
        "outcome": "recorded",
        "id": act.statement.id,
        "digest": act.digest,
        "leaf_index": act.leaf_index,
        "entry": said["entry"],
        "follow_ups": [],
        "receipt": f"/v1/statements/{act.statement.id}/receipt",
    }
    assert parse_entry(said["entry"].encode()).env == act.digest


def test_the_same_statement_has_its_outcome_again(house: House) -> None:
    """A client that heard nothing sends again, and nothing is recorded twice."""
    sent = submission(rename(house))
    first = house.post("/v1/statements", sent)
    size = house.size

    again = house.post("/v1/statements", sent)

    assert json.loads(first.data) == json.loads(again.data)
    assert size == house.size


def test_whoever_wrote_reads_it_at_once(house: House) -> None:
    """The views that answer the next request contain what was answered before."""
    house.desk("member-c", "signatory").say(
        RENAMED, "party/quintilesims", PartyRenamed(legal_name="New", on=house.now.date())
    )

    contract = house.get("/v1/contracts/score-wo-1", "member-a").json

    assert contract is not None
    assert contract["names"]["quintilesims"][-1]["legal_name"] == "New"


def test_an_array_has_an_outcome_for_each_in_order(house: House) -> None:
    """One refusal does not hold back its neighbours, and the answer is 200."""
    good, other = rename(house, "One"), rename(house, "Two")
    sent = [submission(each) for each in (good, b"nonsense", other)]

    answer = house.post("/v1/statements", sent)
    outcomes = json.loads(answer.data)

    assert answer.status_code == 200
    assert [each["outcome"] for each in outcomes] == ["recorded", "refused", "recorded"]
    assert outcomes[1]["problem"]["code"] == "compact-malformed"
    assert outcomes[1]["problem"]["status"] == 400


def test_five_hundred_come_at_once(library: House) -> None:
    """An array of the largest number has as many outcomes."""
    outcomes = json.loads(library.post("/v1/statements", [{"statement": "x"}] * 500).data)

    assert [each["outcome"] for each in outcomes] == ["refused"] * 500


def test_many_write_at_the_same_time(house: House) -> None:
    """Concurrent requests are recorded each at its own index, and all of them are answered."""
    sent = [submission(rename(house, f"Name {number}")) for number in range(16)]
    before = house.size
    client = house.client.application

    def send(body: dict[str, object]) -> int:
        answer = client.test_client().post("/v1/statements", json=body)
        index: int = json.loads(answer.data)["leaf_index"]
        return index

    with ThreadPoolExecutor(8) as threads:
        indexes = sorted(threads.map(send, sent))

    assert indexes == list(range(before, house.size))
    assert len(indexes) == 16


def test_follow_ups_are_named(house: House) -> None:
    """What followed by rule is answered with its cause: a child stream announced in its parent."""
    desk = house.desk("member-a", "signatory")
    body = MotionMoved(title="A", text="B", class_="process", procedure="written")
    moved = Wish(
        kind=KindTag("motion.moved.v1"),
        stream=StreamName("decision/jsc/2021-001"),
        body=encode_body(body),
        signer=desk.as_("member").claim,
    )

    outcome = json.loads(house.post("/v1/statements", submission(desk.sign(moved))).data)

    assert [each["kind"] for each in outcome["follow_ups"]] == ["stream.opened.v1"]
    assert outcome["follow_ups"][0]["leaf_index"] == outcome["leaf_index"] + 1


def test_a_refusal_answers_with_its_own_status(house: House) -> None:
    """One statement that the rules refuse is a problem, and leaves no trace."""
    size = house.size

    with pytest.raises(ProblemError) as refused:
        house.desk("member-a", "person").say(
            "undertaking.signed.v1", "party/servier", UndertakingSigned(text="Again.")
        )

    assert ("undertaking-signed-before", size) == (refused.value.code, house.size)


def test_a_draft_has_what_the_ledger_knows_and_no_more(library: House) -> None:
    """A draft's after is the stream's newest statement; seen is left to the client's own pin."""
    answer = library.post("/v1/statements/draft", drafting(), "member-a")
    claims = parse_claims(answer.data)

    stream = library.it.ledger.world.stream(StreamName("party/servier"))
    assert stream is not None
    assert (claims.ledger, claims.after) == (library.told.ledger, stream.head)
    assert (claims.seen, claims.meaning) == (None, "authorship")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_draft_repeats_everything_that_was_asked(library: House) -> None:
    """Subject, base, reason, documents and sealed fields come back as they were given."""
    asked = drafting(
        subject="sha256:" + "1" * 64,
        base="sha256:" + "2" * 64,
        reason="because",
        documents=[
            {"name": "a.pdf", "media_type": "application/pdf", "size": 7, "sha256": "3" * 64}
        ],
        sealed=[{"commitment": "c" * 43, "path": "b"}, {"commitment": "d" * 43, "path": "a"}],
    )

    said = json.loads(library.post("/v1/statements/draft", asked, "member-a").data)

    assert {name: said[name] for name in ("subject", "base", "reason", "documents")} == {
        name: asked[name] for name in ("subject", "base", "reason", "documents")
    }
    assert said["sealed"] == list(reversed(asked["sealed"]))


@pytest.mark.parametrize(
    ("members", "name", "status", "code"),
    [
        ({"stream": "contract/score-wo-1", "kind": ENDED}, RIVAL, 404, "stream-unknown"),
        ({"stream": "contract/none", "kind": ENDED}, RIVAL, 404, "stream-unknown"),
        ({"kind": "party.vanished.v1"}, "member-a", 400, "kind-unknown"),
        ({"kind": "stream.opened.v1"}, "member-a", 422, "system-kind"),
        ({"stream": "board/jsc"}, "member-a", 422, "wrong-stream"),
        ({"stream": "party/servier/x"}, "member-a", 404, "stream-unknown"),
        ({"meaning": "approval"}, "member-a", 400, "meaning-mismatch"),
        ({"body": {"legal_name": 7, "on": "2021-05-01"}}, "member-a", 400, "body-malformed"),
        ({"body": {"Name": 7}}, "member-a", 400, "json-member-name"),
        ({"signer": NOBODY}, "member-a", 400, "signer-malformed"),
        ({"subject": "x"}, "member-a", 400, "digest-malformed"),
        ({}, None, 401, "token-missing"),
    ],
)  # fmt: skip
def test_a_draft_can_be_refused(
    library: House, members: dict[str, Any], name: str | None, status: int, code: str
) -> None:
    """What can never be recorded is refused as a draft; what is not for a reader is not there."""
    answer = library.post("/v1/statements/draft", drafting(**members), name)

    assert_error_shape(answer, status, code)


def test_a_new_stream_can_be_drafted_by_those_who_cannot_see_it_yet(library: House) -> None:
    """The statement that opens a stream has nothing after which it comes."""
    asked = drafting(kind="act.withdrawn.v1", stream="party/servier", body={}, reason="because")
    other = drafting(kind="partnership.ended.v1", stream="partnership/new", body={})

    assert library.post("/v1/statements/draft", asked, RIVAL).status_code == 200
    assert_error_shape(
        library.post("/v1/statements/draft", other, "member-a"), 404, "stream-unknown"
    )


def test_a_receipt_proves_its_statement(library: House) -> None:
    """A receipt opens under the log's keys, for the statement that was asked for."""
    act = library.it.archive.find(library.told.ledger)

    answers = [
        library.get(f"/v1/statements/{name}/receipt", "member-a")
        for name in (act.statement.id, act.digest)
    ]
    opened_receipt = open_receipt(answers[0].data, library.it.folder.vkeys())

    assert answers[0].data == answers[1].data
    assert opened_receipt.statement.digest == act.digest
    assert opened_receipt.openings["roots/0/name"] == "Root officer (demo)"


def test_a_statement_is_found_with_its_evidence(library: House) -> None:
    """What it says, who signed, its entry and its proof, in one answer."""
    found = library.get(f"/v1/statements/{library.told.ledger}", RIVAL).json

    assert found is not None
    assert found["evidence"]["digest"] == library.told.ledger
    assert found["claims"]["kind"] == "ledger.founded.v1" == found["signed"]["kind"]
    assert len(found["evidence"]["openings"]) == 1


@pytest.mark.parametrize("suffix", ["", "/receipt"])
def test_what_is_not_for_a_reader_is_not_there(library: House, suffix: str) -> None:
    """An unknown statement and one of others get the same answer."""
    contract = library.it.archive.history(StreamName("contract/score-wo-1"))
    hidden = next(contract).act.digest
    unknown = "sha256:" + "0" * 64

    answers = [library.get(f"/v1/statements/{name}{suffix}", RIVAL) for name in (hidden, unknown)]

    problems = [assert_error_shape(each, 404, "statement-not-recorded") for each in answers]
    assert problems[0]["detail"].replace(hidden, unknown) == problems[1]["detail"]
