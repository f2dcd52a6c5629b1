"""A stream's statements in order: who said what, when it was recorded, where it stands."""

from typing import Any, Final

from rich.console import Group
from rich.text import Text

from commands.tables.console import section, shortened, table, words

_NAME_CHARACTERS_MAX: Final = 16  # a key id has 43, and its beginning is enough to find it
_DAY_CHARACTERS: Final = 10


def history_page(stream: str, rows: list[dict[str, Any]]) -> Group:
    """Return a stream's history as a page."""
    headings = ("Entry", "Recorded (UTC)", "Kind", "Signed by", "Meaning")
    made = table(*headings, numbers=("Entry",))
    made.columns[1].min_width = _DAY_CHARACTERS
    made.columns[2].no_wrap = True  # a tag is copied whole, or not at all
    made.columns[4].no_wrap = True
    for row in rows:
        signer = row["signer"]
        made.add_row(
            str(row["leaf_index"]),
            row["recorded_at"][:16].replace("T", " "),
            row["kind"],
            _signed_by(signer),
            row["meaning"] or "by rule",
        )
    proof = Text("The proof of one of them: countersign receipt ENTRY", style="dim")
    return section(f"{stream}: {len(rows)} statement{'' if len(rows) == 1 else 's'}", made, proof)


def _signed_by(signer: dict[str, Any]) -> str:
    capacity = signer["capacity"]
    return signer_words(signer) + ("" if capacity == "system" else f", {words(capacity)}")


def signer_words(signer: dict[str, Any]) -> str:
    """Name who signed: a person of a company, or the key that stands for itself."""
    person, party = signer["person"], signer["party"]
    if signer["capacity"] == "system":
        return "the ledger itself"
    name = shortened(person, _NAME_CHARACTERS_MAX)
    return f"{name} ({party})" if party else name
