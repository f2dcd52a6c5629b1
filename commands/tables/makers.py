"""Statements that made something of a contract so: by whose authority, signed by whom, when."""

from typing import Any

from commands.tables.console import words

Maker = dict[str, Any]


def maker_lines(maker: Maker) -> list[str]:
    """Return who made something so, in lines: statement, day, decision, signers."""
    since = maker["effective_on"]
    applies = f"from {since}" if since else "on a condition"
    if maker["retroactive"]:
        applies += " (retroactive)"
    return [
        f"{slug(maker['stream'])}, entry {maker['leaf_index']}",
        applies,
        authority_words(maker),
        *signer_lines(maker),
    ]


def slug(stream: str) -> str:
    """Return the last part of a stream's name."""
    return stream.rpartition("/")[2]


def authority_words(maker: Maker, *, with_outcome: bool = True) -> str:
    """Name the authority behind a statement, with its outcome, and that it is in doubt."""
    authority, doubt = maker["authority"], maker.get("in_doubt")
    if authority is None:
        is_agreed = maker["signatures"] or maker["on_paper"]
        return "its parties" if is_agreed else "as its term provides"
    name = authority.get("decision") or authority["by"]
    said = [name.partition("/")[2] or name]
    if with_outcome and authority.get("outcome"):
        said.append(words(authority["outcome"]))
    if doubt is not None:
        said.append(f"({doubt})")
    return " ".join(said)


def signer_lines(maker: Maker) -> list[str]:
    """Name each who signed, and for which party; paper is said to be paper."""
    if maker["on_paper"]:
        return ["signed on paper"]
    if not maker["signatures"]:
        return ["the ledger itself"]
    return [signer_words(each) for each in maker["signatures"]]


def signer_words(signature: dict[str, Any]) -> str:
    """Name a signer, the party and, where another company stands in its place, that one."""
    by = signature.get("by")
    place = "" if by is None else f" of {by}"
    return f"{signature['person']}{place} for {signature['party']}"
