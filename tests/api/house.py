"""The SCORE story behind the API: everybody of it with their key, a token, a desk.

house.get("/v1/feed", "member-a").json      somebody asks
house.desk("member-a").say(kind, stream, body)   somebody writes, through HTTP alone
"""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.app import create_app
from api.assertion import sign_assertion
from api.errors import ERROR_URN, PROBLEM_TYPE
from api.schemas.token import ASSERTION_TYPE
from api.served import Limits, Served, served_by
from commands.desk import Desk, Said
from commands.pins import Pin
from commands.score.stage import Stage
from commands.score.story import play
from ledger.domain.kinds.ledger import AuditorAdmitted
from ledger.domain.kinds.party import AgentEnrolled
from ledger.domain.world import MAIN
from ledger.drafting import Wish
from ledger.evidence.checkpoint import open_checkpoint
from ledger.evidence.commitment import Opening
from ledger.evidence.keys import Signer, generate_signer
from ledger.evidence.merkle import Hash, prove_consistency
from ledger.evidence.statement import (
    Claims,
    Digest,
    PartySlug,
    PersonSlug,
    SignerClaim,
    parse_claims,
    sign_key_proof,
)
from ledger.evidence.tiles import TileHashes
from ledger.folder import LedgerFolder

RIVAL = "rival-registrar"  # of a company that reads the directory and nothing else
AUDITOR, AGENT = "auditor", "ctms"
URL = "https://ledger.example"
TOKEN_URL = f"{URL}/v1/token"
DECISION, CONTRACT, PARTNERSHIP = "jsc/2017-001", "score-wo-1", "score"
UNTIL = date(2022, 12, 31)


@dataclass(frozen=True)
class Told:
    """The story as it was told, to be copied for each test that writes."""

    root: Path
    now: datetime
    ledger: Digest
    people: Mapping[str, tuple[Signer, SignerClaim]]


class ProblemError(Exception):
    """What the API refused, as the client sees it."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        super().__init__(problem["detail"])
        self.code: str = problem["code"]


def tell(root: Path) -> Told:
    """Play the story, then admit a rival, an auditor of the board, and a company's system."""
    stage = Stage(root, told=lambda _: None)
    play(stage)
    stage.admit("rival", "Rival (demo)", "cro")
    _admit_auditor(stage)
    _enrol_agent(stage)
    stage.ledger.close()
    it = served_by(create_app(stage.folder, clock=stage.clock))
    it.fresh_views()
    it.close()
    return Told(
        root=root,
        now=stage.now,
        ledger=stage.digests["ledger"],
        people={name: (desk.key, desk.claim) for name, desk in stage.desks.items()},
    )


def _admit_auditor(stage: Stage) -> None:
    key = generate_signer()
    person = PersonSlug(key.public.kid)
    proof = sign_key_proof(key, ledger=stage.digests["ledger"], party=None, person=person)
    body = AuditorAdmitted(
        jwk=key.public.jwk(),
        key_proof=proof.decode(),
        engaged_by="servier",
        scope=("board/jsc",),
        until=UNTIL,
    )
    stage.desks["root"].say("auditor.admitted.v1", MAIN, body, sealed={"name": "Auditor A"})
    claim = SignerClaim(person=person, party=None, capacity="auditor")
    stage.desks[AUDITOR] = Desk(stage.door, key, claim, stage.pin())


def _enrol_agent(stage: Stage) -> None:
    key = generate_signer("ES256")
    body = AgentEnrolled(
        agent=AGENT,
        responsible="member-c",
        jwk=key.public.jwk(),
        key_proof=stage.proof(key, "quintilesims", AGENT),
        kinds=("milestone.forecast.v1",),
        until=UNTIL,
    )
    stage.desks["quintilesims-registrar"].say("agent.enrolled.v1", "party/quintilesims", body)
    party = PartySlug("quintilesims")
    claim = SignerClaim(person=PersonSlug(AGENT), party=party, capacity="agent")
    stage.desks[AGENT] = Desk(stage.door, key, claim, stage.pin())


@dataclass
class House:
    """A served ledger; its clock is this house's."""

    told: Told
    client: FlaskClient
    it: Served
    now: datetime
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many entries are recorded."""
        return self.it.archive.tree_size

    def advance(self, **amount: float) -> None:
        """Let time pass; tokens are asked for anew."""
        self.now += timedelta(**amount)
        self.tokens.clear()

    def key(self, name: str) -> Signer:
        """Return somebody's key."""
        return self.told.people[name][0]

    def assertion(self, name: str, **claims: Any) -> bytes:
        """Return an assertion of somebody, in time and for here unless said otherwise."""
        wanted = {"ledger": self.told.ledger, "token_url": TOKEN_URL, "at": self.now, **claims}
        return sign_assertion(self.key(name), **wanted)

    def ask_token(self, assertion: bytes, **form: str) -> TestResponse:
        """Ask for a token."""
        asked = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion.decode(),
            **form,
        }
        return self.client.post("/v1/token", data=asked)

    def token(self, name: str) -> str:
        """Return somebody's token, asked for once."""
        if name not in self.tokens:
            answer = self.ask_token(self.assertion(name))
            assert answer.status_code == 200, answer.text
            self.tokens[name] = json.loads(answer.data)["access_token"]
        return self.tokens[name]

    def headers(self, name: str | None) -> dict[str, str]:
        """Return the headers with which somebody asks."""
        return {} if name is None else {"Authorization": f"Bearer {self.token(name)}"}

    def get(self, path: str, name: str | None = None, **headers: str) -> TestResponse:
        """Let somebody ask."""
        sent = {word.replace("_", "-"): value for word, value in headers.items()}
        return self.client.get(path, headers={**self.headers(name), **sent})

    def post(self, path: str, body: object, name: str | None = None) -> TestResponse:
        """Let somebody send JSON."""
        return self.client.post(path, json=body, headers=self.headers(name))

    def desk(self, name: str, capacity: str | None = None) -> Desk:
        """Return somebody's own desk, with HTTP as its only door."""
        key, claim = self.told.people[name]
        pin = Pin(ledger=self.told.ledger, vkeys=self.it.folder.vkeys())
        desk = Desk(HttpDoor(self, name), key, claim, pin)
        return desk if capacity is None else desk.as_(capacity)


@contextmanager
def opened(told: Told, root: Path, limits: Limits | None = None) -> Iterator[House]:
    """Serve a copy of the story."""
    shutil.copytree(told.root, root)
    houses: list[House] = []
    app = create_app(LedgerFolder.load(root), clock=lambda: houses[0].now, url=URL, limits=limits)
    it = served_by(app)
    houses.append(House(told=told, client=app.test_client(), it=it, now=told.now))
    yield houses[0]
    it.close()


class HttpDoor:
    """The way to a ledger through its server; the log is read from its tiles."""

    def __init__(self, house: House, name: str) -> None:
        self._house = house
        self._name = name

    def draft(self, wish: Wish) -> Claims:
        """Return the claims to sign."""
        asked = {
            "kind": wish.kind,
            "stream": wish.stream,
            "body": json.loads(wish.body),
            "signer": {
                "person": wish.signer.person,
                "party": wish.signer.party,
                "capacity": wish.signer.capacity,
            },
            "subject": wish.subject,
            "base": wish.base,
            "meaning": wish.meaning,
            "reason": wish.reason,
            "documents": [
                {name: getattr(document, name) for name in ("name", "media_type", "size", "sha256")}
                for document in wish.documents
            ],
            "sealed": [{"commitment": each.commitment, "path": each.path} for each in wish.sealed],
        }
        return parse_claims(_ok(self._house.post("/v1/statements/draft", asked, self._name)).data)

    def submit(self, compact: bytes, openings: Sequence[Opening]) -> Said:
        """Record a statement."""
        said = json.loads(
            _ok(self._house.post("/v1/statements", submission(compact, openings))).data
        )
        return Said(id=said["id"], digest=Digest(said["digest"]), leaf_index=said["leaf_index"])

    def checkpoint(self) -> str:
        """Return the newest checkpoint."""
        return _ok(self._house.get("/log/checkpoint")).text

    def consistency(self, old_size: int, new_size: int) -> Sequence[Hash]:
        """Prove from tiles that the log only grew."""

        def read(path: str) -> bytes:
            raw: bytes = _ok(self._house.get(f"/log/{path}")).data
            return raw

        return prove_consistency(old_size, new_size, TileHashes(new_size, read))


def submission(compact: bytes, openings: Sequence[Opening] = ()) -> dict[str, object]:
    """Return what is posted to record a statement."""
    return {"statement": compact.decode(), "openings": [each.text.decode() for each in openings]}


def root_of(house: House) -> bytes:
    """Return the root that the house's checkpoint signs."""
    return open_checkpoint(house.get("/log/checkpoint").text, house.it.folder.vkeys()).root


def _ok(answer: TestResponse) -> TestResponse:
    if answer.status_code != 200:
        raise ProblemError(json.loads(answer.data))
    return answer


def assert_error_shape(answer: TestResponse, status: int, code: str) -> Mapping[str, Any]:
    """Hold only if an answer is a problem of that status and code, in the one shape."""
    problem: dict[str, Any] = json.loads(answer.data)
    assert (status, code) == (answer.status_code, problem["code"]), problem
    assert answer.content_type == PROBLEM_TYPE
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert problem["type"] == ERROR_URN + code
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    return problem
