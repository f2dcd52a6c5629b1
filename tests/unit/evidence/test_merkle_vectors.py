"""The tree against cases: our own by mutation, and the public ones where they are."""

import base64
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from ledger.errors import UnverifiedError
from ledger.evidence.merkle import Hash, check_consistency, check_inclusion
from tests.vectors import generate_merkle

VECTORS = Path(__file__).parents[2] / "vectors"
# The public cases lie beside the repository where it is developed, not in it.
PUBLIC = Path(__file__).parents[4] / "shared" / "vectors" / "merkle"
OWN = {
    name: json.loads((VECTORS / "merkle" / f"{name}.json").read_text())
    for name in ("inclusion", "consistency")
}


def _unhex(values: list[str]) -> list[Hash]:
    return [Hash(bytes.fromhex(value)) for value in values]


@pytest.mark.parametrize("name", OWN["inclusion"])
def test_own_inclusion_case(name: str) -> None:
    """Each mutation of an inclusion proof fails, each happy path holds."""
    case = OWN["inclusion"][name]
    leaf, root, *proof = _unhex([case["leaf"], case["root"], *case["proof"]])
    arguments = (case["leaf_index"], case["tree_size"], leaf, root, proof)

    assert _inclusion_holds(*arguments) is not name.endswith("_fail")


@pytest.mark.parametrize("name", OWN["consistency"])
def test_own_consistency_case(name: str) -> None:
    """Each mutation of a consistency proof fails, each happy path holds."""
    case = OWN["consistency"][name]
    old_root, new_root, *proof = _unhex([case["old_root"], case["new_root"], *case["proof"]])
    arguments = (case["old_size"], old_root, case["new_size"], new_root, proof)

    assert _consistency_holds(*arguments) is not name.endswith("_fail")


def test_own_vectors_are_what_their_generator_writes() -> None:
    """The second implementation, by textbook recursion, gives the same cases."""
    assert generate_merkle.cases() == {f"{name}.json": cases for name, cases in OWN.items()}


def test_public_cases_come_out_as_published() -> None:
    """transparency-dev's cases, wherever they are at hand, plus our demand for real hashes.

    One of theirs accepts two equal roots of twelve bytes; here a root is 32 bytes.
    """
    wrong = []
    for path in sorted(PUBLIC.rglob("*.json")):
        case = json.loads(path.read_text())
        proof = [_decoded(value) for value in case["proof"] or ()]
        if "leafIdx" in case:
            roots = _decoded(case["leafHash"]), _decoded(case["root"])
            holds = _inclusion_holds(case["leafIdx"], case["treeSize"], *roots, proof)
        else:
            roots = _decoded(case["root1"]), _decoded(case["root2"])
            holds = _consistency_holds(case["size1"], roots[0], case["size2"], roots[1], proof)
        are_hashes = all(len(value) == 32 for value in (*roots, *proof))
        if holds is not (are_hashes and not case["wantErr"]):
            wrong.append((str(path), case["desc"]))

    assert wrong == []


def _decoded(text: str | None) -> Hash:
    return Hash(base64.b64decode(text or ""))


def _inclusion_holds(
    leaf_index: int, tree_size: int, leaf: Hash, root: Hash, proof: Sequence[Hash]
) -> bool:
    try:
        check_inclusion(
            leaf_index=leaf_index, tree_size=tree_size, leaf=leaf, root=root, proof=proof
        )
    except UnverifiedError:
        return False
    return True


def _consistency_holds(
    old_size: int, old_root: Hash, new_size: int, new_root: Hash, proof: Sequence[Hash]
) -> bool:
    try:
        check_consistency(
            old_size=old_size, old_root=old_root, new_size=new_size, new_root=new_root, proof=proof
        )
    except UnverifiedError:
        return False
    return True
