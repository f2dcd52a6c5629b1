"""Two texts as one, word by word: what went, what came, what stayed."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final, Literal

from rich.text import Text

What = Literal["same", "gone", "come"]

_WORDS: Final = re.compile(r"\s+|[^\s]+")
_WORDS_MAX: Final = 20_000  # of both texts; beyond, they are set against each other whole
_STYLES: Final = {"same": "", "gone": "red strike", "come": "green"}
_MARKS: Final = {"same": ("", ""), "gone": ("[-", "-]"), "come": ("{+", "+}")}


def changed_words(before: str, after: str) -> Iterator[tuple[What, str]]:
    """Yield the pieces of both texts in order: without what came they are the text before.

    What went comes before what came in its place; words that changed side by
    side are one piece, with the blanks between them.
    """
    for is_same, old, new in _runs(before, after):
        if is_same:
            yield "same", old
            continue
        if old:
            yield "gone", old
        if new:
            yield "come", new


def _runs(before: str, after: str) -> Iterator[tuple[bool, str, str]]:
    """Yield runs that are the same in both texts, or differ, in turn."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > _WORDS_MAX:
        old, new = [before], [after]
    gone, come = "", ""
    for tag, start, end, new_start, new_end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        piece, other = "".join(old[start:end]), "".join(new[new_start:new_end])
        is_between = bool(gone or come) and end < len(old) and new_end < len(new)
        if tag != "equal" or (is_between and piece.isspace()):
            gone, come = gone + piece, come + other
            continue
        if gone or come:
            yield False, gone, come
            gone, come = "", ""
        yield True, piece, piece
    if gone or come:
        yield False, gone, come


def worded(before: str, after: str, *, is_coloured: bool) -> Text:
    """Return both texts as one: in colours, or with [-what went-] and {+what came+}."""
    text = Text()
    for what, piece in changed_words(before, after):
        if is_coloured:
            text.append(piece, style=_STYLES[what])
        else:
            opened, closed = _MARKS[what]
            text.append(f"{opened}{piece}{closed}")
    return text
