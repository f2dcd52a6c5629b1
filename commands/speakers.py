"""Who speaks, as it is written on a command line: member-a@servier:signatory."""

import re
from typing import Final

from ledger.errors import MalformedError
from ledger.evidence.statement import PartySlug, PersonSlug, SignerClaim

_CLAIM: Final = re.compile(r"(?P<person>[^@:]+)(?:@(?P<party>[^@:]+))?:(?P<capacity>[a-z_]+)")
_PERSON: Final = re.compile(r"(?P<person>[^@:]+)@(?P<party>[^@:]+)")


class SpeakerError(MalformedError):
    """Who speaks is written person@party:capacity; a root or auditor as key-id:capacity."""

    code = "speaker-malformed"
    message = "{text!r} is not written as {form}"


def parse_claim(text: str) -> SignerClaim:
    """Return the authority that the text claims.

    Raises:
        SpeakerError: It claims none.
    """
    match = _CLAIM.fullmatch(text)
    if match is None:
        raise SpeakerError(text=text, form="person@party:capacity")
    party = match["party"]
    return SignerClaim(
        person=PersonSlug(match["person"]),
        party=None if party is None else PartySlug(party),
        capacity=match["capacity"],
    )


def parse_person(text: str) -> tuple[PersonSlug, PartySlug]:
    """Return the person and the company that the text names.

    Raises:
        SpeakerError: It names none.
    """
    match = _PERSON.fullmatch(text)
    if match is None:
        raise SpeakerError(text=text, form="person@party")
    return PersonSlug(match["person"]), PartySlug(match["party"])
