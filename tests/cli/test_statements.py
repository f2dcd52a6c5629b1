"""draft, sign, submit: what is said, what is signed, what is recorded; at a folder."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from commands.bodies import parse_body
from commands.drafts import load_draft
from commands.pins import PinBook
from ledger.errors import LedgerError
from ledger.evidence.keyfile import load_signer
from ledger.evidence.statement import Digest, Statement, open_statement
from tests.cli.office import Office
from tests.unit.evidence.test_agent import agent, honest

NEW_NAME = ("draft", "party.renamed.v1", "party/cro", "--as", "alice@cro:signatory", "--body")


def opened(office: Office, name: str) -> Statement:
    """Open what Alice has signed."""
    compact = (office.root / f"{name}.jws").read_bytes().strip()
    return open_statement(compact, load_signer(office.root / "alice.key").public)


def rewritten(office: Office, **members: Any) -> None:
    """Write other members into the draft's file."""
    path = office.root / "draft.json"
    found = json.loads(path.read_bytes())
    text = json.dumps({**found, **members}, sort_keys=True, separators=(",", ":"))
    path.write_text(text)


def test_a_statement_goes_from_draft_to_its_place(office: Office) -> None:
    """Drafted, signed and submitted, it is the newest statement of its stream."""
    office.signed("name")
    said = office.ok("submit", "name.jws")
    newest = office.answer("history", "party/cro")[-1]

    assert said.startswith("name.jws: entry 5, id ")
    assert newest["statement"].encode() == (office.root / "name.jws").read_bytes().strip()


def test_a_statement_names_what_its_signer_keeps_pinned(office: Office) -> None:
    """``seen`` is the pin, which moves on only with proof."""
    office.signed("name")
    (pin,) = (office.root / "pins").iterdir()
    seen = opened(office, "name").seen

    assert seen is not None
    assert (seen.size, seen.root) == (5, json.loads(pin.read_bytes())["root"])


def test_what_is_signed_is_shown(office: Office) -> None:
    """Nobody signs unread: kind, stream, capacity, meaning and body are on the screen."""
    office.drafted("name")
    shown = office.cs("sign", "name.json", "--key", "alice.key").stderr

    assert "party.renamed.v1 in party/cro" in shown
    assert "alice (cro), signatory" in shown
    assert '{"legal_name":"CRO plc","on":"2026-01-31"}' in shown


def test_the_same_statement_twice_has_one_place(office: Office) -> None:
    """Sending again is safe: the answer is the same."""
    office.signed("name")

    assert office.ok("submit", "name.jws") == office.ok("submit", "name.jws")


def test_each_of_several_stands_for_itself(office: Office) -> None:
    """A refused one does not hold back its neighbours, and gives the exit code."""
    office.signed("first")
    office.drafted("second", "--as", "alice@cro:chair")
    office.ok("sign", "second.json", "--key", "alice.key")
    office.signed("third")
    result = office.cs("submit", "first.jws", "second.jws", "third.jws", "--json")

    assert [each["outcome"] for each in json.loads(result.stdout)] == [
        "recorded",
        "refused",
        "recorded",
    ]
    assert (result.exit_code, "second.jws: refused" in result.stderr) == (6, True)


def test_a_statement_that_is_none_is_malformed(office: Office) -> None:
    """Bytes that do not parse are refused by name, and nothing is recorded."""
    (office.root / "noise.jws").write_bytes(b"\xff\xfe")
    before = office.ok("history", "party/cro")
    office.refused(2, "compact-malformed", "submit", "noise.jws")

    assert office.ok("history", "party/cro") == before


def test_the_agent_signs_like_a_file(office: Office) -> None:
    """A key of the agent signs the same draft; whether it is enrolled is for the ledger."""
    office.drafted("name")
    with agent(honest, honest, honest) as path:
        kid = office.answer("key", "agent", SSH_AUTH_SOCK=path)[0]["kid"]
        office.ok("sign", "name.json", "--agent", kid, SSH_AUTH_SOCK=path)
    office.refused(3, "key-not-enrolled", "submit", "name.jws")


def test_a_draft_is_signed_where_no_ledger_is_at_hand(office: Office) -> None:
    """With the pin that is kept: a signer's own machine need not reach the ledger."""
    office.drafted("name")
    office.ok("sign", "name.json", "--key", "alice.key", COUNTERSIGN_LEDGER=None)

    assert opened(office, "name").seen is not None


def test_without_any_pin_nothing_is_signed(office: Office) -> None:
    """A signature says what its signer had seen, so something must have been."""
    office.drafted("name")
    shutil.rmtree(office.root / "pins")
    sign = ("sign", "name.json", "--key", "alice.key")
    office.refused(4, "pin-missing", *sign, COUNTERSIGN_LEDGER=None)


def test_a_draft_of_another_ledger_is_not_signed_here(office: Office, tmp_path: Path) -> None:
    """What is pinned is the ledger that stands at the place, and no other."""
    office.drafted("name")
    other = Office(tmp_path / "other")
    other.root.mkdir()
    other.key("root")
    other.found()
    sign = ("sign", "name.json", "--key", "alice.key")
    office.refused(3, "other-ledger", *sign, "--ledger", "other/ledger")


def test_a_ledger_that_was_rolled_back_gets_no_signature(office: Office) -> None:
    """A pin that the ledger does not extend stops the signature before it is made."""
    shutil.copytree(office.root / "ledger", office.root / "before")
    office.signed("name")
    office.ok("submit", "name.jws")
    office.drafted("later")
    shutil.rmtree(office.root / "ledger")
    (office.root / "before").rename(office.root / "ledger")

    office.refused(3, "tree-shrank", "sign", "later.json", "--key", "alice.key")
    assert not (office.root / "later.jws").exists()


# --- what a draft can carry ------------------------------------------------------------


def test_sealed_fields_travel_beside_the_statement(office: Office) -> None:
    """Openings lie in a file of their own, and the ledger wants all of them."""
    office.key("bob")
    office.request("bob", "--party", "cro", "--person", "bob")
    request = json.loads((office.root / "bob.request").read_bytes())
    members = {"jwk": request["jwk"], "key_proof": request["key_proof"]}
    body = office.body(person="bob", proofing_method="seen", **members)
    registrar = office.answer("key", "show", "registrar.key")["kid"]
    office.ok(
        *("draft", "person.enrolled.v1", "party/cro", "--body", body, "--seal", "name=Bob B"),
        *("--as", f"{registrar}@cro:registrar"),
    )
    office.ok("sign", "draft.json", "--key", "registrar.key", "-o", "signed.jws")
    openings = office.root / "signed.openings"
    text = openings.read_text()
    openings.unlink()
    office.refused(3, "opening-missing", "submit", "signed.jws")
    openings.write_text(text)
    office.ok("submit", "signed.jws")

    assert "Bob" not in (office.root / "signed.jws").read_text()


def test_a_document_is_attached_by_its_digest(office: Office) -> None:
    """The file is kept beside the ledger, under its digest, and goes along in an export."""
    (office.root / "deed.pdf").write_bytes(b"%PDF a deed")
    office.signed("name")
    office.drafted("deed", "--document", "deed.pdf", "--reason", "a deed of the registry")
    office.ok("sign", "deed.json", "--key", "alice.key")
    office.ok("submit", "deed.jws")
    statement = opened(office, "deed")
    (document,) = statement.documents

    assert (document.name, document.media_type, document.size) == (
        "deed.pdf",
        "application/pdf",
        11,
    )
    assert (office.root / "ledger" / "documents" / document.sha256).read_bytes() == b"%PDF a deed"
    assert statement.reason == "a deed of the registry"


def test_a_file_of_an_unknown_type_is_bytes(office: Office) -> None:
    """Where a name says nothing of its contents, nothing is guessed."""
    (office.root / "deed.unheard").write_bytes(b"?")
    office.drafted("deed", "--document", "deed.unheard")
    (document,) = load_draft(office.root / "deed.json").claims.documents

    assert document.media_type == "application/octet-stream"


def test_subject_base_and_meaning_are_named(office: Office) -> None:
    """Members that a kind asks for stand in the draft as they were given."""
    digest = office.ledger
    office.drafted("name", "--subject", digest, "--base", digest, "--meaning", "authorship")
    claims = load_draft(office.root / "name.json").claims

    assert (claims.subject, claims.base, claims.meaning) == (digest, digest, "authorship")


def test_a_body_comes_from_standard_input(office: Office) -> None:
    """- reads what was piped in; composed and decomposed letters are signed alike."""
    typed = json.dumps({"legal_name": "Socie\u0301te\u0301", "on": "2026-01-31"})
    office.ok(*NEW_NAME, "-", typed=typed)

    assert b"Soci\xc3\xa9t\xc3\xa9" in load_draft(office.root / "draft.json").claims.body


# --- bad input ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("[]", "body-text"),
        ("{", "body-text"),
        ('{"legal_name":"A","legal_name":"B"}', "body-text"),
        ('{"a":1.0}', "body-text"),
        ('{"a":NaN}', "body-text"),
        ('{"a":' * 5000 + "1" + "}" * 5000, "body-text"),
        ('{"A":1}', "member-name"),
        ('{"legal_name":"A"}', "body-malformed"),
        ('{"legal_name":"A","on":"2026-01-31","more":1}', "body-malformed"),
    ],
    ids=["array", "open", "twice", "float", "nan", "deep", "name", "lacking", "more"],
)
def test_a_body_is_read_strictly(office: Office, body: str, error: str) -> None:
    """Each fault by its name; no draft is written."""
    result = office.cs(*NEW_NAME, "-", typed=body)

    assert result.exit_code == 2
    assert "countersign: malformed [" in result.stderr
    assert error in result.stderr or error == "member-name"
    assert not (office.root / "draft.json").exists()


def test_bodies_that_are_no_text_are_refused() -> None:
    """Bytes that are not UTF-8 spell nothing."""
    with pytest.raises(LedgerError) as caught:
        parse_body(b'{"a":"\xff"}')

    assert caught.value.code == "body-text"


def test_lists_are_normalised_too() -> None:
    """What is signed is composed wherever it stands."""
    assert parse_body('{"a":["e\u0301",[true,null,{"b":"e\u0301"}]]}'.encode()) == (
        '{"a":["é",[true,null,{"b":"é"}]]}'.encode()
    )


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (("--as", "alice"), 2, "speaker-malformed"),
        (("--seal", "name"), 2, "seal-text"),
        (("--subject", "entry 3"), 2, "digest-text"),
        (("--meaning", "approval"), 2, "meaning-mismatch"),
        (("--document", "nowhere"), 4, "input-missing"),
        (("--id", "sha256:" + "0" * 64), 3, "other-ledger"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_what_a_draft_says_is_checked(
    office: Office, arguments: tuple[str, ...], code: int, error: str
) -> None:
    """An option that makes no sense ends the command by its name."""
    body = office.body(legal_name="CRO plc", on="2026-01-31")
    result = office.cs(*NEW_NAME, body, *arguments)

    assert (result.exit_code, f"[{error}" in result.stderr) == (code, True), result.output


@pytest.mark.parametrize(
    ("kind", "stream", "code", "error"),
    [
        ("nothing.said.v1", "party/cro", 2, "kind-unknown"),
        ("contract.executed.v1", "contract/wo", 6, "system-kind"),
        ("party.renamed.v1", "party/nobody", 6, "stream-not-opened"),
    ],
)
def test_what_cannot_be_said_is_not_drafted(
    office: Office, kind: str, stream: str, code: int, error: str
) -> None:
    """The ledger's own refusal, by its name."""
    body = office.body(legal_name="CRO plc", on="2026-01-31")
    draft = ("draft", kind, stream, "--as", "alice@cro:signatory", "--body", body)
    result = office.cs(*draft)

    assert (result.exit_code, f"[{error}" in result.stderr) == (code, True), result.output


@pytest.mark.parametrize(
    "members",
    [{"draft": "countersign-draft/2"}, {"payload": {"kind": 1}}, {"openings": ["?"]}, {"more": 1}],
    ids=lambda members: next(iter(members)),
)
def test_a_draft_that_is_none_is_not_signed(office: Office, members: dict[str, Any]) -> None:
    """A file of another form ends with 2."""
    body = office.body(legal_name="CRO plc", on="2026-01-31")
    office.ok(*NEW_NAME, body)
    rewritten(office, **members)
    office.refused(2, "draft-malformed", "sign", "draft.json", "--key", "alice.key")


def test_openings_are_of_what_is_signed(office: Office) -> None:
    """An opening that nothing in the draft commits to is not passed on."""
    body = office.body(legal_name="CRO plc", on="2026-01-31")
    office.ok(*NEW_NAME, body)
    other = json.loads(office.ok("receipt", "2"))["openings"][0]
    rewritten(office, openings=[other])
    office.refused(3, "opening-unknown", "sign", "draft.json", "--key", "alice.key")


def test_a_torn_pin_is_not_replaced(office: Office) -> None:
    """The client's own memory is not thrown away because it cannot be read."""
    (pin,) = (office.root / "pins").iterdir()
    pin.write_bytes(b"{}")
    rename = ("party", "rename", "cro", "--legal-name", "X", "--key", "registrar.key")
    office.refused(2, "pin-malformed", *rename)

    assert pin.read_bytes() == b"{}"


def test_a_pin_under_another_name_is_not_believed(office: Office) -> None:
    """A file that names another ledger than its own name is malformed."""
    (pin,) = (office.root / "pins").iterdir()
    text = pin.read_text().replace(office.ledger, "sha256:" + "0" * 64)
    pin.write_text(text)
    rename = ("party", "rename", "cro", "--legal-name", "X", "--key", "registrar.key")
    office.refused(2, "pin-malformed", *rename)


def test_pins_are_kept_in_the_users_state(office: Office) -> None:
    """Without a word of where, under the state directory of whoever signs."""
    home = {"COUNTERSIGN_PINS": None, "XDG_STATE_HOME": str(office.root / "state")}
    office.ok("party", "rename", "cro", "--legal-name", "X", "--key", "registrar.key", **home)

    assert len(list((office.root / "state" / "countersign").glob("*.json"))) == 1


def test_pins_can_be_named_for_a_command(office: Office) -> None:
    """--pins wins over the environment."""
    rename = ("party", "rename", "cro", "--legal-name", "X", "--key", "registrar.key")
    office.ok(*rename, "--pins", "others")

    assert (office.root / "others").is_dir()


def test_an_older_pin_does_not_replace_a_newer(office: Office) -> None:
    """Of two commands at once, what the one has seen is not forgotten by the other."""
    book = PinBook(office.root / "pins")
    pin = book.find(Digest(office.ledger))

    assert pin is not None
    book.keep(replace(pin, size=pin.size - 1))
    assert book.find(Digest(office.ledger)) == pin


def test_a_missing_subject_is_called_nothing_and_how_to_name_it(office: Office) -> None:
    """No refusal speaks of None; this one says which option was left out."""
    (office.root / "nothing.json").write_text("{}")
    office.ok(
        *("draft", "act.endorsed.v1", "party/cro", "--body", "nothing.json"),
        *("--as", "alice@cro:signatory"),
    )
    office.ok("sign", "draft.json", "--key", "alice.key")
    result = office.cs("submit", "draft.jws")

    assert "names nothing" in result.stderr
    assert "--subject" in result.stderr
    assert len(office.answer("history", "party/cro")) == 3
