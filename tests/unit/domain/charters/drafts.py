"""Charters as their authors draft them: plain values, of which tests change a member or two."""

from typing import Any

from ledger.domain.kinds.charter import Charter
from ledger.evidence.canonical import shape_body

HALF = {"share": {"num": 1, "den": 2}}
MOST = {**HALF, "reach": "more_than"}
ALL = {"share": {"num": 1, "den": 1}}
CAST = {"base": "cast", "threshold": MOST}
DAYS = {"count": 3, "unit": "days"}


def seats(**parties: int) -> list[dict[str, Any]]:
    """Return so many voting seats of each party."""
    return [
        {"seat": f"{party}-{number}", "party": party}
        for party, count in parties.items()
        for number in range(1, count + 1)
    ]


def draft(**changes: Any) -> dict[str, Any]:
    """Return a charter of two parties with three seats each, some members changed."""
    return {
        "schema": 1,
        "seats": seats(sponsor=3, cro=3),
        "quorum": [{"threshold": HALF}],
        "votes": [{"needs": [CAST]}],
        "procedures": {"meeting": {}},
        **changes,
    }


def charter(**changes: Any) -> Charter:
    """Return that charter."""
    return shape_body(draft(**changes), Charter)


WINDOW = {"window": {"count": 5, "unit": "days"}}
SEX = {"attributes": [{"name": "sex", "values": ["f", "m"]}]}
ONE_STEP = {
    "step": "ceos",
    "executives": [{"title": "ceo", "party": "sponsor"}, {"title": "ceo", "party": "cro"}],
    "within": DAYS,
}


def vote(**members: Any) -> dict[str, Any]:
    """Change the vote rule."""
    return {"votes": [{"needs": [CAST], **members}]}


def need(**members: Any) -> dict[str, Any]:
    """Change the only majority that is needed."""
    return {"votes": [{"needs": [{**CAST, **members}]}]}


def quorum(*parts: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Change the quorum rule."""
    return {"quorum": [{"threshold": HALF, "parts": list(parts), **members}]}


def meeting(**members: Any) -> dict[str, Any]:
    """Change the only class of meeting."""
    return {"procedures": {"meeting": {"classes": [{"class": "ordinary", **members}]}}}


def escalating(**members: Any) -> dict[str, Any]:
    """Let a split be a deadlock that goes up."""
    return {**vote(split="deadlocked"), "powers": {"escalation": members}}


def some(**members: Any) -> dict[str, Any]:
    """Return a part: so many of a group."""
    return {"part": "some", "name": "p", **members}


def each(**members: Any) -> dict[str, Any]:
    """Return a part: so many of each party."""
    return {"part": "each", "name": "p", "by": "party", **members}


def distinct(**members: Any) -> dict[str, Any]:
    """Return a part: so many different parties."""
    return {"part": "distinct", "name": "p", "by": "party", **members}


def cap(**members: Any) -> dict[str, Any]:
    """Return a part: no more than so many of one party."""
    return {"part": "cap", "name": "p", "by": "party", **members}
