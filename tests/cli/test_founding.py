"""init, party, person: from an empty folder to people who can sign."""

import json
import shutil
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pytest

from ledger.folder import LedgerFolder
from tests.cli.office import ORIGIN, Office

INIT = ("init", "--origin", ORIGIN, "--title", "Office")


def test_init_prints_what_to_keep_on_paper(bare: Office) -> None:
    """The id is the digest of the founding; the keys are those of the log."""
    bare.key("root")
    result = bare.cs(*INIT, "--root", "root.key", "ledger")
    lines = result.stdout.splitlines()

    assert lines[0] == f"ledger id  {bare.ledger}"
    assert [line.split("+")[0] for line in lines[1:]] == [f"log key    {ORIGIN}"] * 2
    assert "keep the id on paper" in result.stderr


def test_init_pins_what_it_founded(bare: Office) -> None:
    """Whoever founds a ledger knows it from then on."""
    bare.key("root")
    bare.found()
    (pin,) = (bare.root / "pins").iterdir()

    assert json.loads(pin.read_bytes())["ledger"] == bare.ledger


def test_the_anchor_is_where_it_was_asked_for(bare: Office) -> None:
    """Heads that were answered for are kept elsewhere, better on another disk."""
    bare.key("root")
    bare.ok(*INIT, "--root", "root.key", "--anchor", "elsewhere", "ledger")

    assert (bare.root / "elsewhere").read_text().startswith("1 ")


def test_several_roots_found_together(bare: Office) -> None:
    """Every root at hand joins, named in order; the threshold is over half unless said."""
    for name in ("one", "two", "three"):
        bare.key(name)
    roots = [part for name in ("one", "two", "three") for part in ("--root", f"{name}.key")]
    found = bare.answer(*INIT, *roots, "--root-name", "First Officer", "ledger")
    kinds = [row["kind"] for row in bare.answer("history", "ledger/main")]

    assert found["awaited"] == []
    assert kinds == ["ledger.founded.v1", "act.endorsed.v1", "act.endorsed.v1"]
    assert bare.answer("verify", "ledger", "--id", found["ledger"])[0]["holds"] is True


def test_a_root_who_is_elsewhere_endorses_later(bare: Office) -> None:
    """Until the last root has joined, nothing else is accepted; then all is."""
    bare.key("here")
    other = bare.answer("key", "new", "there.key")
    (bare.root / "there.jwk").write_text(json.dumps(other["jwk"], separators=(",", ":")))
    result = bare.cs(*INIT, "--root", "here.key", "--root", "there.jwk", "ledger")
    bare.key("registrar")
    bare.request("registrar", "--party", "cro")
    admit = (
        *("party", "admit", "cro", "--legal-name", "CRO", "--role", "cro"),
        *("--registrar", "registrar.request", "--registrar-name", "R", "--key", "here.key"),
    )
    early = bare.cs(*admit)
    (bare.root / "nothing.json").write_text("{}")
    bare.ok(
        *("draft", "act.endorsed.v1", "ledger/main", "--body", "nothing.json"),
        *("--subject", bare.ledger, "--as", f"{other['kid']}:root"),
    )
    bare.ok("sign", "draft.json", "--key", "there.key")
    bare.ok("submit", "draft.jws")
    late = bare.cs(*admit)

    assert f"until root {other['kid']} has endorsed" in result.stderr
    assert (early.exit_code, late.exit_code) == (6, 0)


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (("--root", "root.jwk"), 2, "founding-roots"),
        (("--root", "root.key", "--root-name", "A", "--root-name", "B"), 2, "founding-roots"),
        (("--root", "root.key", "--threshold", "2"), 6, "founding-unsound"),
        (("--root", "root.key", "--root", "root.key"), 6, "founding-unsound"),
        (("--root", "nobody.key"), 4, "input-missing"),
        (("--root", "broken.jwk"), 2, "jwk-malformed"),
    ],
    ids=["no-private-key", "names", "threshold", "twice", "missing", "broken"],
)
def test_a_founding_that_makes_no_sense_is_refused(
    bare: Office, arguments: tuple[str, ...], code: int, error: str
) -> None:
    """Each by name, and no folder is left behind."""
    made = bare.answer("key", "new", "root.key")
    (bare.root / "root.jwk").write_text(json.dumps(made["jwk"], separators=(",", ":")))
    (bare.root / "broken.jwk").write_text('{"crv":"Ed25519"}')
    bare.refused(code, error, *INIT, *arguments, "ledger")

    assert (bare.root / "ledger").exists() is False


def test_a_folder_that_holds_something_is_left_alone(office: Office) -> None:
    """A ledger is never founded over another."""
    office.refused(6, "folder-taken", *INIT, "--root", "root.key", "ledger")


def test_an_unfounded_ledger_takes_no_statement(bare: Office) -> None:
    """Before the founding there is nobody to speak."""
    bare.key("root")
    LedgerFolder.create(bare.root / "ledger", ORIGIN)
    said = ("person", "undertake", "alice@cro", "--key", "root.key")
    bare.refused(4, "ledger-not-founded", *said)


def test_a_locked_root_founds_with_its_passphrase(bare: Office) -> None:
    """Keys are opened before anything is made."""
    (bare.root / "words").write_text("open sesame")
    bare.ok("key", "new", "root.key", "--passphrase-file", "words")
    bare.ok(*INIT, "--root", "root.key", "--passphrase-file", "words", "ledger")


# --- companies and people --------------------------------------------------------------


def test_a_company_takes_another_name(office: Office) -> None:
    """By its registrar, or by a signatory who says so; as JSON, where it was recorded."""
    rename = ("party", "rename", "cro", "--legal-name")
    office.ok(*rename, "CRO plc", "--key", "registrar.key")
    said = office.answer(
        *rename, "CRO SE", "--on", "2026-01-31", "--as", "alice@cro:signatory", "--key", "alice.key"
    )

    assert said["leaf_index"] == 6
    assert [row["kind"] for row in office.answer("history", "party/cro")][-2:] == [
        "party.renamed.v1"
    ] * 2


def test_a_role_has_dates_and_a_scope(office: Office) -> None:
    """What is granted is what was said."""
    office.ok(
        *("person", "role", "alice@cro", "programme_manager", "--key", "registrar.key"),
        *("--from", "2026-01-01", "--until", "2026-12-31", "--scope", "contract/wo"),
    )
    assert office.answer("history", "party/cro")[-1]["kind"] == "role.granted.v1"


@pytest.mark.parametrize(
    ("said", "minor", "currency"),
    [
        ("EUR 50000.00", 5_000_000, "EUR"),
        ("EUR 50,000", 5_000_000, "EUR"),
        ("JPY 50000", 50_000, "JPY"),
        ("BHD 1.250", 1_250, "BHD"),
    ],
)
def test_a_signatory_has_a_limit(office: Office, said: str, minor: int, currency: str) -> None:
    """The most that they sign, written as people write it, recorded in whole minor units."""
    office.ok(
        *("person", "role", "alice@cro", "signatory", "--key", "registrar.key"),
        *("--limit", said),
    )
    receipt = json.loads(office.ok("receipt", "5"))
    payload = receipt["statement"].split(".")[1]
    granted = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))

    assert granted["body"]["limit"] == {"currency": currency, "minor": minor}


@pytest.mark.parametrize(
    "said", ["50000", "EUR 5.5", "EUR 1,00", "JPY 5.50", "EUR -5", "eur 5", "EUR \u0665"]
)
def test_a_limit_is_exact_or_none(office: Office, said: str) -> None:
    """What cannot be read as one exact sum is refused, and nothing is recorded."""
    role = ("person", "role", "alice@cro", "signatory", "--key", "registrar.key")
    result = office.cs(*role, "--limit", said)

    assert result.exit_code == 2
    assert "is no sum such as 'EUR 1250000.00'" in result.stderr
    assert office.answer("history", "party/cro")[-1]["leaf_index"] == 4


def test_names_and_mails_are_sealed(office: Office) -> None:
    """What can be erased stands in no statement."""
    enrolled = office.answer("history", "party/cro")[0]
    receipt = json.loads(office.ok("receipt", "2"))

    assert len(receipt["openings"]) == 2
    assert "Alice" not in json.dumps(enrolled)


def edited(office: Office, **members: Any) -> str:
    """Write Alice's request with other members; return its name."""
    request = json.loads((office.root / "alice.request").read_bytes())
    text = json.dumps({**request, **members}, sort_keys=True, separators=(",", ":"))
    (office.root / "edited.request").write_text(text)
    return "edited.request"


@pytest.mark.parametrize(
    ("members", "code", "error"),
    [
        ({"person": "bob"}, 3, "key-proof-mismatch"),
        ({"party": "sponsor"}, 2, "enrolment-request"),
        ({"ledger": "sha256:" + "0" * 64}, 2, "enrolment-request"),
        ({"jwk": {"kty": "OKP"}}, 2, "enrolment-request"),
        ({"more": 1}, 2, "enrolment-request"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else str(value),
)
def test_a_registrar_looks_before_signing(
    office: Office, members: dict[str, Any], code: int, error: str
) -> None:
    """A request that is not this one, or whose proof does not hold, is not enrolled."""
    name = edited(office, **members)
    before = office.ok("history", "party/cro")
    office.refused(
        *(code, error, "person", "enrol", "alice@cro", "--name", "Alice"),
        *("--request", name, "--key", "registrar.key"),
    )

    assert office.ok("history", "party/cro") == before


@pytest.mark.parametrize("who", ["alice", "alice@cro:signatory", "@cro"])
def test_a_person_is_written_with_their_company(office: Office, who: str) -> None:
    """person@party, and nothing else."""
    office.refused(2, "speaker-malformed", "person", "undertake", who, "--key", "alice.key")


def test_the_ledgers_refusal_is_told_by_its_name(office: Office) -> None:
    """What the rules say no to ends with 6, and nothing is recorded."""
    office.refused(
        *(6, "undertaking-signed-before", "person", "undertake", "alice@cro", "--key", "alice.key")
    )


def test_a_ledger_is_held_against_the_id_that_was_given(office: Office) -> None:
    """--id: a signature goes to that ledger, or nowhere."""
    rename = ("party", "rename", "cro", "--legal-name", "X", "--key", "registrar.key")
    office.refused(3, "other-ledger", *rename, "--id", "sha256:" + "0" * 64)
    office.ok(*rename, "--id", office.ledger)


def test_meeting_a_ledger_for_the_first_time_is_said(office: Office, tmp_path: Path) -> None:
    """A new book of pins knows nothing: the id is shown, to compare with paper."""
    shutil.rmtree(office.root / "pins")
    result = office.cs("party", "rename", "cro", "--legal-name", "X", "--key", "registrar.key")

    assert "met for the first time" in result.stderr.replace("\n", " ")
    assert (tmp_path / "pins").is_dir()
