"""All views rebuilt from a portfolio: contracts of two companies, each changed many times.

Every draft, signature and execution is a statement, as is the parties' authority
for a change, so that a change makes several; all contracts move in rounds.
"""

from collections.abc import Iterator
from pathlib import Path

from ledger.domain.content import current_content
from ledger.domain.contracts.agreements import ContractMatter
from ledger.domain.kinds.change import ChangeSigned
from ledger.domain.kinds.contract import ContractAgreedForm, ContractSigned
from ledger.domain.world import demand_matter
from ledger.evidence.canonical import Body
from ledger.evidence.statement import StreamName
from tests.bench.copies import change_of, draft_of, ops_of
from tests.bench.figures import Figure
from tests.bench.pen import Pen
from tests.bench.views import rebuild
from tests.service.desk import Desk, Voice

CLAUSES, LINES, ARRAY = 10, 2, 500


class Portfolio:
    """A founded ledger with two companies, and the contracts between them."""

    def __init__(self, root: Path, contracts: int) -> None:
        """Found the ledger, enrol a signatory in each company and execute the contracts."""
        self.desk = Desk.found(root)
        self.desk.admit("sponsor")
        self.signers = tuple(
            self.desk.enrol(party, f"signer-{party}", "signatory") for party in ("cro", "sponsor")
        )
        self.slugs = tuple(f"work-{number}" for number in range(contracts))
        self.pen = Pen(self.desk)
        self._execute()

    def change(self, number: int) -> None:
        """Draft, authorise and execute one more change of each contract."""
        self.desk.advance(days=1)
        drafted = {}
        for slug in self.slugs:
            stream = f"change/{slug}/{number + 1}"
            version = self._matter(slug).version
            body = change_of(number, ops_of(number, CLAUSES, LINES), base=str(version))
            drafted[stream] = self.pen.write(
                self.signers[0], "change.drafted.v1", stream, body, base=version
            )
        self._record()
        for stream, subject in drafted.items():
            content = str(current_content(self.desk.ledger.world, StreamName(stream)))
            for voice in self.signers:
                signed = ChangeSigned(party=str(voice.party), digest=content)
                self.pen.write(voice, "change.signed.v1", stream, signed, subject=subject)
        self._record()

    def _execute(self) -> None:
        draft, drafted = draft_of(CLAUSES, LINES), {}
        for slug in self.slugs:
            stream = f"contract/{slug}"
            drafted[slug] = self.pen.write(self.signers[0], "contract.drafted.v1", stream, draft)
        self._record()
        for kind, body_of in (
            ("contract.agreed_form.v1", _agreed),
            ("contract.signed.v1", _signed),
        ):
            for slug, subject in drafted.items():
                content = str(self._matter(slug).content)
                for voice in self.signers:
                    body = body_of(voice, content)
                    self.pen.write(voice, kind, f"contract/{slug}", body, subject=subject)
            self._record()

    def _matter(self, slug: str) -> ContractMatter:
        return demand_matter(self.desk.ledger.world, StreamName(f"contract/{slug}"), ContractMatter)

    def _record(self) -> None:
        """Record in arrays, as an import would; raise the first refusal."""
        written = self.pen.take()
        for start in range(0, len(written), ARRAY):
            self.desk.advance(seconds=1)
            self.desk.send(*written[start : start + ARRAY])


def _agreed(_voice: Voice, content: str) -> Body:
    return ContractAgreedForm(digest=content)


def _signed(voice: Voice, content: str) -> Body:
    return ContractSigned(party=str(voice.party), digest=content)


def measure(root: Path, *, contracts: int, changes: int, seconds: float) -> Iterator[Figure]:
    """Yield statements per second, for folding a portfolio into all views."""
    portfolio = Portfolio(root / "portfolio", contracts)
    for number in range(changes):
        portfolio.change(number)
    portfolio.desk.ledger.close()
    name = f"rebuild of all views: {contracts:,} contracts with {changes} changes"
    yield rebuild(name, portfolio.desk.folder, root / "portfolio.db", seconds)
