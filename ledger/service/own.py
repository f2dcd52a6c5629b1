"""The ledger's own keys: what it signs with, and that its founding names exactly these."""

from dataclasses import dataclass

from ledger.domain.kinds.ledger import LedgerFounded
from ledger.errors import CorruptError, RefusedError
from ledger.evidence.canonical import Body
from ledger.evidence.keys import KeyId, LogSigner, PublicKey, Signer, parse_jwk
from ledger.evidence.note import VKey, format_vkey, vkey_of
from ledger.folder import LedgerFolder


class FoundingKeysError(RefusedError):
    """A founding names the origin and the keys that this ledger's folder holds."""

    code = "founding-keys"
    message = "the founding names another {member} than this ledger's folder"


class OwnKeysError(CorruptError):
    """The folder's keys are those that the ledger was founded with."""

    code = "own-keys"
    message = "the folder's {member} is not the one that the ledger was founded with"


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnKeys:
    """The keys that one folder's ledger signs with."""

    origin: str
    log: tuple[LogSigner, ...]
    system: Signer

    @classmethod
    def load(cls, folder: LedgerFolder) -> "OwnKeys":
        """Load a folder's keys.

        Raises:
            LedgerError: A key is missing, exposed or malformed.
        """
        return cls(
            origin=folder.origin,
            log=folder.load_log_signers(),
            system=folder.load_system_signer(),
        )

    @property
    def vkeys(self) -> tuple[VKey, ...]:
        """The keys under which this ledger's checkpoints hold."""
        return tuple(vkey_of(self.origin, signer) for signer in self.log)

    def check_founding(self, body: Body) -> None:
        """Accept every body but a founding that names other keys than these.

        Raises:
            FoundingKeysError: The ledger could not sign under what it names.
        """
        member = self.differing(body) if isinstance(body, LedgerFounded) else None
        if member is not None:
            raise FoundingKeysError(member=member)

    def check_founded(self, body: LedgerFounded) -> None:
        """Accept the founding of the ledger that these keys belong to.

        Raises:
            OwnKeysError: It names others.
        """
        member = self.differing(body)
        if member is not None:
            raise OwnKeysError(member=member)

    def differing(self, body: LedgerFounded) -> str | None:
        """Name what a founding says otherwise than these keys, None when nothing."""
        vkeys = set(map(format_vkey, self.vkeys))
        if body.origin != self.origin:
            return "origin"
        if set(body.log_keys) != vkeys:
            return "log key"
        if parse_jwk(body.system_key).kid != self.system.public.kid:
            return "system key"
        return None


def root_of(body: LedgerFounded, kid: KeyId) -> PublicKey:
    """Return the root key of this id that a founding names."""
    return next(key for key in (parse_jwk(root.jwk) for root in body.roots) if key.kid == kid)
