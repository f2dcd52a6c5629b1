"""key: files, the agent, requests for enrolment."""

import json
import stat
from pathlib import Path

import pytest

from ledger.evidence.keyfile import load_signer
from tests.cli.office import Office
from tests.unit.evidence.test_agent import SIGNERS, agent, honest

ID = "sha256:" + "0" * 64


@pytest.mark.parametrize(("option", "alg"), [((), "Ed25519"), (("--es256",), "ES256")])
def test_a_new_key_is_its_owners_alone(bare: Office, option: tuple[str, ...], alg: str) -> None:
    """A file of mode 0600; its public half is shown in every form that others ask for."""
    made = bare.answer("key", "new", "my.key", *option)
    shown = bare.ok("key", "show", "my.key")

    assert made["alg"] == alg
    assert stat.S_IMODE((bare.root / "my.key").stat().st_mode) == 0o600
    assert bare.answer("key", "show", "my.key") == made
    assert [made["kid"] in shown, made["openssh"] in shown, '{"crv":' in shown] == [True] * 3


def test_a_key_is_never_written_over(bare: Office) -> None:
    """A file that is there stays."""
    bare.key("my")
    bare.refused(6, "key-file-exists", "key", "new", "my.key")


def test_a_key_that_others_can_read_is_refused(bare: Office) -> None:
    """Whoever could have read it could sign with it."""
    bare.key("my")
    (bare.root / "my.key").chmod(0o644)
    bare.refused(6, "key-file-exposed", "key", "show", "my.key")


def test_a_key_that_is_not_there_is_not_found(bare: Office) -> None:
    """No file, exit 4."""
    bare.refused(4, "key-file-missing", "key", "show", "nobody.key")


def test_a_passphrase_is_asked_for_twice_and_then_once(bare: Office) -> None:
    """A key is locked with what was typed twice alike, and opened with it; never shown."""
    made = bare.cs("key", "new", "my.key", "--passphrase", typed="open sesame\nopen sesame\n")
    shown = bare.cs("key", "show", "my.key", "--json", typed="open sesame\n")

    assert (made.exit_code, shown.exit_code) == (0, 0)
    assert "sesame" not in made.output + shown.output
    assert json.loads(shown.stdout)["kid"] in made.stdout


def test_a_passphrase_can_come_from_a_file(bare: Office) -> None:
    """For scripts: the line of a file, without its end."""
    (bare.root / "words").write_text("open sesame\n")
    bare.ok("key", "new", "my.key", "--passphrase-file", "words")
    signer = load_signer(bare.root / "my.key", b"open sesame")

    assert bare.answer("key", "show", "my.key", "--passphrase-file", "words")["kid"] == (
        signer.public.kid
    )


def test_a_wrong_passphrase_opens_nothing(bare: Office) -> None:
    """Exit 2: what was given does not fit."""
    (bare.root / "words").write_text("open sesame")
    bare.ok("key", "new", "my.key", "--passphrase-file", "words")
    bare.refused(2, "passphrase-wrong", "key", "show", "my.key", typed="open barley\n")


def test_the_agents_keys_are_listed() -> None:
    """Each with its id, which --agent takes."""
    office = Office(Path.cwd())
    with agent(honest, honest) as path:
        listed = office.answer("key", "agent", SSH_AUTH_SOCK=path)
        lines = office.ok("key", "agent", SSH_AUTH_SOCK=path)

    assert [each["kid"] for each in listed] == [signer.public.kid for signer in SIGNERS]
    assert all(each["kid"] in lines for each in listed)


def test_without_an_agent_the_refusal_says_so(bare: Office) -> None:
    """The variable that names the socket is not set, or empty."""
    bare.refused(6, "agent-socket-missing", "key", "agent")
    bare.refused(6, "agent-socket-missing", "key", "agent", SSH_AUTH_SOCK="")


def test_the_agent_signs_a_request(bare: Office) -> None:
    """A key that never leaves the agent proves itself like any other."""
    kid = str(SIGNERS[0].public.kid)
    arguments = ("key", "proof", "--id", ID, "--party", "cro", "--person", "ada", "--agent", kid)
    with agent(honest, honest) as path:
        request = json.loads(bare.ok(*arguments, SSH_AUTH_SOCK=path))

    assert (request["person"], request["jwk"]) == ("ada", SIGNERS[0].public.jwk())


def test_a_key_that_the_agent_lacks_is_not_found(bare: Office) -> None:
    """Exit 4, by the key's id."""
    with agent(honest) as path:
        bare.refused(
            *(4, "agent-key-missing", "key", "proof", "--id", ID, "--agent", "A" * 43),
            SSH_AUTH_SOCK=path,
        )


@pytest.mark.parametrize("choice", [(), ("--key", "my.key", "--agent", "A" * 43)], ids=len)
def test_one_key_signs(bare: Office, choice: tuple[str, ...]) -> None:
    """None, or two, is a usage error."""
    result = bare.cs("key", "proof", "--id", ID, *choice)

    assert (result.exit_code, "sign with which key?" in result.stderr) == (2, True)


def test_a_request_of_a_key_that_stands_for_itself_names_its_id(bare: Office) -> None:
    """A registrar's key proves itself under its own key id."""
    kid = bare.key("my")
    request = json.loads(bare.ok("key", "proof", "--id", ID, "--party", "cro", "--key", "my.key"))

    assert (request["person"], request["party"], request["ledger"]) == (kid, "cro", ID)
