"""``countersign party`` and ``person``: which companies are there, and who may sign for them."""

from datetime import date
from pathlib import Path
from typing import Final, get_args

import click

from commands.desk import Desk, Said
from commands.inputs import FILE, json_option
from commands.keys import EnrolmentRequest, KeyChoice, key_options, load_request
from commands.money import Sum
from commands.places import Place, place_options, seated
from commands.setting import Day
from commands.speakers import parse_claim, parse_person
from commands.tables.console import print_json
from ledger.domain.directory import party_stream
from ledger.domain.kinds.base import Money, Role
from ledger.domain.kinds.ledger import PartyAdmitted, PartyRole, Registrar
from ledger.domain.kinds.party import PartyRenamed, PersonEnrolled, RoleGranted, UndertakingSigned
from ledger.domain.world import MAIN
from ledger.evidence.keys import Signer
from ledger.evidence.statement import Digest, PartySlug, PersonSlug, SignerClaim
from ledger.service import system_clock

UNDERTAKING: Final = "I hold my electronic signatures to be as binding as handwritten ones."
PROOFING: Final = "identity document seen in person"


@click.group()
def party() -> None:
    """Admit a company, or give it its new name."""


@click.group()
def person() -> None:
    """Enrol a person, sign the undertaking, grant a role."""


def print_said(said: Said, *, is_json: bool) -> None:
    """Print where a statement was recorded."""
    if is_json:
        print_json({"id": said.id, "digest": said.digest, "leaf_index": said.leaf_index})
    else:
        click.echo(
            f"recorded   entry {said.leaf_index}\nid         {said.id}\ndigest     {said.digest}"
        )


def _own(signer: Signer, party_slug: str | None, capacity: str) -> SignerClaim:
    """Return the claim of a key that stands for itself: a root's or a registrar's."""
    slug = None if party_slug is None else PartySlug(party_slug)
    return SignerClaim(person=PersonSlug(signer.public.kid), party=slug, capacity=capacity)


def _ledger(desk: Desk) -> Digest:
    assert desk.pin is not None, "whoever sits down at a founded ledger has it pinned"
    return desk.pin.ledger


@party.command()
@click.argument("slug")
@click.option("--legal-name", required=True)
@click.option("--role", type=click.Choice(get_args(PartyRole)), required=True)
@click.option("--registrar", type=FILE, required=True, help="What their `key proof` wrote.")
@click.option("--registrar-name", required=True, help="Sealed.")
@place_options
@key_options
@json_option
def admit(
    slug: str,
    *,
    legal_name: str,
    role: PartyRole,
    registrar: Path,
    registrar_name: str,
    place: Place,
    key: KeyChoice,
    is_json: bool,
) -> None:
    """Admit a company with its first registrar; signed by a root."""
    signer = key.load()
    with seated(place, signer, _own(signer, None, "root")) as desk:
        request = load_request(registrar, ledger=_ledger(desk), party=slug)
        holder = Registrar(jwk=request.jwk, key_proof=request.key_proof)
        body = PartyAdmitted(party=slug, legal_name=legal_name, role=role, registrars=(holder,))
        sealed = {"registrars/0/name": registrar_name}
        said = desk.say("party.admitted.v1", MAIN, body, sealed=sealed)
    print_said(said, is_json=is_json)


@party.command()
@click.argument("slug")
@click.option("--legal-name", required=True)
@click.option("--on", type=Day(), help="The day of the new name; today if absent.")
@click.option("--as", "claim", help="A signatory, person@party:signatory; else a registrar signs.")
@place_options
@key_options
@json_option
def rename(
    slug: str,
    *,
    legal_name: str,
    on: date | None,
    claim: str | None,
    place: Place,
    key: KeyChoice,
    is_json: bool,
) -> None:
    """Give a company its new legal name; what was signed before reads as it did."""
    signer = key.load()
    said_as = _own(signer, slug, "registrar") if claim is None else parse_claim(claim)
    body = PartyRenamed(legal_name=legal_name, on=on or system_clock().date())
    with seated(place, signer, said_as) as desk:
        said = desk.say("party.renamed.v1", party_stream(slug), body)
    print_said(said, is_json=is_json)


@person.command()
@click.argument("who")
@click.option("--name", required=True, help="Sealed.")
@click.option("--email", help="Sealed.")
@click.option("--request", type=FILE, required=True, help="What their `key proof` wrote.")
@click.option("--proofing-method", default=PROOFING, show_default=True)
@place_options
@key_options
@json_option
def enrol(
    who: str,
    *,
    name: str,
    email: str | None,
    request: Path,
    proofing_method: str,
    place: Place,
    key: KeyChoice,
    is_json: bool,
) -> None:
    """Enrol WHO (person@party) with the key of their request; signed by a registrar."""
    slug, company = parse_person(who)
    signer = key.load()
    with seated(place, signer, _own(signer, company, "registrar")) as desk:
        asked: EnrolmentRequest = load_request(request, ledger=_ledger(desk), party=company)
        body = PersonEnrolled(
            person=slug,
            proofing_method=proofing_method,
            jwk=asked.jwk,
            key_proof=asked.key_proof,
        )
        sealed = {"name": name} if email is None else {"name": name, "email": email}
        said = desk.say("person.enrolled.v1", party_stream(company), body, sealed=sealed)
    print_said(said, is_json=is_json)


@person.command()
@click.argument("who")
@click.option("--text", default=UNDERTAKING, show_default=True)
@place_options
@key_options
@json_option
def undertake(who: str, *, text: str, place: Place, key: KeyChoice, is_json: bool) -> None:
    """Sign, as WHO (person@party), that your signatures bind you; before any other signature."""
    slug, company = parse_person(who)
    claim = SignerClaim(person=slug, party=company, capacity="person")
    with seated(place, key.load(), claim) as desk:
        body = UndertakingSigned(text=text)
        said = desk.say("undertaking.signed.v1", party_stream(company), body)
    print_said(said, is_json=is_json)


@person.command("role")
@click.argument("who")
@click.argument("role", type=click.Choice(get_args(Role)))
@click.option("--from", "from_", type=Day(), help="The first day; today if absent.")
@click.option("--until", type=Day(), help="The last day.")
@click.option("--scope", multiple=True, help="Only in this stream and its children; repeat it.")
@click.option("--limit", type=Sum(), help="A signatory's: the most that they sign, 'EUR 50000.00'.")
@place_options
@key_options
@json_option
def grant_role(
    who: str,
    role: Role,
    *,
    from_: date | None,
    until: date | None,
    scope: tuple[str, ...],
    limit: Money | None,
    place: Place,
    key: KeyChoice,
    is_json: bool,
) -> None:
    """Grant WHO (person@party) a role for their company; signed by a registrar.

    A signatory without --limit signs any amount, a change's or a contract's; one
    with it signs none that is unknown. Each grant stands beside the earlier ones.
    """
    slug, company = parse_person(who)
    signer = key.load()
    body = RoleGranted(
        person=slug,
        role=role,
        from_=from_ or system_clock().date(),
        until=until,
        scope=scope,
        limit=limit,
    )
    with seated(place, signer, _own(signer, company, "registrar")) as desk:
        said = desk.say("role.granted.v1", party_stream(company), body)
    print_said(said, is_json=is_json)
