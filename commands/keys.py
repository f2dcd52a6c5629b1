"""``countersign key``: make, show and prove keys; and how a command finds the one to sign with."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Final

import click

from commands.inputs import FILE, json_option, read_file
from commands.setting import parse_digest
from commands.tables.console import messages, print_json
from ledger.errors import MalformedError, RefusedError
from ledger.evidence.agent import find_agent_signer, list_agent_signers
from ledger.evidence.canonical import (
    Body,
    constrained,
    decode_body,
    encode_body,
    format_canonical,
)
from ledger.evidence.keyfile import load_signer, save_signer
from ledger.evidence.keys import (
    KeyId,
    MemorySigner,
    PassphraseError,
    PublicKey,
    Signer,
    generate_signer,
    parse_jwk,
)
from ledger.evidence.openssh import format_public_line
from ledger.evidence.statement import Digest, PartySlug, PersonSlug, open_key_proof, sign_key_proof

AGENT_VARIABLE: Final = "SSH_AUTH_SOCK"
_PASSPHRASE_BYTES_MAX: Final = 4_096
_PROOF_BYTES_MAX: Final = 65_536
_Text = Annotated[str, constrained(min_length=1)]


class AgentSocketMissingError(RefusedError):
    """An ssh-agent is found by the socket that the environment names."""

    code = "agent-socket-missing"
    message = "SSH_AUTH_SOCK names no ssh-agent"


class EnrolmentRequestError(MalformedError):
    """A request for enrolment is what ``key proof`` writes, and its proof holds."""

    code = "enrolment-request"
    message = "{path} is no request for this enrolment: {problem}"


class EnrolmentRequest(Body):
    """What a person hands to their registrar: the public key, with proof that they hold it."""

    ledger: Digest
    party: PartySlug | None
    person: PersonSlug
    jwk: dict[str, str]
    key_proof: _Text


@dataclass(frozen=True, kw_only=True)
class KeyChoice:
    """The key that a command was told to sign with."""

    file: Path | None
    agent: str | None
    passphrase_file: Path | None

    @property
    def is_made(self) -> bool:
        """Whether any key was named."""
        return self.file is not None or self.agent is not None

    def load(self) -> Signer:
        """Return the signer.

        Raises:
            click.UsageError: None was named, or two.
            LedgerError: It cannot be had; by name.
        """
        if self.file is not None and self.agent is None:
            return load_file_key(self.file, self.passphrase_file)
        if self.agent is not None and self.file is None:
            return find_agent_signer(_agent_path(), KeyId(self.agent))
        raise click.UsageError("sign with which key? give --key FILE or --agent KID")


passphrase_option: Final = click.option(
    "--passphrase-file", type=FILE, help="Read the passphrase from a file; else it is asked for."
)


def key_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``key``: a key file, or a key of the ssh-agent."""

    @click.option("--key", "file", type=FILE, help="Sign with this OpenSSH key file.")
    @click.option("--agent", help="Sign with this key of the ssh-agent (its key id).")
    @passphrase_option
    @wraps(command)
    def with_key(
        *arguments: object,
        file: Path | None,
        agent: str | None,
        passphrase_file: Path | None,
        **members: object,
    ) -> None:
        choice = KeyChoice(file=file, agent=agent, passphrase_file=passphrase_file)
        command(*arguments, key=choice, **members)

    return with_key


def load_file_key(path: Path, passphrase_file: Path | None) -> MemorySigner:
    """Return a key file's signer; a locked one is opened by the file's words or by asking.

    Raises:
        LedgerError: As ``load_signer``.
    """
    try:
        return load_signer(path)
    except PassphraseError:
        if passphrase_file is not None:
            return load_signer(path, _read_passphrase(passphrase_file))
        said = click.prompt(f"Passphrase for {path}", hide_input=True, err=True)
        return load_signer(path, said.encode("utf-8"))


def _read_passphrase(path: Path) -> bytes:
    return read_file(path, _PASSPHRASE_BYTES_MAX).rstrip(b"\r\n")


def _agent_path() -> str:
    path = os.environ.get(AGENT_VARIABLE)
    if not path:
        raise AgentSocketMissingError
    return path


def load_request(path: Path, *, ledger: Digest, party: str | None) -> EnrolmentRequest:
    """Return a request for enrolment whose proof holds, for this ledger and company.

    A registrar looks before signing; the ledger checks again.

    Raises:
        EnrolmentRequestError: It is another, or its proof does not hold.
    """
    raw = read_file(path, _PROOF_BYTES_MAX).strip()
    try:
        request = decode_body(raw, EnrolmentRequest)
        key = parse_jwk(request.jwk)
    except MalformedError as error:
        raise EnrolmentRequestError(path=str(path), problem=str(error)) from error
    if (request.ledger, request.party) != (ledger, party):
        raise EnrolmentRequestError(path=str(path), problem="it names another ledger or party")
    open_key_proof(
        request.key_proof.encode("ascii", "replace"),
        key,
        ledger=ledger,
        party=request.party,
        person=request.person,
    )
    return request


@click.group("key")
def key_group() -> None:
    """Make, show and prove signing keys: OpenSSH files, or keys in your ssh-agent."""


@key_group.command()
@click.argument("file", type=FILE)
@click.option("--es256", is_flag=True, help="A P-256 key, as smart cards have; else Ed25519.")
@click.option("--passphrase", "is_locked", is_flag=True, help="Ask for a passphrase to lock it.")
@passphrase_option
@json_option
def new(
    file: Path, *, es256: bool, is_locked: bool, passphrase_file: Path | None, is_json: bool
) -> None:
    """Make a key in a new FILE that only you can read, and show its public half."""
    passphrase = None if passphrase_file is None else _read_passphrase(passphrase_file)
    if is_locked and passphrase is None:
        said = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
        passphrase = said.encode("utf-8")
    signer = generate_signer("ES256" if es256 else "Ed25519")
    save_signer(file, signer, passphrase)
    messages().print(f"key written to {file}, mode 0600: keep it to yourself")
    _show_public(signer.public, file.name, is_json=is_json)


@key_group.command("show")
@click.argument("file", type=FILE)
@passphrase_option
@json_option
def show_key(file: Path, passphrase_file: Path | None, *, is_json: bool) -> None:
    """Show the public half of the key in FILE: its id, its JWK, its OpenSSH line."""
    _show_public(load_file_key(file, passphrase_file).public, file.name, is_json=is_json)


@key_group.command("agent")
@json_option
def list_agent(*, is_json: bool) -> None:
    """List the keys of your ssh-agent that can sign statements."""
    signers = list_agent_signers(_agent_path())
    if is_json:
        print_json([_plain(each.public, each.comment) for each in signers])
        return
    for each in signers:
        sys.stdout.write(f"{each.public.kid} {each.public.alg} {each.comment}\n")


def _show_public(public: PublicKey, comment: str, *, is_json: bool) -> None:
    plain = _plain(public, comment)
    if is_json:
        print_json(plain)
        return
    jwk = format_canonical(dict(public.jwk())).decode("ascii")
    lines = {"key id": public.kid, "algorithm": public.alg, "JWK": jwk, "OpenSSH": plain["openssh"]}
    for name, value in lines.items():
        sys.stdout.write(f"{name:<10} {value}\n")


def _plain(public: PublicKey, comment: str) -> dict[str, Any]:
    return {
        "kid": public.kid,
        "alg": public.alg,
        "jwk": public.jwk(),
        "openssh": format_public_line(public, comment).rstrip("\n"),
    }


@key_group.command()
@click.option("--id", "ledger", required=True, help="The ledger's id: sha256:…")
@click.option("--party", help="The company's slug; for an auditor none.")
@click.option("--person", help="The person's slug; a registrar's key stands for itself.")
@key_options
def proof(ledger: str, *, party: str | None, person: str | None, key: KeyChoice) -> None:
    """Write a request for enrolment: your public key, with proof that you hold it.

    Hand it to the registrar of your company (``countersign person enrol``), or
    as a registrar's to a root (``countersign party admit``).
    """
    signer = key.load()
    request = make_request(signer, parse_digest(ledger), party, person or signer.public.kid)
    sys.stdout.write(encode_body(request).decode("utf-8") + "\n")


def make_request(
    signer: Signer, ledger: Digest, party: str | None, person: str
) -> EnrolmentRequest:
    """Return a key holder's request to be enrolled so."""
    slug = None if party is None else PartySlug(party)
    named = PersonSlug(person)
    signed = sign_key_proof(signer, ledger=ledger, party=slug, person=named)
    return EnrolmentRequest(
        ledger=ledger,
        party=slug,
        person=named,
        jwk=signer.public.jwk(),
        key_proof=signed.decode("ascii"),
    )
