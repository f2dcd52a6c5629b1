"""--url: the same commands at a server, which is believed in nothing."""

import json
import socket
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.request import Request, urlopen

import pytest

from commands.problems import error_of
from commands.server import parse_url
from ledger.errors import LedgerError
from tests.cli.office import POLL_SECONDS, Office

KEY = ("--key", "alice.key")


@pytest.fixture
def url(office: Office) -> Iterator[str]:
    """The office's ledger at an address; nothing is pinned of it yet."""
    for pin in (office.root / "pins").iterdir():
        pin.unlink()
    with office.served() as address:
        yield address


def test_a_statement_goes_to_a_server(office: Office, url: str) -> None:
    """Drafted there, signed here, submitted there; pinned under the id that was given."""
    at = ("--url", url, "--id", office.ledger)
    office.drafted("name", *at, *KEY)
    office.ok("sign", "name.json", *at, *KEY)
    said = office.ok("submit", "name.jws", "--url", url)

    assert "entry 5" in said
    assert office.answer("history", "party/cro")[-1]["leaf_index"] == 5


def test_a_server_once_met_is_known_by_its_address(office: Office, url: str) -> None:
    """The id is given once; the pin keeps it with the address."""
    office.ok("feed", "--url", url, "--id", office.ledger, *KEY)
    office.drafted("name", "--url", url, *KEY)

    assert (office.root / "name.json").exists()


def test_a_servers_log_is_proven_to_grow_from_its_tiles(office: Office, url: str) -> None:
    """A newer checkpoint is pinned with a proof that is computed here, from public tiles."""
    office.ok("feed", "--url", url, "--id", office.ledger, *KEY)
    office.ok("party", "rename", "cro", "--legal-name", "X", "--key", "registrar.key")
    office.ok("party", "rename", "cro", "--legal-name", "Y", "--key", "registrar.key", "--url", url)
    office.drafted("name", "--url", url, *KEY)
    office.ok("sign", "name.json", *KEY, "--url", url)

    assert len(office.ok("feed", "--url", url, *KEY).splitlines()) == 7


def test_a_server_met_first_takes_the_id_on_paper(office: Office, url: str) -> None:
    """Nothing at an address says which ledger is meant."""
    office.refused(2, "ledger-id-missing", "feed", "--url", url, *KEY)


def test_another_ledger_at_the_address_gives_no_token(office: Office, url: str) -> None:
    """An assertion is for one ledger, at one address."""
    other = "sha256:" + "0" * 64
    office.refused(3, "assertion-audience", "feed", "--url", url, "--id", other, *KEY)


def test_reading_at_a_server_takes_a_key(office: Office, url: str) -> None:
    """Who reads is known by an enrolled key."""
    office.refused(2, "reader-unnamed", "feed", "--url", url, "--id", office.ledger)


def test_any_client_reads_with_a_token(office: Office, url: str) -> None:
    """What the command prints is what an Authorization header takes."""
    token = office.ok("token", "--url", url, "--id", office.ledger, *KEY).strip()
    asked = Request(f"{url}/v1/streams/party/cro", headers={"Authorization": f"Bearer {token}"})  # noqa: S310
    with urlopen(asked) as answer:  # noqa: S310
        assert len(json.loads(answer.read())["statements"]) == 3


def test_a_token_is_of_a_server(office: Office) -> None:
    """A folder is read without one, and the command says so."""
    result = office.cs("token", *KEY)

    assert result.exit_code == 2
    assert "which server? give --url" in result.stderr


def test_a_strangers_key_reads_nothing(office: Office, url: str) -> None:
    """A key that nobody enrolled gets no token."""
    office.key("eve")
    feed = ("feed", "--url", url, "--id", office.ledger, "--key", "eve.key")
    office.refused(3, "key-reads-nothing", *feed)


def test_a_receipt_from_a_server_is_checked(office: Office, url: str) -> None:
    """What a server hands out holds, or is not kept."""
    name = office.answer("history", "party/cro")[0]["digest"]
    at = ("--url", url, "--id", office.ledger, *KEY)
    office.ok("receipt", name, "-o", "mine.json", *at)

    assert json.loads((office.root / "mine.json").read_bytes())["key"]["kty"] == "OKP"


def test_people_are_enrolled_at_a_server(office: Office, url: str) -> None:
    """Party and person go through either door."""
    role = ("person", "role", "alice@cro", "executive", "--key", "registrar.key")
    said = office.answer(*role, "--url", url, "--id", office.ledger)

    assert said["leaf_index"] == 5


def test_a_servers_refusals_end_as_the_ledgers_own(office: Office, url: str) -> None:
    """The same code, the same exit, whichever door was used."""
    body = office.body(legal_name="CRO plc", on="2026-01-31")
    draft = ("draft", "party.renamed.v1", "party/cro", "--body", body, "--meaning", "approval")
    claim = ("--as", "alice@cro:signatory")
    office.refused(2, "meaning-mismatch", *draft, *claim)
    office.refused(
        *(2, "meaning-mismatch", *draft, *claim, *KEY, "--url", url, "--id", office.ledger)
    )


def test_a_refused_submission_is_told_by_its_rule(office: Office, url: str) -> None:
    """An array's outcomes come one by one; a refusal keeps its own code."""
    office.drafted("name", "--as", "alice@cro:chair")
    office.ok("sign", "name.json", *KEY)
    office.refused(6, "capacity-not-entitled", "submit", "name.jws", "--url", url)


def test_a_directory_statement_refused_at_a_server(office: Office, url: str) -> None:
    """A desk at a server raises what the ledger said."""
    said = ("person", "undertake", "alice@cro", *KEY, "--url", url, "--id", office.ledger)
    office.refused(6, "undertaking-signed-before", *said)


def test_what_is_not_there_is_not_found_at_a_server(office: Office, url: str) -> None:
    """404 ends with 4."""
    at = ("--url", url, "--id", office.ledger, *KEY)
    office.refused(4, "statement-not-recorded", "receipt", "sha256:" + "0" * 64, *at)


def test_a_document_is_not_copied_to_a_server(office: Office, url: str) -> None:
    """Its digest is signed; the file itself stays with the signer."""
    (office.root / "deed.txt").write_bytes(b"a deed")
    before = sorted((office.root / "ledger" / "documents").iterdir())
    office.drafted("deed", "--document", "deed.txt", "--url", url, "--id", office.ledger, *KEY)

    assert sorted((office.root / "ledger" / "documents").iterdir()) == before


# --- addresses and servers that are none -------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "ledger.example",
        "ftp://ledger.example",
        "https://",
        "https://user@ledger.example",
        "https://ledger.example/?a=1",
        "https://ledger.example/#part",
        "https://[::1",
        "https://ledger.example:99999",
    ],
)
def test_an_address_is_a_plain_one(bare: Office, address: str) -> None:
    """Schemes, users, queries and fragments that a ledger's address has not are malformed."""
    bare.refused(2, "url-malformed", "feed", "--url", address)


def test_a_slash_at_the_end_makes_no_other_address() -> None:
    """One ledger, one address: assertions name it."""
    assert parse_url("https://ledger.example/score/") == "https://ledger.example/score"


def test_a_server_that_is_not_there_is_not_found(office: Office) -> None:
    """Nobody listens: exit 4."""
    feed = ("feed", "--url", "http://127.0.0.1:9", "--id", office.ledger, *KEY)
    office.refused(4, "server-unreachable", *feed)


Answers = Callable[[str], tuple[int, bytes]]


@pytest.fixture
def impostor() -> Iterator[Callable[[Answers], str]]:
    """A server that answers whatever a test says."""
    servers: list[HTTPServer] = []

    def start(answer: Answers) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, body = answer(self.path)
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815 -- as http.server names it

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = Thread(target=server.serve_forever, args=(POLL_SECONDS,))
        thread.start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("answer", "code", "error"),
    [
        ((302, b""), 2, "server-malformed"),
        ((500, b"<html>"), 3, "server-fault"),
        ((502, b"[]"), 3, "server-fault"),
        ((403, b'{"code":"key-revoked","detail":"gone"}'), 3, "key-revoked"),
        ((418, b"{}"), 2, "server-malformed"),
        ((200, b"<html>"), 2, "answer-malformed"),
        ((200, b"{}"), 2, "answer-malformed"),
        ((200, b"[]"), 2, "answer-malformed"),
        ((200, b'"text"'), 2, "answer-malformed"),
    ],
)
def test_whatever_a_server_answers_is_named(
    office: Office,
    impostor: Callable[[Answers], str],
    answer: tuple[int, bytes],
    code: int,
    error: str,
) -> None:
    """Redirections are not followed, pages are no answers, and nothing ends in a traceback."""
    address = impostor(lambda _: answer)
    office.refused(code, error, "feed", "--url", address, "--id", "sha256:" + "0" * 64, *KEY)


def token(path: str) -> tuple[int, bytes] | None:
    """Answer the request for a token, as any server could."""
    return (200, b'{"access_token":"abc"}') if path == "/v1/token" else None


def test_a_false_founding_is_found_out(office: Office, impostor: Callable[[Answers], str]) -> None:
    """The ledger's id is the digest of its founding; another founding is another ledger."""
    statement = office.answer("history", "ledger/main")[0]["statement"]
    answer = json.dumps({"statements": [{"statement": statement}]}).encode()
    address = impostor(lambda path: token(path) or (200, answer))
    wanted = "sha256:" + "0" * 64
    office.refused(3, "other-ledger", "feed", "--url", address, "--id", wanted, *KEY)


def test_a_token_that_ran_out_is_asked_for_once_more(
    office: Office, impostor: Callable[[Answers], str]
) -> None:
    """A server that says so for ever is not asked for ever."""
    asked: list[str] = []

    def answer(path: str) -> tuple[int, bytes]:
        asked.append(path)
        return token(path) or (401, b'{"code":"token-unknown","detail":"it has expired"}')

    address = impostor(answer)
    office.refused(3, "token-unknown", "feed", "--url", address, "--id", "sha256:" + "0" * 64, *KEY)

    assert asked.count("/v1/token") == 2


def test_a_reader_who_is_refused_is_not_asked_for_another_token(
    office: Office, impostor: Callable[[Answers], str]
) -> None:
    """Only a token that ran out is replaced."""
    address = impostor(lambda path: token(path) or (403, b'{"code":"no","detail":"not you"}'))
    office.refused(3, "no", "feed", "--url", address, "--id", "sha256:" + "0" * 64, *KEY)


def test_an_answer_without_end_is_cut_off(
    office: Office, impostor: Callable[[Answers], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody fills our memory."""
    monkeypatch.setattr("commands.server.ANSWER_BYTES_MAX", 100)
    address = impostor(lambda _: (200, bytes(1000)))
    feed = ("feed", "--url", address, "--id", "sha256:" + "0" * 64, *KEY)
    office.refused(2, "answer-malformed", *feed)


def test_an_answer_that_breaks_off_is_no_answer(office: Office) -> None:
    """A server that is gone half-way has said nothing, not something short."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[]")

        thread = Thread(target=answer)
        thread.start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        feed = ("feed", "--url", address, "--id", "sha256:" + "0" * 64, *KEY)
        office.refused(4, "server-unreachable", *feed)
        thread.join()


@pytest.mark.parametrize(
    ("problem", "code", "said"),
    [
        ({"status": 422, "code": "seat-recused", "detail": "seat s1"}, "seat-recused", "seat s1"),
        ({"status": 409}, "server-conflict", "status 409"),
        ({}, "server-fault", "status 500"),
        ({"status": 404, "title": "No such stream"}, "server-not-recorded", "No such stream"),
    ],
)
def test_a_problem_speaks_for_itself(problem: dict[str, Any], code: str, said: str) -> None:
    """What a problem does not say is filled in plainly."""
    error: LedgerError = error_of(problem)

    assert (error.code, str(error)) == (code, said)
