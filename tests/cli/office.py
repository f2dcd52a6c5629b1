"""An office with a ledger in a folder, run by the command line alone: keys, people, a company.

office = Office.open(tmp_path)
office.cs("person", "role", "alice@cro", "signatory", "--key", "registrar.key")
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from click.testing import CliRunner, Result
from werkzeug.serving import make_server

from api.app import create_app
from api.served import served_by
from cli import main
from ledger.folder import LedgerFolder

ORIGIN = "ledger.example/office"
POLL_SECONDS = 0.02  # between looks of a test's server at whether it is to stop


@contextmanager
def moved_to(folder: Path) -> Iterator[None]:
    """Stand in a folder, so that commands name files as people do."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@dataclass(frozen=True)
class Office:
    """A folder to work in; every command runs there."""

    root: Path

    @classmethod
    def open(cls, root: Path) -> "Office":
        """Found a ledger, admit a company with a registrar, enrol Alice as its signatory."""
        office = cls(root)
        office.key("root")
        office.found()
        office.key("registrar")
        office.request("registrar", "--party", "cro")
        office.ok(
            *("party", "admit", "cro", "--legal-name", "CRO Ltd", "--role", "cro"),
            *("--registrar", "registrar.request", "--registrar-name", "Registrar R"),
            *("--key", "root.key"),
        )
        office.enrol("alice")
        office.ok("person", "role", "alice@cro", "signatory", "--key", "registrar.key")
        return office

    @property
    def environment(self) -> dict[str, str | None]:
        """Return what the environment says: the ledger, and a book of pins of this office's own."""
        return {
            "COUNTERSIGN_LEDGER": str(self.root / "ledger"),
            "COUNTERSIGN_PINS": str(self.root / "pins"),
            "SSH_AUTH_SOCK": None,
        }

    def cs(
        self, *arguments: str, typed: str | bytes | None = None, **environment: str | None
    ) -> Result:
        """Run a command, as in a shell without a terminal."""
        with moved_to(self.root):
            return CliRunner().invoke(
                main,
                arguments,
                input=typed,
                env={**self.environment, **environment},
                prog_name="countersign",
            )

    def ok(self, *arguments: str, **members: Any) -> str:
        """Run a command that must do well; return what it answers."""
        result = self.cs(*arguments, **members)

        assert (result.exit_code, result.exception) == (0, None), result.output
        return result.stdout

    def answer(self, *arguments: str, **members: Any) -> Any:
        """Run a command that answers in JSON."""
        return json.loads(self.ok(*arguments, "--json", **members))

    def refused(self, code: int, error: str, *arguments: str, **members: Any) -> Result:
        """Run a command that must end with an exit code and one line that names the error."""
        result = self.cs(*arguments, **members)

        assert (result.exit_code, f"[{error}]: " in result.stderr) == (code, True), result.output
        assert result.stderr.splitlines()[-1].startswith("countersign: ")
        assert "Traceback" not in result.output
        return result

    @property
    def ledger(self) -> str:
        """Return the ledger's id."""
        history = self.answer("history", "ledger/main")
        return str(history[0]["digest"])

    def key(self, name: str) -> str:
        """Make a key file; return its key id."""
        return str(self.answer("key", "new", f"{name}.key")["kid"])

    def found(self) -> None:
        """Found the ledger under the root's key."""
        self.ok("init", "--origin", ORIGIN, "--title", "Office", "--root", "root.key", "ledger")

    def request(self, name: str, *whom: str) -> None:
        """Write a key holder's request for enrolment."""
        proof = self.ok("key", "proof", "--id", self.ledger, "--key", f"{name}.key", *whom)
        (self.root / f"{name}.request").write_text(proof)

    def enrol(self, person: str) -> None:
        """Enrol a person of the company, who signs the undertaking."""
        self.key(person)
        self.request(person, "--party", "cro", "--person", person)
        who = f"{person}@cro"
        name = ("--name", person.title(), "--email", f"{person}@cro.example")
        self.ok(
            *("person", "enrol", who, *name, "--request", f"{person}.request"),
            *("--key", "registrar.key"),
        )
        self.ok("person", "undertake", who, "--key", f"{person}.key")

    def body(self, **members: Any) -> str:
        """Write a body to a file; return its name."""
        (self.root / "body.json").write_text(json.dumps(members, indent=2))
        return "body.json"

    def drafted(self, name: str, *more: str, legal_name: str = "CRO plc") -> None:
        """Draft a new name of the company."""
        body = self.body(legal_name=legal_name, on="2026-01-31")
        self.ok(
            *("draft", "party.renamed.v1", "party/cro", "--body", body),
            *("--as", "alice@cro:signatory", "-o", f"{name}.json", *more),
        )

    def signed(self, name: str, **members: Any) -> None:
        """Draft and sign a new name of the company."""
        self.drafted(name, **members)
        self.ok("sign", f"{name}.json", "--key", "alice.key")

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve the ledger on a port of its own; yield its address."""
        server = make_server("127.0.0.1", 0, app=None, threaded=True)  # type: ignore[arg-type]
        url = f"http://127.0.0.1:{server.server_port}"
        app = create_app(LedgerFolder.load(self.root / "ledger"), url=url)
        server.app = app
        thread = Thread(target=server.serve_forever, args=(POLL_SECONDS,))
        thread.start()
        try:
            yield url
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            served_by(app).close()
