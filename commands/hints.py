"""What to do about a refusal at a command line: the option or the command that mends it.

The refusal says what is wrong, in the words of the rules; a hint says what to
type. A code without a hint says enough by itself.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

HINTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "base-mismatch": "give the version with --base and in the body; show contract names it",
        "base-stale": "draft the change again on that version",
        "amount-mismatch": "write both sums in the body: amount, and budget after the of",
        "body-malformed": "countersign kind KIND shows what a body holds",
        "capacity-not-entitled": "countersign kind KIND says as whom it is signed",
        "enrolment-request": "countersign key proof writes one",
        "key-unknown": "a person signs as person@party:capacity, a registrar's key as "
        "key-id@party:registrar, a root's as key-id:root",
        "kind-unknown": "countersign kind lists them",
        "limit-exceeded": "an amount that is unknown is above every limit",
        "meaning-mismatch": "say which with --meaning",
        "paper-document-missing": "attach the scan with draft --document",
        "reason-missing": "say why with --reason",
        "subject-mismatch": "name what it acts on with --subject; show signatures names it",
    }
)


def hinted(code: str, sentence: str) -> str:
    """Return a refusal's sentence, with what to do about it where there is something."""
    hint = HINTS.get(code)
    return sentence if hint is None else f"{sentence} ({hint})"
