"""Why a matter cannot be decided, as every rule about that says it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Why a matter cannot be decided, in words that its mover can act on."""

    rule: str
    text: str
    word: Literal["ultra_vires", "inadmissible"] = "inadmissible"
