"""The door to a ledger over HTTP, with what the standard library has.

What the server says is held against the pin and against what was asked for; its
refusals are those of the ledger, under the same codes.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from api.assertion import sign_assertion
from commands.desk import Said
from commands.doors import Event
from commands.problems import ServerUnverifiedError, error_of
from ledger.drafting import Wish
from ledger.errors import LedgerError, MalformedError, NotRecordedError
from ledger.evidence.canonical import Json, format_canonical, parse_canonical
from ledger.evidence.commitment import Opening
from ledger.evidence.keys import Signer
from ledger.evidence.merkle import Hash, HashReader, prove_consistency
from ledger.evidence.receipt import parse_receipt
from ledger.evidence.statement import Claims, Digest, StatementId, parse_claims
from ledger.evidence.tiles import TileHashes
from ledger.service import Submission, system_clock

ANSWER_BYTES_MAX: Final = 64 * 1024 * 1024
POLL_SECONDS: Final = 25
EXPIRED: Final = "token-unknown"
_MARGIN_SECONDS: Final = 30
_PROBLEM_BYTES_MAX: Final = 65_536
_ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_JSON: Final = "application/json"
_FORM: Final = "application/x-www-form-urlencoded"


class UrlMalformedError(MalformedError):
    """A server's address is http:// or https:// and a host, perhaps with a path."""

    code = "url-malformed"
    message = "{url} is no address such as https://ledger.example"


class ServerUnreachableError(NotRecordedError):
    """A server answers at the address that was given."""

    code = "server-unreachable"
    message = "no ledger answers at {url}: {problem}"


class AnswerMalformedError(MalformedError):
    """A server answers in the form that its documents say."""

    code = "answer-malformed"
    message = "the answer of {url} cannot be read: {problem}"


class ReaderUnnamedError(MalformedError):
    """Whoever reads at a server says with which key."""

    code = "reader-unnamed"
    message = "a server answers to enrolled keys: give --key FILE or --agent KID"


class _NoRedirects(HTTPRedirectHandler):
    """Follow nobody elsewhere: a token is for the server that it was asked of."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Leave the redirection standing as the answer that it is."""


_opener: Final = build_opener(_NoRedirects)


def parse_url(text: str) -> str:
    """Return a server's address without the slash at its end.

    Raises:
        UrlMalformedError: It is none.
    """
    try:
        parts = urlsplit(text)
        is_url = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_url = False
    if not is_url or parts.query or parts.fragment or parts.username:
        raise UrlMalformedError(url=text)
    return text.rstrip("/")


class HttpDoor:
    """A ledger at a server; with a key, what its holder may read."""

    def __init__(self, url: str, ledger: Digest | None, signer: Signer | None) -> None:
        """Take an address; nothing is asked yet."""
        self._url = url
        self._ledger = ledger
        self._signer = signer
        self._token: str | None = None

    # --- for a desk ---------------------------------------------------------------------

    def draft(self, wish: Wish) -> Claims:
        """Return the claims to sign.

        Raises:
            LedgerError: The ledger's refusal, by its own name.
        """
        return parse_claims(self._read("/v1/statements/draft", format_canonical(_asked(wish))))

    def submit(self, compact: bytes, openings: Sequence[Opening]) -> Said:
        """Record a statement.

        Raises:
            LedgerError: The ledger's refusal, by its own name.
        """
        texts = tuple(opening.text.decode("ascii") for opening in openings)
        (said,) = self.submit_all([Submission(compact=compact, openings=texts)])
        if isinstance(said, LedgerError):
            raise said
        return said

    def submit_all(self, submissions: Sequence[Submission]) -> list[Said | LedgerError]:
        """Record statements in order; return what became of each."""
        asked = [
            {"statement": each.compact.decode("utf-8", "replace"), "openings": list(each.openings)}
            for each in submissions
        ]
        raw = self._ask("/v1/statements", json.dumps(asked).encode("utf-8"))
        with self._understood():
            return [_outcome(each) for each in json.loads(raw)]

    def checkpoint(self) -> str:
        """Return the newest checkpoint."""
        return self._ask("/log/checkpoint").decode("utf-8", "replace")

    def consistency(self, old_size: int, new_size: int) -> Sequence[Hash]:
        """Return the proof that the log only grew, computed from its tiles."""
        return prove_consistency(old_size, new_size, self.hashes(new_size))

    # --- for followers ------------------------------------------------------------------

    def hashes(self, tree_size: int) -> HashReader:
        """Return the log's tree of a size, read from its tiles."""
        return TileHashes(tree_size, lambda path: self._ask(f"/log/{path}"))

    def events(self, after: int, timeout: int) -> list[Event]:
        """Return what the feed has after an entry, waiting for the first if there is none."""
        query = {"timeout": str(min(timeout, POLL_SECONDS))}
        if after >= 0:
            query["lastEventId"] = str(after)
        raw = self._read(f"/v1/feed?{urlencode(query)}")
        with self._understood():
            return [_event(each["data"]) for each in json.loads(raw)]

    def key_of(self, digest: Digest) -> Mapping[str, str]:
        """Return the key that a recorded statement says it was signed with."""
        return parse_receipt(self.receipt(digest)).key

    def receipt(self, name: StatementId | Digest) -> bytes:
        """Return a statement's receipt; nothing is verified."""
        return self._read(f"/v1/statements/{quote(name, safe=':')}/receipt")

    def founding(self) -> bytes:
        """Return the statement that founded the ledger; which ledger's it is, its digest says."""
        raw = self._read("/v1/streams/ledger/main?limit=1")
        with self._understood():
            return str(json.loads(raw)["statements"][0]["statement"]).encode("utf-8")

    # --- requests -----------------------------------------------------------------------

    def _read(self, path: str, body: bytes | None = None) -> bytes:
        """Ask as the key's holder; a token that has run out is asked for anew, once."""
        for _ in range(2):
            if self._token is None:
                self._token = self.new_token()
            try:
                return self._ask(path, body, token=self._token)
            except ServerUnverifiedError as error:
                if error.code != EXPIRED:
                    raise
                self._token, refused = None, error
        raise refused

    def new_token(self) -> str:
        """Return a bearer token for the key's holder, for any client; it ends with the key.

        Raises:
            ReaderUnnamedError: Nobody reads.
            LedgerError: The ledger's refusal, by its own name.
        """
        if self._signer is None or self._ledger is None:
            raise ReaderUnnamedError
        url = f"{self._url}/v1/token"
        asked = sign_assertion(
            self._signer, ledger=self._ledger, token_url=url, at=system_clock()
        ).decode("ascii")
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": _ASSERTION_TYPE,
            "client_assertion": asked,
        }
        raw = self._ask("/v1/token", urlencode(form).encode("ascii"), media_type=_FORM)
        with self._understood():
            return str(json.loads(raw)["access_token"])

    def _ask(
        self,
        path: str,
        body: bytes | None = None,
        *,
        token: str | None = None,
        media_type: str = _JSON,
    ) -> bytes:
        """Return the bytes of an answer; a refusal is raised under its own name."""
        headers = {} if body is None else {"Content-Type": media_type}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        request = Request(f"{self._url}{path}", body, headers)  # noqa: S310 -- parse_url looked
        try:
            with _opener.open(request, timeout=POLL_SECONDS + _MARGIN_SECONDS) as answer:
                raw: bytes = answer.read(ANSWER_BYTES_MAX + 1)
                missing = answer.length  # http.client cuts a bounded read short in silence
        except HTTPError as error:
            with error:
                raise _refusal(error.code, error.read(_PROBLEM_BYTES_MAX)) from error
        except (OSError, HTTPException) as error:
            problem = str(getattr(error, "reason", error) or type(error).__name__)
            raise ServerUnreachableError(url=self._url, problem=problem) from error
        if missing and len(raw) <= ANSWER_BYTES_MAX:
            raise ServerUnreachableError(url=self._url, problem=f"{missing} bytes did not arrive")
        if len(raw) > ANSWER_BYTES_MAX:
            raise AnswerMalformedError(url=self._url, problem=f"over {ANSWER_BYTES_MAX} bytes")
        return raw

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Name it where an answer has another shape than its documents say."""
        try:
            yield
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise AnswerMalformedError(url=self._url, problem=repr(error)[:200]) from error


def _refusal(status: int, raw: bytes) -> LedgerError:
    """Return what an answer that is no success says; a proxy's page has but its status."""
    try:
        problem = json.loads(raw)
    except ValueError:
        problem = None
    if not isinstance(problem, dict):
        problem = {"detail": f"the server answered with status {status}"}
    return error_of({**problem, "status": status})


def _asked(wish: Wish) -> dict[str, Json]:
    """Return a wish as the server takes it."""
    signer = wish.signer
    documents = [
        {name: getattr(each, name) for name in ("name", "media_type", "size", "sha256")}
        for each in wish.documents
    ]
    return {
        "kind": wish.kind,
        "stream": wish.stream,
        "body": parse_canonical(wish.body),
        "signer": {
            "person": signer.person,
            "party": signer.party,
            "capacity": signer.capacity,
        },
        "subject": wish.subject,
        "base": wish.base,
        "meaning": wish.meaning,
        "reason": wish.reason,
        "documents": documents,
        "sealed": [{"commitment": each.commitment, "path": each.path} for each in wish.sealed],
    }


def _outcome(outcome: Mapping[str, Any]) -> Said | LedgerError:
    if "problem" in outcome:
        return error_of(outcome["problem"])
    digest = Digest(str(outcome["digest"]))
    return Said(id=str(outcome["id"]), digest=digest, leaf_index=int(outcome["leaf_index"]))


def _event(event: Mapping[str, Any]) -> Event:
    statement = event.get("statement")
    return Event(
        leaf_index=int(event["leaf_index"]),
        entry=str(event["entry"]).encode("utf-8"),
        statement=None if statement is None else str(statement).encode("utf-8"),
    )
