"""Refusals to outsiders: a stream that is not theirs looks like one that is not there."""

import json
from dataclasses import replace
from typing import Any

import pytest

from ledger.domain.kinds.common import ActEndorsed
from ledger.drafting import Wish
from ledger.evidence.canonical import encode_body
from ledger.evidence.statement import Claims, Digest, KindTag, StreamName, sign_statement
from tests.api.house import RIVAL, House, assert_error_shape, submission

SECRET, NOWHERE = StreamName("contract/score-wo-1"), StreamName("contract/nowhere")


def endorsement(house: House, name: str, stream: StreamName, **members: Any) -> dict[str, object]:
    """Return an endorsement in a stream, as far as the public log lets anybody make one."""
    capacity = "root" if name == "root" else "registrar"
    desk = house.desk(name, capacity)
    drafter = house.desk(RIVAL)
    tag = next(house.it.archive.history(SECRET)).act.digest
    draft: Claims = drafter.door.draft(
        Wish(
            kind=KindTag("act.endorsed.v1"),
            stream=StreamName("party/servier"),
            body=encode_body(ActEndorsed()),
            signer=desk.claim,
            subject=tag,
        )
    )
    pin = desk.pin
    assert pin is not None
    pin = pin.advance(desk.door.checkpoint(), desk.door.consistency)
    claims = replace(draft, stream=stream, after=tag, seen=pin.seen(), **members)
    return submission(sign_statement(claims, house.key(name)))


def test_an_outsider_learns_nothing_of_a_stream(house: House) -> None:
    """Digests are public, so anybody can name them; the answer is that of no stream."""
    refusals = [
        house.post("/v1/statements", endorsement(house, RIVAL, stream))
        for stream in (SECRET, NOWHERE)
    ]

    secret, nowhere = (assert_error_shape(each, 422, "stream-not-opened") for each in refusals)
    assert json.dumps(secret).replace(SECRET, NOWHERE) == json.dumps(nowhere)


def test_an_insider_hears_the_rule(house: House) -> None:
    """Who may read the stream is told what did not hold."""
    answer = house.post("/v1/statements", endorsement(house, "servier-registrar", SECRET))

    assert_error_shape(answer, 422, "nothing-pending")


def test_a_key_that_reads_nothing_is_an_outsider(house: House) -> None:
    """A root's key, too, hears nothing of what the parties agree among themselves."""
    sent = endorsement(house, "root", SECRET)

    assert_error_shape(house.post("/v1/statements", sent), 422, "stream-not-opened")


@pytest.mark.parametrize("name", [RIVAL, "servier-registrar"])
def test_what_is_wrong_with_the_statement_itself_is_said(house: House, name: str) -> None:
    """A statement for another ledger is refused as that, wherever it wants to go."""
    wrong = Digest("sha256:" + "0" * 64)

    answer = house.post("/v1/statements", endorsement(house, name, SECRET, ledger=wrong))

    assert_error_shape(answer, 422, "wrong-ledger")
